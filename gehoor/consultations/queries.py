"""Everything asked of questions to the second line."""

import hmac
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from gehoor.consultations.models import Call, Consultation, Expert, Link, Writing
from gehoor.inbox import queries as inbox
from gehoor.kit import often
from gehoor.kit.portable import flat, in_order, values
from gehoor.people.policies import ORGANISATION, Place
from gehoor.people.rules import hash_token

MOST_SHOWN = 200
"""lines of the chase list on one page"""
TEAM = "conversation__channel__team"
ALSO = "conversation__routed_to"


def listed() -> QuerySet[Expert]:
    """Return the phone book by name."""
    return Expert.objects.filter(is_listed=True).select_related("department").order_by("name", "pk")


def departments() -> QuerySet[Expert]:
    """Return who others can be of: whoever is not of a department themselves."""
    return listed().filter(department=None)


def find_expert(pk: int) -> tuple[Expert, Place] | None:
    found = Expert.objects.select_related("department").filter(pk=pk, is_listed=True).first()
    return (found, ORGANISATION) if found else None


def is_name_taken(expert: Expert) -> bool:
    others = Expert.objects.filter(is_listed=True, name=expert.name)
    return others.exclude(pk=expert.pk).exists()


def has_people(expert: Expert) -> bool:
    """Is it a department that somebody is of?"""
    return Expert.objects.filter(department=expert.pk, is_listed=True).exists()


def agreed_hours(expert: Expert) -> int | None:
    """Return within how many hours they agreed to answer: their own, else of their department."""
    return expert.term_hours or (expert.department.term_hours if expert.department else None)


def waiting_at(expert: Expert) -> int:
    """Return how many questions wait for their answer."""
    return open_ones().filter(expert=expert.pk).count()


def find(pk: int) -> tuple[Consultation, Place] | None:
    """Return a question, and the place of the conversation it is about."""
    rows = Consultation.objects.select_related("expert__department", "asked_by")
    found = rows.filter(pk=pk).first()
    about = inbox.find(found.conversation_id) if found else None
    return (found, about[1]) if found and about else None


def find_by_uuid(client_uuid: UUID) -> Consultation | None:
    return Consultation.objects.filter(client_uuid=client_uuid).first()


class Waiting(NamedTuple):
    """Who a question waits for, as the top of a conversation says it."""

    pk: int
    expert: "WaitedFor"
    due_at: datetime
    call_at: datetime | None


class WaitedFor(NamedTuple):
    name: str
    phone: str


# A piece of the one statement of `flows.at_hand`: of a conversation and what was merged into it.
WAITING_IN = """
    SELECT json_agg(json_build_array(
                        q.id, e.name, coalesce(nullif(q.phone, ''), e.phone), q.due_at, q.call_at)
                    ORDER BY q.due_at, q.id)
    FROM consultations_consultation q JOIN consultations_expert e ON e.id = q.expert_id
    WHERE q.state = 'open' AND (q.conversation_id = %(conversation)s OR q.conversation_id IN (
        SELECT id FROM inbox_conversation WHERE merged_into_id = %(conversation)s))
"""


def as_waiting(rows: list[list[Any]] | None) -> list[Waiting]:
    """Return what waits of what WAITING_IN gives, the first deadline first."""
    return [
        Waiting(pk, WaitedFor(name, phone), _moment(due), call and _moment(call))
        for pk, name, phone, due, call in rows or ()
    ]


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)


# One way by each index, as what was merged into a conversation counts as its own.
WAITED_FOR = """
    SELECT q.about, e.name
    FROM (SELECT conversation_id AS about, expert_id, due_at FROM consultations_consultation
          WHERE state = 'open' AND conversation_id = ANY(%(conversations)s::bigint[])
          UNION ALL
          SELECT c.merged_into_id, q.expert_id, q.due_at FROM consultations_consultation q
          JOIN inbox_conversation c ON c.id = q.conversation_id
          WHERE q.state = 'open' AND c.merged_into_id = ANY(%(conversations)s::bigint[])) q
    JOIN consultations_expert e ON e.id = q.expert_id ORDER BY q.due_at DESC
"""


def waited_for(conversations: Collection[int]) -> dict[int, str]:
    """Return of each of these who is waited for, the first deadline first; asked for every list."""
    rows = often.ask(WAITED_FOR, {"conversations": list(conversations)})
    return dict(rows)


def open_to(conversation_id: int, expert_id: int) -> Consultation | None:
    """Return the question about this conversation that waits for this expert already."""
    open_now = Consultation.objects.filter(state=Consultation.State.OPEN)
    return open_now.filter(conversation=conversation_id, expert=expert_id).first()


def calls_of(consultation: Consultation) -> Sequence[Call]:
    return list(consultation.calls.select_related("by").order_by("pk"))


def tries_in_vain(consultation: Consultation) -> int:
    return consultation.calls.filter(result=Call.Result.NO_ANSWER).count()


