"""Days and moments as they are told in a sentence, in the language of who reads it."""

from datetime import date, datetime

from babel.dates import format_date
from django.utils.translation import get_language, to_locale

from gehoor.kit.clock import here, this_day


def short(day: date) -> str:
    """Return a day in few letters: Fri 25 Dec, with the year when it is another."""
    pattern = "EEE d MMM" if day.year == this_day().year else "EEE d MMM y"
    return format_date(day, pattern, locale=_locale())


def short_with_clock(moment: datetime) -> str:
    """Return a moment in few letters: Fri 25 Dec, 14:05."""
    local = here(moment)
    return f"{short(local.date())}, {local:%H:%M}"


def whole_with_clock(moment: datetime) -> str:
    """Return a moment as one tells it to anybody: Friday 25 December, 14:05."""
    local = here(moment)
    day = format_date(local.date(), "EEEE d MMMM", locale=_locale())
    return f"{day}, {local:%H:%M}"


def _locale() -> str:
    return to_locale(get_language() or "nl")
