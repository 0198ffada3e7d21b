"""Putting a conversation off: until later, or until an answer comes; and how it comes back.

It comes back when its time has come by the database's clock, at once when whoever it is with
writes, or by hand. It stays open meanwhile: it has a list of its own, and counts in the balance.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import About, record, record_each
from gehoor.channels.models import Channel
from gehoor.flows import terms
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import snoozing
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import now
from gehoor.kit.live import announce, announce_all
from gehoor.people.policies import Actor
from gehoor.planning import queries as planning
from gehoor.planning import rules

CLOCK = Actor(system="timer")
INTAKE = Actor(system="incoming")
FARTHEST = timedelta(days=366)
BATCH = 500


@dataclass(frozen=True, slots=True)
class Times:
    """The moments that are offered; those that come to the same are offered once."""

    today: datetime | None
    tomorrow: datetime
    is_tomorrow: bool
    """false when nobody is there tomorrow: then it is the first day somebody is"""
    monday: datetime | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The moment somebody chose, or when we are there next after it."""

    moment: datetime
    is_moved: bool


class Place(Protocol):
    """Where a conversation is worked on: its channel, the team of that, and where it was sent."""

    @property
    def conversation(self) -> int: ...
    @property
    def channel(self) -> int: ...
    @property
    def team(self) -> int: ...
    @property
    def also(self) -> int | None: ...


def hours_for(conversation: Conversation | None) -> rules.Hours:
    """Return when those are there who work on it; of nothing at all, when the organisation is."""
    if conversation is None:
        return planning.hours()
    channel = conversation.channel
    team = conversation.routed_to_id or channel.team_id
    return planning.desks().of(channel=channel.pk, team=team)


def times(moment: datetime, conversation: Conversation | None = None) -> Times:
    """Return until when something can be put off with one press, within the opening hours."""
    hours = hours_for(conversation)
    tomorrow, monday = rules.tomorrow_morning(hours, moment), rules.monday_morning(hours, moment)
    return Times(
        rules.later_today(hours, moment),
        tomorrow,
        rules.day_of(tomorrow) == rules.day_of(moment) + timedelta(days=1),
        monday if monday != tomorrow else None,
    )


def times_of_many(moment: datetime) -> Times:
    """Return the same for many at once, before anybody's hours: each comes back when those are
    there who work on it (`when_back`). What the organisation does not offer is left out."""
    told = times(moment)
    return replace(
        told,
        tomorrow=rules.tomorrow_at_nine(moment),
        monday=told.monday and rules.monday_at_nine(moment),
    )


def moment_of_many(day: date, clock: time) -> datetime:
    """Read the moment somebody chose for many at once."""
    return rules.moment_on(day, clock.hour * 60 + clock.minute)


def when_back(until: datetime | None, places: Iterable[Place]) -> dict[int, datetime | None]:
    """Return when each conversation comes back of many that are put off until a moment: then, or
    when those are there next who work on it. Its hours are looked up once for all."""
    if until is None:
        return {each.conversation: None for each in places}
    desks, known = planning.desks(), dict[tuple[int, int], datetime]()
    back: dict[int, datetime | None] = {}
    for each in places:
        channel, team = each.channel, each.also or each.team
        if (channel, team) not in known:
            known[channel, team] = rules.when_there(desks.of(channel=channel, team=team), until)
        back[each.conversation] = known[channel, team]
    return back


def at(day: date, clock: time, conversation: Conversation | None = None) -> Chosen:
    """Read the moment somebody chose by the clock on the wall."""
    chosen = rules.moment_on(day, clock.hour * 60 + clock.minute)
    there = rules.when_there(hours_for(conversation), chosen)
    return Chosen(there, is_moved=there != chosen)


@transaction.atomic
def snooze(actor: Actor, conversation: Conversation, *, until: datetime | None) -> None:
    """Put it off until a moment; None: until an answer comes. Raises NotPossible."""
    current = snoozing.lock(conversation)
    if current.status != Conversation.Status.OPEN:
        raise NotPossible(_("This conversation is finished, so it cannot be put off."))
    check(until)
    snoozing.put_off(current, until=until, by=actor.user_id)
    terms.renew([current.pk])
    _log(actor, "conversation.snoozed", conversation, until=written(until))
    _tell(conversation)


def check(until: datetime | None) -> None:
    """Raise NotPossible for a moment that has passed, or is years away."""
    moment = now()
    if until is not None and until <= moment:
        raise NotPossible(_("That moment has passed. Choose a later one; nothing has changed."))
    if until is not None and until > moment + FARTHEST:
        raise NotPossible(_("Choose a moment within a year. Nothing has changed."))


@transaction.atomic
def bring_back(actor: Actor, conversation: Conversation) -> None:
    """Somebody wants it back now. One that came back meanwhile is left as it is."""
    current = snoozing.lock(conversation)
    if not current.is_snoozed:
        return
    snoozing.bring_back(current)
    terms.renew([current.pk])
    _log(actor, "conversation.brought_back", conversation)
    _tell(conversation)


@transaction.atomic
def put_back(actor: Actor, conversation: Conversation, *, until: datetime | None) -> None:
    """Undo a putting off that took the place of another, as long as that one's time is to come."""
    if until is not None and until <= now():
        bring_back(actor, conversation)
    else:
        snooze(actor, conversation, until=until)


@transaction.atomic
def bring_back_due() -> None:
    """Bring back everything whose time has come. The timer calls this, by the database's clock."""
    back = snoozing.bring_back_due(now=now(), most=BATCH)
    record_each(
        CLOCK,
        "conversation.came_back",
        [About(pk, team, {"until": written(until)}) for pk, team, until in back],
    )
    for team in {team for _pk, team, _until in back}:
        announce_all(f"team-{team}", "conversation", [pk for pk, of, _until in back if of == team])


def note_come_back(conversations: Iterable[Conversation], channel: Channel) -> None:
    """Write down that messages brought these back; part of storing those messages."""
    record_each(
        INTAKE,
        "conversation.came_back",
        [
            About(each.pk, channel.team_id, {"until": written(each.snoozed_until)})
            for each in conversations
        ],
    )


def written(until: datetime | None) -> str:
    """In the log a moment is text; empty: until an answer comes."""
    return until.isoformat() if until else ""


def _log(actor: Actor, act: str, conversation: Conversation, **details: Any) -> None:
    record(
        actor, act, "conversation", conversation.pk, conversation_id=conversation.pk,
        team_id=conversation.channel.team_id, **details,
    )  # fmt: skip


def _tell(conversation: Conversation) -> None:
    for team in inbox.teams_of(conversation):
        announce(f"team-{team}", "conversation", conversation.pk)
