"""What colleagues do with a reply: send it, take it back, decide about one in doubt."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.channels import queries as channel_queries
from gehoor.channels.models import Channel
from gehoor.contracts.posts import Visibility
from gehoor.flows import collisions, presence
from gehoor.flows.collisions import NOTHING, Despite
from gehoor.flows.refusing import NotPossible as NotPossible
from gehoor.flows.sending import log_act, send_waiting, tell
from gehoor.inbox import queries as inbox
from gehoor.inbox import rules
from gehoor.inbox.actions import handling, replying
from gehoor.inbox.models import Conversation, Draft, Reply
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
    then_finish: bool = False,
    despite: Despite = NOTHING,
    visibility: Visibility = Visibility.UNSAID,
) -> Reply:
    """Store a reply, its place in the outbox and the wake-up of its sender, all or nothing.

    `seen_sequence` is the last message the writer had on screen; `despite` what they saw in their
    way and chose to send in spite of. `visibility` is narrowed to that of what is answered. Raises
    NotPossible, and Collision when somebody was first.
    """
    # Locked, so that of two colleagues who answer at once the second sees the first.
    presence.lock(conversation)
    if earlier := inbox.sent_before(client_uuid):
        return earlier
    channel = conversation.channel
    moment = now()
    signed_as = sign(actor.name, channel.team.identity, channel.team.name)
    _check(conversation, text=text, signed_as=signed_as)
    collisions.refuse(actor, conversation, seen_sequence=seen_sequence, despite=despite)
    collisions.log_choice(actor, conversation, seen_sequence=seen_sequence, despite=despite)
    undo = channel_queries.capabilities_of(channel).undo_seconds
    reply, is_new = replying.queue_reply(
        conversation,
        author_id=actor.user_id,
        signed_as=signed_as,
        text=text,
        to=inbox.address_of(conversation),
        client_uuid=client_uuid,
        now=moment,
        due_at=moment + timedelta(seconds=undo * settings.TIME_SCALE),
        is_practice=channel.stage == Channel.Stage.PRACTISE,
        wanted=visibility,
    )
    if is_new:
        _follow_up(actor, reply, conversation, undo=undo, then_finish=then_finish)
    return reply


def _follow_up(
    actor: Actor, reply: Reply, conversation: Conversation, *, undo: float, then_finish: bool
) -> None:
    """What goes with a new reply: no draft any more, its line in the log, its wake-up."""
    if actor.user_id:
        handling.keep_draft(
            conversation, author_id=actor.user_id, kind=Draft.Kind.REPLY, text="", now=now()
        )
    presence.end_all_writing(conversation)
    log_act(actor, "reply.queued", reply)
    if then_finish:
        outcome = Conversation.Outcome.ANSWERED
        handling.finish(conversation, outcome=outcome, reason="")
        record(
            actor, "conversation.finished", "conversation", conversation.pk,
            conversation_id=conversation.pk, team_id=conversation.channel.team_id,
            outcome=outcome,
        )  # fmt: skip
    send_waiting.wake(conversation.channel_id, after_seconds=undo * settings.TIME_SCALE)
    tell(reply)


def _check(conversation: Conversation, *, text: str, signed_as: str) -> None:
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
    able = channel_queries.capabilities_of(channel)
    signed = rules.signed_text(
        text,
        signed_as=signed_as,
        signature=channel.team.signature,
        is_letter=able.has_subject,
    )
    if not able.fits(able.whole(signed, to=inbox.address_of(conversation))):
        raise NotPossible(
            _("Your reply is too long for this channel: at most %(longest)s characters. "
              "Nothing was sent; your text is kept.") % {"longest": able.max_length}
        )  # fmt: skip


@transaction.atomic
def withdraw(actor: Actor, reply: Reply) -> None:
    """Take back a reply that has not left yet, and give its text back as a draft."""
    _by_hand(reply, State.WITHDRAWN, only_from=State.QUEUED, else_say=_("It was sent already."))
    conversation = reply.message.conversation
    if actor.user_id:
        handling.keep_draft(
            conversation,
            author_id=actor.user_id,
            kind=Draft.Kind.REPLY,
            text=reply.message.text,
            now=now(),
        )
    conversation.refresh_from_db()
    if conversation.status == Conversation.Status.DONE:
        handling.reopen(conversation)
    log_act(actor, "reply.withdrawn", reply)
    tell(reply)


@transaction.atomic
def confirm_arrived(actor: Actor, reply: Reply, *, reason: str) -> None:
    """A colleague saw that it arrived: an unknown reply counts as sent."""
    _by_hand(reply, State.SENT, only_from=State.UNKNOWN, else_say=NO_LONGER_UNKNOWN)
    log_act(actor, "reply.confirmed", reply, reason=reason)
    tell(reply)


NO_LONGER_UNKNOWN = "This reply is no longer in doubt. Look at it again."


@transaction.atomic
def send_again(actor: Actor, reply: Reply, *, reason: str) -> None:
    """Send a reply that was refused, given up or in doubt once more; a person decided so."""
    if not reason.strip():
        raise NotPossible(_("Say why it should be sent again. Nothing was sent."))
    _refuse_held(reply)
    moment = now()
    try:
        replying.change_by_hand(reply, State.QUEUED, now=moment, due_at=moment)
    except replying.StepNotAllowed as error:
        raise NotPossible(_(NO_LONGER_UNKNOWN)) from error
    log_act(actor, "reply.sent_again", reply, reason=reason)
    send_waiting.wake(reply.channel_id)
    tell(reply)


@transaction.atomic
def give_up(actor: Actor, reply: Reply, *, reason: str) -> None:
    """Leave a reply that did not go out for what it is; the conversation can be closed again."""
    _refuse_held(reply)
    try:
        replying.change_by_hand(reply, State.WITHDRAWN, now=now())
    except replying.StepNotAllowed as error:
        raise NotPossible(_(NO_LONGER_UNKNOWN)) from error
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
