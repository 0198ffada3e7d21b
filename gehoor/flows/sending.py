"""The machine's half of a reply: taken when due, sent once, its end written down honestly."""

import logging
import random
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from gehoor.audit.actions import record
from gehoor.channels import actions as channels
from gehoor.channels import queries as channel_queries
from gehoor.channels.models import Channel, Circuit
from gehoor.contracts.connector import (
    Later,
    NotAllowed,
    Outcome,
    Outgoing,
    Recorded,
    Refused,
    Sender,
    Sent,
    Unknown,
    Unreachable,
)
from gehoor.flows import alarms, consenting, outgoing, windows
from gehoor.inbox import queries as inbox
from gehoor.inbox import rules
from gehoor.inbox.actions import replying
from gehoor.inbox.models import Reply
from gehoor.kit import failpoints
from gehoor.kit.busy import step
from gehoor.kit.clock import now
from gehoor.kit.jobs import background
from gehoor.kit.live import announce
from gehoor.kit.locks import try_lock
from gehoor.kit.stopping import ASKED
from gehoor.kit.text import N_
from gehoor.people.policies import Actor

log = logging.getLogger(__name__)

SENDING_LANE = 2
SYSTEM = Actor(system="replies")
State = Reply.State
NOT_THERE = N_("It was sent twice, looked for each time, and is not there.")
TAKEN_BACK = N_("This channel practises again. Nothing was sent; send it again once it is live.")


@background(queue="outgoing", actor="replies")
def send_waiting(number: int) -> None:
    """Send every reply of channel `number` that is due, in its own lane, one at a time."""
    if channel_queries.gets_no_answer(number, Circuit.Door.SENDING):
        send_in_trouble.wake(number)
    else:
        send_lane(number)


@background(queue="trouble", actor="replies")
def send_in_trouble(number: int) -> None:
    """Do the same for a channel that does not answer. Waiting for it takes no hands from others."""
    send_lane(number)


def send_lane(number: int) -> None:
    with try_lock(SENDING_LANE, number) as is_ours:
        if not is_ours:
            return
        channel = Channel.objects.select_related("team").get(pk=number)
        try:
            channel_queries.connector_of(channel)
        except NotAllowed as problem:
            alarms.turn_red(channel, str(problem))
            return
        for dead in replying.abandon_dead_attempts(number, now=now()):
            _plan_unknown(channel, dead)
        if channel_queries.is_shut(number, Circuit.Door.SENDING, now=now()):
            return
        while not ASKED.is_set() and _send_next(channel):
            continue
    # Something may have become due between our last look and the end of our lock.
    if number in inbox.channels_with_due_replies(now=now()):
        send_waiting.wake(number)


def _send_next(channel: Channel) -> bool:
    """Take one step with one reply; False when nothing is due, or the lane must stop."""
    step()
    if reply := replying.claim_next(channel.pk, now=now()):
        return _send(channel, reply)
    if reply := inbox.next_unknown_due(channel.pk, now=now()):
        return _resolve(channel, reply)
    return False


def _send(channel: Channel, reply: Reply) -> bool:
    """Try once; the intent is committed. False when this channel cannot send anything now."""
    if reply.is_practice:
        _settle(channel, reply, Recorded())
        return True
    stand = windows.at_sending(channel, reply, at=now())
    if problem := outgoing.what_stops(reply, stand, at=now()):
        _give_up(reply, rules.state_too_late(in_doubt=reply.in_doubt), problem)
        return True
    leaving = outgoing.made_of(channel, reply, is_tagged=stand is not None and stand.needs_tag)
    try:
        leaving = replace(leaving, files=outgoing.files_of(reply))
        sender = _sender_of(channel)
        outcome = _hand_over(sender, leaving)
    except channel_queries.HeldBack as problem:
        _give_back(channel, reply, str(problem))
        return False
    except channel_queries.NothingMayLeave as problem:
        _settle(channel, reply, Refused(str(problem)))
        return True
    except NotAllowed as problem:
        _lock_out(channel, reply, str(problem))
        return False
    if isinstance(outcome, Recorded):
        _settle(channel, reply, Refused(TAKEN_BACK))
        return True
    _settle(channel, reply, outcome)
    if isinstance(outcome, Sent):
        _keep_copy(sender, leaving)
    return _answers(channel, outcome)


