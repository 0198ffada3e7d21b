"""The open format: which records there are and what stands in each; docs/guides/export.md."""

from typing import Final

from gehoor.kit.records import (
    Kind,
    anything,
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

FORMAT: Final = 1
ROLES: Final = (
    "reader", "agent", "adviser", "coordinator", "specialist", "analyst", "administrator",
    "privacy_officer",
)  # fmt: skip
STATES: Final = (
    "queued", "sending", "sent", "refused", "unknown", "failed", "withdrawn", "practised",
)  # fmt: skip
REFERRALS: Final = (
    "privacy", "formal", "urgent", "elsewhere", "unable", "other", "none",
)  # fmt: skip

TEAMS: Final = Kind(
    "teams",
    {
        "id": number(1),
        "name": text(100),
        "identity": one_of("name", "first_name", "initials", "team"),
        "signature": text(500),
    },
    same=("name",),
)
PEOPLE: Final = Kind(
    "people",
    {
        "id": number(1),
        "name": text(100),
        "email": text(200),
        "language": text(5),
        "is_active": flag(),
        "created_at": moment(),
        "teams": listing(ref("teams")),
        "roles": listing(mapping({"role": one_of(*ROLES), "until": optional(moment())})),
    },
    same=("email",),
)
CHANNELS: Final = Kind(
    "channels",
    {
        "id": number(1),
        "name": text(100),
        "connector": text(40),
        "team": ref("teams"),
        "purpose": text(500),
        "address": text(320),
        "settings": anything(),
        "stage": one_of("listen", "practise", "live"),
        "is_closed": flag(),
        "cursor": anything(),
        "created_at": moment(),
    },
    same=("connector", "address", "created_at"),
)
CONTACTS: Final = Kind(
    "contacts",
    {
        "id": number(1),
        "name": text(200),
        "created_at": moment(),
        "addresses": listing(mapping({"kind": text(40), "handle": text(320), "shown": text(320)})),
    },
    same=("created_at",),
)
CONVERSATIONS: Final = Kind(
    "conversations",
    {
        "id": number(1),
        "channel": ref("channels"),
        "contact": ref("contacts"),
        "thread": text(500),
        "subject": text(300),
        "opening": text(200),
        "status": one_of("open", "done"),
        "outcome": one_of("", "answered", "handled", "seen"),
        "outcome_reason": text(300),
        "assignee": optional(ref("people")),
        "tags": listing(text(40)),
        "is_public": flag(),
        "is_unread": flag(),
        "possibly_belongs_to": optional(ref("conversations")),
        "waiting_since": optional(moment()),
        "sort_at": moment(),
        "last_message_at": moment(),
        "created_at": moment(),
    },
    same=("channel", "contact", "created_at"),
)
ATTACHMENT: Final = mapping(
    {
        "name": text(200),
        "media_type": text(100),
        "size": number(),
        "file": optional(digest()),
        "preview": optional(digest()),
        "content_id": text(300),
    }
)
REPLY: Final = mapping(
    {
        "client_uuid": unique(),
        "key": text(64),
        "to": text(320),
        "is_practice": flag(),
        "references": listing(text(1000)),
        "state": one_of(*STATES),
        "tries": number(0, 32_767),
        "first_tried_at": optional(moment()),
        "settled_at": optional(moment()),
        "problem": text(),
        "queued_at": moment(),
        "series": optional(unique()),
        "part": number(1, 32_767),
        "parts": number(1, 32_767),
        "referral": one_of("", *REFERRALS),
        "referral_words": text(300),
    },
    later={"series": None, "part": 1, "parts": 1, "referral": "", "referral_words": ""},
)
MESSAGES: Final = Kind(
    "messages",
    {
        "id": number(1),
        "conversation": ref("conversations"),
        "sequence": number(1, 2**31 - 2),
        "kind": one_of("in", "out", "note"),
        "author": optional(ref("people")),
        "author_name": text(200),
        "author_handle": text(320),
        "subject": text(300),
        "text": text(),
        "html": text(),
        "external_id": text(1000),
        "answers": text(1000),
        "reply_to": text(320),
        "is_automatic": flag(),
        "warnings": listing(text(1000)),
        "sent_at": moment(),
        "received_at": moment(),
        "versions": listing(mapping({"text": text(), "replaced_at": moment()})),
        "attachments": listing(ATTACHMENT),
        "reply": optional(REPLY),
    },
    same=("conversation", "sequence", "kind"),
)
DRAFTS: Final = Kind(
    "drafts",
    {
        "id": number(1),
        "conversation": ref("conversations"),
        "author": ref("people"),
        "kind": one_of("reply", "private", "note"),
        "text": text(100_000),
        "saved_at": moment(),
    },
    same=("conversation", "author", "kind"),
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
    same=("at", "act", "subject_id"),
)
KINDS: Final = (TEAMS, PEOPLE, CHANNELS, CONTACTS, CONVERSATIONS, MESSAGES, DRAFTS, LOG)
"""in the order in which they name each other"""
