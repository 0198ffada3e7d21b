"""The open format of what colleagues keep: views, watches, answers, rules (guides/export.md)."""

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

MESSAGE_KINDS: Final = (
    "formal", "objection", "woo", "medical", "danger", "grief", "peers", "misconception",
    "complaint", "report", "question", "thanks", "advertising", "opinion",
)  # fmt: skip
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
KEPT_ANSWERS: Final = Kind(
    "kept_answers",
    {
        "id": number(1),
        "team": optional(ref("teams")),
        "title": text(100),
        "shortcut": text(30),
        "text": text(5000),
        "link": text(500),
        "misconception": text(300),
        "labels": listing(text(40)),
        "owner": ref("people"),
        "review_on": day(),
        "times_used": number(0, 2**31 - 1),
        "last_used_at": optional(moment()),
        "created_at": moment(),
        "forms": listing(
            mapping(
                {
                    "kind": one_of("social", "chat", "phone"),
                    "text": text(5000),
                    "looks_again": flag(),
                }
            )
        ),
    },
    since=2,
)
MACROS: Final = Kind(
    "macros",
    {
        "id": number(1),
        "team": optional(ref("teams")),
        "name": text(60),
        "inserts": flag(),
        "kept_answer": optional(ref("kept_answers")),
        "tag": text(40),
        "gives": one_of("", "me", "nobody"),
        "ends": one_of("", "handled", "seen", "answer", "tomorrow"),
        "created_at": moment(),
    },
    since=2,
)
RULES: Final = Kind(
    "rules",
    {
        "id": number(1),
        "name": text(60),
        "position": number(0, 2**31 - 1),
        "is_on": flag(),
        "when": one_of("arrival", "label"),
        "on_tag": text(40),
        "channel": optional(ref("channels")),
        "way": one_of("", "mail", "direct", "chat", "mention", "reaction"),
        "sender": text(320),
        "words": text(2000),
        "to_team": optional(ref("teams")),
        "tag": text(40),
        "is_urgent": flag(),
    },
    since=2,
)
STYLES: Final = Kind(
    "styles",
    {
        "id": number(1),
        "channel": optional(ref("channels")),
        "address": one_of("", "u", "je"),
        "avoid": text(4000),
        "must": text(2000),
        "forbidden": text(2000),
        "most_emoji": optional(number(0, 32_767)),
        "most_words": optional(number(5, 32_767)),
        "is_binding": flag(),
    },
    since=2,
)
AGENDA: Final = Kind(
    "agenda",
    {
        "id": number(1),
        "title": text(120),
        "starts_at": moment(),
        "ends_at": optional(moment()),
        "place": text(120),
        "text": text(1000),
        "link": text(500),
        "is_published": flag(),
    },
    since=2,
)
TIPS: Final = Kind(
    "tips", {"id": number(1), "kind": one_of(*MESSAGE_KINDS), "text": text(1000)}, since=2
)
PROTOCOL: Final = Kind(
    "protocol",
    {
        "id": number(1),
        "name": text(60),
        "kind": one_of("", *MESSAGE_KINDS),
        "channel": optional(ref("channels")),
        "way": one_of("", "mail", "direct", "chat", "mention", "reaction"),
        "sender": text(320),
        "verdict": one_of("answer", "leave", "ask"),
        "why": text(300),
        "text": text(2000),
        "link": text(500),
    },
    since=2,
)
