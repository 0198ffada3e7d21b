"""Who is at which conversation now; only to who could answer there at the same time."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Q, When
from django.db.models.functions import Now

from gehoor.inbox.models import Conversation, Presence
from gehoor.people.policies import Actor, Place, see_presence

MOST_AT_ONCE = 200
"""conversations asked about in one go: more than a list shows"""


@dataclass(frozen=True, slots=True)
class Beside:
    """A colleague who is at a conversation."""

    user_id: int
    name: str
    writes: bool
    """is the answer theirs for now?"""


def presence_teams(actor: Actor) -> list[int]:
    """The teams in whose conversations the actor knows who looks and who writes."""
    return [team for team in actor.teams if see_presence(actor, Place(team=team))]


def beside(actor: Actor, conversations: Collection[int]) -> dict[int, list[Beside]]:
    """Return who else is at each of these conversations, who writes first, in one query."""
    teams = presence_teams(actor)
    asked = Q(conversation_id__in=list(conversations)[:MOST_AT_ONCE]) & (
        Q(conversation__channel__team_id__in=teams) | Q(conversation__routed_to__in=teams)
    )
    found: defaultdict[int, list[Beside]] = defaultdict(list)
    for conversation, user_id, name, writes in _there(asked & ~Q(user_id=actor.user_id)):
        found[conversation].append(Beside(user_id, name, writes))
    return dict(found)


def at_conversation(conversation: Conversation) -> list[Beside]:
    """Return everybody at a conversation, who writes first. The caller checked who asks."""
    there = _there(Q(conversation=conversation))
    return [Beside(user_id, name, writes) for _, user_id, name, writes in there]


def other_writer(conversation: Conversation, *, than: int | None) -> Beside | None:
    """Return the colleague the answer is of for now, if it is somebody else's."""
    found = at_conversation(conversation)
    return next((each for each in found if each.writes and each.user_id != than), None)


def _there(asked: Q) -> Iterable[tuple[int, int, str, bool]]:
    """Yield conversation, colleague, name and whether they write, of what did not run out."""
    writes = Q(writes_until__gt=Now())
    there = Presence.objects.filter(asked, Q(looks_until__gt=Now()) | writes)
    rows = there.annotate(
        writes=Case(When(writes, then=True), default=False, output_field=BooleanField())
    )
    ordered = rows.order_by("-writes", "user__name", "pk")
    return ordered.values_list("conversation_id", "user_id", "user__name", "writes")
