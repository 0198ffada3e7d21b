"""Reads how long a server asks to be left alone."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

A_DAY = 86_400


def seconds_to_wait(retry_after: str) -> float | None:
    """Read Retry-After: seconds, a date, or nonsense (None). Never more than a day."""
    if retry_after.isascii() and retry_after.isdecimal():
        return float(min(int(retry_after[:9]), A_DAY))
    try:
        moment = parsedate_to_datetime(retry_after)
        left = (moment - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return min(max(left, 0.0), float(A_DAY))
