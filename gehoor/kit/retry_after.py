"""How long a server asks us to wait: Retry-After in every form (RFC 9110, 10.2.3), and quotas."""

from collections.abc import Mapping
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


def seconds_asked(headers: Mapping[str, str]) -> float | None:
    """Return how long the answer with these headers (names in small letters) asks us to wait.

    Retry-After says it outright. Else when a quota begins anew of which nothing is left: as a
    moment in ISO 8601 (Mastodon), in seconds since 1970 (Bluesky, X) or from now on (the draft of
    the IETF).
    """
    date = headers.get("date", "")
    asked = seconds_to_wait(headers.get("retry-after", ""), date=date)
    if asked is not None:
        return asked
    for name in ("x-ratelimit", "x-rate-limit", "ratelimit"):
        if headers.get(f"{name}-remaining", "0").strip() in {"0", ""}:
            asked = _seconds_to_reset(headers.get(f"{name}-reset", "").strip(), date=date)
            if asked is not None:
                return asked
    return None


def _seconds_to_reset(text: str, *, date: str) -> float | None:
    # So few seconds cannot be meant since 1970.
    if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS and int(text) <= LONGEST:
        return float(text)
    until, then = _reset(text), _moment(date)
    return min(max((until - then).total_seconds(), 0.0), LONGEST) if until and then else None


def _reset(text: str) -> datetime | None:
    try:
        if text.isascii() and text.isdecimal():
            return datetime.fromtimestamp(int(text), UTC)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
