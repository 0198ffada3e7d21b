"""The open format of when we are there, and what we promise; docs/guides/export.md."""

from typing import Final

from gehoor.kit.records import (
    Kind,
    day,
    flag,
    listing,
    mapping,
    moment,
    number,
    one_of,
    optional,
    ref,
    text,
)

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
OWN_HOURS: Final = Kind(
    "own_hours",
    {
        "id": number(1),
        "team": optional(ref("teams")),
        "channel": optional(ref("channels")),
        "keeps_days": flag(),
        "blocks": listing(mapping({"weekday": number(0, 6), **BLOCK})),
    },
    since=2,
)
OWN_DAYS: Final = Kind(
    "own_days",
    {
        "id": number(1),
        "team": optional(ref("teams")),
        "channel": optional(ref("channels")),
        "day": day(),
        "reason": text(100),
        "blocks": listing(mapping(BLOCK)),
    },
    since=2,
)
NORMS: Final = Kind(
    "norms",
    {
        "id": number(1),
        "channel": optional(ref("channels")),
        "way": one_of("", "mail", "direct", "chat", "mention", "reaction"),
        "sender": text(320),
        "kind": one_of("nothing", "minutes", "half_a_day", "same_day", "working_days", "weeks"),
        "number": number(1, 100_000),
    },
    since=2,
)
ENDED_WAITS: Final = Kind(
    "ended_waits",
    {
        "id": number(1),
        "message": ref("messages"),
        "team": ref("teams"),
        "due_at": moment(),
        "ended_at": moment(),
    },
    since=2,
)
AWAY_ANSWERS: Final = Kind(
    "away_answers",
    {"id": number(1), "channel": ref("channels"), "is_on": flag(), "text": text(500)},
    since=2,
)
