"""Builders: say only what matters, the rest is made up. Invented people only."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from gehoor.channels import actions as deliveries
from gehoor.channels.models import Channel, Delivery
from gehoor.consultations.models import Consultation, Expert
from gehoor.contacts.models import Address, Contact
from gehoor.contracts.connector import Arrived, Author, IncomingMessage
from gehoor.flows import incoming as incoming_flow
from gehoor.flows import replies
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Reply
from gehoor.kit.clock import now
from gehoor.knowledge.models import KeptAnswer
from gehoor.people import queries as people
from gehoor.people.models import RoleHeld, Team, User
from gehoor.people.policies import Actor, Role
from gehoor.second_eyes.models import Caution
from gehoor.testing.pusher import Pusher

numbers = count(1)
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def team(**given: Any) -> Team:
    return Team.objects.create(**{"name": f"Team {next(numbers)}", **given})


def user(*roles: Role, teams: tuple[Team, ...] = (), **given: Any) -> User:
    number = next(numbers)
    made = User(
        **{"name": f"Collega {number}", "email": f"collega{number}@gemeente.example"} | given
    )
    made.set_unusable_password()
    made.save()
    made.teams.set(teams)
    RoleHeld.objects.bulk_create(RoleHeld(user=made, role=role) for role in roles)
    return made


def actor(*roles: Role, teams: tuple[Team, ...] = (), **given: Any) -> Actor:
    return people.actor_of(user(*roles, teams=teams, **given))


def trainee(where: Team, name: str = "Sem") -> Actor:
    """Somebody who learns the work in a team: all they answer waits for a second person."""
    made = user(Role.AGENT, teams=(where,), name=name)
    Caution.objects.get_or_create(team=where)[0].trainees.add(made)
    return people.actor_of(made)


def coordinator(where: Team, name: str = "Ria van Dam", **given: Any) -> Actor:
    """Somebody who approves what others in a team answer."""
    return actor(Role.COORDINATOR, teams=(where,), name=name, **given)


def channel(**given: Any) -> Channel:
    """A channel of the pretend platform, live unless said otherwise."""
    owner = given.pop("team", None) or team()
    facts = {
        "name": f"Kanaal {next(numbers)}",
        "connector": "pretend",
        "stage": Channel.Stage.LIVE,
        "vault_id": uuid.uuid4(),
    }
    return Channel.objects.create(**facts | given, team=owner)


def connected(connector: str, secrets: Mapping[str, str], **given: Any) -> Channel:
    """A channel of a platform that a test runs, with its secrets in the vault."""
    made = channel(connector=connector, **given)
    deliveries.seal_credentials(made, secrets)
    return made


def pushed_channel(base: str, **given: Any) -> Pusher:
    """A channel that may be pushed to below `base`; returns the platform that knows its secret."""
    made = channel(settings={"account": "gemeente", "outcome_class": "A"}, **given)
    secret = deliveries.renew_push_secret(made)
    return Pusher(f"{base}/hooks/{made.push_key}", secret)


def kept_answer(**given: Any) -> KeptAnswer:
    facts = {
        "title": f"Route en parkeren {next(numbers)}",
        "text": "U kunt achter het stadhuis parkeren.",
        "review_on": NOON.date() + timedelta(days=365),
    }
    owner = given.pop("owner", None) or user(Role.COORDINATOR)
    return KeptAnswer.objects.create(**facts | given, owner=owner)


def contact(handle: str = "", *, kind: str = "pretend", name: str = "Fatima Bakker") -> Contact:
    made = Contact.objects.create(name=name)
    handle = handle or f"burger{next(numbers)}@voorbeeld.example"
    Address.objects.create(contact=made, kind=kind, handle=handle.lower(), shown=handle)
    return made


def conversation(**given: Any) -> Conversation:
    where = given.pop("channel", None) or channel()
    facts = {
        "contact": given.pop("contact", None) or contact(kind=where.connector),
        "subject": "Afval niet opgehaald",
        "sort_at": NOON,
        "waiting_since": NOON,
        "last_message_at": NOON,
    }
    return Conversation.objects.create(**facts | given, channel=where)


def incoming(**given: Any) -> IncomingMessage:
    """One message as a connector's parse gives it."""
    number = next(numbers)
    facts: dict[str, Any] = {
        "author": Author(handle="fatima@voorbeeld.example", name="Fatima Bakker"),
        "text": "De groene bak is weer niet geleegd.",
        "external_id": f"<bericht-{number}@voorbeeld.example>",
        "subject": "Afval niet opgehaald",
        "sent_at": NOON,
    }
    return IncomingMessage(**facts | given)


def delivery(channel: Channel, *, transport_id: str = "", raw: bytes = b"raw") -> Delivery:
    """Something a platform handed us that nobody has read yet."""
    transport_id = transport_id or f"t{next(numbers)}"
    deliveries.store(channel, [Arrived(transport_id, raw + transport_id.encode())])
    return Delivery.objects.get(channel=channel, transport_id=transport_id)


def delivery_again(channel: Channel, transport_id: str) -> Delivery:
    """The same thing in other bytes: it was changed at its source, or taken away."""
    deliveries.store(channel, [Arrived(transport_id, f"anders {next(numbers)}".encode())])
    found = Delivery.objects.filter(channel=channel, transport_id=transport_id)
    return found.order_by("pk").last()  # type: ignore[return-value]


def received(channel: Channel | None = None, **given: Any) -> Conversation:
    """A conversation as it stands after one message came in by the real intake."""
    where = channel or globals()["channel"]()
    [conversation] = incoming_flow.receive(where, [delivery(where)], [(incoming(**given),)])
    return inbox.find(conversation.pk)[0]  # type: ignore[index]


def expert(**given: Any) -> Expert:
    facts = {"name": f"Vergunningen {next(numbers)}", "phone": "0123 456 789"}
    return Expert.objects.create(**facts | given)


def consultation(conversation: Conversation, **given: Any) -> Consultation:
    """A question that waits for an answer until the next day."""
    facts = {
        "question": "Mag een dakkapel van twee meter?",
        "way": "call",
        "due_at": now() + timedelta(days=1),
        "client_uuid": uuid.uuid4(),
    }
    whom = given.pop("expert", None) or expert()
    return Consultation.objects.create(
        **facts | given, conversation=conversation, expert=whom
    )  # fmt: skip


def reply(conversation: Conversation, *, by: Actor | None = None, text: str = "Dank u.") -> Reply:
    """A reply written by an agent of the channel's team, not sent yet."""
    agent = by or actor(Role.AGENT, teams=(conversation.channel.team,), name="Anouk de Vries")
    return replies.send_reply(
        agent, conversation, text=text, client_uuid=uuid.uuid4(), seen_sequence=1000
    )
