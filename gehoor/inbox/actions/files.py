"""Files that came with messages when there was no room for them, kept after all."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gehoor.inbox.actions.arrivals import StoredFile
from gehoor.inbox.models import Attachment, Message
from gehoor.inbox.rules.files import MOST_COUNTED, wait_before_look


@transaction.atomic
def keep_left_out(delivery_id: int, kept: Sequence[Sequence[StoredFile]]) -> list[int]:
    """Name the files of a delivery that are on disk now; return the conversations that changed.

    `kept` has the files of each of its messages, in the order in which they were read.
    """
    changed = set()
    for message in Message.objects.filter(delivery_id=delivery_id, part__lt=len(kept)):
        rows = Attachment.objects.filter(message=message).order_by("pk")
        for row, file in zip(rows, kept[message.part], strict=False):
            if row.stored_as or not file.stored_as:
                continue
            row.stored_as, row.preview_as = file.stored_as, file.preview_as
            row.save(update_fields=["stored_as", "preview_as"])
            changed.add(message.conversation_id)
    return sorted(changed)


def put_off_left_out(delivery_id: int, *, now: datetime) -> None:
    """Look later, and each time later still, for files of a delivery that were not found in it."""
    for row in Attachment.objects.filter(message__delivery_id=delivery_id, stored_as=""):
        row.look_at = now + wait_before_look(row.looks)
        row.looks = min(row.looks + 1, MOST_COUNTED)
        row.save(update_fields=["look_at", "looks"])
