"""Conversations, messages, drafts and views as the open format has them."""

from collections.abc import Iterator
from typing import Any

from gehoor.inbox.models import (
    Attachment,
    Conversation,
    Draft,
    DraftFile,
    Message,
    Reply,
    SavedView,
)
from gehoor.kit.portable import in_order, values

OF_CONVERSATION = (
    "thread", "subject", "opening", "status", "outcome", "outcome_reason", "is_public",
    "is_unread", "waiting_since", "tier", "is_snoozed", "snoozed_until", "back_because",
    "is_emergency", "emergency_kind", "emergency_words", "had_contact", "clock_stops", "kind",
    "sort_at", "last_message_at", "next_sequence", "created_at",
)  # fmt: skip
OF_MESSAGE = (
    "sequence", "kind", "author_name", "author_handle", "subject", "text", "html", "external_id",
    "answers", "reply_to", "link", "visibility", "is_to_us", "is_around", "outcome", "gone_at",
    "is_automatic", "warnings", "sent_at", "received_at",
)  # fmt: skip
OF_REPLY = (
    "client_uuid", "key", "to", "is_practice", "references", "visibility", "state", "tries",
    "first_tried_at", "settled_at", "problem", "queued_at", "series", "part", "parts",
    "referral", "referral_words", "let_out",
)  # fmt: skip

OF_VIEW = ("name", "view", "words", "only_unread", "only_at_risk", "position", "created_at")


def conversation_records() -> Iterator[dict[str, Any]]:
    for conversation in in_order(Conversation.objects.prefetch_related("tags")):
        yield {
            **values(
                conversation, id="pk", channel="channel_id", contact="contact_id",
                assignee="assignee_id", snoozed_by="snoozed_by_id",
                possibly_belongs_to="possibly_belongs_to_id",
                merged_into="merged_into_id", routed_to="routed_to_id",
                outcome_line="outcome_line_id",
                **{name: name for name in OF_CONVERSATION},
            ),
            "tags": sorted(tag.name for tag in conversation.tags.all()),
        }  # fmt: skip


def count_messages() -> int:
    """Return how much of what people wrote there is; notes of colleagues are of it."""
    return Message.objects.count()


def message_records() -> Iterator[dict[str, Any]]:
    found = Message.objects.defer("words").select_related("reply")
    for message in in_order(found.prefetch_related("versions", "attachments")):
        reply = getattr(message, "reply", None)
        yield {
            **values(
                message, id="pk", conversation="conversation_id", author="author_id",
                **{name: name for name in OF_MESSAGE},
            ),
            "versions": [
                values(version, text="text", replaced_at="replaced_at")
                for version in sorted(message.versions.all(), key=lambda each: each.pk)
            ],
            "attachments": [
                _attachment(attachment)
                for attachment in sorted(message.attachments.all(), key=lambda each: each.pk)
            ],
            "reply": _reply(reply) if reply else None,
        }  # fmt: skip


def _attachment(attachment: Attachment) -> dict[str, Any]:
    return {
        **values(
            attachment, name="name", media_type="media_type", size="size",
            content_id="content_id", description="description",
        ),
        "file": attachment.stored_as or None,
        "preview": attachment.preview_as or None,
    }  # fmt: skip


def _reply(reply: Reply) -> dict[str, Any]:
    return values(reply, **{name: name for name in OF_REPLY})


def draft_records() -> Iterator[dict[str, Any]]:
    for draft in in_order(Draft.objects.prefetch_related("files")):
        yield {
            **values(
                draft, id="pk", conversation="conversation_id", author="author_id", kind="kind",
                text="text", answers="answers", saved_at="saved_at",
            ),
            "files": [
                draft_file_record(file)
                for file in sorted(draft.files.all(), key=lambda each: each.pk)
            ],
        }  # fmt: skip


def draft_file_record(file: DraftFile) -> dict[str, Any]:
    return {
        **values(
            file, name="name", media_type="media_type", size="size", description="description"
        ),
        "file": file.stored_as,
        "preview": file.preview_as or None,
    }


def view_records() -> Iterator[dict[str, Any]]:
    for view in in_order(SavedView.objects.select_related("tag")):
        yield {
            **values(
                view, id="pk", owner="owner_id", team="team_id", channel="channel_id",
                **{name: name for name in OF_VIEW},
            ),
            "tag": view.tag.name if view.tag else None,
        }  # fmt: skip
