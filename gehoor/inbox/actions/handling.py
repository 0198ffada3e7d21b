"""What colleagues do to a conversation: note, assign, tag, finish, reopen."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q

from gehoor.inbox import rules
from gehoor.inbox.actions import draft_files
from gehoor.inbox.models import Conversation, Draft, Message, Tag
from gehoor.inbox.queries.waiting import waits_in_thread_since, waits_since
from gehoor.kit import words

Status = Conversation.Status


def add_message(
    conversation: Conversation,
    *,
    kind: Message.Kind,
    author_id: int | None,
    author_name: str,
    text: str,
    now: datetime,
    **more: Any,
) -> Message:
    """Add a reply or a note at the end of the conversation. Needs a transaction."""
    locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
    message = Message.objects.create(
        conversation=locked,
        channel_id=locked.channel_id,
        sequence=locked.next_sequence,
        kind=kind,
        author_id=author_id,
        author_name=author_name,
        text=text,
        words=words.tsvector(text),
        sent_at=now,
        received_at=now,
        **more,
    )
    locked.next_sequence += 1
    locked.last_message_at = now
    changed = ["next_sequence", "last_message_at"]
    if kind == Message.Kind.REPLY:
        locked.waiting_since = None
        locked.sort_at = now
        locked.opening = rules.opening_after_ours(
            text, subject=locked.subject, opening=locked.opening
        )
        locked.back_because = Conversation.Back.NOT
        changed += ["waiting_since", "sort_at", "opening", "back_because"]
    locked.save(update_fields=changed)
    for name in changed:
        setattr(conversation, name, getattr(locked, name))
    return message


def recount_waiting(conversation: Conversation) -> None:
    """Work out anew since when somebody waits for us: since the first message without an answer.

    A reply that did not arrive, may not have, or is held back is no answer: the clock keeps
    running. In a thread of many an answer to one is no answer to the others.
    """
    count_waiting(conversation)
    conversation.save(update_fields=WAITING)


def count_waiting(conversation: Conversation) -> bool:
    """The same without saving it, for who holds the conversation; return whether it is news."""
    since_when = waits_in_thread_since if conversation.thread else waits_since
    since = since_when(conversation)
    before = (conversation.waiting_since, conversation.sort_at)
    conversation.waiting_since = since
    conversation.sort_at = since or conversation.last_message_at
    return before != (conversation.waiting_since, conversation.sort_at)


WAITING = ("waiting_since", "sort_at")


def assign(conversation: Conversation, *, user_id: int | None) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(assignee_id=user_id)
    conversation.assignee_id = user_id


def finish(
    conversation: Conversation,
    *,
    outcome: Conversation.Outcome,
    reason: str,
    line: int | None = None,
) -> None:
    """Close a conversation with the way it ended, and by which line of the protocol. The caller
    checked that it may."""
    conversation.status = Status.DONE
    conversation.outcome = outcome
    conversation.outcome_reason = reason
    conversation.outcome_line_id = line
    conversation.waiting_since = None
    conversation.is_unread = False
    conversation.is_snoozed, conversation.snoozed_until = False, None
    conversation.back_because = Conversation.Back.NOT
    conversation.save(
        update_fields=[
            "status", "outcome", "outcome_reason", "outcome_line", "waiting_since", "is_unread",
            "is_snoozed", "snoozed_until", "back_because",
        ]
    )  # fmt: skip


def say_kind(conversation: Conversation, *, kind: str) -> bool:
    """Keep what a colleague says that it is; tells whether that is new."""
    found = Conversation.objects.filter(pk=conversation.pk).exclude(kind=kind)
    conversation.kind = kind
    return found.update(kind=kind) > 0


def reopen(conversation: Conversation) -> None:
    conversation.status = Status.OPEN
    conversation.outcome = Conversation.Outcome.NONE
    conversation.outcome_reason = ""
    conversation.outcome_line_id = None
    conversation.save(update_fields=["status", "outcome", "outcome_reason", "outcome_line"])
    recount_waiting(conversation)


def mark_read(conversation: Conversation) -> None:
    Conversation.objects.filter(pk=conversation.pk, is_unread=True).update(is_unread=False)


def mark_unread(conversation: Conversation) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(is_unread=True)


def add_tag(conversation: Conversation, *, name: str) -> Tag:
    tag = known_tag(name)
    conversation.tags.add(tag)
    return tag


def known_tag(name: str) -> Tag:
    """Return the label of this name, new if there was none."""
    return Tag.objects.get_or_create(name=name)[0]


def remove_tag(conversation: Conversation, *, name: str) -> None:
    conversation.tags.remove(*conversation.tags.filter(name=name))


def keep_draft(
    conversation: Conversation,
    *,
    author_id: int,
    kind: Draft.Kind,
    text: str,
    now: datetime,
    answers: str = "",
) -> None:
    """Keep what somebody is writing; an empty text forgets it, unless files go along with it.

    `answers`: what the platform calls the public message it answers. Needs a transaction.
    """
    mine: dict[str, Any] = {"conversation": conversation, "author_id": author_id, "kind": kind}
    if text.strip():
        kept = {"text": text, "answers": answers, "saved_at": now}
        Draft.objects.update_or_create(**mine, defaults=kept)
    elif draft := Draft.objects.select_for_update().filter(**mine).first():
        draft_files.empty(draft, text=text)


def forget_answer(
    conversation: Conversation,
    *,
    author_id: int,
    kind: Draft.Kind,
    text: str,
    files: Collection[str] = (),
) -> None:
    """Forget what somebody was writing, because it went out, and the same text for other readers
    with the same `files` (by what they are stored as): who chose them while writing had it under
    both. Files that did not go along stay."""
    mine = Draft.objects.select_for_update().filter(conversation=conversation, author_id=author_id)
    answers = mine.exclude(kind=Draft.Kind.NOTE)
    for draft in answers.filter(Q(kind=kind) | Q(text=text) | Q(text="")):
        if draft.text == text:
            draft.files.filter(stored_as__in=files).update(draft=None)
        draft_files.empty(draft, text="")


def copy_drafts(conversation: Conversation, *, author_id: int, to_id: int, now: datetime) -> None:
    """Let a colleague go on with an answer; one they have already is not written over."""
    mine = Draft.objects.filter(conversation=conversation, author_id=author_id)
    for draft in mine.exclude(kind=Draft.Kind.NOTE):
        theirs, is_new = Draft.objects.get_or_create(
            conversation=conversation,
            author_id=to_id,
            kind=draft.kind,
            defaults={"text": draft.text, "answers": draft.answers, "saved_at": now},
        )
        if is_new:
            draft_files.copy(draft.files.order_by("pk"), to=theirs)
