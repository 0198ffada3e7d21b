"""An older mailbox comes in through the real intake, and waits for nobody."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from gehoor.audit.models import Entry
from gehoor.channels import actions as channels
from gehoor.channels.models import Channel, Delivery
from gehoor.contracts.connector import Arrived, Batch
from gehoor.flows import balance, history, incoming
from gehoor.inbox.models import Conversation, Message, Reply
from gehoor.kit.clock import now
from gehoor.testing import make

pytestmark = pytest.mark.django_db

OLD_DATE = "Tue, 02 Mar 2021 09:00:00 +0100"


def mail(
    number: int, *, answers: int | None = None, sender: str = "fatima@voorbeeld.example"
) -> bytes:
    lines = [
        f"From: Fatima Bakker <{sender}>",
        "To: melding@gemeente.example",
        f"Date: {OLD_DATE}",
        f"Subject: Vraag {number}",
        f"Message-ID: <{number}@voorbeeld.example>",
        *([f"In-Reply-To: <{answers}@voorbeeld.example>"] if answers else []),
        "",
        f"Tekst {number}",
        "",
    ]
    return "\r\n".join(lines).encode()


def mailbox(**given: object) -> Channel:
    account = {"address": "melding@gemeente.example"}
    return make.channel(connector="email", settings=account, **given)


def quiet(_: str) -> None:
    """Say nothing."""


def test_a_mail_of_years_ago_is_done_and_seen_under_its_own_date() -> None:
    channel = mailbox()

    brought = history.bring_in(channel, [mail(1)], say=quiet)

    conversation = Conversation.objects.get()
    message = Message.objects.get()
    assert (brought.found, brought.new, brought.failed) == (1, 1, 0)
    assert (conversation.status, conversation.outcome) == ("done", "seen")
    assert (conversation.waiting_since, conversation.is_unread) == (None, False)
    assert message.sent_at.year == conversation.last_message_at.year == 2021
    assert message.received_at > now() - timedelta(minutes=5)
    assert not Reply.objects.exists()
    assert Entry.objects.get(act="mailbox.imported").details["new"] == 1


def test_an_old_exchange_is_one_conversation() -> None:
    history.bring_in(mailbox(), [mail(1), mail(2, answers=1), mail(3, answers=2)], say=quiet)

    assert Conversation.objects.count() == 1
    assert Conversation.objects.get().messages.count() == 3


def test_the_same_mailbox_twice_changes_nothing() -> None:
    channel = mailbox()
    mails = [mail(number) for number in range(5)]
    history.bring_in(channel, mails, say=quiet)

    again = history.bring_in(channel, [*mails, *mails, mail(5)], say=quiet)

    assert (again.found, again.new) == (11, 1)
    assert Message.objects.count() == 6


def test_what_was_read_from_the_server_already_is_not_shown_twice() -> None:
    channel = mailbox()
    incoming.store(channel, Batch([Arrived("1/7", mail(1))], {}))
    incoming.receive_waiting.function(channel.pk)

    history.bring_in(channel, [mail(1)], say=quiet)

    assert Message.objects.count() == 1
    assert Delivery.objects.filter(state="linked_copy").count() == 1
    assert Conversation.objects.get().status == "open"


def test_history_in_an_open_conversation_leaves_it_as_it_stands() -> None:
    channel = mailbox()
    incoming.store(channel, Batch([Arrived("1/7", mail(2, answers=1))], {}))
    incoming.receive_waiting.function(channel.pk)
    before = Conversation.objects.get()

    history.bring_in(channel, [mail(1)], say=quiet)

    after = Conversation.objects.get()
    assert after.messages.count() == 2
    assert (after.status, after.waiting_since) == ("open", before.waiting_since)
    assert after.last_message_at == before.last_message_at


def test_a_new_answer_wakes_an_old_conversation() -> None:
    channel = mailbox()
    history.bring_in(channel, [mail(1)], say=quiet)

    incoming.store(channel, Batch([Arrived("1/8", mail(2, answers=1))], {}))
    incoming.receive_waiting.function(channel.pk)

    conversation = Conversation.objects.get()
    assert (conversation.status, conversation.outcome, conversation.is_unread) == ("open", "", True)
    assert conversation.waiting_since is not None


def test_the_day_still_adds_up() -> None:
    channel = mailbox()
    history.bring_in(channel, [mail(1), b"\0" * 100, mail(2)], say=quiet)

    [line] = balance.of(localdate(now()))

    assert line.adds_up
    assert line.received == 3
    assert line.open == 0


def test_it_is_no_reason_to_say_that_we_read_late() -> None:
    channel = mailbox()
    channels.store(channel, [Arrived("history/1", mail(1))], is_history=True)
    Delivery.objects.update(received_at=now() - timedelta(hours=1))

    incoming.flag_late()

    channel.refresh_from_db()
    assert channel.health != Channel.Health.TROUBLED


def test_mail_goes_into_a_mailbox_only() -> None:
    with pytest.raises(history.NoMailChannel, match="no mailbox"):
        history.bring_in(make.channel(connector="pretend"), [mail(1)], say=quiet)
