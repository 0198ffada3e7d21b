"""The open format of accounts, skills and practising (guides/export.md)."""

from typing import Final

from gehoor.kit.records import (
    Kind,
    day,
    listing,
    mapping,
    moment,
    number,
    one_of,
    optional,
    ref,
    text,
)

ACCOUNTS: Final = Kind(
    "accounts",
    {
        "id": number(1),
        "platform": text(40),
        "handle": text(200),
        "name": text(100),
        "kind": one_of("main", "project", "district"),
        "purpose": text(500),
        "channel": optional(ref("channels")),
        "owner": optional(ref("people")),
        "backup": optional(ref("teams")),
        "ends_on": optional(day()),
        "adopted_by": optional(ref("people")),
        "adopted_at": optional(moment()),
        "created_at": moment(),
    },
    since=2,
)
SKILLS: Final = Kind(
    "skills",
    {
        "id": number(1),
        "name": text(60),
        "labels": listing(text(40)),
        "created_at": moment(),
        "held": listing(
            mapping(
                {
                    "user": ref("people"),
                    "granted_by": optional(ref("people")),
                    "granted_at": moment(),
                    "until": optional(day()),
                }
            )
        ),
    },
    since=2,
)
PLANS: Final = Kind(
    "plans",
    {
        "id": number(1),
        "channel": ref("channels"),
        "day": day(),
        "switcher": ref("people"),
        "told_at": optional(moment()),
    },
    since=2,
)
POINTS: Final = Kind(
    "points",
    {
        "id": number(1),
        "channel": ref("channels"),
        "text": text(200),
        "ticked_by": optional(ref("people")),
        "ticked_at": optional(moment()),
    },
    since=2,
)
REVIEWS: Final = Kind(
    "reviews",
    {
        "id": number(1),
        "message": ref("messages"),
        "verdict": one_of("good", "better"),
        "note": text(1000),
        "reviewer": ref("people"),
        "reviewed_at": moment(),
        "read_at": optional(moment()),
    },
    since=2,
)
ATTEMPTS: Final = Kind(
    "attempts",
    {
        "id": number(1),
        "user": ref("people"),
        "scenario": text(40),
        "text": text(2000),
        "met": listing(text(40)),
        "made_at": moment(),
    },
    since=2,
)
OF_PRACTICE: Final = (ACCOUNTS, SKILLS, PLANS, POINTS, REVIEWS, ATTEMPTS)
"""in the order in which they are written"""
