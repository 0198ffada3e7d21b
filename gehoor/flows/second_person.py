"""The story of taking much along: a second person agrees first, for that one question and a day.

What was asked and answered stands in the log alone: it needs no table, and nobody can change it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from gehoor.audit import queries as audit
from gehoor.audit.actions import record
from gehoor.audit.models import Entry
from gehoor.flows import alarms
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.queries import Asked
from gehoor.kit.clock import now
from gehoor.kit.jobs import background
from gehoor.logins.queries import administrators
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import ORGANISATION, Actor, Place, Role, see_reads, take_much_along

MOST_ALONE = 500
"""lines of what people did, in one table; messages of people, in an export"""
LASTS = timedelta(hours=24)
SHOWN_FOR = timedelta(days=30)
"""how long it is shown that somebody went ahead alone, until somebody says that they saw it"""
ASKED, AGREED, REFUSED = "report.asked", "report.agreed", "report.refused"
ALONE, NOTED = "export.alone", "export.noted"
REQUEST = "report_request"
EVERYTHING: Final[Mapping[str, Any]] = {"everything": True}
"""what `gehoor export` takes along"""


@dataclass(frozen=True)
class Request:
    """Somebody wants to take much along, and what a colleague said of it."""

    pk: int
    asker: int | None
    name: str
    """empty: somebody who runs commands on the server"""
    account: str
    """what they are called there"""
    asked_at: datetime
    reason: str
    lines: int
    question: Mapping[str, Any]
    is_done: bool
    """they went ahead without a second person; one can only say that one saw it"""
    answer: str = ""
    """empty while nobody said anything: then AGREED, REFUSED or NOTED"""
    answered_by: str = ""

    @property
    def ends_at(self) -> datetime:
        return self.asked_at + (SHOWN_FOR if self.is_done else LASTS)

    @property
    def is_agreed(self) -> bool:
        return self.answer == AGREED

    @property
    def is_everything(self) -> bool:
        return self.question == EVERYTHING

    @property
    def since(self) -> datetime:
        return datetime.fromisoformat(self.question["since"])

    @property
    def last_day(self) -> datetime:
        return datetime.fromisoformat(self.question["until"]) - timedelta(seconds=1)


def may_take(actor: Actor, question: Mapping[str, Any], *, lines: int) -> bool:
    """May this be taken along now: is it little, is this the privacy officer, was it agreed to?"""
    if lines <= MOST_ALONE or take_much_along(actor, ORGANISATION):
        return True
    return any(each.is_agreed for each in _same(actor, question))


@transaction.atomic
def ask(
    actor: Actor, question: Mapping[str, Any], *, reason: str, lines: int, account: str = ""
) -> None:
    """Let colleagues know that somebody wants this; what waits already is not asked twice."""
    if any(not each.answer for each in _same(actor, question)):
        return
    _note(actor, ASKED, question, reason=reason, lines=lines, account=account)


@transaction.atomic
def go_alone(
    actor: Actor, question: Mapping[str, Any], *, reason: str, lines: int, account: str
) -> None:
    """Let colleagues know that somebody does this without a second person."""
    _note(actor, ALONE, question, reason=reason, lines=lines, account=account)


def _note(actor: Actor, act: str, question: Mapping[str, Any], *, reason: str, **told: Any) -> None:
    record(actor, act, REQUEST, 0, reason=reason, question=dict(question), **told)
    tell.wake(0)


def agree(actor: Actor, number: int) -> None:
    """Let a colleague take it along; it then stands by two names in the log."""
    _answer(actor, number, AGREED)


def refuse(actor: Actor, number: int) -> None:
    _answer(actor, number, REFUSED)


def note(actor: Actor, number: int) -> None:
    """Say that one saw that somebody went ahead alone."""
    _answer(actor, number, NOTED)


@background(queue="alarms", actor="timer")
def tell(_number: int) -> None:
    """Mail everybody whom a request waits for. The mail names nobody and says nothing of it."""
    if not settings.EMAIL_HOST:
        return
    requests = [each for each in _requests() if not each.answer]
    for person, is_done in _whom_to_tell(requests):
        with translation.override(person.language):
            alarms.mail(person.email, *_letter(is_done=is_done))


def _whom_to_tell(requests: list[Request]) -> Iterator[tuple[User, bool]]:
    told = set()
    for person in people.with_role(Role.PRIVACY_OFFICER, Role.COORDINATOR):
        actor = people.actor_of(person)
        if mine := [each for each in requests if _may_answer(actor, each)]:
            told.add(person.pk)
            yield person, mine[-1].is_done
    if requests and requests[-1].is_done:
        # Where nobody is privacy officer, somebody must still hear of it.
        yield from ((person, True) for person in administrators() if person.pk not in told)


def _letter(*, is_done: bool) -> tuple[str, str]:
    address = f"{settings.BASE_URL}/settings/log/seen/"
    if is_done:
        subject = _("Gehoor: everything was taken along without a second person")
        text = _(
            "On the server somebody exported everything, and nobody agreed beforehand.\n"
            "Why stands in the log.\n\nLook at it here: %(address)s\n"
        )
    else:
        subject = _("Gehoor: somebody asks you to agree")
        text = _(
            "A colleague wants to take much along, and needs a second person for it.\n"
            "It ends by itself a day after it was asked.\n\nLook at it here: %(address)s\n"
        )
    return subject, text % {"address": address}


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
    is_done = answer == NOTED
    found = [each for each in waiting_for(actor) if each.pk == number and each.is_done == is_done]
    if not found:
        raise NotPossible(_("This request is answered already, or too old. Nothing was changed."))
    record(actor, answer, REQUEST, number)


def _may_answer(actor: Actor, request: Request) -> bool:
    """A second person: somebody else, who may know all of it."""
    teams = request.question.get("teams")
    places = [Place(team=team) for team in teams] if teams else [ORGANISATION]
    return request.asker != actor.user_id and all(see_reads(actor, place) for place in places)


def _same(actor: Actor, question: Mapping[str, Any]) -> list[Request]:
    asked = [each for each in asked_by(actor) if not each.is_done]
    return [each for each in asked if each.question == question]


def _requests() -> list[Request]:
    """Return everything that is still of use, oldest first; the first answer counts."""
    moment = now()
    found: dict[int, Request] = {}
    for entry in audit.acts_on(REQUEST, since=moment - SHOWN_FOR):
        if entry.act in (ASKED, ALONE):
            found[entry.pk] = _request(entry)
        elif (asked := found.get(entry.subject_id)) and not asked.answer:
            name = entry.actor.name if entry.actor else ""
            found[asked.pk] = replace(asked, answer=entry.act, answered_by=name)
    return [each for each in found.values() if each.ends_at > moment]


def _request(entry: Entry) -> Request:
    return Request(
        pk=entry.pk,
        asker=entry.actor_id,
        name=entry.actor.name if entry.actor else "",
        account=entry.details.get("account", ""),
        asked_at=entry.at,
        reason=entry.reason,
        lines=int(entry.details["lines"]),
        question=entry.details["question"],
        is_done=entry.act == ALONE,
    )
