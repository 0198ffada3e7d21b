"""The clock of what comes in while one watches: it can stand still and run faster."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

USUAL, FAST, STILL = 1.0, 6.0, 0.0
SPEEDS: Final = {"usual": USUAL, "fast": FAST, "still": STILL}


@dataclass(frozen=True)
class Pace:
    """How far the story has come, at some moment, and how fast it goes on."""

    minutes: float
    since: datetime
    speed: float = USUAL

    def minutes_at(self, moment: datetime) -> float:
        """Return how many minutes of the story have passed."""
        real = max(timedelta(), moment - self.since)
        return self.minutes + real.total_seconds() / 60 * self.speed

    def moment_of(self, minutes: float) -> datetime:
        """Return when that minute of the story fell, as far as it is known: now is the latest."""
        if not self.speed or minutes < self.minutes:
            return self.since
        return self.since + timedelta(minutes=(minutes - self.minutes) / self.speed)

    def at_speed(self, speed: float, *, now: datetime) -> "Pace":
        """Go on from here at another speed."""
        return Pace(self.minutes_at(now), now, speed)
