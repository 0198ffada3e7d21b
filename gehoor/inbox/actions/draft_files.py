"""Files that go along with what somebody is writing, until they are sent or dropped."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from gehoor.inbox.actions.arrivals import StoredFile
from gehoor.inbox.models import Attachment, Conversation, Draft, DraftFile, Message


def expect(file: StoredFile) -> DraftFile:
    """Write down that a file is about to be stored; it belongs to nothing yet."""
    return DraftFile.objects.create(
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        stored_as=file.stored_as,
        preview_as=file.preview_as,
    )


def draft_of(
    conversation: Conversation, *, author_id: int, kind: Draft.Kind, now: datetime
) -> Draft:
    """Return the answer somebody is writing here, locked; a new one if they typed nothing yet.

    Needs a transaction.
    """
    draft, _ = Draft.objects.select_for_update().get_or_create(
        conversation=conversation,
        author_id=author_id,
        kind=kind,
        defaults={"text": "", "saved_at": now},
    )
    return draft


def keep(file: DraftFile, *, draft: Draft) -> None:
    """Let a file that is stored now go along with a draft."""
    file.draft = draft
    file.save(update_fields=["draft"])


def describe(conversation: Conversation, *, author_id: int, told: Mapping[int, str]) -> None:
    """Keep what is to be seen in somebody's own pictures."""
    mine = DraftFile.objects.filter(draft__conversation=conversation, draft__author_id=author_id)
    for pk, description in told.items():
        mine.filter(pk=pk).update(description=description)


def take_away(conversation: Conversation, *, author_id: int, pk: int) -> None:
    """Take a file of somebody's own out; a draft that then has nothing left goes too.

    Needs a transaction.
    """
    for draft in _answers(conversation, author_id=author_id):
        draft.files.filter(pk=pk).update(draft=None)
        empty(draft, text=draft.text)


def empty(draft: Draft, *, text: str) -> None:
    """Forget a draft of which nothing is left; files keep one without a text. Needs it locked."""
    if text.strip():
        return
    if draft.files.exists():
        Draft.objects.filter(pk=draft.pk).update(text="")
    else:
        draft.delete()


def drop(conversation: Conversation, *, author_id: int, kind: Draft.Kind) -> None:
    """Take all files out of one draft of somebody's own. Needs a transaction."""
    for draft in _answers(conversation, author_id=author_id):
        if draft.kind == kind:
            draft.files.update(draft=None)
            empty(draft, text=draft.text)


def _answers(conversation: Conversation, *, author_id: int) -> Iterable[Draft]:
    """Return what somebody is answering here, for these readers or those, locked."""
    mine = Draft.objects.select_for_update().filter(conversation=conversation, author_id=author_id)
    return list(mine.exclude(kind=Draft.Kind.NOTE).order_by("pk"))


def send_along(files: Sequence[DraftFile], message: Message) -> None:
    """Give the files of a draft to the message it became. Needs a transaction."""
    Attachment.objects.bulk_create(
        Attachment(
            message=message,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            stored_as=file.stored_as,
            preview_as=file.preview_as,
            description=file.description,
        )
        for file in files
    )
    DraftFile.objects.filter(pk__in=[file.pk for file in files]).delete()


def copy(files: Iterable[DraftFile | Attachment], *, to: Draft) -> None:
    """Let the same files go along with another draft. Their content is stored once."""
    DraftFile.objects.bulk_create(
        DraftFile(
            draft=to,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            stored_as=file.stored_as,
            preview_as=file.preview_as,
            description=file.description,
        )
        for file in files
        if file.stored_as
    )


def add_file_records(records: Iterable[Mapping[str, Any]], *, of: str) -> None:
    """Make the files out of records of the open format, of which each is a draft or approval."""
    DraftFile.objects.bulk_create(
        DraftFile(
            **{f"{of}_id": record["id"]},
            name=file["name"],
            media_type=file["media_type"],
            size=file["size"],
            stored_as=file["file"],
            preview_as=file["preview"] or "",
            description=file["description"],
        )
        for record in records
        for file in record["files"]
    )


def forget(file: DraftFile) -> None:
    """Remove the row of a file that is gone."""
    DraftFile.objects.filter(pk=file.pk, draft=None, approval=None).delete()
