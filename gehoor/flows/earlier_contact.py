"""Who tried before: marked as it comes in, listed ahead of others, and put right by colleagues.

Two in three who complain in public asked elsewhere first and got no answer (row S2-26).
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.db import transaction

from gehoor.audit.actions import About, record, record_each
from gehoor.channels.models import Channel
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import earlier_contact as actions
from gehoor.inbox.actions.arrivals import Arrival
from gehoor.inbox.models import Conversation
from gehoor.inbox.rules import awaits_an_answer
from gehoor.inbox.rules.earlier_contact import says_earlier_contact
from gehoor.kit.clock import now
from gehoor.kit.live import announce
from gehoor.kit.quotes import split_quote
from gehoor.people.policies import Actor

INTAKE: Final = Actor(system="incoming")
LATELY: Final = timedelta(days=14)
SAME_TRY: Final = timedelta(days=1)
"""who writes again within this may have forgotten something, and was not left waiting"""
Earlier = Conversation.Earlier


def look(channel: Channel, arrivals: Sequence[Arrival]) -> None:
    """Mark in what was just stored who tried before. Part of storing it."""
    fresh = [each for each in arrivals if _may_tell(each)]
    if not fresh:
        return
    stored = inbox.conversations_of([each.delivery_id for each in fresh])
    placed = [
        (found, each)
        for each in fresh
        if (found := stored.get((each.delivery_id, each.part))) and not found.had_contact
    ]
    saying = {found.pk for found, each in placed if _says_so(each)}
    others = {found.pk: found for found, _each in placed if found.pk not in saying}
    known = actions.who_wrote_lately(others.values(), since=now() - LATELY, until=now() - SAME_TRY)
    actions.mark(saying, why=Earlier.TEXT)
    actions.mark(known, why=Earlier.PERSON)
    record_each(
        INTAKE,
        "conversation.had_contact",
        [About(number, channel.team_id, {}) for number in sorted({*saying, *known})],
    )


def _may_tell(arrival: Arrival) -> bool:
    message = arrival.message
    is_old = arrival.is_history or message.is_earlier or message.is_gone or arrival.is_around
    return not is_old and awaits_an_answer(message)


def _says_so(arrival: Arrival) -> bool:
    message = arrival.message
    return says_earlier_contact(f"{message.subject}\n{split_quote(message.text)[0]}")


@transaction.atomic
def say(actor: Actor, conversation: Conversation, *, had_contact: bool) -> None:
    """A colleague knows whether they tried before."""
    why = Earlier.SAID if had_contact else Earlier.NOT
    if conversation.had_contact == why:
        return
    actions.mark([conversation.pk], why=why)
    conversation.had_contact = why
    act = "conversation.had_contact" if had_contact else "conversation.first_contact"
    record(
        actor, act, "conversation", conversation.pk, conversation_id=conversation.pk,
        team_id=conversation.channel.team_id,
    )  # fmt: skip
    for team in inbox.teams_of(conversation):
        announce(f"team-{team}", "conversation", conversation.pk)
