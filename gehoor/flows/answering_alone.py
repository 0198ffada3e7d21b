"""The one answer that leaves by itself: what to do in danger, while nobody is there to read.

Only where the organisation switched it on, in a live channel, outside the hours of its desk, to a
person, once a day at most, and never beside a colleague. It goes the way of every reply, says that
a machine wrote it, and is no answer to what was asked: whoever wrote still waits for a person.
"""

import uuid
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
    conversation = message.conversation
    channel = conversation.channel
    hold_until_commit(CONTACT_LANE, conversation.contact_id)
    presence.lock(conversation)
    if not _may(message, at=at):
        return False
    readers = Visibility(message.visibility)
    to = inbox.address_of(conversation, message)
    signed_as = sign("", Identity.TEAM, channel.team.name)
    measure = composing.measure_of(channel, signed_as=signed_as, to=to, readers=readers)
    try:
        audience.settle(conversation, message, wanted=readers)
        [text] = composing.texts_to_send(measure, text_alone(), most=1)
        stand = windows.stand_of(conversation, to=to, visibility=readers, at=at)
        windows.refuse_when_over(conversation, stand, visibility=readers)
        collisions.refuse(ACTOR, conversation, seen_sequence=message.sequence)
    except NotPossible:
        return False
    reply, is_new = replying.queue_reply(
        conversation, author_id=None, signed_as=signed_as, text=text, to=to,
        client_uuid=uuid.uuid5(NAMES, str(message.pk)), now=at, due_at=at, answered=message,
        is_alone=True,
    )  # fmt: skip
    if is_new:
        # Whoever wrote still waits for a person.
        handling.recount_waiting(conversation)
        log_act(ACTOR, "reply.alone", reply)
        tell(reply)
        send_waiting.wake(channel.pk)
    return is_new


def _may(message: Message, *, at: datetime) -> bool:
    conversation = message.conversation
    channel = conversation.channel
    is_asked = organisation.answers_emergencies() and conversation.is_emergency
    is_live = channel.stage == Channel.Stage.LIVE and channels.may_reply(channel)
    is_fresh = at - message.received_at <= LASTS
    is_person = not message.is_automatic and message.gone_at is None
    if not (is_asked and is_live and is_fresh and is_person):
        return False
    desk = planning.desks().of(channel=channel.pk, team=channel.team_id)
    # Without hours nobody knows when nobody is there.
    is_nobody_there = any(desk.week.values()) and not is_open(desk, at)
    since = at - AT_MOST_ONCE_IN
    return is_nobody_there and not inbox.was_answered_alone(conversation.contact_id, since=since)


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
