"""What is kept of people who write, and of the work on what they wrote."""

from typing import Final

from gehoor.flows.processing.words import Held, Purpose, Term, Whose, about, nobody

CITIZEN, COLLEAGUE, EXPERT, ANYBODY = Whose
ANSWERING, SHARING, CHECKING = Purpose.ANSWERING, Purpose.SHARING, Purpose.CHECKING
KNOWING, CONSULTING = Purpose.KNOWING, Purpose.CONSULTING
STAYS = Term.STAYS

OF_MESSAGES: Final[dict[str, tuple[Held, ...]]] = {
    "channels.Delivery": (
        about(CITIZEN, ANSWERING, STAYS, "raw transport_id content_hash"),
        about(COLLEAGUE, ANSWERING, STAYS, "made_by_hand_by"),
        nobody("problem"),
    ),
    "contacts.Contact": (about(CITIZEN, KNOWING, STAYS, "name"),),
    "contacts.Address": (
        about(CITIZEN, KNOWING, STAYS, "contact handle shown profile"),
        nobody("kind"),
    ),
    "contacts.Block": (
        about(CITIZEN, KNOWING, Term.BLOCK, "contact reason"),
        about(COLLEAGUE, KNOWING, Term.BLOCK, "by lifted_by"),
    ),
    "contacts.Consent": (
        about(CITIZEN, KNOWING, STAYS, "contact"),
        about(COLLEAGUE, KNOWING, STAYS, "by withdrawn_by"),
    ),
    "inbox.Tag": (nobody("name"),),
    "inbox.Conversation": (
        about(
            CITIZEN,
            ANSWERING,
            STAYS,
            "contact thread subject opening outcome_reason emergency_kind emergency_words",
        ),
        about(COLLEAGUE, SHARING, STAYS, "assignee snoozed_by"),
        nobody("kind clock_stops"),
    ),
    "inbox.Message": (
        about(
            CITIZEN,
            ANSWERING,
            STAYS,
            "author_name author_handle subject text html words reply_to link external_id answers",
        ),
        about(COLLEAGUE, ANSWERING, STAYS, "author"),
        nobody("visibility warnings"),
    ),
    "inbox.MessageVersion": (about(CITIZEN, ANSWERING, STAYS, "text"),),
    "inbox.Attachment": (
        about(CITIZEN, ANSWERING, STAYS, "name stored_as preview_as description content_id"),
        nobody("media_type"),
    ),
    "inbox.Reply": (
        about(CITIZEN, ANSWERING, STAYS, "to references referral_words problem"),
        nobody("key visibility let_out"),
    ),
    "inbox.Draft": (
        about(ANYBODY, ANSWERING, Term.DRAFT, "text answers"),
        about(COLLEAGUE, ANSWERING, Term.DRAFT, "author"),
    ),
    "inbox.DraftFile": (
        about(ANYBODY, ANSWERING, Term.DRAFT, "name stored_as preview_as description"),
        nobody("media_type"),
    ),
    "inbox.Approval": (
        about(CITIZEN, CHECKING, STAYS, "text approved_text meant_for answers named given reasons"),
        about(COLLEAGUE, CHECKING, STAYS, "author decided_by note"),
        nobody("visibility"),
    ),
    "inbox.BulkAct": (about(COLLEAGUE, SHARING, Term.BULK, "author assignee reason"),),
    "inbox.BulkItem": (about(ANYBODY, SHARING, Term.BULK, "before"),),
    "inbox.FollowUp": (about(COLLEAGUE, ANSWERING, STAYS, "made_by ended_by"),),
    "inbox.Looking": (nobody("problem"),),
    "inbox.Macro": (nobody("name tag"),),
    "inbox.Matter": (
        about(ANYBODY, SHARING, STAYS, "name"),
        about(COLLEAGUE, SHARING, STAYS, "made_by"),
    ),
    "inbox.MatterLink": (about(COLLEAGUE, SHARING, STAYS, "by"),),
    "inbox.MatterGo": (
        about(ANYBODY, ANSWERING, STAYS, "text"),
        about(COLLEAGUE, ANSWERING, STAYS, "by"),
    ),
    "inbox.MatterTurn": (about(CITIZEN, ANSWERING, STAYS, "told"),),
    "inbox.Naming": (about(COLLEAGUE, SHARING, STAYS, "user"),),
    "inbox.Presence": (about(COLLEAGUE, SHARING, Term.PRESENT, "user"),),
    "inbox.Regrouping": (
        about(ANYBODY, SHARING, STAYS, "before after moved"),
        about(COLLEAGUE, SHARING, STAYS, "author"),
    ),
    "inbox.Handover": (
        about(COLLEAGUE, SHARING, STAYS, "by before to_user"),
        about(ANYBODY, SHARING, STAYS, "note"),
    ),
    "inbox.Following": (
        about(COLLEAGUE, SHARING, Term.LET_GO, "user"),
        nobody("seen_status"),
    ),
    "inbox.Distance": (about(COLLEAGUE, SHARING, Term.DISTANCE, "user gave"),),
    "inbox.SavedView": (
        about(COLLEAGUE, SHARING, Term.BY_HAND, "owner"),
        about(ANYBODY, SHARING, Term.BY_HAND, "name words"),
        nobody("view"),
    ),
    "inbox.EndedWait": (),
    "second_eyes.Caution": (
        about(COLLEAGUE, CHECKING, Term.CHANGED, "trainees judges"),
        nobody("words case_rule case_forms"),
    ),
    "second_eyes.CaseName": (about(CITIZEN, CHECKING, Term.LAST_DAY, "name"),),
    "second_eyes.Mailed": (about(COLLEAGUE, CHECKING, Term.NEXT, "user"),),
    "listening.Watch": (
        about(CITIZEN, Purpose.LISTENING, Term.BY_HAND, "words"),
        about(COLLEAGUE, Purpose.LISTENING, Term.BY_HAND, "colleagues"),
    ),
    "listening.Hit": (about(CITIZEN, Purpose.LISTENING, STAYS, "word"),),
    "consultations.Expert": (
        about(EXPERT, CONSULTING, STAYS, "name phone email reachable department"),
    ),
    "consultations.Consultation": (
        about(CITIZEN, CONSULTING, STAYS, "question added phone answer"),
        about(EXPERT, CONSULTING, STAYS, "expert"),
        about(COLLEAGUE, CONSULTING, STAYS, "asked_by"),
    ),
    "consultations.Earlier": (
        about(CITIZEN, CONSULTING, STAYS, "question added phone"),
        about(COLLEAGUE, CONSULTING, STAYS, "by"),
    ),
    "consultations.Call": (
        about(CITIZEN, CONSULTING, STAYS, "remark"),
        about(COLLEAGUE, CONSULTING, STAYS, "by"),
    ),
    "consultations.Link": (about(EXPERT, CONSULTING, STAYS, "token_hash browser_hash"),),
    "consultations.Writing": (),
    "routing.Rule": (
        about(CITIZEN, SHARING, Term.BY_HAND, "words"),
        nobody("name on_tag way sender tag"),
    ),
    "routing.Passage": (),
    "practice.GoLive": (about(COLLEAGUE, Purpose.PRACTISING, Term.BY_HAND, "switcher"),),
    "practice.Point": (
        about(COLLEAGUE, Purpose.PRACTISING, Term.BY_HAND, "ticked_by"),
        nobody("text"),
    ),
    "practice.Review": (about(COLLEAGUE, Purpose.PRACTISING, STAYS, "reviewer note"),),
    "practice.Attempt": (
        about(COLLEAGUE, Purpose.PRACTISING, STAYS, "user text met"),
        nobody("scenario"),
    ),
    "audit.Entry": (
        about(COLLEAGUE, Purpose.ACCOUNTING, Term.LOG, "actor"),
        about(ANYBODY, Purpose.ACCOUNTING, Term.LOG, "reason details"),
        nobody("system act subject"),
    ),
    "audit.Seal": (nobody("snapshot ids digests previous hash key signature"),),
}
"""each table with what may be about people in it; relations to other rows go along with those"""
