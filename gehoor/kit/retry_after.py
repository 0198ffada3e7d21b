"""How long a server asks us to wait: Retry-After in every form it comes in (RFC 9110, 10.2.3)."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST: Final = 86_400.0
MOST_DIGITS: Final = 9


def seconds_to_wait(retry_after: str, *, date: str = "") -> float | None:
    """Return the seconds asked for, at most a day; None when nothing sensible was asked.

    A moment is measured against `date`, the Date of the same answer: the server's own clock, so
    that ours may be wrong. Without one a moment says nothing.
    """
    asked = retry_after.strip()
    if asked.isascii() and asked.isdecimal():
        return min(float(asked[:MOST_DIGITS]), LONGEST)
    until, then = _moment(asked), _moment(date)
    if until is None or then is None:
        return None
    return min(max((until - then).total_seconds(), 0.0), LONGEST)


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
