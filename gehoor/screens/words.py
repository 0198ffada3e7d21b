"""Moments and amounts in the words of the reader's language. Fast: lists call these per row."""

import unicodedata
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from math import ceil

from babel.dates import format_date, format_datetime
from django.utils.translation import get_language, gettext, ngettext

from gehoor.kit import days
from gehoor.kit.clock import here, this_day

BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE, HOUR, DAY = 60, 3600, 86400
MINUTES_EXACT = 120
"""of a term, from how many minutes on it is told in hours"""
WEEK = 7
"""in days"""
LONG_MOMENT = {"nl": "d MMMM y, HH:mm", "en": "d MMMM y, HH:mm"}
FULL_DAY = {"nl": "EEEE d MMMM", "en": "EEEE d MMMM"}


# What runs from right to left, or says so: letters, and the signs that turn all that follows.
TURNS = frozenset({"R", "AL", "RLE", "RLO", "RLI", "LRO", "LRE", "LRI", "FSI"})


def apart(name: str) -> str:
    """Return a name so that its direction of writing changes nothing of the sentence around it."""
    if not any(unicodedata.bidirectional(letter) in TURNS for letter in name):
        return name
    return f"\u2068{name}\u2069"


def iso(moment: datetime) -> str:
    """For machines: the datetime attribute of <time>."""
    return moment.isoformat(timespec="seconds")


def long_moment(moment: datetime) -> str:
    """For example: 24 November 2026, 09:02."""
    return _long_moment(moment.replace(second=0, microsecond=0), _language())


def short_moment(moment: datetime) -> str:
    """The clock when it is today; else the day, with the year when it is another."""
    local, today = here(moment), this_day()
    if local.date() == today:
        return f"{local:%H:%M}"
    return _day(local.date(), "d MMM" if local.year == today.year else "d MMM y", _language())


def until_moment(moment: datetime) -> str:
    """The clock when it is today; else the day of the week with the date and the clock."""
    return _until(here(moment), this_day())


def _until(local: datetime, today: date) -> str:
    if local.date() == today:
        return f"{local:%H:%M}"
    pattern = "EEE d MMM" if local.year == today.year else "EEE d MMM y"
    return f"{_day(local.date(), pattern, _language())}, {local:%H:%M}"


def on_day(moment: datetime) -> str:
    """The day within a sentence: today, on Tuesday, on 24 November."""
    local, today = here(moment).date(), this_day()
    if local == today:
        return gettext("today")
    if abs((local - today).days) < WEEK:
        return gettext("on %(weekday)s") % {"weekday": _day(local, "EEEE", _language())}
    pattern = "d MMMM" if local.year == today.year else "d MMMM y"
    return gettext("on %(date)s") % {"date": _day(local, pattern, _language())}


def clock(moment: datetime) -> str:
    return f"{here(moment):%H:%M}"


def clock_seconds(moment: datetime) -> str:
    return f"{here(moment):%H:%M:%S}"


def day(moment: datetime) -> str:
    """The day as a heading: Tuesday 24 November, or Today."""
    local, today = here(moment).date(), this_day()
    if local == today:
        return gettext("Today")
    pattern = FULL_DAY[_language()] + ("" if local.year == today.year else " y")
    return _day(local, pattern, _language())


def exact(moment: datetime) -> str:
    """The moment to the second, as a log needs it: 24-11-2026 09:02:17."""
    return f"{here(moment):%d-%m-%Y %H:%M:%S}"


def calendar_day(each: date) -> str:
    """A day as it is planned: Friday 25 December 2026."""
    return _day(each, FULL_DAY[_language()] + " y", _language())


def short_day(each: date) -> str:
    """A day as a week has it: Fri 25 Dec."""
    return _day(each, "EEE d MMM", _language())


def short_date(each: date) -> str:
    """A day in a table: Fri 25 Dec, with the year when it is another."""
    return days.short(each)


def sentence(text: str) -> str:
    """What begins a line, with a capital; names in it stay as they are."""
    return text[:1].upper() + text[1:]


def truncate(text: str, length: int) -> str:
    """The beginning of a text: at most so many characters, whole words, and that there is more."""
    if len(text) <= length:
        return text
    whole = text[:length].rsplit(" ", 1)[0] if " " in text[:length] else text[:length]
    return whole.rstrip(" .,;:!?…") + "…"


