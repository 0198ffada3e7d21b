"""Names our own posts before they are made, so that a second try is the same post.

TID: https://atproto.com/specs/tid: 53 bits of microseconds and 10 bits of "clock", written so that
they sort by time.
"""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from typing import Final

LETTERS: Final = "234567abcdefghijklmnopqrstuvwxyz"
TID: Final = re.compile("[2-7a-j][2-7a-z]{12}")
BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
# Where the moment of the first try is not known: a date long past, at which nobody else posts.
UNTIMED: Final = datetime(2001, 1, 1, tzinfo=UTC)
CLOCK_BITS: Final = 10


def tid_of(key: str, tried_at: datetime | None) -> str:
    """Return the same name for the same reply at every try.

    The milliseconds are those of the first try, so that posts sort as they were sent. What is
    finer comes from the key: of two replies in one millisecond one in a million would meet, and one
    channel sends one at a time.
    """
    drawn = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")
    moment = tried_at or UNTIMED + timedelta(milliseconds=drawn >> 20 & 0xFFFF_FFFF)
    micro = (moment - BEGINNING) // timedelta(milliseconds=1) * 1000 + drawn % 1000
    return written(micro << CLOCK_BITS | drawn // 1000 % (1 << CLOCK_BITS))


def written(value: int) -> str:
    return "".join(LETTERS[value >> shift & 31] for shift in range(60, -1, -5))


def moment_of(tid: str) -> datetime | None:
    """Return when a post named so says it was made; None when it is named otherwise."""
    if not TID.fullmatch(tid):
        return None
    value = 0
    for letter in tid:
        value = value << 5 | LETTERS.index(letter)
    try:
        return BEGINNING + timedelta(microseconds=value >> CLOCK_BITS)
    except OverflowError:
        return None
