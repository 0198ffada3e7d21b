"""Answers that a second person looks at: kept, decided about, given back, in a transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from gehoor.inbox.actions import draft_files
from gehoor.inbox.actions.regrouping import joined
from gehoor.inbox.models import Approval, Conversation, Draft, DraftFile
from gehoor.inbox.queries.approvals import OF_APPROVAL, asked_before, replies_of_messages
from gehoor.kit.portable import go_on_counting

State = Approval.State


def ask(
    conversation: Conversation, *, files: Collection[int] = (), **facts: Any
) -> tuple[Approval, bool]:
    """Keep an answer until a second person has looked, with its files; tells whether it is new.

    The same `client_uuid` (a double click) is one row.
    """
    if earlier := asked_before(facts["client_uuid"]):
        return earlier, False
    try:
        with transaction.atomic():
            approval = Approval.objects.create(conversation=conversation, **facts)
    except IntegrityError:
        return Approval.objects.get(client_uuid=facts["client_uuid"]), False
    mine = DraftFile.objects.filter(pk__in=files, draft__author_id=approval.author_id)
    mine.filter(draft__conversation=conversation).update(draft=None, approval=approval)
    return approval, True


def lock(pk: int) -> Approval:
    found = Approval.objects.select_for_update(of=("self",))
    return found.select_related("author", "decided_by").get(pk=pk)


def decide(approval: Approval, state: State, *, by: int, now: datetime, **facts: Any) -> None:
    """Write down what became of it. The caller holds it locked and saw that it waits."""
    facts |= {"state": state, "decided_by_id": by, "decided_at": now}
    for name, value in facts.items():
        setattr(approval, name, value)
    approval.save(update_fields=[name.removesuffix("_id") for name in facts])


def take_files(approval: Approval, *, to: int, now: datetime) -> list[int]:
    """Let its files go along with what colleague `to` is answering there; return their numbers."""
    files = list(approval.files.order_by("pk").values_list("pk", flat=True))
    if files:
        draft = draft_files.draft_of(
            approval.conversation, author_id=to, kind=Draft.Kind(approval.kind), now=now
        )
        approval.files.update(draft=draft, approval=None)
    return files


def drop_empty_draft(approval: Approval) -> None:
    """Forget the draft that only held its files, now that they went out."""
    mine = Draft.objects.filter(conversation=approval.conversation, author=approval.author_id)
    for draft in mine.filter(kind=approval.kind, text="", files=None):
        draft.delete()


def text_back(approval: Approval, *, to: int, now: datetime) -> None:
    """Let its text be what colleague `to` is writing there, behind what they wrote since."""
    mine: dict[str, Any] = {
        "conversation": approval.conversation,
        "author_id": to,
        "kind": approval.kind,
    }
    there = Draft.objects.select_for_update().filter(**mine).first()
    text = joined(there.text, approval.text) if there else approval.text
    kept = {"text": text, "answers": approval.answers, "saved_at": now}
    Draft.objects.update_or_create(**mine, defaults=kept)
    take_files(approval, to=to, now=now)


def add_approval_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make approvals out of records of the open format; messages and people are there."""
    replies = replies_of_messages(record["became"] for record in records)
    Approval.objects.bulk_create(
        Approval(
            pk=record["id"],
            conversation_id=record["conversation"],
            author_id=record["author"],
            decided_by_id=record["decided_by"],
            follows_id=record["follows"],
            reply_id=replies.get(record["became"]),
            **{name: record[name] for name in OF_APPROVAL},
        )
        for record in records
    )
    draft_files.add_file_records(records, of="approval")
    go_on_counting(Approval)
