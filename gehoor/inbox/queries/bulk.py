"""What is asked of acts on many conversations."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q

from gehoor.inbox import rules
from gehoor.inbox.models import BulkAct, BulkItem, Reply
from gehoor.inbox.queries.approvals import waiting_in
from gehoor.inbox.queries.outbox import UNDECIDED

UNFINISHED = (BulkAct.State.RUNNING, BulkAct.State.UNDOING)
LEFT_OUT = ("changed", "problem", "not_allowed", "kept")
MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A conversation that an act on many did not touch, and why."""

    conversation_id: int
    name: str
    why: str


Back = tuple[datetime, datetime]
"""when the first of many comes back, and the last"""


@dataclass(frozen=True, slots=True)
class Coming:
    """How far an act on many has come."""

    bulk: BulkAct
    by_state: dict[str, int]
    left_out: Sequence[LeftOut]
    back: Back | None = None
    """of what was put off until a moment and waits yet"""

    @property
    def waiting(self) -> int:
        busy = "applied" if self.bulk.state == BulkAct.State.UNDOING else "waiting"
        return self.by_state.get(busy, 0)

    @property
    def taken(self) -> int:
        return self.bulk.total - self.waiting

    @property
    def applied(self) -> int:
        return self.by_state.get("applied", 0)

    @property
    def undone(self) -> int:
        return self.by_state.get("undone", 0) + self.by_state.get("cancelled", 0)


def unfinished_bulk_acts() -> list[int]:
    """Return the acts on many that a worker still has to take further."""
    return list(BulkAct.objects.filter(state__in=UNFINISHED).values_list("pk", flat=True))


def bulk_acts_of(author_id: int | None, *, most: int, pk: int | None = None) -> list[Coming]:
    """Return how far somebody's acts on many have come, newest first, in three queries; of what was
    put off in one more."""
    asked = Q(author_id=author_id) if pk is None else Q(author_id=author_id, pk=pk)
    found = BulkAct.objects.filter(asked).select_related("tag", "assignee")
    acts = list(found.order_by("-pk")[:most])
    numbers = [act.pk for act in acts]
    counted = BulkItem.objects.filter(bulk__in=numbers).values_list("bulk", "state")
    by_state: dict[int, dict[str, int]] = {}
    for bulk, state, number in counted.order_by().annotate(number=Count("pk")):
        by_state.setdefault(bulk, {})[state] = number
    left_out, back = _left_out(numbers), _back([act for act in acts if act.until])
    return [
        Coming(act, by_state.get(act.pk, {}), left_out.get(act.pk, ()), back.get(act.pk))
        for act in acts
    ]


def _back(acts: Sequence[BulkAct]) -> dict[int, Back]:
    """Return when the first and the last come back that these put off, as far as they wait yet."""
    if not acts:
        return {}
    waiting = BulkItem.objects.filter(
        bulk__in=acts, state=BulkItem.State.APPLIED, conversation__is_snoozed=True
    )
    until = "conversation__snoozed_until"
    found = waiting.order_by().values("bulk").annotate(first=Min(until), last=Max(until))
    return {row["bulk"]: (row["first"], row["last"]) for row in found if row["first"]}


def _left_out(numbers: Collection[int]) -> dict[int, list[LeftOut]]:
    rows = (
        BulkItem.objects.filter(bulk__in=numbers, state__in=LEFT_OUT)
        .order_by("bulk", "pk")
        .values_list(
            "bulk", "conversation", "conversation__subject", "conversation__opening", "state",
            "message__text",
        )
    )  # fmt: skip
    named: dict[int, list[LeftOut]] = {}
    for bulk, conversation, subject, opening, state, text in rows[
        : MOST_NAMED * max(1, len(numbers))
    ]:
        mine = named.setdefault(bulk, [])
        if len(mine) < MOST_NAMED:
            mine.append(
                LeftOut(conversation, rules.first_words(text or "") or subject or opening, state)
            )
    return named


def count_unanswered(numbers: Sequence[int]) -> int:
    """Return in how many of these conversations no answer of ours stands."""
    answered = Reply.objects.filter(
        message__conversation__in=numbers, state__in=rules.ANSWERS, held_at=None
    )
    found = answered.aggregate(number=Count("message__conversation", distinct=True))
    return len(numbers) - int(found["number"])


def undecided_in(numbers: Collection[int]) -> set[int]:
    """Return in which of these a reply did not go out, or may not have, or waits for approval."""
    found = Reply.objects.filter(UNDECIDED, message__conversation__in=numbers)
    return set(found.values_list("message__conversation", flat=True)) | waiting_in(numbers)
