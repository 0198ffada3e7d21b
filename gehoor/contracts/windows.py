"""Until when a platform lets us answer somebody, counted from the last thing they wrote to us."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from gehoor.contracts.posts import Visibility

WARN_AHEAD: Final = timedelta(hours=3)
"""how long before its end a window is told with a warning; of a short one its last quarter"""


@dataclass(frozen=True)
class Stand:
    """How it stands with one window at one moment."""

    ends_at: datetime
    """from here on nothing can be sent"""
    tag_from: datetime | None
    """from here on only with the platform's tag; None where there is no tag"""
    is_ending: bool
    """it is nearly over"""
    needs_tag: bool
    is_over: bool
    changes_at: datetime | None
    """when the words for it become others; None once it is over"""


@dataclass(frozen=True)
class ReplyWindow:
    """For how long somebody can be answered. Data, so that screens, tests and senders agree.

    The moment it ends belongs to what comes after: who sends then is too late.
    """

    seconds: int
    tagged_seconds: int = 0
    """how long, from the same moment, what a person wrote may go with a tag that says so; 0: the
    platform has no such tag"""
    of: tuple[Visibility, ...] = ()
    """of which answers it is; empty: of every answer"""
    instead: str = ""
    """what one can do once it is over, in words for a colleague"""

    def counts_for(self, visibility: Visibility) -> bool:
        return not self.of or visibility in self.of

    def stand(self, last: datetime, *, now: datetime) -> Stand:
        """Say how it stands for somebody who wrote last at `last`."""
        # In UTC: a day in which the clock is changed has 23 or 25 hours, and a platform knows 24.
        begin = last.astimezone(UTC)
        first = begin + timedelta(seconds=self.seconds)
        ends_at = max(first, begin + timedelta(seconds=self.tagged_seconds))
        tag_from = first if ends_at > first else None
        needs_tag = tag_from is not None and tag_from <= now < ends_at
        is_over = now >= ends_at
        warn_at = _warn_at(tag_from if needs_tag and tag_from else begin, ends_at)
        borders = [each for each in (tag_from, warn_at, ends_at) if each and each > now]
        return Stand(
            ends_at=ends_at,
            tag_from=tag_from,
            is_ending=warn_at <= now < ends_at,
            needs_tag=needs_tag,
            is_over=is_over,
            changes_at=min(borders, default=None),
        )


def _warn_at(begin: datetime, end: datetime) -> datetime:
    return end - min(WARN_AHEAD, (end - begin) / 4)
