"""The outbox: every step of a reply, each guarded by the state it may come from."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from gehoor.contracts.posts import Visibility
from gehoor.inbox import queries, rules
from gehoor.inbox.actions import elsewhere, handling
from gehoor.inbox.models import Conversation, Message, Reply
from gehoor.kit import failpoints

State = Reply.State


class StepNotAllowed(Exception):
    """A reply cannot go from the state it is in to the state asked for."""


def queue_reply(
    conversation: Conversation,
    *,
    author_id: int | None,
    signed_as: str,
    text: str,
    to: str,
    client_uuid: uuid.UUID,
    now: datetime,
    due_at: datetime | None,
    answered: Message | None = None,
    wanted: Visibility = Visibility.UNSAID,
    is_alone: bool = False,
    **more: Any,
) -> tuple[Reply, bool]:
    """Store a reply and its place in the outbox; the second value says whether it is new.

    The same `client_uuid` (a double click) is one row. Without `answered` it answers the newest.
    `is_alone`: a machine gives it. `more`: is it practice, which part; a later one has no `due_at`.
    """
    if earlier := queries.sent_before(client_uuid):
        return earlier, False
    answered = answered or queries.newest_incoming(conversation)
    visibility = rules.visibility_of_answer(answered.visibility if answered else "", wanted=wanted)
    message = handling.add_message(
        conversation, kind=Message.Kind.REPLY, author_id=author_id, author_name=signed_as,
        text=text,
        subject=rules.answer_subject(conversation.subject) if conversation.subject else "",
        answers=answered.external_id if answered else "",
        visibility=visibility, is_automatic=is_alone, now=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            reply = Reply.objects.create(
                message=message,
                channel_id=conversation.channel_id,
                client_uuid=client_uuid,
                key=uuid.uuid4().hex,
                to=to,
                references=_references(conversation),
                visibility=visibility,
                **more | {"due_at": due_at},
            )
    except IntegrityError:
        message.delete()
        return Reply.objects.get(client_uuid=client_uuid), False
    return reply, True


def _references(conversation: Conversation) -> list[str]:
    """Return the ids of the last messages in the conversation, oldest first, for threading."""
    ids = conversation.messages.exclude(kind=Message.Kind.NOTE).exclude(external_id="")
    return list(ids.order_by("-sequence").values_list("external_id", flat=True)[:20])[::-1]


@failpoints.around("reply.claim", did=bool)
def claim_next(channel_id: int, *, now: datetime) -> Reply | None:
    """Take the next reply that is due and mark it "sending"; the caller commits before it sends.

    Replies of one conversation go out in order: a later one waits for an earlier one, and a part
    of a text for the part before it to be surely sent.
    """
    with transaction.atomic():
        due = (
            Reply.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(channel_id=channel_id, state=State.QUEUED, due_at__lte=now, held_at=None)
            .in_turn()
            .order_by("due_at", "pk")
        )
        if (reply := due.first()) is None:
            return None
        mark_sending(reply, now=now)
    return reply


def mark_sending(reply: Reply, *, now: datetime) -> None:
    """Write down that a try begins. Never an effect without this, committed."""
    _step(reply, **rules.begin_try(reply, attempt=uuid.uuid4(), now=now))


def mark_sending_after_absence(reply: Reply, *, now: datetime) -> None:
    """Write down that a try begins of what was looked for and is not there."""
    _step(reply, **rules.begin_after_absence(reply, attempt=uuid.uuid4(), now=now))


def record_result(
    reply: Reply,
    state: Reply.State,
    *,
    now: datetime,
    problem: str = "",
    due_at: datetime | None = None,
    external_id: str = "",
) -> bool:
    """Write down how the try of `reply.attempt` ended; False when another try took its place.

    A worker that slept through its own funeral must not overwrite what came after it.
    """
    with transaction.atomic(savepoint=False):
        current = Reply.objects.select_for_update().filter(pk=reply.pk).first()
        if current is None or not rules.counts(current, attempt=reply.attempt):
            return False
        _step(current, state, problem=problem, due_at=due_at, settled_at=_settled(state, now))
        reflect(current)
        if external_id:
            Message.objects.filter(pk=current.message_id).update(external_id=external_id)
            elsewhere.forget_copy(external_id, current)
        _let_next_part_go(current, now=now)
    return True


def _let_next_part_go(reply: Reply, *, now: datetime) -> None:
    """In the commit that says that a part was sent, so that whoever dies owes nothing."""
    if reply.series and reply.state in (State.SENT, State.PRACTISED):
        following = Reply.objects.filter(series=reply.series, part=reply.part + 1)
        following.filter(state=State.QUEUED, due_at=None).update(due_at=now)


def other_parts(reply: Reply) -> list[Reply]:
    """Lock the parts of the same text that did not leave yet, in order. Needs a transaction."""
    if reply.series is None:
        return []
    others = Reply.objects.select_for_update(of=("self",)).select_related("message")
    queued = others.filter(series=reply.series, state=State.QUEUED).exclude(pk=reply.pk)
    return list(queued.order_by("part"))


def give_back_try(reply: Reply, *, now: datetime, problem: str) -> bool:
    """Put a reply back as if it was not tried: our credentials failed, not it."""
    state = State(rules.state_without_try(in_doubt=reply.in_doubt))
    is_ours = record_result(reply, state, now=now, problem=problem, due_at=now)
    if is_ours:
        Reply.objects.filter(pk=reply.pk).update(tries=F("tries") - 1)
    return is_ours


@failpoints.around("reply.abandon")
def abandon_dead_attempts(channel_id: int, *, now: datetime) -> Sequence[Reply]:
    """Turn every "sending" of this channel into what may have become of it, and return them.

    Only for the holder of the channel's sending lock: whoever began these is gone.
    """
    with transaction.atomic():
        dead = list(
            Reply.objects.select_for_update()
            .filter(channel_id=channel_id, state=State.SENDING, held_at=None)
            .order_by("pk")
        )
        for reply in dead:
            state = rules.state_abandoned(is_practice=reply.is_practice)
            _step(reply, state, problem=BROKEN_OFF, due_at=now)
            reflect(reply)
    return dead


BROKEN_OFF = "Sending was broken off halfway."


def plan_step(reply: Reply, *, due_at: datetime | None) -> None:
    """Say when the machine looks at an unknown reply again; None leaves it to a person."""
    Reply.objects.filter(pk=reply.pk, state=State.UNKNOWN, held_at=None).update(due_at=due_at)


def count_look(reply: Reply) -> None:
    Reply.objects.filter(pk=reply.pk).update(looks=F("looks") + 1)
    reply.looks += 1


def change_by_hand(
    reply: Reply, state: Reply.State, *, now: datetime, due_at: datetime | None = None
) -> None:
    """Let a person decide: withdraw, send again, confirm. Raises StepNotAllowed."""
    with transaction.atomic():
        current = Reply.objects.select_for_update().get(pk=reply.pk)
        settled = _settled(state, now)
        restart = rules.begin_anew() if state == State.QUEUED else {}
        _step(current, state, due_at=due_at, settled_at=settled, **restart)
        _let_next_part_go(current, now=now)
        reflect(current)
    reply.refresh_from_db()


def _settled(state: Reply.State, now: datetime) -> datetime | None:
    return now if state in (State.SENT, State.PRACTISED, State.WITHDRAWN) else None


def _step(reply: Reply, state: str, **changes: Any) -> None:
    if reply.held_at is not None or not rules.may_follow(reply.state, state):
        raise StepNotAllowed(f"{reply.state} -> {state}")
    for name, value in (changes | {"state": state}).items():
        setattr(reply, name, value)
    reply.save(update_fields=[*changes, "state"])


def reflect(reply: Reply) -> None:
    """Copy what the Postvak shows of its replies onto the conversation."""
    conversation = Conversation.objects.select_for_update(of=("self",)).get(
        messages=reply.message_id
    )
    replies = Reply.objects.filter(message__conversation=conversation)
    undecided = Q(state__in=rules.PROBLEMS) | Q(held_at__isnull=False)
    has_problem = replies.filter(undecided).exists()
    news = ["has_problem"] if conversation.has_problem != has_problem else []
    conversation.has_problem = has_problem
    if conversation.status == Conversation.Status.OPEN and handling.count_waiting(conversation):
        news += handling.WAITING
    if news:
        conversation.save(update_fields=news)
    if has_problem and conversation.status == Conversation.Status.DONE:
        handling.reopen(conversation)


def mark_overdue(*, now: datetime, scale: float = 1.0) -> list[int]:
    """Flag the conversations whose reply is stuck on its way; return those newly flagged."""
    stuck = Q(state=State.QUEUED, due_at__lt=now - rules.QUEUED_TOO_LONG * scale) | Q(
        state=State.SENDING, started_at__lt=now - rules.SENDING_TOO_LONG * scale
    )
    found = Conversation.objects.filter(has_problem=False).filter(
        pk__in=Reply.objects.filter(stuck, held_at=None).values("message__conversation")
    )
    flagged = list(found.values_list("pk", flat=True))
    Conversation.objects.filter(pk__in=flagged).update(has_problem=True)
    return flagged
