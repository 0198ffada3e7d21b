"""What colleagues do with a reply: send it, take it back, decide about one in doubt."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.channels import queries as channel_queries
from gehoor.channels.models import Channel
from gehoor.contracts.posts import Visibility
from gehoor.flows import (
    answering,
    attaching,
    audience,
    collisions,
    composing,
    conduct,
    following_up,
    kept_answers,
    leaking,
    preferring,
    presence,
    protocol,
    quoting,
    referring,
    second_eyes,
    skills,
    styling,
    terms,
    windows,
)
from gehoor.flows.collisions import NOTHING, Despite
from gehoor.flows.refusing import NotPossible as NotPossible
from gehoor.flows.sending import log_act, send_waiting, tell
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import draft_files, handling, replying
from gehoor.inbox.models import Conversation, DraftFile, Message, Reply
from gehoor.kit import failpoints
from gehoor.kit.clock import now
from gehoor.people.policies import Actor
from gehoor.people.rules import sign

State = Reply.State


@failpoints.around("reply.queue")
@transaction.atomic
@failpoints.written("reply.queue")
def send_reply(
    actor: Actor,
    conversation: Conversation,
    *,
    text: str,
    client_uuid: uuid.UUID,
    seen_sequence: int,
    answers: int | None = None,
    then_finish: bool = False,
    despite: Despite = NOTHING,
    visibility: Visibility = Visibility.UNSAID,
    meant_for: str = "",
    most_parts: int = 1,
    referral: referring.Said = referring.NOT_ASKED,
    decided: leaking.Decided = leaking.UNDECIDED,
    files: Sequence[int] = (),
    second: Actor | None = None,
) -> Reply:
    """Store a reply, its place in the outbox and the wake-up of its sender, all or nothing.

    `seen_sequence`, `answers`, `meant_for`: what its writer had on screen; `despite`, `decided`:
    sent in spite of; `second`: who lets it leave. Returns the first part. Raises NotPossible.
    """
    presence.lock_to_write(conversation)
    if earlier := inbox.sent_before(client_uuid):
        return earlier
    doer = second or actor
    _check(actor, conversation, text=text, then_finish=then_finish and second is None)
    answered = answering.settle(conversation, chosen=answers)
    readers = audience.settle(conversation, answered, wanted=visibility, meant_for=meant_for)
    measure = _measure(actor, conversation, answered, readers=readers)
    texts = composing.texts_to_send(measure, text, most=most_parts)
    wait = _seconds_to_undo(conversation, measure, readers=readers)
    along = attaching.to_send(actor, conversation, files, readers=readers)
    collisions.refuse(actor, conversation, seen_sequence=seen_sequence, despite=despite)
    leaving = leaking.Leaving(text, along, readers, measure.to)
    _refuse_agreed(doer, conversation, leaving, despite=despite)
    settled = leaking.settle(conversation, leaving, decided)
    why = referring.stored_with(text, referral) | {"let_out": list(settled.marks)}
    second_eyes.refuse(actor, conversation, answered, leaving, settled, second=second)
    collisions.log_choice(doer, conversation, seen_sequence=seen_sequence, despite=despite)
    more: dict[str, Any] = {"answered": answered, "wanted": readers} | why
    reply, is_new = _store_parts(
        actor, conversation, texts, measure=measure, client_uuid=client_uuid, wait=wait, **more
    )
    if is_new:
        _let_go(None if second else actor, reply, conversation, text=text, along=along)
        leaking.log_decided(doer, reply, settled)
        _follow_up(doer, reply, conversation, then_finish=then_finish, wait=wait)
    return reply


def _refuse_agreed(
    actor: Actor, conversation: Conversation, leaving: leaking.Leaving, *, despite: Despite
) -> None:
    """Raise NotPossible for what was agreed not to be sent, unless somebody says why it is."""
    text, readers = leaving.text, leaving.readers
    preferring.refuse(actor, conversation, to=leaving.to, reason=despite.by_social)
    protocol.refuse(actor, conversation, reason=despite.by_protocol)
    styling.refuse(actor, conversation, text, reason=despite.medical)
    quoting.refuse(actor, conversation, text, readers=readers, reason=despite.repeats)


def _measure(
    actor: Actor, conversation: Conversation, answered: Message | None, *, readers: Visibility
) -> composing.Measure:
    """Return what an answer becomes: who signs it, whom it reaches, how long it may be."""
    channel = conversation.channel
    signed_as = sign(actor.name, channel.team.identity, channel.team.name)
    to = inbox.address_of(conversation, answered)
    return composing.measure_of(channel, signed_as=signed_as, to=to, readers=readers)


def _seconds_to_undo(
    conversation: Conversation, measure: composing.Measure, *, readers: Visibility
) -> float:
    """Return for how long it can be taken back. Raises NotPossible when it is too late."""
    moment = now()
    stand = windows.stand_of(conversation, to=measure.to, visibility=readers, at=moment)
    windows.refuse_when_over(conversation, stand, visibility=readers)
    usual = measure.able.undo_seconds * settings.TIME_SCALE
    return windows.seconds_to_undo(stand, now=moment, usual=usual)


def _store_parts(
    actor: Actor,
    conversation: Conversation,
    texts: Sequence[str],
    *,
    measure: composing.Measure,
    client_uuid: uuid.UUID,
    wait: float,
    **more: Any,
) -> tuple[Reply, bool]:
    """Queue the text, or each part of it, and return the first: a later part is due after it."""
    moment = now()
    due_at = moment + timedelta(seconds=wait)
    stored = [
        replying.queue_reply(
            conversation,
            author_id=actor.user_id,
            signed_as=measure.signed_as,
            text=text,
            to=measure.to,
            now=moment,
            due_at=due_at if part == 1 else None,
            is_practice=conversation.channel.stage == Channel.Stage.PRACTISE,
            **more,
            **_part(client_uuid, part=part, parts=len(texts)),
        )
        for part, text in enumerate(texts, 1)
    ]
    return stored[0]


def _part(client_uuid: uuid.UUID, *, part: int, parts: int) -> dict[str, Any]:
    """Name a part so that the same click twice names the same parts."""
    own = client_uuid if part == 1 else uuid.uuid5(client_uuid, str(part))
    series = client_uuid if parts > 1 else None
    return {"client_uuid": own, "series": series, "part": part, "parts": parts}


def _let_go(
    writer: Actor | None,
    reply: Reply,
    conversation: Conversation,
    *,
    text: str,
    along: Sequence[DraftFile],
) -> None:
    """What was a draft is a message with its files now. What a second person looked at is no draft
    any more, and its writer may write another by now."""
    draft_files.send_along(along, reply.message)
    if writer and writer.user_id:
        handling.forget_answer(
            conversation,
            author_id=writer.user_id,
            kind=audience.draft_kind(reply.visibility),
            text=text,
            files={file.stored_as for file in along},
        )


def _follow_up(
    actor: Actor, reply: Reply, conversation: Conversation, *, then_finish: bool, wait: float
) -> None:
    """What goes with a new reply: nobody writes any more, its lines in the log, and its sender
    wakes once it cannot be taken back."""
    if conversation.thread:
        handling.recount_waiting(conversation)  # an answer to one is no answer to the others
    presence.end_all_writing(conversation)
    log_act(actor, "reply.queued", reply)
    referring.log_referral(actor, reply)
    following_up.note_reply(actor, conversation, reply)
    if then_finish:
        outcome = Conversation.Outcome.ANSWERED
        handling.finish(conversation, outcome=outcome, reason="")
        record(
            actor, "conversation.finished", "conversation", conversation.pk,
            conversation_id=conversation.pk, team_id=conversation.channel.team_id,
            outcome=outcome,
        )  # fmt: skip
        following_up.note_closing(actor, conversation)
    terms.renew([conversation.pk])
    tell(reply)
    send_waiting.wake(conversation.channel_id, after_seconds=wait)


def _check(actor: Actor, conversation: Conversation, *, text: str, then_finish: bool) -> None:
    channel = conversation.channel
    if not text.strip():
        raise NotPossible(_("Your reply is empty. Nothing was sent."))
    if not channel_queries.can_answer(channel):
        raise NotPossible(
            _("This channel is only read: nobody can be answered here. Your text is kept.")
        )
    if channel.stage == Channel.Stage.LISTEN:
        raise NotPossible(
            _("This channel only listens, so nobody can answer in it yet. Your text is kept.")
        )
    if channel.is_closed:
        raise NotPossible(_("This channel is closed. Nothing was sent; your text is kept."))
    kept_answers.refuse_gaps(text)
    conduct.refuse_who_did_not_accept(actor)
    second_eyes.refuse_to_finish(conversation, is_asked=then_finish)
    skills.refuse(actor.user_id, conversation)


@failpoints.around("reply.withdraw")
@transaction.atomic
@failpoints.written("reply.withdraw")
def withdraw(actor: Actor, reply: Reply) -> None:
    """Take back a reply that has not left yet, and give its text back as a draft."""
    if reply.part > 1:
        raise NotPossible(_("It was sent already."))
    _by_hand(reply, State.WITHDRAWN, only_from=State.QUEUED, else_say=_("It was sent already."))
    text = "".join([reply.message.text, *_withdraw_other_parts(reply)])
    conversation = reply.message.conversation
    if actor.user_id:
        handling.keep_draft(
            conversation,
            author_id=actor.user_id,
            kind=audience.draft_kind(reply.visibility),
            text=text,
            now=now(),
            answers=_name_of_answered(reply),
        )
        _give_back_files(reply, author_id=actor.user_id)
    conversation.refresh_from_db()
    if conversation.status == Conversation.Status.DONE:
        handling.reopen(conversation)
    terms.renew([conversation.pk])
    following_up.note_withdrawn(reply)
    log_act(actor, "reply.withdrawn", reply)
    second_eyes.taken_back(reply)
    tell(reply)


def _name_of_answered(reply: Reply) -> str:
    """Return what it answered, which its text is still an answer to."""
    message = reply.message
    found = inbox.answerable(message.conversation, external_id=message.answers)
    return found.external_id if found else ""


def _give_back_files(reply: Reply, *, author_id: int) -> None:
    """Let what went along with it go along with the text that is a draft again."""
    message = reply.message
    if message.attachments.exists():
        kind = audience.draft_kind(reply.visibility)
        draft = draft_files.draft_of(
            message.conversation, author_id=author_id, kind=kind, now=now()
        )
        draft_files.copy(message.attachments.order_by("pk"), to=draft)


def _withdraw_other_parts(reply: Reply) -> list[str]:
    """Take back what did not leave yet of the same text, and return those parts."""
    others = replying.other_parts(reply)
    for other in others:
        replying.change_by_hand(other, State.WITHDRAWN, now=now())
    return [other.message.text for other in others]


@failpoints.around("reply.confirm")
@transaction.atomic
@failpoints.written("reply.confirm")
def confirm_arrived(actor: Actor, reply: Reply, *, reason: str) -> None:
    """A colleague saw that it arrived: an unknown reply counts as sent."""
    _by_hand(reply, State.SENT, only_from=State.UNKNOWN, else_say=NO_LONGER_UNKNOWN)
    log_act(actor, "reply.confirmed", reply, reason=reason)
    if reply.parts > reply.part:
        # The part of the same text that waited for this one.
        send_waiting.wake(reply.channel_id)
    tell(reply)


NO_LONGER_UNKNOWN = "This reply is no longer in doubt. Look at it again."


@failpoints.around("reply.send_again")
@transaction.atomic
@failpoints.written("reply.send_again")
def send_again(actor: Actor, reply: Reply, *, reason: str) -> None:
    """Send a reply that was refused, given up or in doubt once more; a person decided so."""
    if not reason.strip():
        raise NotPossible(_("Say why it should be sent again. Nothing was sent."))
    _refuse_held(reply)
    moment = now()
    windows.refuse_again(reply, at=moment)
    leaking.refuse_again(reply)
    try:
        replying.change_by_hand(reply, State.QUEUED, now=moment, due_at=moment)
    except replying.StepNotAllowed as error:
        raise NotPossible(_(NO_LONGER_UNKNOWN)) from error
    log_act(actor, "reply.sent_again", reply, reason=reason)
    send_waiting.wake(reply.channel_id)
    tell(reply)


@failpoints.around("reply.give_up")
@transaction.atomic
@failpoints.written("reply.give_up")
def give_up(actor: Actor, reply: Reply, *, reason: str) -> None:
    """Leave a reply that did not go out for what it is; the conversation can be closed again."""
    _refuse_held(reply)
    try:
        replying.change_by_hand(reply, State.WITHDRAWN, now=now())
    except replying.StepNotAllowed as error:
        raise NotPossible(_(NO_LONGER_UNKNOWN)) from error
    _withdraw_other_parts(reply)
    log_act(actor, "reply.given_up", reply, reason=reason)
    tell(reply)


def _refuse_held(reply: Reply) -> None:
    """What came out of a backup is for an administrator to decide about, in `flows.holding`."""
    if Reply.objects.filter(pk=reply.pk, held_at__isnull=False).exists():
        raise NotPossible(_("Held back after a restore. An administrator decides."))


def _by_hand(reply: Reply, state: Reply.State, *, only_from: Reply.State, else_say: str) -> None:
    _refuse_held(reply)
    current = Reply.objects.select_for_update().get(pk=reply.pk)
    if current.state != only_from:
        raise NotPossible(_(else_say))
    replying.change_by_hand(reply, state, now=now())
