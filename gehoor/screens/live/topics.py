"""What can be listened to, and who may. A topic that declares no policy cannot be started."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gehoor.people.policies import (
    ORGANISATION,
    Actor,
    Place,
    Policy,
    colleague,
    see_channels,
    see_conversations,
    see_presence,
)


@dataclass(frozen=True)
class TopicKind:
    """One kind of topic: its policy, and the topics of this kind that somebody could ask for."""

    policy: Policy
    candidates: Callable[[Actor], Iterable[tuple[str, Place]]]


def _of_own_teams(actor: Actor) -> Iterable[tuple[str, Place]]:
    return ((f"team-{team}", Place(team)) for team in actor.teams)


def _of_colleagues_at_work(actor: Actor) -> Iterable[tuple[str, Place]]:
    return ((f"presence-{team}", Place(team)) for team in actor.teams)


def _of_oneself(actor: Actor) -> Iterable[tuple[str, Place]]:
    return [(f"user-{actor.user_id}", ORGANISATION)]


def _of_settings(actor: Actor) -> Iterable[tuple[str, Place]]:
    return [("settings", ORGANISATION)]


TOPICS: dict[str, TopicKind] = {
    "team": TopicKind(see_conversations, _of_own_teams),
    # Apart from the team's, because not all who see conversations know who is at work in them.
    "presence": TopicKind(see_presence, _of_colleagues_at_work),
    "user": TopicKind(colleague, _of_oneself),
    # About channels of every team, so for who sees them all.
    "settings": TopicKind(see_channels, _of_settings),
}


def topics_of(actor: Actor) -> frozenset[str]:
    """Return every topic `actor` may hear now."""
    return frozenset(
        topic
        for kind in TOPICS.values()
        for topic, place in kind.candidates(actor)
        if kind.policy(actor, place)
    )
