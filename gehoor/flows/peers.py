"""Fellow sufferers among themselves: not interrupted, and never left alone when there is danger.

A colleague says that a conversation is one of theirs (`flows.protocol.say_kind`). Then the protocol
leaves it, and what comes in is looked at more closely than elsewhere: risk puts it on top of
everything, with the 113 text ready.
"""

from collections.abc import Sequence

from gehoor.audit.actions import record
from gehoor.channels.models import Channel
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import emergencies
from gehoor.inbox.actions.arrivals import Arrival
from gehoor.inbox.rules.dangers import Danger
from gehoor.inbox.rules.emergencies import Alarm
from gehoor.inbox.rules.peers import risk_in
from gehoor.knowledge.rules.kinds import Kind
from gehoor.people.policies import Actor

SYSTEM = Actor(system="emergencies")


def look(channel: Channel, arrivals: Sequence[Arrival]) -> None:
    """Put on top what says, however softly, that a fellow sufferer may be in danger. Part of
    storing it; nothing is asked of the database while no such word is in it."""
    found = {
        (arrival.delivery_id, arrival.part): words
        for arrival in arrivals
        if not (arrival.is_history or arrival.message.is_ours or arrival.message.is_gone)
        and (words := risk_in(f"{arrival.message.subject}\n{arrival.message.text}"))
    }
    if not found:
        return
    stored = inbox.conversations_of([delivery for delivery, _part in found])
    for place, words in found.items():
        conversation = stored.get(place)
        if conversation is None or conversation.kind != Kind.PEERS:
            continue
        if emergencies.raise_conversation(conversation.pk, Alarm(Danger.DESPAIR, words)):
            record(
                SYSTEM, "conversation.emergency_found", "conversation", conversation.pk,
                conversation_id=conversation.pk, team_id=channel.team_id,
                danger=str(Danger.DESPAIR),
            )  # fmt: skip
