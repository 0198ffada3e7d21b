"""A reply's life by our rules alone, with a model of the platform: what hypothesis plays with.

No database: a row is a few values, time is a number that is handed in, and the model of the
platform knows what the citizen received. The decisions are those of `inbox.rules`, the very
functions the flows obey.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from gehoor.contracts.connector import (
    Later,
    OnUnknown,
    Outcome,
    Recorded,
    Refused,
    Sent,
    Unknown,
)
from gehoor.inbox import rules

START = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
KEY_SECONDS = 3600.0
RETRY_SECONDS = 2 * 3600.0
LATEST_EFFECT = 590.0
"""seconds after the begin of a try in which a broken connection can still have an effect"""


@dataclass
class Row:
    """What our table says of one reply."""

    key: int
    on_unknown: OnUnknown
    is_practice: bool
    due_at: datetime | None
    state: str = "queued"
    attempt: uuid.UUID | None = None
    tries: int = 0
    looks: int = 0
    in_doubt: bool = False
    started_at: datetime | None = None
    first_tried_at: datetime | None = None
    held_at: datetime | None = None
    by_hand: int = 0
    """how often a person let it be sent again, which may well be once too often"""
    is_vouched: bool = False
    """a person said that it arrived, or that it need not"""


@dataclass
class Platform:
    """What the citizen received, and the keys the platform remembers."""

    effects: dict[int, int] = field(default_factory=dict)
    known: dict[int, datetime] = field(default_factory=dict)
    late: list[tuple[datetime, Row]] = field(default_factory=list)
    """effects under way: the connection broke, the request did not"""

    def deliver(self, row: Row, now: datetime) -> None:
        is_known = row.key in self.known and (
            now - self.known[row.key] < timedelta(seconds=KEY_SECONDS)
        )
        if row.on_unknown is OnUnknown.KEYED and is_known:
            return
        self.known[row.key] = now
        self.effects[row.key] = self.effects.get(row.key, 0) + 1

    def let_arrive(self, now: datetime) -> None:
        for at, row in [each for each in self.late if each[0] <= now]:
            self.late.remove((at, row))
            self.deliver(row, at)


@dataclass
class Desk:
    """All replies, the worker's tries in the air, and what a person and the machine may do."""

    now: datetime = START
    rows: list[Row] = field(default_factory=list)
    platform: Platform = field(default_factory=Platform)
    flying: dict[uuid.UUID, Row] = field(default_factory=dict)
    """tries whose worker lives (or sleeps), by attempt"""
    is_live: bool = True
    kept: list[Row] = field(default_factory=list)
    keys: Iterator[int] = field(default_factory=count)

    def enqueue(self, on_unknown: OnUnknown, *, is_practice: bool) -> None:
        self.rows.append(Row(next(self.keys), on_unknown, is_practice, self.now))

    def pass_time(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.platform.let_arrive(self.now)

    def step(self, row: Row, **changes: Any) -> None:
        state = changes.get("state", row.state)
        assert row.held_at is None, "the machine touched what is held"
        assert rules.may_follow(row.state, state), f"{row.state} -> {state}"
        for name, value in changes.items():
            setattr(row, name, value)

    def begin(self, row: Row, *, is_absent: bool = False) -> None:
        begin = rules.begin_after_absence if is_absent else rules.begin_try
        attempt = uuid.uuid4()
        self.step(row, **begin(row, attempt=attempt, now=self.now))
        self.flying[attempt] = row

    def settle(self, attempt: uuid.UUID, outcome: Outcome, *, jitter: float = 0.5) -> None:
        """Let the worker of this try write down how it ended, if that still counts."""
        row = self.flying.pop(attempt)
        if not rules.counts(row, attempt=attempt):
            return
        again = self._again(row, outcome, jitter) if isinstance(outcome, Later) else None
        state = rules.state_after(outcome, in_doubt=row.in_doubt, may_try_again=again is not None)
        self.step(row, state=state, due_at=again if state == "queued" else None)
        if state == "unknown":
            self.plan(row)

    def give_back(self, attempt: uuid.UUID) -> None:
        row = self.flying.pop(attempt)
        if rules.counts(row, attempt=attempt):
            state = rules.state_without_try(in_doubt=row.in_doubt)
            self.step(row, state=state, due_at=self.now, tries=row.tries - 1)
            if state == "unknown":
                self.plan(row)

    def _again(self, row: Row, outcome: Later, jitter: float) -> datetime | None:
        return rules.retry_at(
            tries=row.tries,
            now=self.now,
            first_tried_at=row.first_tried_at or self.now,
            retry_seconds=RETRY_SECONDS,
            jitter=lambda low, high: low + jitter * (high - low),
            asked_wait=outcome.wait_seconds,
        )

    def plan(self, row: Row) -> None:
        row.due_at = rules.next_step_of_unknown(
            row.on_unknown,
            looks=row.looks,
            now=self.now,
            started_at=row.started_at or self.now,
            first_tried_at=row.first_tried_at or self.now,
            key_seconds=KEY_SECONDS if row.on_unknown is OnUnknown.KEYED else 0,
        )

    def abandon(self, row: Row) -> None:
        """Another worker finds a try whose worker is gone, or seems to be."""
        self.step(row, state=rules.state_abandoned(is_practice=row.is_practice), due_at=self.now)
        if row.state == "unknown":
            self.plan(row)

    def resolve(self, row: Row, *, can_look: bool) -> None:
        """The machine's step with a reply in doubt."""
        if not self.is_live:
            row.due_at = self.now + timedelta(seconds=rules.WAIT_UNTIL_LIVE)
        elif rules.is_key_fresh(
            row.on_unknown,
            now=self.now,
            first_tried_at=row.first_tried_at or self.now,
            key_seconds=KEY_SECONDS,
        ):
            self.begin(row)
        else:
            self.look(row, can_look=can_look)

    def look(self, row: Row, *, can_look: bool) -> None:
        if can_look and self.platform.effects.get(row.key):
            self.step(row, state="sent", due_at=None)
            return
        row.looks += 1
        if not can_look:
            self._note_blind_look(row)
            return
        match rules.after_absence(row.looks):
            case rules.AfterAbsence.SEND:
                self.begin(row, is_absent=True)
            case rules.AfterAbsence.GIVE_UP:
                self.step(row, state="failed", due_at=None)
            case rules.AfterAbsence.LOOK_AGAIN:
                self.plan(row)

    def _note_blind_look(self, row: Row) -> None:
        row.due_at = None
        if not rules.is_last_look(row.looks):
            self.plan(row)

    def send_again(self, row: Row) -> None:
        self.step(row, state="queued", due_at=self.now, **rules.begin_anew())
        row.by_hand += 1

    def keep(self) -> None:
        """Make a backup."""
        self.kept = [replace(row) for row in self.rows]

    def restore(self) -> None:
        """Go back to the backup; what the citizens received stays as it is."""
        self.flying.clear()
        # What a person decided in between was decided, though the tables forgot it.
        decided = {row.key: (row.by_hand, row.is_vouched) for row in self.rows}
        for row in self.kept:
            row.by_hand, row.is_vouched = decided.get(row.key, (row.by_hand, row.is_vouched))
        self.rows = [replace(row) for row in self.kept]
        for row in self.rows:
            if row.state in rules.UNSETTLED:
                row.held_at = self.now

    def free(self, row: Row, state: str) -> None:
        """A person decides about what a restore holds."""
        row.held_at, row.state = None, state
        row.due_at = self.now if state == "queued" else None
        for name, value in rules.begin_anew().items():
            setattr(row, name, value)
        row.by_hand += state == "queued"
        row.is_vouched |= state != "queued"


FATES: dict[str, tuple[bool, Outcome | None]] = {
    "sent": (True, Sent("id")),
    "answer lost": (True, Unknown("No answer.")),
    "request lost": (False, Unknown("No answer.")),
    "refused": (False, Refused("No.")),
    "busy": (False, Later("Busy.")),
    "busy for an hour": (False, Later("Busy.", wait_seconds=3600)),
    "not allowed": (False, None),
}
"""how a try ends: whether the citizen got it, and what our worker hears"""
RECORDED = Recorded()
