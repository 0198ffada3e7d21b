"""The open format of who writes to us, and of what waits to be read (guides/export.md)."""

from typing import Final

from gehoor.kit.records import (
    Kind,
    flag,
    listing,
    mapping,
    moment,
    number,
    octets,
    one_of,
    ref,
    text,
)

CONTACTS: Final = Kind(
    "contacts",
    {
        "id": number(1),
        "name": text(200),
        "is_not_by_social": flag(),
        "created_at": moment(),
        "addresses": listing(
            mapping(
                {"kind": text(40), "handle": text(320), "shown": text(320), "profile": text()},
                later={"profile": ""},
            )
        ),
    },
    later={"is_not_by_social": False},
)
UNREAD: Final = Kind(
    "unread",
    {
        "id": number(1),
        "channel": ref("channels"),
        "transport_id": text(500),
        "raw": octets(),
        "state": one_of("pending", "failed"),
        "tries": number(0, 32_767),
        "is_history": flag(),
        "problem": text(),
        "received_at": moment(),
    },
    since=2,
    at_once=20,
)
