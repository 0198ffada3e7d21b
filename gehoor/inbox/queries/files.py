"""What strangers sent, asked for by number, with the place it is in."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from gehoor.inbox.models import Attachment, Conversation, DraftFile, Message
from gehoor.inbox.queries.where import place_of
from gehoor.people.policies import Place


def find_message(pk: int) -> tuple[Message, Place] | None:
    message = (
        Message.objects.select_related("conversation__channel", "channel").filter(pk=pk).first()
    )
    return (message, place_of(message.conversation)) if message else None


def find_attachment(pk: int) -> tuple[Attachment, Place] | None:
    found = Attachment.objects.select_related("message__conversation__channel", "message__channel")
    attachment = found.filter(pk=pk).first()
    return (attachment, place_of(attachment.message.conversation)) if attachment else None


def pictures_in(message: Message) -> dict[str, Attachment]:
    """Return the pictures a message may show, by how its HTML refers to them."""
    shown = message.attachments.exclude(preview_as="").exclude(content_id="")
    return {picture.content_id.strip("<>"): picture for picture in shown}


def channels_with_files_left_out(*, now: datetime) -> list[int]:
    """Return the channels with a file for which there was no room, and that may be looked for."""
    found = _left_out(now).filter(message__delivery__isnull=False)
    return list(found.order_by().values_list("message__channel_id", flat=True).distinct())


def deliveries_with_files_left_out(
    channel_id: int, *, now: datetime, limit: int = 100
) -> list[int]:
    """Return the deliveries in which those files are, oldest first."""
    found = _left_out(now).filter(message__channel_id=channel_id)
    numbers = found.exclude(message__delivery=None).values_list("message__delivery_id", flat=True)
    return list(numbers.order_by("message__delivery_id").distinct()[:limit])


def _left_out(now: datetime) -> QuerySet[Attachment]:
    may_look = Q(look_at__isnull=True) | Q(look_at__lte=now)
    return Attachment.objects.filter(may_look, stored_as="")


def stored_files() -> Iterator[str]:
    """Return the hash of every file that a row names, once each, without holding all of them.

    Needs a transaction, and gives what that transaction sees.
    """
    with connection.chunked_cursor() as cursor:
        cursor.execute(STORED)
        while found := cursor.fetchmany(1000):
            yield from (name for (name,) in found)


STORED = """
SELECT stored_as FROM inbox_attachment WHERE stored_as <> ''
UNION SELECT preview_as FROM inbox_attachment WHERE preview_as <> ''
UNION SELECT stored_as FROM inbox_draftfile WHERE draft_id IS NOT NULL OR approval_id IS NOT NULL
UNION SELECT preview_as FROM inbox_draftfile
      WHERE (draft_id IS NOT NULL OR approval_id IS NOT NULL) AND preview_as <> ''
ORDER BY 1
"""


def find_draft_file(pk: int) -> tuple[DraftFile, Place] | None:
    """Return a file somebody adds to a reply, with the place it is in; none that was taken away."""
    found = DraftFile.objects.select_related("draft__conversation__channel")
    file = found.filter(pk=pk, draft__isnull=False).first()
    if file is None or file.draft is None:
        return None
    return file, place_of(file.draft.conversation)


def draft_files_of(
    conversation: Conversation, author_id: int | None, *, kind: str = ""
) -> Sequence[DraftFile]:
    """Return the files that go along with what somebody is answering, in the order they came.

    `kind` of draft: only those for these readers; empty: whoever they are for.
    """
    mine = DraftFile.objects.filter(draft__conversation=conversation, draft__author_id=author_id)
    wanted = mine.filter(draft__kind=kind) if kind else mine
    return list(wanted.select_related("draft").order_by("pk"))


def dropped_files(*, before: datetime, limit: int = 1000) -> Sequence[DraftFile]:
    """Return the files that go along with nothing any more, if they came before then."""
    dropped = DraftFile.objects.filter(draft=None, approval=None, added_at__lt=before)
    return list(dropped.order_by("pk")[:limit])


IS_KEPT = Q(draft__isnull=False) | Q(approval__isnull=False)
"""a draft has it, or an answer that a second person looks at"""


def named_files(names: Collection[str]) -> set[str]:
    """Return which of these stored files a message or a draft still has."""
    is_one = Q(stored_as__in=names) | Q(preview_as__in=names)
    rows = [
        *Attachment.objects.filter(is_one).values_list("stored_as", "preview_as"),
        *DraftFile.objects.filter(is_one, IS_KEPT).values_list("stored_as", "preview_as"),
    ]
    return {name for row in rows for name in row} & set(names)