def open_ones() -> QuerySet[Consultation]:
    """Return the questions that wait, of conversations that are not finished."""
    is_open = Q(conversation__status="open") | Q(conversation__merged_into__status="open")
    return Consultation.objects.filter(is_open, state=Consultation.State.OPEN)


def waiting(teams: Collection[int]) -> Sequence[Consultation]:
    """Return what waits for the second line in these teams: who is to be called first, first."""
    found = open_ones().filter(_in(teams)).select_related(
        "expert__department", "asked_by", "conversation__assignee",
        "conversation__merged_into__assignee",
    )  # fmt: skip
    first = F("call_at").asc(nulls_last=True)
    return list(found.annotate(tries=Count("calls")).order_by(first, "due_at", "pk")[:MOST_SHOWN])


def number_waiting(teams: Collection[int]) -> dict[int | None, int]:
    """Return how many of these wait, by whose conversation they are; None: nobody's."""
    rows = open_ones().filter(_in(teams)).order_by().values_list("conversation__assignee")
    return dict(rows.annotate(number=Count("pk")))


def _in(teams: Collection[int]) -> Q:
    mine = list(teams)
    return Q(**{f"{TEAM}__in": mine}) | Q(**{f"{ALSO}__in": mine})


def working_link(consultation: Consultation) -> Link | None:
    return consultation.links.filter(used_at=None, withdrawn_at=None).first()


def last_changed(consultation: Consultation, *, since: datetime) -> datetime | None:
    """Return when what its reader sees was last changed since a moment; None: it is as it was."""
    changes = list(consultation.earlier.filter(at__gt=since))
    if not changes:
        return None
    seen, told = changes[-1], consultation
    is_same = (seen.question, seen.added, seen.due_at) == (told.question, told.added, told.due_at)
    return None if is_same else changes[0].at


def find_link(token: str) -> Link | None:
    """Return the link a token is of, whatever became of it, with its question."""
    wanted = hash_token(token)
    rows = Link.objects.select_related("consultation__expert", "consultation__asked_by")
    found = rows.filter(token_hash=wanted).first()
    is_same = found is not None and hmac.compare_digest(bytes(found.token_hash), wanted)
    return found if is_same else None


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as figures need it: of whom, about what, and when."""

    pk: int
    department: int
    team: int
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None
    is_withdrawn: bool
    labels: tuple[str, ...]


def asked_between(
    since: datetime, until: datetime, *, teams: Collection[int] | None
) -> Sequence[Asked]:
    """Return what was asked in a time; `teams` None: everywhere."""
    found = Consultation.objects.filter(asked_at__gte=since, asked_at__lt=until)
    if teams is not None:
        found = found.filter(_in(teams))
    rows = found.select_related("expert", "conversation__channel").prefetch_related(
        "conversation__tags"
    )
    return [
        Asked(
            pk=each.pk,
            department=each.expert.department_id or each.expert_id,
            team=each.conversation.channel.team_id,
            asked_at=each.asked_at,
            due_at=each.due_at,
            answered_at=each.answered_at,
            is_withdrawn=each.state == Consultation.State.WITHDRAWN,
            labels=tuple(sorted(tag.name for tag in each.conversation.tags.all())),
        )
        for each in rows.order_by("pk")
    ]


def writing_between(since: date, until: date, *, teams: Collection[int] | None) -> list[int]:
    """Return for how many seconds was written in each conversation, from day to day."""
    found = Writing.objects.filter(day__gte=since, day__lte=until)
    if teams is not None:
        found = found.filter(_in(teams))
    totals = found.order_by().values_list("conversation").annotate(total=Sum("seconds"))
    return [total for _conversation, total in totals]


def names_of(pks: Collection[int]) -> dict[int, str]:
    """Return what these are called, also who is not in the phone book any more."""
    return dict(Expert.objects.filter(pk__in=pks).values_list("pk", "name"))


def terms_of(pks: Collection[int]) -> dict[int, int | None]:
    return dict(Expert.objects.filter(pk__in=pks).values_list("pk", "term_hours"))


def expert_records() -> Iterator[dict[str, Any]]:
    """Return the phone book as the open format has it."""
    return flat(
        Expert.objects.all(), "id", "name", "department", "phone", "email", "reachable",
        "term_hours", "is_listed",
    )  # fmt: skip


def consultation_records() -> Iterator[dict[str, Any]]:
    """Return the questions, each with its calls, as the open format has them."""
    for each in in_order(Consultation.objects.prefetch_related("calls", "earlier")):
        calls = sorted(each.calls.all(), key=lambda call: call.pk)
        yield {
            **values(
                each, "id", "conversation", "expert", "question", "added", "phone", "way",
                "state", "due_at", "call_at", "asked_by", "asked_at", "answer", "answered_at",
                "answered_how", "client_uuid",
            ),
            "calls": [values(call, "result", "remark", "by", "at") for call in calls],
            "earlier": [
                values(before, "question", "added", "phone", "due_at", "by", "at")
                for before in sorted(each.earlier.all(), key=lambda before: before.pk)
            ],
        }  # fmt: skip
