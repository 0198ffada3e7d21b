"""The open format of the log; docs/guides/export.md."""

from typing import Final

from gehoor.kit.records import (
    Kind,
    anything,
    moment,
    number,
    optional,
    ref,
    text,
)

LOG: Final = Kind(
    "log",
    {
        "id": number(1),
        "at": moment(),
        "actor": optional(ref("people")),
        "system": text(40),
        "act": text(60),
        "subject": text(40),
        "subject_id": number(-(2**63)),
        "conversation": optional(number()),
        "team": optional(number()),
        "reason": text(),
        "details": anything(),
    },
)
