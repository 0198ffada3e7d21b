"""The open format: which records there are and what stands in each; docs/guides/export.md."""

from typing import Final

from gehoor.flows.portable.arrival_kinds import CONTACTS, UNREAD
from gehoor.flows.portable.hours_kinds import (
    AWAY_ANSWERS,
    ENDED_WAITS,
    HOLIDAYS,
    HOURS,
    NORMS,
    OWN_DAYS,
    OWN_HOURS,
    SPECIAL_DAYS,
)
from gehoor.flows.portable.kept_kinds import (
    AGENDA,
    KEPT_ANSWERS,
    MACROS,
    MESSAGE_KINDS,
    PROTOCOL,
    RULES,
    STYLES,
    TIPS,
    VIEWS,
    WATCHES,
)
from gehoor.flows.portable.log_kinds import LOG as LOG
from gehoor.flows.portable.practice_kinds import OF_PRACTICE
from gehoor.flows.portable.question_kinds import EXPERTS, QUESTIONS
from gehoor.flows.portable.roster_kinds import ABSENCES, CONDUCTS, SHIFTS
from gehoor.flows.portable.second_kinds import APPROVALS, SECOND_EYES
from gehoor.flows.portable.together_kinds import BLOCKS, CONSENTS, FOLLOW_UPS, MATTERS
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

