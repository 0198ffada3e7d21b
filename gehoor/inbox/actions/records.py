"""Conversations, messages and drafts out of an open format, under the numbers they had."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.db import connection

from gehoor.inbox.actions import draft_files
from gehoor.inbox.actions.records_of_acts import tags_named
from gehoor.inbox.models import (
    Attachment,
    Conversation,
    Draft,
    Message,
    MessageVersion,
    Reply,
    SavedView,
)
from gehoor.inbox.queries.records import OF_CONVERSATION, OF_MESSAGE, OF_REPLY, OF_VIEW
from gehoor.kit import words
from gehoor.kit.portable import go_on_counting, plain
from gehoor.kit.questions import is_question

Record = Mapping[str, Any]


def add_conversation_records(records: Sequence[Record]) -> None:
    """Which conversation one belongs to, or went to, is said afterwards: it may come later."""
    Conversation.objects.bulk_create(
        Conversation(
            pk=record["id"],
            channel_id=record["channel"],
            contact_id=record["contact"],
            assignee_id=record["assignee"],
            snoozed_by_id=record["snoozed_by"],
            routed_to_id=record["routed_to"],
            outcome_line_id=record["outcome_line"],
            **_named(record, OF_CONVERSATION) | {"clock_stops": _stops(record)},
        )
        for record in records
    )
    tags = tags_named({name for record in records for name in record["tags"]})
    Conversation.tags.through.objects.bulk_create(
        Conversation.tags.through(conversation_id=record["id"], tag_id=tags[name].pk)
        for record in records
        for name in record["tags"]
    )
    go_on_counting(Conversation)


def _stops(record: Record) -> list[dict[str, Any]]:
    """In their column moments are text."""
    return [
        {name: plain(moment) for name, moment in stop.items()} for stop in record["clock_stops"]
    ]


def link_conversation_records(records: Sequence[Record]) -> None:
    """Say what may belong together and what was merged, once all conversations are there."""
    linked = [
        Conversation(
            pk=record["id"],
            possibly_belongs_to_id=record["possibly_belongs_to"],
            merged_into_id=record["merged_into"],
        )
        for record in records
        if record["possibly_belongs_to"] or record["merged_into"]
    ]
    Conversation.objects.bulk_update(linked, ["possibly_belongs_to", "merged_into"])


def add_message_records(records: Sequence[Record]) -> None:
    """Make messages with all that hangs on them. The search words are made anew."""
    channels = dict(
        Conversation.objects.filter(pk__in={record["conversation"] for record in records})
        .order_by()
        .values_list("pk", "channel_id")
    )
    Message.objects.bulk_create(
        Message(
            pk=record["id"],
            conversation_id=record["conversation"],
            channel_id=channels[record["conversation"]],
            author_id=record["author"],
            words=words.tsvector(record["subject"], record["author_name"], record["text"]),
            is_question=is_question(record["text"]),
            **_named(record, OF_MESSAGE),
        )
        for record in records
    )
    MessageVersion.objects.bulk_create(
        MessageVersion(message_id=record["id"], **version)
        for record in records
        for version in record["versions"]
    )
    Attachment.objects.bulk_create(
        _attachment(record, file) for record in records for file in record["attachments"]
    )
    Reply.objects.bulk_create(
        _reply(record, channels[record["conversation"]]) for record in records if record["reply"]
    )
    _count_on(channels)
    go_on_counting(Message)


def _attachment(record: Record, file: Record) -> Attachment:
    return Attachment(
        message_id=record["id"],
        name=file["name"],
        media_type=file["media_type"],
        size=file["size"],
        stored_as=file["file"] or "",
        preview_as=file["preview"] or "",
        content_id=file["content_id"],
        description=file["description"],
    )


def _reply(record: Record, channel_id: int) -> Reply:
    """What was being sent gets an attempt that nobody has: it is held in the same transaction."""
    facts = _named(record["reply"], OF_REPLY)
    begun = facts["state"] == Reply.State.SENDING
    return Reply(
        message_id=record["id"],
        channel_id=channel_id,
        attempt=uuid4() if begun else None,
        started_at=(facts["first_tried_at"] or facts["queued_at"]) if begun else None,
        **facts,
    )


def _count_on(conversations: Mapping[int, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ON, [list(conversations)])


COUNT_ON = """
UPDATE inbox_conversation c SET
    next_sequence = greatest(c.next_sequence, found.last + 1),
    has_problem = c.has_problem OR found.undecided
FROM (SELECT m.conversation_id, max(m.sequence) AS last,
             coalesce(bool_or(r.state IN ('refused', 'unknown', 'failed')), false) AS undecided
      FROM inbox_message m LEFT JOIN inbox_reply r ON r.message_id = m.id
      WHERE m.conversation_id = ANY(%s) GROUP BY m.conversation_id) found
WHERE c.id = found.conversation_id
"""


def add_draft_records(records: Sequence[Record]) -> None:
    Draft.objects.bulk_create(
        Draft(
            pk=record["id"],
            conversation_id=record["conversation"],
            author_id=record["author"],
            kind=record["kind"],
            text=record["text"],
            answers=record["answers"],
            saved_at=record["saved_at"],
        )
        for record in records
    )
    draft_files.add_file_records(records, of="draft")
    go_on_counting(Draft)


def add_view_records(records: Sequence[Record]) -> None:
    tags = tags_named({record["tag"] for record in records if record["tag"] is not None})
    SavedView.objects.bulk_create(
        SavedView(
            pk=record["id"],
            owner_id=record["owner"],
            team_id=record["team"],
            channel_id=record["channel"],
            tag=tags.get(record["tag"]),
            **_named(record, OF_VIEW),
        )
        for record in records
    )
    go_on_counting(SavedView)


def _named(record: Record, names: Sequence[str]) -> dict[str, Any]:
    return {name: record[name] for name in names}
