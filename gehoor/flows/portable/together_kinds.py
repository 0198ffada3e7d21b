"""The open format of matters, of what is to be told as solved, and of blocks (guides/export.md)."""

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
    unique,
)

TURN: Final = mapping(
    {
        "conversation": ref("conversations"),
        "seen_sequence": number(0, 2**31 - 1),
        "click": unique(),
        "state": one_of("waits", "given", "left"),
        "told": text(500),
        "became": optional(ref("messages")),
    }
)
MATTERS: Final = Kind(
    "matters",
    {
        "id": number(1),
        "team": ref("teams"),
        "name": text(100),
        "made_by": ref("people"),
        "made_at": moment(),
        "ended_at": optional(moment()),
        "links": listing(
            mapping({"conversation": ref("conversations"), "by": ref("people"), "at": moment()})
        ),
        "goes": listing(
            mapping(
                {
                    "by": ref("people"),
                    "text": text(10_000),
                    "click": unique(),
                    "at": moment(),
                    "ended_at": optional(moment()),
                    "turns": listing(TURN),
                }
            )
        ),
    },
    since=2,
    at_once=20,
)
FOLLOW_UPS: Final = Kind(
    "follow_ups",
    {
        "id": number(1),
        "conversation": ref("conversations"),
        "state": one_of("open", "writing", "done", "dropped"),
        "due_at": moment(),
        "made_by": optional(ref("people")),
        "made_at": moment(),
        "ended_by": optional(ref("people")),
        "ended_at": optional(moment()),
        "became": optional(ref("messages")),
    },
    since=2,
)
BLOCKS: Final = Kind(
    "blocks",
    {
        "id": number(1),
        "contact": ref("contacts"),
        "reason": text(300),
        "by": ref("people"),
        "since": moment(),
        "until": moment(),
        "lifted_by": optional(ref("people")),
        "lifted_at": optional(moment()),
    },
    since=2,
)
CONSENTS: Final = Kind(
    "consents",
    {
        "id": number(1),
        "contact": ref("contacts"),
        "purpose": one_of("publicity", "answers"),
        "with_name": flag(),
        "given_on": day(),
        "message": optional(ref("messages")),
        "by": ref("people"),
        "at": moment(),
        "withdrawn_by": optional(ref("people")),
        "withdrawn_at": optional(moment()),
    },
    since=2,
)
