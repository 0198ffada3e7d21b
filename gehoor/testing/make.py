"""Builders: say only what matters, the rest is made up. Invented people only."""

import uuid
from datetime import UTC, datetime
from itertools import count
from typing import Any

from gehoor.channels.models import Channel
from gehoor.contacts.models import Address, Contact
from gehoor.contracts.connector import Author, IncomingMessage
from gehoor.inbox.models import Conversation
from gehoor.people import queries as people
from gehoor.people.models import RoleHeld, Team, User
from gehoor.people.policies import Actor, Role

numbers = count(1)
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def team(**given: Any) -> Team:
    return Team.objects.create(**{"name": f"Team {next(numbers)}", **given})


def user(*roles: Role, teams: tuple[Team, ...] = (), **given: Any) -> User:
    number = next(numbers)
    made = User(**{"name": f"Collega {number}", "email": f"collega{number}@gemeente.example"} | given)
    made.set_unusable_password()
    made.save()
    made.teams.set(teams)
    RoleHeld.objects.bulk_create(RoleHeld(user=made, role=role) for role in roles)
    return made


def actor(*roles: Role, teams: tuple[Team, ...] = (), **given: Any) -> Actor:
    return people.actor_of(user(*roles, teams=teams, **given))


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
