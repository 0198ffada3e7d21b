"""Terms worked out a second: by when, and how much opening time is left.

On a calendar with a lunch break, an evening past midnight, closing days and a night in which the
clock changes; outcomes are held against a list of every open minute.
"""

from datetime import UTC, date, datetime
from random import Random

from benchmarks.baselines.opening_minutes import OpenMinutes
from benchmarks.harness import Figure, NotTheSame, measure
from benchmarks.harness import write as write_down
from gehoor.planning.rules import Hours, read_day
from gehoor.planning.rules.calendar import Calendar
from gehoor.planning.rules.terms import Kind, Norm, begin, standing
from gehoor.testing.every_minute import MINUTE

GOAL_A_SECOND = 20_000
COUNT, TIMES = 50_000, 3
HOURS = Hours(
    week=dict.fromkeys(range(4), read_day("9-12:30, 13-17")) | {4: read_day("9-17, 20-1")},
    special=dict.fromkeys([date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)], ()),
)
SINCE, DAYS = datetime(2026, 9, 1, tzinfo=UTC), 250
AHEAD = datetime(2027, 9, 1, tzinfo=UTC)

Question = tuple[datetime, int, datetime]
"""when it was posted, how many minutes were promised, when somebody looks"""
Answer = tuple[datetime, float, float]
"""by when, and the minutes that are left or too many"""


def run() -> None:
    asked = _questions()
    expected = _by_counting(asked)
    speeds = []
    for _ in range(TIMES):
        cost, found = measure(lambda: _by_rule(asked))
        if found != expected:
            raise NotTheSame(next(str(pair) for pair in zip(found, expected, strict=True)))
        speeds.append(COUNT / cost.processor)
    figure = Figure(
        "terms with what is left of them", GOAL_A_SECOND, sorted(speeds)[TIMES // 2], "a second",
        more_is_better=True,
    )  # fmt: skip
    write_down(
        "terms",
        [figure],
        note=f"{COUNT:,} posts over {DAYS} days, each promised 1 to 2,400 minutes: by when, when "
        "to warn, and what is left or late at another moment; the year is worked out within it. "
        "Equal to a list of every open minute.",
    )


def _questions() -> list[Question]:
    chance, span = Random(5), DAYS * 24 * 60  # noqa: S311 - the same questions in each run
    return [
        (SINCE + (post := chance.randrange(span)) * MINUTE, chance.randint(1, 2400),
         SINCE + (post + chance.randrange(10_000)) * MINUTE)
        for _ in range(COUNT)
    ]  # fmt: skip


def _by_rule(asked: list[Question]) -> list[Answer | None]:
    calendar, found = Calendar(HOURS), list[Answer | None]()
    for since, minutes, now in asked:
        term = begin(calendar, Norm(Kind.MINUTES, minutes), since)
        if term is None or term.due_at is None:
            found.append(None)
            continue
        now_is = standing(calendar, term, now)
        found.append((term.due_at, now_is.left / MINUTE, now_is.late / MINUTE))
    return found


def _by_counting(asked: list[Question]) -> list[Answer | None]:
    minutes_open = OpenMinutes(HOURS, SINCE, AHEAD)
    found = list[Answer | None]()
    for since, minutes, now in asked:
        due = minutes_open.after(since, minutes)
        left = minutes * MINUTE - minutes_open.between(since, now)
        late = minutes_open.between(due, now)
        is_late = now >= due
        found.append((due, 0.0 if is_late else left / MINUTE, late / MINUTE if is_late else 0.0))
    return found
