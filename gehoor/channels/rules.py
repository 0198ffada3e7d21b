"""Rules about channels. No database, no Django: values in, answer out."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from gehoor.contracts.connector import Field

STAGES = ("listen", "practise", "live")
SECRET = "secret"  # noqa: S105  (the kind of a field, not a secret)

FIRST_PAUSE, LONGEST_PAUSE = 10.0, 15 * 60.0
LONGEST_ASKED = 4 * 3600.0
"""no platform silences a channel for longer by asking"""


def may_become(current: str, wanted: str) -> bool:
    """Forward goes one stage at a time, so that nobody goes live by a slip; back goes at once."""
    return wanted != current and STAGES.index(wanted) <= STAGES.index(current) + 1


def part_account(
    fields: Iterable[Field], filled_in: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Part what was filled in into settings, kept in the open, and secrets for the vault.

    What is not asked, by another answer, is not kept either.
    """
    settings: dict[str, str] = {}
    secrets: dict[str, str] = {}
    for field in fields:
        part = secrets if field.kind == SECRET else settings
        part[field.name] = filled_in.get(field.name, "") if field.is_asked(filled_in) else ""
    return settings, secrets


def pause_after(
    misses: int,
    *,
    jitter: Callable[[float, float], float],
    asked_wait: float | None = None,
    scale: float = 1.0,
) -> timedelta:
    """Return how long a platform is left alone after so many calls in a row without an answer.

    Longer each time, with full jitter so that not everybody comes back at once, and never shorter
    than the platform asks.
    """
    longest = min(FIRST_PAUSE * 2 ** (min(misses, 20) - 1), LONGEST_PAUSE)
    wait = max(jitter(0.0, longest), min(asked_wait or 0.0, LONGEST_ASKED), 1.0)
    return timedelta(seconds=wait * scale)


CANARY_HOURS = (24, 6, 1)
"""how far apart trial messages can be, in hours"""
FIRST_OF_THE_DAY = 7
LATE_AFTER = timedelta(minutes=15)
"""a trial message that did not come in by then is late"""
AGAIN_AFTER = timedelta(hours=1)
"""after one that did not come in the next is not waited for until tomorrow"""


def last_slot(now: datetime, *, every: int, zone: ZoneInfo) -> datetime:
    """Return when a trial message was due last: at seven, and every so many hours from there."""
    wall = now.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    return (wall - timedelta(hours=(wall.hour - FIRST_OF_THE_DAY) % every)).astimezone(UTC)


def is_canary_due(
    begun_at: datetime | None, *, came_in: bool, now: datetime, every: int, zone: ZoneInfo
) -> bool:
    """Is it time for the next trial message, by when the last one began and whether it came in?"""
    if begun_at is None or begun_at < last_slot(now, every=every, zone=zone):
        return True
    return not came_in and now - begun_at >= AGAIN_AFTER
