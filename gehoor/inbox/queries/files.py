"""What strangers sent, asked for by number, with the place it is in."""

from collections.abc import Iterator

from django.db import connection

from gehoor.inbox.models import Attachment, Message
from gehoor.people.policies import Place


def find_message(pk: int) -> tuple[Message, Place] | None:
    message = Message.objects.select_related("channel").filter(pk=pk).first()
    return (message, Place(team=message.channel.team_id)) if message else None


def find_attachment(pk: int) -> tuple[Attachment, Place] | None:
    attachment = Attachment.objects.select_related("message__channel").filter(pk=pk).first()
    return (attachment, Place(team=attachment.message.channel.team_id)) if attachment else None


def pictures_in(message: Message) -> dict[str, Attachment]:
    """Return the pictures a message may show, by how its HTML refers to them."""
    shown = message.attachments.exclude(preview_as="").exclude(content_id="")
    return {picture.content_id.strip("<>"): picture for picture in shown}


def channels_with_files_left_out() -> list[int]:
    """Return the channels with a file for which there was no room."""
    found = Attachment.objects.filter(stored_as="", message__delivery__isnull=False)
    return list(found.order_by().values_list("message__channel_id", flat=True).distinct())


def deliveries_with_files_left_out(channel_id: int, *, limit: int = 100) -> list[int]:
    """Return the deliveries in which those files are, oldest first."""
    found = Attachment.objects.filter(stored_as="", message__channel_id=channel_id)
    numbers = found.exclude(message__delivery=None).values_list("message__delivery_id", flat=True)
    return list(numbers.order_by("message__delivery_id").distinct()[:limit])


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
UNION SELECT preview_as FROM inbox_attachment WHERE preview_as <> '' ORDER BY 1
"""
