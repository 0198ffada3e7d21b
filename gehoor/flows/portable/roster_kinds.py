"""The open format of the roster, absence and the code of conduct; docs/guides/export.md."""

from typing import Final

from gehoor.kit.records import (
    Kind,
    day,
    flag,
    listing,
    mapping,
    moment,
    number,
    optional,
    ref,
    text,
)

CONDUCTS: Final = Kind(
    "conducts",
    {
        "id": number(1),
        "version": number(1, 2**31 - 1),
        "text": text(10_000),
        "made_at": moment(),
        "acceptances": listing(mapping({"person": ref("people"), "accepted_at": moment()})),
    },
    since=2,
)
ABSENCES: Final = Kind(
    "absences",
    {
        "id": number(1),
        "person": ref("people"),
        "backup": optional(ref("people")),
        "since": moment(),
        "until": moment(),
        "why_nobody": text(300),
    },
    since=2,
)
SHIFTS: Final = Kind(
    "shifts",
    {
        "id": number(1),
        "team": ref("teams"),
        "person": ref("people"),
        "day": day(),
        "begins": number(0, 1440),
        "ends": number(1, 2160),
        "is_weekly": flag(),
        "last_day": optional(day()),
        "skips": listing(day()),
    },
    since=2,
)
