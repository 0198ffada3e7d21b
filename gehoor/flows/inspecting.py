"""The story of an inspection: looking into conversations of others for a reason, for a while.

It stands in the log alone: it needs no table, and nobody can change or erase it. One thing is done
in it, reading; no list, search, count or live hint of the inbox knows of it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gehoor.audit.actions import record
from gehoor.audit.models import Entry
from gehoor.audit.queries import inspections as log
from gehoor.channels import queries as channels
from gehoor.flows import alarms
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation
from gehoor.inbox.queries import inspected
from gehoor.inbox.queries.threads import LAST
from gehoor.kit.clock import now
from gehoor.kit.jobs import background
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import (
    ORGANISATION,
    Actor,
    Place,
    Role,
    as_reader_of,
    holds,
    see_reads,
)

SHORTEST_REASON, LONGEST_REASON = 15, 500
LASTS = timedelta(hours=1)
LASTS_FOR_PRIVACY_OFFICER = timedelta(hours=4)
"""reading what came before a complaint takes longer than looking at a fault"""
LISTED_FOR = timedelta(days=365)


class Scope(StrEnum):
    CONVERSATION = "conversation"
    CONTACT = "contact"
    CHANNEL = "channel"


SCOPES = {
    Scope.CONVERSATION: gettext_lazy("One conversation"),
    Scope.CONTACT: gettext_lazy("Everything of the person of one conversation"),
    Scope.CHANNEL: gettext_lazy("One channel"),
}


@dataclass(frozen=True)
class Inspection:
    """Who looks into what, why, and until when."""

    pk: int
    person: int
    name: str
    scope: Scope
    number: int
    """of the conversation, contact or channel"""
    channel: str
    """what the channel was called; empty for another scope"""
    reason: str
    teams: frozenset[int]
    """whose conversations it is about"""
    begun_at: datetime
    ends_at: datetime
    opened: Sequence[int] = ()
    """the conversations that were read"""

    def is_running(self, moment: datetime) -> bool:
        return moment < self.ends_at


@transaction.atomic
def begin(actor: Actor, scope: Scope, number: int, *, reason: str) -> int:
    """Begin one, and let those hear of it whose it is; what somebody began before ends with it.

    `number` is of a conversation, also for everything with its contact, or of a channel. Returns
    the number of the inspection. Raises NotPossible.
    """
    why = " ".join(reason.split())
    if len(why) < SHORTEST_REASON:
        raise NotPossible(_("Say in a sentence why. Nothing was begun."))
    number, channel = _what(scope, number)
    of_one = number if scope == Scope.CONVERSATION else None
    teams = _teams(scope, number)
    record(
        actor, log.BEGUN, log.INSPECTION, actor.user_id or 0, conversation_id=of_one,
        team_id=teams[0] if len(teams) == 1 else None, reason=why[:LONGEST_REASON],
        scope=scope, number=number, channel=channel, teams=teams,
        minutes=_lasts(actor) // timedelta(minutes=1),
    )  # fmt: skip
    begun = log.newest_begun(actor.user_id or 0)
    tell.wake(begun)
    return begun


def _what(scope: Scope, number: int) -> tuple[int, str]:
    """Return the number of what is looked into, and its name when it is a channel."""
    if scope == Scope.CHANNEL:
        found = channels.find_channel(number)
        if found is None:
            raise NotPossible(_("This channel is not there. Nothing was begun."))
        return number, found[0].name
    conversation = inbox.find(number)
    if conversation is None:
        raise NotPossible(_("There is no conversation with this number. Nothing was begun."))
    return (conversation[0].pk if scope == Scope.CONVERSATION else conversation[0].contact_id), ""


def _teams(scope: Scope, number: int) -> list[int]:
    teams = set(inspected.teams_with(scope=scope, number=number))
    if scope == Scope.CHANNEL and (found := channels.find_channel(number)):
        teams.add(found[0].team_id)
    return sorted(teams)


def _lasts(actor: Actor) -> timedelta:
    """Who is administrator too has the hour of an administrator."""
    is_short = holds(actor, Role.ADMINISTRATOR)
    return LASTS if is_short else LASTS_FOR_PRIVACY_OFFICER


@transaction.atomic
def end(actor: Actor, inspection: Inspection) -> None:
    """End it before its time."""
    of_one = inspection.number if inspection.scope == Scope.CONVERSATION else None
    record(
        actor, log.ENDED, log.INSPECTION, inspection.person,
        conversation_id=of_one, inspection=inspection.pk,
    )  # fmt: skip


def find(inspection: int) -> tuple[Inspection, Place] | None:
    """Return one that is going on, and whose it is; of one that ended there is nothing to see."""
    found = _inspections(log.acts_since_inspection(inspection))
    if not found or found[0].pk != inspection or not found[0].is_running(now()):
        return None
    return found[0], Place(by=found[0].person)


def find_inspected(
    inspection: int, pk: int
) -> tuple[tuple[Inspection, Conversation], Place] | None:
    """Return a conversation that one is about, and whose inspection it is."""
    found, conversation = find(inspection), inbox.find(pk)
    if found is None or conversation is None:
        return None
    scope, number = found[0].scope, found[0].number
    if not inspected.is_about(conversation[0], scope=scope, number=number):
        return None
    return (found[0], conversation[0]), found[1]


def conversations_of(inspection: Inspection) -> Sequence[Conversation]:
    return inspected.about(scope=inspection.scope, number=inspection.number)


@transaction.atomic
def read(
    actor: Actor, inspection: Inspection, conversation: Conversation, *, before: int = 0
) -> Sequence[inbox.ThreadItem]:
    """Return what was written, and note in the log that it was read; each time counts."""
    role = Role.ADMINISTRATOR if holds(actor, Role.ADMINISTRATOR) else Role.PRIVACY_OFFICER
    record(
        actor, log.INSPECTED, log.OPENED, inspection.pk, conversation_id=conversation.pk,
        team_id=conversation.channel.team_id, by=[role],
    )  # fmt: skip
    reader = as_reader_of(actor, inbox.place_of(conversation))
    return inbox.thread_of(conversation, reader, before=before or LAST)


def listed_for(actor: Actor) -> list[Inspection]:
    """Return whom this colleague may know to have looked in, the newest first, with what was
    opened: the privacy officer all, a coordinator those about their teams."""
    found = _inspections(log.acts_of_inspections(within=LISTED_FOR))
    mine = [each for each in reversed(found) if _may_know(actor, each)]
    opened = log.opened_in([each.pk for each in mine])
    return [replace(each, opened=opened[each.pk]) for each in mine]


def _may_know(actor: Actor, inspection: Inspection) -> bool:
    places = [ORGANISATION, *map(Place, inspection.teams)]
    return any(see_reads(actor, place) for place in places)


@background(queue="alarms", actor="timer")
def tell(number: int) -> None:
    """Mail those who may know of it. The mail names nobody and says nothing of the reason."""
    found = _inspections(log.acts_since_inspection(number))
    if not settings.EMAIL_HOST or not found:
        return
    address = f"{settings.BASE_URL}/settings/inspections/"
    for person in _whom_to_tell(found[0]):
        with translation.override(person.language):
            subject = _("Gehoor: somebody looks into conversations")
            text = _(
                "A colleague began an inspection: they read conversations, for a reason.\n"
                "Who, which and why stands here: %(address)s\n"
            )
            alarms.mail(person.email, subject, text % {"address": address})


def _whom_to_tell(inspection: Inspection) -> Iterator[User]:
    for person in people.with_role(Role.PRIVACY_OFFICER, Role.COORDINATOR):
        is_other = person.pk != inspection.person
        if is_other and _may_know(people.actor_of(person), inspection):
            yield person


def _inspections(acts: Collection[Entry]) -> list[Inspection]:
    """Return what the log tells, oldest first; any later act of somebody ends what they began."""
    found: dict[int, Inspection] = {}
    newest: dict[int, int] = {}
    for act in acts:
        if (before := newest.pop(act.subject_id, None)) is not None:
            ends_at = min(found[before].ends_at, act.at)
            found[before] = replace(found[before], ends_at=ends_at)
        if act.act == log.BEGUN:
            found[act.pk] = _inspection(act)
            newest[act.subject_id] = act.pk
    return list(found.values())


def _inspection(act: Entry) -> Inspection:
    told = act.details
    return Inspection(
        pk=act.pk,
        person=act.subject_id,
        name=act.actor.name if act.actor else "",
        scope=Scope(told["scope"]),
        number=int(told["number"]),
        channel=told["channel"],
        reason=act.reason,
        teams=frozenset(told["teams"]),
        begun_at=act.at,
        ends_at=act.at + timedelta(minutes=int(told["minutes"])),
    )
