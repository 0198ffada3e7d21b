"""What colleagues press in a browser: acts of a web process that dies in the middle of them.

Each leaves something that a click can find, is pressed twice (the second time after the death), and
must in the end have happened once.
"""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import httpx
import pytest
from django.db import transaction
from django.utils.crypto import get_random_string

from gehoor.audit.models import Entry
from gehoor.channels import actions as channels
from gehoor.channels.models import Delivery
from gehoor.contracts.connector import Arrived
from gehoor.inbox.models import Conversation, Reply
from gehoor.kit.clock import now
from gehoor.people.models import User
from gehoor.testing.web import session_of
from tests.faults.town import Town

NAME = "A"
"""the account in which it is done"""


@dataclass(frozen=True)
class Click:
    """One press of a button, and how one sees that it did its work once."""

    path: str
    is_done_once: Callable[[], bool]
    form: dict[str, str] = field(default_factory=dict)

    def press(self, address: str, place: Town) -> httpx.Response:
        agent = User.objects.get(pk=place.agents[NAME].user_id or pytest.fail("nobody"))
        token = get_random_string(32)
        return httpx.post(
            address + self.path,
            data=self.form | {"csrfmiddlewaretoken": token},
            cookies={"sessionid": session_of(agent), "csrftoken": token},
            timeout=20,
        )


def answer(place: Town) -> Click:
    found = Conversation.objects.filter(channel=place.channels[NAME])
    conversation = place.luck.choice(list(found))
    wanted = str(uuid.uuid4())
    return Click(
        f"/conversations/{conversation.pk}/reply/",
        lambda: Reply.objects.filter(client_uuid=wanted).count() == 1,
        {"text": "Dank voor uw bericht.", "client_uuid": wanted, "seen_sequence": "100000"},
    )


def withdraw(place: Town) -> Click:
    reply = _reply(place, due_at=now() + timedelta(hours=1))
    return _decision(reply, "withdraw", act="reply.withdrawn", ends={"withdrawn"})


def confirm(place: Town) -> Click:
    """It did arrive: those outside wrote it down, and the answer got lost on the way to us."""
    reply = _reply(place, state="unknown", attempt=uuid.uuid4(), started_at=now())
    place.platform.effects.append({"key": reply.key})
    return _decision(reply, "arrived", act="reply.confirmed", ends={"sent"})


def send_again(place: Town) -> Click:
    reply = _reply(place, state="failed", settled_at=now(), problem="Het lukte niet.")
    underway = {"queued", "sending", "sent", "unknown"}
    return _decision(reply, "again", act="reply.sent_again", ends=underway)


def give_up(place: Town) -> Click:
    reply = _reply(place, state="failed", settled_at=now(), problem="Het lukte niet.")
    return _decision(reply, "unsent", act="reply.given_up", ends={"withdrawn"})


def read_again(place: Town) -> Click:
    delivery = _failed(place)
    return Click(
        f"/failures/{delivery.pk}/retry/",
        lambda: _times("delivery.retried", delivery.pk) == 1,
    )


def make_by_hand(place: Town) -> Click:
    delivery = _failed(place)
    return Click(
        f"/failures/{delivery.pk}/by-hand/",
        lambda: (
            _times("delivery.made_by_hand", delivery.pk) == 1
            and Delivery.objects.get(pk=delivery.pk).messages.count() == 1
        ),
        {"sender": "@fatima", "subject": "", "text": "De lantaarn is stuk."},
    )


CLICKS: Final[dict[str, Callable[[Town], Click]]] = {
    "reply.queue": answer,
    "reply.withdraw": withdraw,
    "reply.confirm": confirm,
    "reply.send_again": send_again,
    "reply.give_up": give_up,
    "failure.retry": read_again,
    "failure.by_hand": make_by_hand,
}
"""by the name of the failpoint that stands around its commit"""


def _decision(reply: Reply, what: str, *, act: str, ends: set[str]) -> Click:
    return Click(
        f"/replies/{reply.pk}/{what}/",
        lambda: _times(act, reply.pk) == 1 and Reply.objects.get(pk=reply.pk).state in ends,
        {"reason": "Zo is het besloten."},
    )


def _times(act: str, number: int) -> int:
    return Entry.objects.filter(act=act, subject_id=number).count()


@transaction.atomic
def _reply(place: Town, **facts: object) -> Reply:
    """Return a reply that the machine leaves alone; in one commit, so it never sees another."""
    reply = place.answer(NAME) or pytest.fail("there is nothing to answer")
    Reply.objects.filter(pk=reply.pk).update(**{"due_at": None} | facts)
    return reply


@transaction.atomic
def _failed(place: Town) -> Delivery:
    """Return a post that could not be read, as it is when an upgrade would help."""
    post = place.platform.posts[-1] | {"id": f"onleesbaar-{place.posts}"}
    transport_id = f"post/{post['id']}"
    channels.store(place.channels[NAME], [Arrived(transport_id, json.dumps(post).encode())])
    place.posts += 1
    found = Delivery.objects.filter(channel=place.channels[NAME], transport_id=transport_id)
    found.update(state=Delivery.State.FAILED, tries=5, problem="Het lukte niet.")
    return found.get()
