"""The open format of when we are there; docs/guides/export.md."""

from typing import Final

from gehoor.kit.records import Kind, day, flag, listing, mapping, number, one_of, text

BLOCK: Final = {"opens": number(0, 1440), "closes": number(0, 2160)}
HOURS: Final = Kind("hours", {"id": number(1), "weekday": number(0, 6), **BLOCK}, since=2)
SPECIAL_DAYS: Final = Kind(
    "special_days",
    {"id": number(1), "day": day(), "reason": text(100), "blocks": listing(mapping(BLOCK))},
    since=2,
)
HOLIDAYS: Final = Kind(
    "holidays",
    {
        "id": number(1),
        "name": one_of(
            "new_year", "good_friday", "easter", "kings_day", "liberation_day",
            "liberation_day_fifth", "ascension", "pentecost", "christmas",
        ),
        "is_closed": flag(),
    },
    since=2,
)  # fmt: skip
