"""The answer that leaves by itself in danger, while nobody is there to read; and how any such does.

Only where the organisation switched it on, in a live channel, outside the hours of its desk, to a
person, once a day at most, and never beside a colleague. It goes the way of every reply, says that
a machine wrote it, and is no answer to what was asked: whoever wrote still waits for a person.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.contracts.posts import Visibility
from gehoor.flows import audience, collisions, composing, presence, windows
from gehoor.flows.refusing import NotPossible
from gehoor.flows.sending import log_act, send_waiting, tell
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import handling, replying
from gehoor.inbox.models import Message
from gehoor.inbox.rules.alone import AT_MOST_ONCE_IN, LASTS
from gehoor.kit.clock import now
from gehoor.kit.jobs import background
from gehoor.kit.locks import hold_until_commit
from gehoor.organisation import queries as organisation
from gehoor.people.policies import Actor
from gehoor.people.rules import Identity, sign
from gehoor.planning import queries as planning
from gehoor.planning.rules import is_open

ACTOR: Final = Actor(system="emergencies")
NAMES: Final = uuid.UUID("5f0a3b52-3f5d-4a7e-9a26-c31f0f3f1120")
AWAY: Final = uuid.UUID("0d0b7c43-9b1d-4a39-8d0a-7a4c2c0a54de")
CONTACT_LANE: Final = 9


def wake(channel: Channel, message: int) -> None:
    """Have a message looked at, where answers leave by themselves; part of storing it."""
    if channel.stage == Channel.Stage.LIVE and organisation.answers_emergencies():
        answer.wake(message)


@background(queue="outgoing", actor="emergencies")
def answer(number: int) -> None:
    """Answer message `number`, unless something speaks against it. Twice does nothing more."""
    found = Message.objects.select_related("conversation__channel__team")
    if message := found.filter(pk=number).first():
        answer_once(message, at=now())


@transaction.atomic
def answer_once(message: Message, *, at: datetime) -> bool:
    """Tell whether an answer was queued. What speaks against it is looked at under two locks: of
    the conversation, and of whoever wrote, who may do so in several channels at once."""
    take_turn(message)
    if not _may(message, at=at):
        return False
    named = uuid.uuid5(NAMES, str(message.pk))
    return let_leave(ACTOR, message, text_alone(), act="reply.alone", named=named, at=at)


def take_turn(message: Message) -> None:
    """Look at the conversation and at whoever wrote, in whatever channel, one at a time."""
    hold_until_commit(CONTACT_LANE, message.conversation.contact_id)
    presence.lock(message.conversation)


def let_leave(
    actor: Actor, message: Message, answer: str, *, act: str, named: uuid.UUID, at: datetime
) -> bool:
    """Queue an answer that no colleague gives, in the turn of `take_turn`; not when it does not
    fit, when its time is over, or beside a colleague. Tells whether it is new."""
    conversation = message.conversation
    channel = conversation.channel
    readers = Visibility(message.visibility)
    to = inbox.address_of(conversation, message)
    signed_as = sign("", Identity.TEAM, channel.team.name)
    measure = composing.measure_of(channel, signed_as=signed_as, to=to, readers=readers)
    try:
        audience.settle(conversation, message, wanted=readers)
        [text] = composing.texts_to_send(measure, answer, most=1)
        stand = windows.stand_of(conversation, to=to, visibility=readers, at=at)
        windows.refuse_when_over(conversation, stand, visibility=readers)
        collisions.refuse(actor, conversation, seen_sequence=message.sequence)
    except NotPossible:
        return False
    reply, is_new = replying.queue_reply(
        conversation, author_id=None, signed_as=signed_as, text=text, to=to,
        client_uuid=named, now=at, due_at=at, answered=message,
        is_alone=True,
    )  # fmt: skip
    if is_new:
        # Whoever wrote still waits for a person.
        handling.recount_waiting(conversation)
        log_act(actor, act, reply)
        tell(reply)
        send_waiting.wake(channel.pk)
    return is_new


def _may(message: Message, *, at: datetime) -> bool:
    conversation = message.conversation
    channel = conversation.channel
    is_asked = organisation.answers_emergencies() and conversation.is_emergency
    if not (is_asked and is_for_alone(message, at=at) and is_nobody_there(channel, at=at)):
        return False
    since = at - AT_MOST_ONCE_IN
    # That we are closed was no help in danger.
    away = names_of_away(inbox.came_in_from(conversation.contact_id, since=since - LASTS))
    return not inbox.was_answered_alone(conversation.contact_id, since=since, but=away)


def is_for_alone(message: Message, *, at: datetime) -> bool:
    """Did a person write this just now, in a channel that answers?"""
    channel = message.conversation.channel
    is_live = channel.stage == Channel.Stage.LIVE and channels.may_reply(channel)
    is_person = not message.is_automatic and message.gone_at is None
    return is_live and is_person and at - message.received_at <= LASTS


def is_nobody_there(channel: Channel, *, at: datetime) -> bool:
    """Is it outside the hours of a channel? Without hours nobody knows when nobody is there."""
    desk = planning.desks().of(channel=channel.pk, team=channel.team_id)
    return any(desk.week.values()) and not is_open(desk, at)


def names_of_away(messages: Iterable[int]) -> list[uuid.UUID]:
    """Return what the answers to these are called that only say that we are closed."""
    return [uuid.uuid5(AWAY, str(number)) for number in messages]


def text_alone() -> str:
    """Return what is sent by itself, in the language of the organisation."""
    ours = organisation.ours()
    with override(ours.language):
        return ours.emergency_answer.strip() or usual_answer()


def usual_text() -> str:
    """Return the 112 text Gehoor comes with."""
    return _(
        "Is somebody in danger? Call 112 now. Can you not call or speak? Use the 112NL app. We "
        "cannot send help from here. Do you think about suicide? Call 113, day and night. Do you "
        "need the police, but is it not urgent? Call 0900 8844."
    )


def usual_answer() -> str:
    """Return the answer Gehoor comes with; it says that a machine gives it."""
    return _(
        "Automatic answer: nobody of us reads along now. Is somebody in danger? Call 112. Can you "
        "not call? Use the 112NL app. Do you think about suicide? Call 113. Do you need the "
        "police, but is it not urgent? Call 0900 8844."
    )


def usual_texts() -> frozenset[str]:
    """Return both in every language there is."""
    texts = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            texts |= {usual_text(), usual_answer()}
    return frozenset(texts)