def _answers(channel: Channel, outcome: Outcome) -> bool:
    """Keep the circuit of sending by how a try ended; False when the channel is left alone now."""
    match outcome:
        case Unknown() | Later(only_this_reply=False):
            _leave_alone(channel, outcome.problem, getattr(outcome, "wait_seconds", None))
            return False
        case Sent() | Refused() | Later():
            channels.close_circuit(channel, Circuit.Door.SENDING)
    return True


@failpoints.around("reply.send")
def _hand_over(sender: Sender, leaving: Outgoing) -> Outcome:
    return sender.send(leaving)


def _leave_alone(channel: Channel, problem: str, asked_wait: float | None) -> None:
    channels.open_circuit(
        channel,
        Circuit.Door.SENDING,
        problem=problem,
        now=now(),
        jitter=random.uniform,
        asked_wait=asked_wait,
        scale=settings.TIME_SCALE,
    )


def _sender_of(channel: Channel) -> Sender:
    return channel_queries.sender_of(channel, renew=consenting.renewing(channel.pk))


@failpoints.around("reply.lock_out")
@transaction.atomic
def _lock_out(channel: Channel, reply: Reply, problem: str) -> None:
    """Hold this channel's queue, turn it red and tell the administrators; harm no other."""
    _give_back(channel, reply, problem)
    alarms.turn_red(channel, problem)


def _give_back(channel: Channel, reply: Reply, problem: str) -> None:
    replying.give_back_try(reply, now=now(), problem=problem)
    _plan_unknown(channel, reply)


@failpoints.around("reply.settle")
@transaction.atomic
@failpoints.written("reply.settle")
def _settle(channel: Channel, reply: Reply, outcome: Outcome) -> None:
    """Write down how the try ended, and what follows from it."""
    again = _again_at(channel, reply, outcome) if isinstance(outcome, Later) else None
    state = rules.state_after(outcome, in_doubt=reply.in_doubt, may_try_again=again is not None)
    is_ours = replying.record_result(
        reply,
        State(state),
        now=now(),
        problem=getattr(outcome, "problem", ""),
        due_at=again if state == State.QUEUED else None,
        external_id=getattr(outcome, "external_id", ""),
    )
    if is_ours and state == State.UNKNOWN:
        _plan_unknown(channel, reply)
    _conclude(reply, is_ours=is_ours)


def _conclude(reply: Reply, *, is_ours: bool) -> None:
    """Write in the log how a try ended, and tell the open screens."""
    if not is_ours:
        log.warning("Reply %s: the result of a try that was overtaken is not used.", reply.pk)
        return
    reply.refresh_from_db()
    log_act(SYSTEM, f"reply.{reply.state}", reply)
    tell(reply)


def _again_at(channel: Channel, reply: Reply, outcome: Later) -> datetime | None:
    moment = now()
    return rules.retry_at(
        tries=reply.tries,
        now=moment,
        first_tried_at=reply.first_tried_at or moment,
        retry_seconds=channel_queries.capabilities_of(channel).retry_seconds,
        jitter=random.uniform,
        asked_wait=outcome.wait_seconds,
        scale=settings.TIME_SCALE,
    )


@failpoints.around("reply.plan")
def _plan_unknown(channel: Channel, reply: Reply) -> None:
    """Say when the machine takes its next step with a reply in doubt, if it may take any."""
    moment = now()
    able = channel_queries.capabilities_for(channel, reply.visibility)
    due_at = rules.next_step_of_unknown(
        outgoing.class_of(reply, able),
        looks=reply.looks,
        now=moment,
        started_at=reply.started_at or moment,
        first_tried_at=reply.first_tried_at or moment,
        key_seconds=able.key_seconds,
        scale=settings.TIME_SCALE,
    )
    replying.plan_step(reply, due_at=due_at)


