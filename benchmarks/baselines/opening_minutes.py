"""Opening time by a list of every open minute: obviously right, and slow to make.

A difference between two moments is how many minutes of the list lie between them; a term is the
minute that stands so many places further.
"""

from bisect import bisect_left
from datetime import datetime, timedelta

from gehoor.planning.rules import Hours
from gehoor.testing.every_minute import MINUTE, is_open


class OpenMinutes:
    """Every minute somebody is there between two moments, in order."""

    def __init__(self, hours: Hours, since: datetime, until: datetime) -> None:
        count = (until - since) // MINUTE
        every = (since + number * MINUTE for number in range(count))
        self.minutes = [minute for minute in every if is_open(hours, minute)]

    def between(self, since: datetime, until: datetime) -> timedelta:
        return (bisect_left(self.minutes, until) - bisect_left(self.minutes, since)) * MINUTE

    def after(self, since: datetime, minutes: int) -> datetime:
        """Return when so many minutes of opening time have passed. Raises IndexError beyond."""
        return self.minutes[bisect_left(self.minutes, since) + minutes - 1] + MINUTE
