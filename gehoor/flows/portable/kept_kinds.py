"""The open format of what colleagues keep to look by: views and watches; docs/guides/export.md."""

from typing import Final

from gehoor.kit.records import Kind, flag, listing, moment, number, optional, ref, text

VIEWS: Final = Kind(
    "views",
    {
        "id": number(1),
        "owner": ref("people"),
        "team": optional(ref("teams")),
        "name": text(40),
        "view": text(12),
        "words": text(200),
        "channel": optional(ref("channels")),
        "tag": optional(text(40)),
        "only_unread": flag(),
        "only_at_risk": flag(),
        "position": number(0, 2**31 - 1),
        "created_at": moment(),
    },
    since=2,
)
WATCHES: Final = Kind(
    "watches",
    {
        "id": number(1),
        "channel": ref("channels"),
        "words": text(2000),
        "minutes": number(1, 1440),
        "colleagues": listing(ref("people")),
    },
    since=2,
)
