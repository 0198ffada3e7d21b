"""Hostile mail out of an older mailbox: read or failed in words, and it stops nobody."""

from pathlib import Path

import pytest

from gehoor.channels.models import Delivery
from gehoor.flows import history
from gehoor.inbox.models import Conversation, Message, Reply
from gehoor.kit.mailboxes import mails_in
from gehoor.testing import make
from tests.hostile.mails import files_in, good, ours

pytestmark = pytest.mark.django_db


def quiet(_: str) -> None:
    """Say nothing."""


def as_folder(place: Path, mails: list[bytes]) -> Path:
    for number, mail in enumerate(mails):
        (place / f"{number:05}.eml").write_bytes(mail)
    return place


@pytest.mark.parametrize("whose", ["ours", "shared"])
def test_every_hostile_mail_is_read_or_fails_in_words(whose: str, tmp_path: Path) -> None:
    poison = (
        list(ours().values())
        if whose == "ours"
        else [path.read_bytes() for path in files_in("mime")]
    )
    mixed = [mail for number, bad in enumerate(poison) for mail in (bad, good(number))]
    channel = make.channel(connector="email", settings={"address": "melding@gemeente.example"})

    brought = history.bring_in(channel, mails_in(as_folder(tmp_path, mixed)), say=quiet)

    states = list(Delivery.objects.values_list("state", "problem"))
    assert brought.found == len(mixed)
    assert brought.new == len(states)
    assert {state for state, _ in states} <= {"parsed", "failed", "linked_copy"}
    assert all(problem for state, problem in states if state == "failed")
    texts = set(Message.objects.values_list("text", flat=True))
    assert {f"Gewone vraag {number}" for number in range(len(poison))} <= texts
    # A mail that names no sender and no subject is history, too: nobody waits.
    assert not Conversation.objects.exclude(waiting_since=None).exists()
    assert not Reply.objects.exists()
