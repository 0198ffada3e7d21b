"""The open format of the second line: the phone book and the questions (docs/guides/export.md)."""

from typing import Final

from gehoor.kit.records import (
    Kind,
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

EXPERTS: Final = Kind(
    "experts",
    {
        "id": number(1),
        "name": text(100),
        "department": optional(ref("experts")),
        "phone": text(30),
        "email": text(200),
        "reachable": text(200),
        "term_hours": optional(number(1, 200)),
        "is_listed": flag(),
    },
    since=2,
)
QUESTIONS: Final = Kind(
    "questions",
    {
        "id": number(1),
        "conversation": ref("conversations"),
        "expert": ref("experts"),
        "question": text(2000),
        "added": text(2000),
        "phone": text(30),
        "way": one_of("call", "link"),
        "state": one_of("open", "answered", "withdrawn"),
        "due_at": moment(),
        "call_at": optional(moment()),
        "asked_by": optional(ref("people")),
        "asked_at": moment(),
        "answer": text(5000),
        "answered_at": optional(moment()),
        "answered_how": one_of("", "phone", "link"),
        "client_uuid": unique(),
        "earlier": listing(
            mapping(
                {
                    "question": text(2000),
                    "added": text(2000),
                    "phone": text(30),
                    "due_at": moment(),
                    "by": optional(ref("people")),
                    "at": moment(),
                }
            )
        ),
        "calls": listing(
            mapping(
                {
                    "result": one_of("reached", "voicemail", "no_answer", "call_back"),
                    "remark": text(300),
                    "by": optional(ref("people")),
                    "at": moment(),
                }
            )
        ),
    },
    since=2,
)
