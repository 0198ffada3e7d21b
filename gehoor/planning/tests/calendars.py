"""Hours and moments to try the rules with: nights past midnight, and those the clock changes in."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from gehoor.planning.rules import (
    LONGEST_PAST_MIDNIGHT,
    MINUTES_IN_A_DAY,
    ZONE,
    Block,
    Day,
    Hours,
)
from gehoor.planning.rules.public_holidays import CLOSED_UNLESS_CHOSEN

MINUTE = timedelta(minutes=1)
# One night that has 02:30 twice and one that has it not, and a quiet week.
AROUND_THE_NIGHTS = (
    datetime(2026, 10, 24, 20, tzinfo=UTC),
    datetime(2027, 3, 27, 20, tzinfo=UTC),
    datetime(2026, 11, 23, 6, tzinfo=UTC),
)
TURN_OF_THE_YEAR = datetime(2026, 12, 31, 12, tzinfo=UTC)


def amsterdam(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


@st.composite
def days(draw: st.DrawFn) -> Day:
    """Days of up to three blocks that do not overlap, some with a night after them."""
    ends = st.lists(st.integers(0, MINUTES_IN_A_DAY), min_size=0, max_size=6, unique=True)
    found = sorted(draw(ends))
    blocks = [Block(found[place], found[place + 1]) for place in range(0, len(found) - 1, 2)]
    evening = blocks[-1].closes if blocks else 0
    if draw(st.booleans()) and evening < MINUTES_IN_A_DAY:
        opens = draw(st.integers(max(evening, MINUTES_IN_A_DAY // 2 + 1), MINUTES_IN_A_DAY - 1))
        closes = draw(st.integers(MINUTES_IN_A_DAY + 1, opens + LONGEST_PAST_MIDNIGHT))
        blocks.append(Block(opens, closes))
    return tuple(blocks)


HOURS = st.builds(
    Hours,
    week=st.dictionaries(st.integers(0, 6), days()),
    special=st.dictionaries(
        st.sampled_from(
            [date(2026, 10, 25), date(2027, 3, 28), date(2026, 11, 24), date(2027, 1, 1)]
        ),
        days(),
    ),
    closed_on=st.sampled_from([frozenset(), CLOSED_UNLESS_CHOSEN]),
)
MOMENTS = st.builds(
    lambda begin, minutes: begin + minutes * MINUTE,
    st.sampled_from([*AROUND_THE_NIGHTS, TURN_OF_THE_YEAR]),
    st.integers(0, 3 * MINUTES_IN_A_DAY),
)
