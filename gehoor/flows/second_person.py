"""The story of taking much along: a second person agrees first, for that one question and a day.

What was asked and answered stands in the log alone: it needs no table, and nobody can change it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit import queries as audit
from gehoor.audit.actions import record
from gehoor.audit.models import Entry
from gehoor.flows.replies import NotPossible
from gehoor.inbox.queries import Asked
from gehoor.kit.clock import now
from gehoor.people.policies import ORGANISATION, Actor, Place, see_reads, take_much_along

MOST_ALONE = 500
"""lines of what people did, in one table"""
LASTS = timedelta(hours=24)
ASKED, AGREED, REFUSED = "report.asked", "report.agreed", "report.refused"
REQUEST = "report_request"


@dataclass(frozen=True)
class Request:
    """Somebody wants to take much along, and what a colleague said of it."""

    pk: int
    asker: int | None
    name: str
    asked_at: datetime
    reason: str
    lines: int
    question: Mapping[str, Any]
    answer: str = ""
    """empty while nobody said anything: then AGREED or REFUSED"""
    answered_by: str = ""

    @property
    def ends_at(self) -> datetime:
        return self.asked_at + LASTS

    @property
    def is_agreed(self) -> bool:
        return self.answer == AGREED

    @property
    def since(self) -> datetime:
        return datetime.fromisoformat(self.question["since"])

    @property
    def last_day(self) -> datetime:
        return datetime.fromisoformat(self.question["until"]) - timedelta(seconds=1)


def may_take(actor: Actor, asked: Asked, *, lines: int) -> bool:
    """May this be taken along now: is it little, is this the privacy officer, was it agreed to?"""
    if lines <= MOST_ALONE or take_much_along(actor, ORGANISATION):
        return True
    return any(each.is_agreed for each in _same(actor, asked))


@transaction.atomic
def ask(actor: Actor, asked: Asked, *, reason: str, lines: int) -> None:
    """Let colleagues know that somebody wants this; what waits already is not asked twice."""
    if any(not each.answer for each in _same(actor, asked)):
        return
    record(actor, ASKED, REQUEST, 0, reason=reason, lines=lines, question=question_of(asked))


def agree(actor: Actor, number: int) -> None:
    """Let a colleague take it along; it then stands by two names in the log."""
    _answer(actor, number, AGREED)


def refuse(actor: Actor, number: int) -> None:
    _answer(actor, number, REFUSED)


def waiting_for(actor: Actor) -> list[Request]:
    """Return what others want and this colleague may agree to."""
    return [each for each in _requests() if not each.answer and _may_answer(actor, each)]


def asked_by(actor: Actor) -> list[Request]:
    """Return what this colleague asked for within a day, with what was said of it."""
    return [each for each in _requests() if each.asker == actor.user_id]


def question_of(asked: Asked) -> dict[str, Any]:
    """Return a question in plain values, so that it can be compared with itself a day later."""
    return {
        "since": asked.since.isoformat(),
        "until": asked.until.isoformat(),
        "teams": sorted(asked.teams) if asked.teams is not None else None,
        "colleague": asked.user_id,
        "conversation": asked.conversation_id,
        "contact": asked.contact_id,
    }


@transaction.atomic
def _answer(actor: Actor, number: int, answer: str) -> None:
    found = [each for each in waiting_for(actor) if each.pk == number]
    if not found:
        raise NotPossible(_("This request is answered already, or too old. Nothing was changed."))
    record(actor, answer, REQUEST, number)


def _may_answer(actor: Actor, request: Request) -> bool:
    """A second person: somebody else, who may know all of it."""
    teams = request.question["teams"]
    places = [Place(team=team) for team in teams] if teams else [ORGANISATION]
    return request.asker != actor.user_id and all(see_reads(actor, place) for place in places)


def _same(actor: Actor, asked: Asked) -> list[Request]:
    wanted = question_of(asked)
    return [each for each in asked_by(actor) if each.question == wanted]


def _requests() -> list[Request]:
    """Return everything asked within a day, oldest first; the first answer counts."""
    found: dict[int, Request] = {}
    for entry in audit.acts_since((ASKED, AGREED, REFUSED), since=now() - LASTS):
        if entry.act == ASKED:
            found[entry.pk] = _request(entry)
        elif (asked := found.get(entry.subject_id)) and not asked.answer:
            name = entry.actor.name if entry.actor else ""
            found[asked.pk] = replace(asked, answer=entry.act, answered_by=name)
    return list(found.values())


def _request(entry: Entry) -> Request:
    return Request(
        pk=entry.pk,
        asker=entry.actor_id,
        name=entry.actor.name if entry.actor else "",
        asked_at=entry.at,
        reason=entry.reason,
        lines=int(entry.details["lines"]),
        question=entry.details["question"],
    )
