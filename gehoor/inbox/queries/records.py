"""Conversations, messages and drafts as the open format has them."""

from collections.abc import Collection, Iterator
from typing import Any

from gehoor.inbox.models import Attachment, Conversation, Draft, Message, Reply
from gehoor.kit.portable import some, values

OF_CONVERSATION = (
    "thread", "subject", "opening", "status", "outcome", "outcome_reason", "is_public",
    "is_unread", "waiting_since", "sort_at", "last_message_at", "created_at",
)  # fmt: skip
OF_MESSAGE = (
    "sequence", "kind", "author_name", "author_handle", "subject", "text", "html", "external_id",
    "answers", "reply_to", "is_automatic", "warnings", "sent_at", "received_at",
)  # fmt: skip
OF_REPLY = (
    "client_uuid", "key", "to", "is_practice", "references", "state", "tries", "first_tried_at",
    "settled_at", "problem", "queued_at", "series", "part", "parts",
    "referral", "referral_words",
)  # fmt: skip


def conversation_records(ids: Collection[int] | None = None) -> Iterator[dict[str, Any]]:
    for conversation in some(Conversation.objects.prefetch_related("tags"), ids):
        yield {
            **values(
                conversation, id="pk", channel="channel_id", contact="contact_id",
                assignee="assignee_id", possibly_belongs_to="possibly_belongs_to_id",
                **{name: name for name in OF_CONVERSATION},
            ),
            "tags": sorted(tag.name for tag in conversation.tags.all()),
        }  # fmt: skip


def message_records(ids: Collection[int] | None = None) -> Iterator[dict[str, Any]]:
    found = Message.objects.defer("words").select_related("reply")
    for message in some(found.prefetch_related("versions", "attachments"), ids):
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
            content_id="content_id",
        ),
        "file": attachment.stored_as or None,
        "preview": attachment.preview_as or None,
    }  # fmt: skip


def _reply(reply: Reply) -> dict[str, Any]:
    return values(reply, **{name: name for name in OF_REPLY})


def draft_records(ids: Collection[int] | None = None) -> Iterator[dict[str, Any]]:
    for draft in some(Draft.objects.all(), ids):
        yield values(
            draft, id="pk", conversation="conversation_id", author="author_id", kind="kind",
            text="text", saved_at="saved_at",
        )  # fmt: skip