def short_time(minutes: int) -> str:
    """So many minutes after midnight, by the clock: 22:00; what is past it is of the next day."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def duration(since: datetime, now: datetime) -> str:
    """In the largest unit that says enough: 8 min, 3 hours, 2 days."""
    seconds = max(0, int((now - since).total_seconds()))
    if seconds < HOUR:
        return gettext("%(n)d min") % {"n": seconds // MINUTE}
    if seconds < DAY:
        return ngettext("%(n)d hour", "%(n)d hours", seconds // HOUR) % {"n": seconds // HOUR}
    return ngettext("%(n)d day", "%(n)d days", seconds // DAY) % {"n": seconds // DAY}


def length_of_time(time: timedelta) -> str:
    """How long it was: 8 min, 3 hours, or less than can be counted."""
    return duration(BEGIN, BEGIN + time) if time >= timedelta(minutes=1) else gettext("< 1 min")


def short_while(time: timedelta) -> str:
    """How long something took that takes seconds, mostly: 12 s, 8 min."""
    seconds = ceil(time.total_seconds())
    return gettext("%(n)d s") % {"n": seconds} if seconds < 2 * MINUTE else length_of_time(time)


def left(until: datetime, now: datetime) -> str:
    """What is left of a time, never more than there is."""
    if (until - now).total_seconds() < MINUTE:
        return gettext("less than a minute")
    return duration(now, until)


def ago(moment: datetime, now: datetime) -> str:
    if (now - moment).total_seconds() < MINUTE:
        return gettext("just now")
    return gettext("%(duration)s ago") % {"duration": duration(moment, now)}


def waits(since: datetime, now: datetime) -> str:
    if (now - since).total_seconds() < MINUTE:
        return gettext("just in")
    return gettext("waits %(duration)s") % {"duration": duration(since, now)}


def term(due_at: datetime, now: datetime) -> str:
    """How long there is for an answer, or since when it is late. On another day than today it is
    a moment: how many hours lie in between says little, as most of them nobody is there."""
    local, today = here(due_at), here(now).date()
    minutes = int(abs((due_at - now).total_seconds())) // MINUTE
    if now >= due_at:
        if local.date() != today:
            return gettext("late since %(moment)s") % {"moment": _until(local, today)}
        if not minutes:
            return gettext("just late")
        return gettext("%(amount)s late") % {"amount": _amount(minutes)}
    if local.date() != today:
        return gettext("by %(moment)s") % {"moment": _until(local, today)}
    if not minutes:
        return gettext("less than a minute left")
    return gettext("%(amount)s left") % {"amount": _amount(minutes)}


def _amount(minutes: int) -> str:
    if minutes < MINUTES_EXACT:
        return gettext("%(n)d min") % {"n": minutes}
    return _hours(str(minutes // 60))


def _hours(number: str) -> str:
    """Always more than one."""
    return gettext("%(n)s hours") % {"n": number}


def term_words() -> dict[str, str]:
    """The same for a script, which goes on where the page stopped: a number in the place of {n}."""
    return {
        "left-now": gettext("less than a minute left"),
        "left-min": gettext("%(amount)s left") % {"amount": "{n} min"},
        "left-hours": gettext("%(amount)s left") % {"amount": _hours("{n}")},
        "late-now": gettext("just late"),
        "late-min": gettext("%(amount)s late") % {"amount": "{n} min"},
        "late-hours": gettext("%(amount)s late") % {"amount": _hours("{n}")},
        "became-late": gettext("Late now: %(name)s") % {"name": "{name}"},
    }


def term_state(due_at: datetime, warn_at: datetime | None, now: datetime) -> str:
    """For the style: late, nearly, or nothing special."""
    if now >= due_at:
        return "late"
    return "nearly" if warn_at and now >= warn_at else ""


def dialled(number: str) -> str:
    """A phone number as a telephone takes it: figures and the plus in front."""
    plus = "+" if number.startswith("+") else ""
    return plus + "".join(sign for sign in number if sign.isdecimal())


def percent(share: float) -> str:
    """For example: 92,5."""
    return f"{share:.1f}".replace(".", "," if _language() == "nl" else ".")


def file_size(size: int) -> str:
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} kB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", "," if _language() == "nl" else ".")


def _language() -> str:
    return "en" if (get_language() or "nl").startswith("en") else "nl"


@lru_cache(maxsize=4096)
def _long_moment(moment: datetime, language: str) -> str:
    return format_datetime(here(moment), LONG_MOMENT[language], locale=language)


@lru_cache(maxsize=4096)
def _day(each: date, pattern: str, language: str) -> str:
    return format_date(each, pattern, locale=language)
