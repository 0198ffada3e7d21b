"""After a restore: nothing acts by itself, and an administrator decides about every held reply."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.channels import actions as channels
from gehoor.channels import queries as channel_queries
from gehoor.channels.models import Channel
from gehoor.consultations import actions as links
from gehoor.contracts.connector import NotAllowed
from gehoor.flows.refusing import NotPossible
from gehoor.flows.sending import log_act, send_waiting, tell
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import holding
from gehoor.inbox.actions.replying import StepNotAllowed
from gehoor.inbox.models import Reply
from gehoor.kit.clock import now
from gehoor.people import actions as people
from gehoor.people.policies import Actor

SYSTEM = Actor(system="restore")
State = Reply.State


@dataclass(frozen=True)
class Held:
    """What no longer happens by itself after a restore."""

    replies: int
    channels: int
    """that answered or practised, and only listen now"""
    locked_channels: int
    """whose stored credentials our keys do not open"""


@transaction.atomic
def hold_everything(*, made_at: str) -> Held:
    """Hold every unsettled reply, let every channel only listen, end every open invitation.

    A restored copy may run beside the original, and what the backup calls waiting may have been
    sent since: only a person can know.
    """
    replies = holding.hold_unsettled(now=now())
    for reply in replies:
        log_act(SYSTEM, "reply.held", reply)
    listening = channels.let_all_listen()
    for channel, before in listening:
        record(
            SYSTEM, "change_stage", "channel", channel.pk, team_id=channel.team_id,
            before=before, after=Channel.Stage.LISTEN,
        )  # fmt: skip
    held = Held(len(replies), len(listening), _locked_channels())
    ended = people.end_open_invitations(now=now()) + links.withdraw_all_links(now=now())
    record(
        SYSTEM, "restored", "installation", 0, made_at=made_at, ended_invitations=ended,
        **vars(held),
    )  # fmt: skip
    return held


def _locked_channels() -> int:
    locked = 0
    for channel in channel_queries.all_channels():
        try:
            channel_queries.account_of(channel)
        except NotAllowed:
            locked += 1
    return locked


@transaction.atomic
def free(actor: Actor, reply: Reply) -> None:
    """Send a held reply after all, from the beginning. Raises NotPossible."""
    if not _may_leave(reply):
        raise NotPossible(
            _("%(channel)s is not live, so nothing can be sent. Make it live first; the reply "
              "stays held.") % {"channel": reply.channel.name}
        )  # fmt: skip
    _release(actor, reply, State.QUEUED, act="reply.freed")
    send_waiting.wake(reply.channel_id)


@transaction.atomic
def withdraw(actor: Actor, reply: Reply) -> None:
    """Never send a held reply."""
    _release(actor, reply, State.WITHDRAWN, act="reply.held_withdrawn")


@transaction.atomic
def confirm(actor: Actor, reply: Reply) -> None:
    """It was sent after the backup was made: somebody found it at the platform."""
    _release(actor, reply, State.SENT, act="reply.held_confirmed")


def free_all(actor: Actor) -> tuple[int, int]:
    """Free every held reply that can leave; return how many were freed and how many stay."""
    return _each(actor, free)


def withdraw_all(actor: Actor) -> tuple[int, int]:
    return _each(actor, withdraw)


def _each(actor: Actor, decide: Callable[[Actor, Reply], None]) -> tuple[int, int]:
    done = stays = 0
    for reply in inbox.held_replies():
        try:
            decide(actor, reply)
            done += 1
        except NotPossible:
            stays += 1
    return done, stays


def _may_leave(reply: Reply) -> bool:
    """A reply of practice is only recorded, wherever its channel stands."""
    return reply.is_practice or channel_queries.may_leave(reply.channel)


def _release(actor: Actor, reply: Reply, state: Reply.State, *, act: str) -> None:
    try:
        holding.release(reply, state, now=now())
    except StepNotAllowed as error:
        raise NotPossible(_("Somebody decided about this reply already.")) from error
    log_act(actor, act, reply)
    tell(reply)
