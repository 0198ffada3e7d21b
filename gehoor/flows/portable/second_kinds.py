"""The open format of second eyes: what teams agreed, and what waits (docs/guides/export.md)."""

from typing import Final

from gehoor.kit.records import (
    Kind,
    anything,
    day,
    digest,
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

FILE: Final = mapping(
    {
        "name": text(200),
        "media_type": text(100),
        "size": number(),
        "file": digest(),
        "preview": optional(digest()),
        "description": text(),
    }
)
SECOND_EYES: Final = Kind(
    "second_eyes",
    {
        "id": number(1),
        "team": ref("teams"),
        "trainees": listing(ref("people")),
        "in_crisis_since": optional(moment()),
        "words": text(2000),
        "guards_cases": flag(),
        "case_rule": text(1000),
        "case_forms": text(500),
        "judges": listing(ref("people")),
        "mails_approvers": flag(),
        "case_names": listing(mapping({"name": text(100), "until": day()})),
    },
    since=2,
)
APPROVALS: Final = Kind(
    "approvals",
    {
        "id": number(1),
        "conversation": ref("conversations"),
        "author": ref("people"),
        "client_uuid": unique(),
        "kind": one_of("reply", "private", "note"),
        "text": text(100_000),
        "approved_text": text(100_000),
        "visibility": one_of("", "public", "unlisted", "followers", "direct"),
        "meant_for": text(320),
        "answers": text(1000),
        "seen_sequence": number(0, 2**31 - 1),
        "given": anything(),
        "reasons": listing(one_of("case", "leak", "crisis", "trainee", "words")),
        "named": listing(number()),
        "state": one_of("waiting", "approved", "returned", "withdrawn"),
        "asked_at": moment(),
        "decided_at": optional(moment()),
        "decided_by": optional(ref("people")),
        "note": text(2000),
        "follows": optional(ref("approvals")),
        "became": optional(ref("messages")),
        "files": listing(FILE),
    },
    since=2,
)