FORMAT: Final = 2
"""2, since November 2026: what is said to come later, and the kinds with `since=2`"""
ROLES: Final = (
    "reader", "agent", "adviser", "coordinator", "specialist", "analyst", "administrator",
    "privacy_officer",
)  # fmt: skip
STATES: Final = (
    "queued", "sending", "sent", "refused", "unknown", "failed", "withdrawn", "practised",
)  # fmt: skip
REFERRALS: Final = ("privacy", "formal", "urgent", "elsewhere", "unable", "other", "none")
DRAFT_KINDS: Final = ("reply", "private", "note")
VISIBILITIES: Final = ("", "public", "unlisted", "followers", "direct")
AGREED: Final = (
    "roster", "first_line", "second_line", "third_line", "style", "coordination", "public_numbers",
    "public_addresses", "public_names",
)  # fmt: skip
ORGANISATION: Final = Kind(
    "organisation",
    {
        "id": number(1, 1),
        "name": text(100),
        "language": text(5),
        "identity": one_of("name", "first_name", "initials", "team"),
        "signature": text(500),
        "purpose": text(1000),
        "retention_months": optional(number(1, 32_767)),
        **dict.fromkeys(AGREED, text(2000)),
        "case_forms": text(500),
        "publishes_hours": flag(),
        "emergency_words": text(2000),
        "emergency_text": text(1000),
        "answers_emergencies": flag(),
        "emergency_answer": text(1000),
        "veils_hard_words": flag(),
        "veiled_words": text(2000),
        "unveiled_words": text(2000),
        "go_live_on": optional(day()),
        "at_step": text(20),
        "steps": anything(),
        "set_up_at": optional(moment()),
    },
    later=dict.fromkeys(AGREED[6:], "")
    | {"case_forms": "Z-2026-000123", "answers_emergencies": False, "veils_hard_words": True}
    | {"publishes_hours": False}
    | dict.fromkeys(("emergency_words", "emergency_text", "emergency_answer"), "")
    | dict.fromkeys(("veiled_words", "unveiled_words"), ""),
    since=2,
)
TEAMS: Final = Kind(
    "teams",
    {
        "id": number(1),
        "name": text(100),
        "identity": one_of("name", "first_name", "initials", "team"),
        "signature": text(500),
    },
)
PEOPLE: Final = Kind(
    "people",
    {
        "id": number(1),
        "name": text(100),
        "email": text(200),
        "language": text(5),
        "theme": text(5),
        "letter_keys": flag(),
        "is_compact": flag(),
        "is_active": flag(),
        "created_at": moment(),
        "teams": listing(ref("teams")),
        "roles": listing(mapping({"role": one_of(*ROLES), "until": optional(moment())})),
    },
    later={"theme": "auto", "letter_keys": True, "is_compact": False},
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
        "private_only": text(300),
        "canary_hours": number(0, 24),
    },
    later={"private_only": "", "canary_hours": 0},
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
        "outcome_line": optional(ref("protocol")),
        "kind": one_of("", *MESSAGE_KINDS),
        "assignee": optional(ref("people")),
        "tags": listing(text(40)),
        "is_public": flag(),
        "is_unread": flag(),
        "possibly_belongs_to": optional(ref("conversations")),
        "merged_into": optional(ref("conversations")),
        "waiting_since": optional(moment()),
        "tier": number(1, 3),
        "is_snoozed": flag(),
        "snoozed_until": optional(moment()),
        "snoozed_by": optional(ref("people")),
        "back_because": one_of("", "time", "contact", "other"),
        "is_emergency": flag(),
        "emergency_kind": text(8),
        "emergency_words": text(80),
        "had_contact": one_of("", "text", "person", "said"),
        "routed_to": optional(ref("teams")),
        "clock_stops": listing(mapping({"since": moment(), "until": optional(moment())})),
        "sort_at": moment(),
        "last_message_at": moment(),
        "next_sequence": number(1, 2**31 - 1),
        "created_at": moment(),
    },
    later={
        **dict.fromkeys(("merged_into", "snoozed_until", "snoozed_by", "routed_to")),
        **dict.fromkeys(("back_because", "emergency_kind", "emergency_words", "kind"), ""),
        "outcome_line": None,
        "tier": 1,
        "is_snoozed": False,
        "is_emergency": False,
        "had_contact": "",
        "clock_stops": [],
        "next_sequence": 1,
    },
)
ATTACHMENT: Final = mapping(
    {
        "name": text(200),
        "media_type": text(100),
        "size": number(),
        "file": optional(digest()),
        "preview": optional(digest()),
        "content_id": text(300),
        "description": text(),
    },
    later={"description": ""},
)
REPLY: Final = mapping(
    {
        "client_uuid": unique(),
        "key": text(64),
        "to": text(320),
        "is_practice": flag(),
        "references": listing(text(1000)),
        "visibility": one_of(*VISIBILITIES),
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
        "let_out": listing(text(60)),
    },
    later={
        "visibility": "",
        "series": None,
        "part": 1,
        "parts": 1,
        "referral": "",
        "referral_words": "",
        "let_out": [],
    },
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
        "link": text(2000),
        "visibility": one_of(*VISIBILITIES),
        "is_to_us": flag(),
        "is_around": flag(),
        "outcome": one_of("", "answered", "handled", "seen"),
        "gone_at": optional(moment()),
        "is_automatic": flag(),
        "warnings": listing(text(1000)),
        "sent_at": moment(),
        "received_at": moment(),
        "versions": listing(mapping({"text": text(), "replaced_at": moment()})),
        "attachments": listing(ATTACHMENT),
        "reply": optional(REPLY),
    },
    later={
        "link": "",
        "visibility": "",
        "is_to_us": False,
        "is_around": False,
        "outcome": "",
        "gone_at": None,
    },
)
DRAFT_FILE: Final = mapping(
    {
        "name": text(200),
        "media_type": text(100),
        "size": number(),
        "file": digest(),
        "preview": optional(digest()),
        "description": text(),
    }
)
DRAFTS: Final = Kind(
    "drafts",
    {
        "id": number(1),
        "conversation": ref("conversations"),
        "author": ref("people"),
        "kind": one_of(*DRAFT_KINDS),
        "text": text(100_000),
        "answers": text(1000),
        "saved_at": moment(),
        "files": listing(DRAFT_FILE),
    },
    later={"answers": "", "files": []},
)
DRAFTED: Final = mapping(
    {"author": ref("people"), "kind": one_of(*DRAFT_KINDS), "text": text(100_000)}
)
PICTURES: Final = listing(
    mapping(
        {
            "conversation": ref("conversations"),
            "columns": anything(),
            "tags": listing(text(40)),
            "drafts": listing(DRAFTED),
        }
    )
)
REGROUPINGS: Final = Kind(
    "regroupings",
    {
        "id": number(1),
        "kind": one_of("split", "merge"),
        "kept": ref("conversations"),
        "other": ref("conversations"),
        "author": optional(ref("people")),
        "before": PICTURES,
        "after": PICTURES,
        "moved": listing(
            mapping(
                {
                    "message": ref("messages"),
                    "conversation": ref("conversations"),
                    "sequence": number(1, 2**31 - 2),
                }
            )
        ),
        "created_at": moment(),
        "undone_at": optional(moment()),
    },
    since=2,
    at_once=20,
)
ITEM: Final = mapping(
    {
        "conversation": ref("conversations"),
        "message": optional(ref("messages")),
        "state": one_of(
            "waiting", "applied", "same", "changed", "problem", "not_allowed", "cancelled",
            "undone", "kept",
        ),
        "before": optional(anything()),
    }
)  # fmt: skip
BULK_ACTS: Final = Kind(
    "bulk_acts",
    {
        "id": number(1),
        "author": ref("people"),
        "act": one_of("tag", "assign", "seen", "finish", "snooze", "inbox"),
        "until": optional(moment()),
        "state": one_of("running", "done", "undoing", "undone"),
        "tag": optional(text(40)),
        "assignee": optional(ref("people")),
        "reason": text(300),
        "thread": optional(ref("conversations")),
        "seen_message": number(),
        "seen_entry": number(),
        "total": number(0, 2**31 - 1),
        "created_at": moment(),
        "ended_at": optional(moment()),
        "items": listing(ITEM),
    },
    since=2,
    at_once=5,
)
KINDS: Final = (
    ORGANISATION, HOURS, SPECIAL_DAYS, HOLIDAYS, TEAMS, PEOPLE, SECOND_EYES, CHANNELS, OWN_HOURS,
    OWN_DAYS, NORMS, AWAY_ANSWERS, CONDUCTS, ABSENCES, SHIFTS, KEPT_ANSWERS, MACROS, PROTOCOL,
    STYLES, TIPS, AGENDA, CONTACTS, BLOCKS, CONVERSATIONS, MESSAGES, ENDED_WAITS, DRAFTS,
    APPROVALS, REGROUPINGS, BULK_ACTS, MATTERS, FOLLOW_UPS, CONSENTS, VIEWS, WATCHES, RULES,
    EXPERTS, QUESTIONS, *OF_PRACTICE, UNREAD, LOG,
)  # fmt: skip
"""in the order in which they name each other"""