def _resolve(channel: Channel, reply: Reply) -> bool:
    """Act on a reply in doubt by its class: the same key again, or a look whether it is there."""
    if not channel_queries.may_leave(channel):
        # It may have arrived while the channel was live; that does not change by going back.
        wait = timedelta(seconds=rules.WAIT_UNTIL_LIVE * settings.TIME_SCALE)
        replying.plan_step(reply, due_at=now() + wait)
        return True
    if reply.message.is_automatic:
        replying.plan_step(reply, due_at=None)
        return True
    able = channel_queries.capabilities_for(channel, reply.visibility)
    moment = now()
    is_fresh = rules.is_key_fresh(
        able.on_unknown,
        now=moment,
        first_tried_at=reply.first_tried_at or moment,
        key_seconds=able.key_seconds,
        scale=settings.TIME_SCALE,
    )
    stand = windows.at_sending(channel, reply, at=moment) if is_fresh else None
    may_resend = is_fresh and not (stand and stand.is_over)
    return _send_anew(channel, reply) if may_resend else _look(channel, reply)


def _send_anew(channel: Channel, reply: Reply) -> bool:
    _begin_anew(reply)
    return _send(channel, reply)


@failpoints.around("reply.resend")
@transaction.atomic
def _begin_anew(reply: Reply) -> None:
    replying.mark_sending(reply, now=now())


def _look(channel: Channel, reply: Reply) -> bool:
    """Look whether it arrived, and write that down only afterwards: a look that is killed is taken
    again. Absent at the last look means one more try; blindness means none."""
    try:
        found = _find(_sender_of(channel), outgoing.made_of(channel, reply))
    except NotAllowed as problem:
        alarms.turn_red(channel, str(problem))
        return False
    except channel_queries.NothingMayLeave:
        _note_blind_look(channel, reply)
        return True
    except Unreachable as problem:
        _note_blind_look(channel, reply)
        _leave_alone(channel, str(problem), problem.wait_seconds)
        return False
    if found is not None:
        _settle(channel, reply, Sent(found))
        return True
    return _send(channel, reply) if _note_absence(channel, reply) else True


@failpoints.around("reply.look")
def _find(sender: Sender, leaving: Outgoing) -> str | None:
    return sender.find_sent(leaving)


@failpoints.around("reply.blind_look")
@transaction.atomic
def _note_blind_look(channel: Channel, reply: Reply) -> None:
    """Nothing could be seen. After the last look only a person can take it further."""
    replying.count_look(reply)
    if rules.is_last_look(reply.looks):
        replying.plan_step(reply, due_at=None)
    else:
        _plan_unknown(channel, reply)


@failpoints.around("reply.absence")
@transaction.atomic
def _note_absence(channel: Channel, reply: Reply) -> bool:
    """It is not there: look again later, or hand it to a person; True to send it once more now."""
    replying.count_look(reply)
    match rules.after_absence(reply.looks):
        case rules.AfterAbsence.SEND:
            # In the same commit as the count, so that whoever dies here owes nothing.
            replying.mark_sending_after_absence(reply, now=now())
            return True
        case rules.AfterAbsence.GIVE_UP:
            _give_up(reply, State.FAILED, NOT_THERE)
        case rules.AfterAbsence.LOOK_AGAIN:
            _plan_unknown(channel, reply)
    return False


def _give_up(reply: Reply, state: str, problem: str) -> None:
    """Nothing more is tried by the machine."""
    is_ours = replying.record_result(reply, State(state), now=now(), problem=problem)
    _conclude(reply, is_ours=is_ours)


@failpoints.around("reply.copy")
def _keep_copy(sender: Sender, leaving: Outgoing) -> None:
    try:
        sender.keep_copy(leaving)
    except (NotAllowed, Unreachable) as problem:
        log.warning("A copy of a sent reply could not be kept: %s.", type(problem).__name__)


def wake_due() -> None:
    """Wake every channel with replies that are due; the timer calls this."""
    for number in inbox.channels_with_due_replies(now=now()):
        send_waiting.wake(number)


def log_act(actor: Actor, act: str, reply: Reply, *, reason: str = "") -> None:
    """Write in the log what was done to a reply."""
    record(
        actor,
        act,
        "reply",
        reply.pk,
        conversation_id=reply.message.conversation_id,
        team_id=reply.channel.team_id,
        reason=reason,
        sequence=reply.message.sequence,
    )


def tell(reply: Reply) -> None:
    """Let open screens fetch the conversation of this reply again."""
    for team in inbox.teams_of(reply.message.conversation):
        announce(f"team-{team}", "conversation", reply.message.conversation_id)
