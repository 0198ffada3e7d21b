"""Where a page of a list begins, as a word in its address: it stays true while rows come and go."""

from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

RESTS = 2
"""the turn of what nobody waits in"""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NO_MOMENT = datetime(9999, 1, 1, tzinfo=UTC)
"""what stands for the moment of what waits for none, as in NEVER of the lists"""


class Placed(Protocol):
    """A row that has its place in a list."""

    @property
    def pk(self) -> int: ...
    @property
    def rank(self) -> int: ...
    @property
    def turn(self) -> int: ...


def write_place(row: Placed, *, at: datetime | None) -> str:
    """Return the place after this row, which is listed by `at`."""
    micros = ((at or NO_MOMENT) - EPOCH) // timedelta(microseconds=1)
    return f"{row.rank}-{row.turn}-{micros}-{row.pk}"


def read_place(after: str | None) -> dict[str, Any]:
    """Return the place a page begins after; nothing for anything that is no place."""
    try:
        rank, turn, micros, pk = (int(part) for part in (after or "").split("-"))
        at = EPOCH + timedelta(microseconds=micros)
    except (ValueError, OverflowError):
        return {}
    return {"rank": rank, "turn": turn, "rests": turn == RESTS, "at": at, "pk": pk}
