"""What could not be read: tried again, or made into a message by hand."""

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.channels import actions as channels
from gehoor.channels import queries as channel_queries
from gehoor.channels.models import Delivery
from gehoor.contacts import actions as contacts
from gehoor.contacts.rules import fold
from gehoor.contracts.connector import Author, IncomingMessage
from gehoor.flows import incoming
from gehoor.flows.replies import NotPossible
from gehoor.inbox.actions.arrivals import Arrival
from gehoor.inbox.models import Conversation
from gehoor.kit import failpoints
from gehoor.kit.clock import now
from gehoor.kit.live import announce
from gehoor.people.policies import Actor


@failpoints.around("failure.retry")
@transaction.atomic
@failpoints.written("failure.retry")
def retry(actor: Actor, delivery: Delivery) -> None:
    """Read it once more, for instance after an upgrade."""
    _lock(delivery)
    channels.retry(delivery)
    incoming.receive_waiting.wake(delivery.channel_id)
    _log(actor, "delivery.retried", delivery)


@failpoints.around("failure.by_hand")
@transaction.atomic
@failpoints.written("failure.by_hand")
def make_by_hand(
    actor: Actor, delivery: Delivery, *, sender: str, subject: str, text: str
) -> Conversation:
    """Make the message a colleague read in the raw file; the raw stays as it came."""
    _lock(delivery)
    if not sender.strip() or not text.strip():
        raise NotPossible(_("Fill in who wrote and what they wrote. Nothing has changed."))
    channel, moment, handle = delivery.channel, now(), fold(sender)
    contact = contacts.recognise(channel.connector, {sender: ""})[handle]
    message = IncomingMessage(
        author=Author(handle=sender.strip()),
        text=text,
        subject=subject.strip(),
        # Where nobody can be answered, nobody waits for an answer.
        is_automatic=not channel_queries.can_answer(channel),
    )
    arrival = Arrival(
        delivery.pk, 0, contact, handle, message, delivery.received_at,
        is_history=delivery.is_history,
    )  # fmt: skip
    [conversation] = incoming.place(channel, [arrival])
    channels.settle_by_hand(delivery, user_id=actor.user_id, now=moment)
    _log(actor, "delivery.made_by_hand", delivery, conversation_id=conversation.pk)
    announce(f"team-{channel.team_id}", "conversation", conversation.pk)
    return conversation


def _lock(delivery: Delivery) -> None:
    """Two colleagues at one failed item: the second hears that it is done."""
    current = Delivery.objects.select_for_update().defer("raw").get(pk=delivery.pk)
    if current.state != Delivery.State.FAILED:
        raise NotPossible(_("This item was dealt with already. Nothing has changed."))


def _log(actor: Actor, act: str, delivery: Delivery, *, conversation_id: int | None = None) -> None:
    record(
        actor,
        act,
        "delivery",
        delivery.pk,
        conversation_id=conversation_id,
        team_id=delivery.channel.team_id,
    )
    announce(f"team-{delivery.channel.team_id}", "failures", delivery.channel_id)
