"""The life of a reply by its rules alone: whatever happens in whatever order, no effect twice."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from gehoor.contracts.connector import OnUnknown
from gehoor.inbox import rules
from gehoor.testing.replymachine import FATES, LATEST_EFFECT, RECORDED, Desk, Row
from tests.faults import chance

pytestmark = pytest.mark.faults

SEED = chance.SEED
STEPS_EACH = 50
MOST_REPLIES = 4
STEPS = 100_000 if chance.ASKED >= 500 else 3_000
SECONDS = st.sampled_from([1, 31, 125, 601, 2000, 3700, 20_000])
CLASSES = st.sampled_from(list(OnUnknown))


class Life(RuleBasedStateMachine):
    """What can happen to replies by platform, machine and people, one thing at a time."""

    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()

    def chosen(self, rows: list[Row], which: int) -> Row:
        return rows[which % len(rows)]

    def in_state(self, *states: str) -> list[Row]:
        return [row for row in self.desk.rows if row.state in states and row.held_at is None]

    def due(self, state: str) -> list[Row]:
        return [r for r in self.in_state(state) if r.due_at and r.due_at <= self.desk.now]

    @rule(on_unknown=CLASSES, is_practice=st.sampled_from([False, False, False, True]))
    def enqueue(self, on_unknown: OnUnknown, is_practice: bool) -> None:
        if len(self.desk.rows) < MOST_REPLIES:
            self.desk.enqueue(on_unknown, is_practice=is_practice)

    @rule(seconds=SECONDS)
    def time_passes(self, seconds: int) -> None:
        self.desk.pass_time(seconds)

    @precondition(lambda self: bool(self.due("queued")))
    @rule(which=st.integers(0, 3))
    def a_worker_claims(self, which: int) -> None:
        self.desk.begin(self.chosen(self.due("queued"), which))

    @precondition(lambda self: bool(self.desk.flying))
    @rule(which=st.integers(0, 3), fate=st.sampled_from(list(FATES)), jitter=st.floats(0, 1))
    def a_try_ends(self, which: int, fate: str, jitter: float) -> None:
        attempt = list(self.desk.flying)[which % len(self.desk.flying)]
        row = self.desk.flying[attempt]
        if row.is_practice:
            self.desk.settle(attempt, RECORDED)
            return
        reaches, outcome = FATES[fate]
        # A worker that slept for ten minutes finds its connection closed.
        is_fresh = row.attempt == attempt and row.state == "sending"
        if reaches and is_fresh:
            self.desk.platform.deliver(row, self.desk.now)
        if outcome is None:
            self.desk.give_back(attempt)
        elif is_fresh or not reaches:
            self.desk.settle(attempt, outcome, jitter=jitter)
        else:
            self.desk.flying.pop(attempt)

    @precondition(lambda self: bool(self.desk.flying))
    @rule(which=st.integers(0, 3), arrives=st.sampled_from(["no", "yes", "later"]))
    def a_worker_dies(self, which: int, arrives: str) -> None:
        attempt = list(self.desk.flying)[which % len(self.desk.flying)]
        row = self.desk.flying.pop(attempt)
        if row.is_practice or row.attempt != attempt or row.state != "sending":
            return
        if arrives == "yes":
            self.desk.platform.deliver(row, self.desk.now)
        elif arrives == "later" and row.started_at:
            until = max(self.desk.now, row.started_at + timedelta(seconds=LATEST_EFFECT))
            if until - row.started_at <= timedelta(seconds=LATEST_EFFECT):
                self.desk.platform.late.append((until, row))

    @precondition(lambda self: bool(self.in_state("sending")))
    @rule(which=st.integers(0, 3))
    def its_try_is_given_up(self, which: int) -> None:
        """Also of one that only sleeps: its result may come in afterwards."""
        self.desk.abandon(self.chosen(self.in_state("sending"), which))

    @precondition(lambda self: bool(self.due("unknown")))
    @rule(which=st.integers(0, 3), can_look=st.booleans())
    def the_machine_takes_a_step(self, which: int, can_look: bool) -> None:
        row = self.chosen(self.due("unknown"), which)
        self.desk.resolve(row, can_look=can_look and row.on_unknown is not OnUnknown.BLIND)

    @invariant()
    def the_machine_reaches_nobody_twice(self) -> None:
        type(self).steps += 1
        for row in self.desk.rows:
            reached = self.desk.platform.effects.get(row.key, 0)
            assert reached <= 1 + row.by_hand, f"{row} reached the citizen {reached} times"
            assert not (row.is_practice and reached), f"{row} was practice and left"

    @invariant()
    def what_is_called_sent_arrived(self) -> None:
        for row in self.desk.rows:
            if row.state == "sent" and not row.is_vouched:
                assert self.desk.platform.effects.get(row.key), f"{row} never arrived"

    @invariant()
    def what_arrived_is_not_called_something_else(self) -> None:
        for row in self.desk.rows:
            if self.desk.platform.effects.get(row.key) and not (row.by_hand or row.held_at):
                said = {"sending", "sent", "unknown"} | ({"withdrawn"} if row.is_vouched else set())
                assert row.state in said, f"{row} arrived"

    @invariant()
    def nothing_is_lost_in_silence(self) -> None:
        """Somebody takes it further: the machine by a moment that is set, a person by a problem."""
        for row in self.desk.rows:
            is_final = row.state in {"sent", "practised", "withdrawn"}
            is_shown = row.state in rules.PROBLEMS or row.held_at is not None
            will_move = row.state == "sending" or row.due_at is not None
            assert is_final or is_shown or will_move, f"{row} waits for nobody"

    @rule(is_live=st.booleans())
    def a_channel_is_taken_back_or_goes_live(self, is_live: bool) -> None:
        self.desk.is_live = is_live

    @precondition(lambda self: bool(self.in_state("unknown", "refused", "failed")))
    @rule(which=st.integers(0, 3))
    def a_person_sends_again(self, which: int) -> None:
        self.desk.send_again(self.chosen(self.in_state("unknown", "refused", "failed"), which))

    @precondition(lambda self: bool(self.in_state("unknown")))
    @rule(which=st.integers(0, 3))
    def a_person_saw_that_it_arrived(self, which: int) -> None:
        row = self.chosen(self.in_state("unknown"), which)
        self.desk.step(row, state="sent", due_at=None, is_vouched=True)

    @precondition(lambda self: bool(self.in_state("queued", "unknown", "refused", "failed")))
    @rule(which=st.integers(0, 3))
    def a_person_takes_it_back(self, which: int) -> None:
        row = self.chosen(self.in_state("queued", "unknown", "refused", "failed"), which)
        self.desk.step(row, state="withdrawn", due_at=None, is_vouched=row.state != "queued")

    @rule()
    def a_backup_is_made(self) -> None:
        # A restore goes back in time; what was decided since is not part of this story.
        if not self.desk.flying and not self.desk.platform.late:
            self.desk.keep()

    @precondition(lambda self: bool(self.desk.kept))
    @rule()
    def the_backup_is_restored(self) -> None:
        self.desk.restore()

    @precondition(lambda self: bool([row for row in self.desk.rows if row.held_at]))
    @rule(which=st.integers(0, 3), state=st.sampled_from(sorted(rules.AFTER_HELD)))
    def a_person_frees_what_is_held(self, which: int, state: str) -> None:
        held = [row for row in self.desk.rows if row.held_at]
        self.desk.free(self.chosen(held, which), state)


def live(steps: int, *, lives_at_once: int) -> int:
    """Play life after life until so many steps were taken; return how many that were."""
    taken = 0
    while taken < steps:

        class Played(Life):
            steps = 0

        seed(SEED + taken)(Played)
        run_state_machine_as_test(
            Played,
            settings=settings(
                max_examples=lives_at_once,
                stateful_step_count=STEPS_EACH,
                report_multiple_bugs=False,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        taken += Played.steps
    return taken


def test_whatever_happens_in_whatever_order_nobody_is_reached_twice(
    capsys: pytest.CaptureFixture[str], record_property: Callable[[str, object], None]
) -> None:
    taken = live(STEPS, lives_at_once=50)

    said = f"{taken} steps"
    record_property("measured", said)
    with capsys.disabled():
        print(f"\nreply machine seed={SEED} {said}")  # noqa: T201


STATE_AFTER = rules.state_after
UNGUARDED: dict[str, Callable[..., object]] = {
    "state_after": lambda outcome, **given: STATE_AFTER(outcome, **(given | {"in_doubt": False})),
    "state_without_try": lambda **_: "queued",
    "state_abandoned": lambda **_: "queued",
    "is_key_fresh": lambda on_unknown, **_: on_unknown is OnUnknown.KEYED,
    "counts": lambda *_, **__: True,
    "next_step_of_unknown": lambda *_, now, **__: now,
    "may_resend": lambda looks: looks == 1,
}
"""each guard as it would be without what it guards"""

Happening = tuple[str, dict[str, Any]]

ARRIVED_UNHEARD: list[Happening] = [
    ("enqueue", {"on_unknown": OnUnknown.KEYED, "is_practice": False}),
    ("a_worker_claims", {"which": 0}),
    ("a_worker_dies", {"which": 0, "arrives": "yes"}),
    ("its_try_is_given_up", {"which": 0}),
]
STILL_UNDER_WAY: list[Happening] = [
    ("enqueue", {"on_unknown": OnUnknown.CHECKABLE, "is_practice": False}),
    ("a_worker_claims", {"which": 0}),
    ("a_worker_dies", {"which": 0, "arrives": "later"}),
    ("its_try_is_given_up", {"which": 0}),
]
STORIES: dict[str, list[Happening]] = {
    "state_after": [
        *ARRIVED_UNHEARD,
        ("time_passes", {"seconds": 31}),
        ("the_machine_takes_a_step", {"which": 0, "can_look": True}),
        ("a_try_ends", {"which": 0, "fate": "refused", "jitter": 0.5}),
    ],
    "state_without_try": [
        *ARRIVED_UNHEARD,
        ("time_passes", {"seconds": 31}),
        ("the_machine_takes_a_step", {"which": 0, "can_look": True}),
        ("a_try_ends", {"which": 0, "fate": "not allowed", "jitter": 0.5}),
    ],
    "state_abandoned": ARRIVED_UNHEARD,
    "is_key_fresh": [
        *ARRIVED_UNHEARD,
        ("time_passes", {"seconds": 3700}),
        ("the_machine_takes_a_step", {"which": 0, "can_look": False}),
        ("a_try_ends", {"which": 0, "fate": "sent", "jitter": 0.5}),
    ],
    "counts": [
        ("enqueue", {"on_unknown": OnUnknown.KEYED, "is_practice": True}),
        ("a_worker_claims", {"which": 0}),
        ("its_try_is_given_up", {"which": 0}),
        ("a_try_ends", {"which": 0, "fate": "sent", "jitter": 0.5}),
    ],
    "next_step_of_unknown": [
        *STILL_UNDER_WAY,
        *[("the_machine_takes_a_step", {"which": 0, "can_look": True})] * 3,
        ("a_try_ends", {"which": 0, "fate": "sent", "jitter": 0.5}),
        ("time_passes", {"seconds": 601}),
    ],
    "may_resend": [
        *STILL_UNDER_WAY,
        ("time_passes", {"seconds": 125}),
        ("the_machine_takes_a_step", {"which": 0, "can_look": True}),
        ("a_try_ends", {"which": 0, "fate": "sent", "jitter": 0.5}),
        ("time_passes", {"seconds": 601}),
    ],
}
"""the shortest story in which each guard matters, as the play above found it once"""

NEEDS: dict[str, Callable[[Life], object]] = {
    "a_try_ends": lambda life: life.desk.flying,
    "the_machine_takes_a_step": lambda life: life.due("unknown"),
}


def play(story: list[Happening]) -> None:
    """Play a story; what cannot happen at its moment does not, as in the play above."""
    life = Life()
    for name, given in story:
        if name not in NEEDS or NEEDS[name](life):
            getattr(life, name)(**given)
        life.the_machine_reaches_nobody_twice()
        life.what_is_called_sent_arrived()
        life.what_arrived_is_not_called_something_else()
        life.nothing_is_lost_in_silence()


@pytest.mark.parametrize("guard", STORIES)
def test_with_its_guard_a_story_ends_well(guard: str) -> None:
    play(STORIES[guard])


@pytest.mark.parametrize("guard", UNGUARDED)
def test_with_a_guard_taken_away_it_is_noticed(guard: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, guard, UNGUARDED[guard])

    with pytest.raises((AssertionError, KeyError)):
        play(STORIES[guard])
