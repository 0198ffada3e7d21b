"""Answers that colleagues send from a mailbox without us: found, listed, and nobody waits twice."""

import pytest

from gehoor.audit.models import Entry
from gehoor.channels import actions as channels
from gehoor.channels.models import Channel, Delivery
from gehoor.contracts.connector import Arrived
from gehoor.flows import incoming, register
from gehoor.inbox.models import Conversation, Message
from gehoor.people.models import Team
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]
FATIMA = "fatima@voorbeeld.example"
OURS = "melding@gemeente.example"
QUESTION = "<vraag@voorbeeld.example>"


@pytest.fixture
def team() -> Team:
    return make.team()


@pytest.fixture
def mailbox(team: Team) -> Channel:
    return make.channel(connector="email", settings={"address": OURS}, address=OURS, team=team)


@pytest.fixture
def ria(team: Team) -> Actor:
    return make.actor(Role.COORDINATOR, teams=(team,))


def mail(
    text: str, *, name: str, sender: str = OURS, to: str = FATIMA, more: tuple[str, ...] = ()
) -> bytes:
    lines = [
        f"From: {sender}", f"To: {to}", "Subject: De brug", f"Message-ID: {name}", *more, "", text,
        "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


def question() -> Arrived:
    raw = mail("Waar is de brug?", name=QUESTION, sender=f"Fatima <{FATIMA}>", to=OURS)
    return Arrived("INBOX/1/1", raw)


def answer(text: str = "Bij de sluis.", *, to: str = FATIMA) -> Arrived:
    more = (f"In-Reply-To: {QUESTION}",)
    return Arrived("sent/1/1", mail(text, name="<elders@gemeente.example>", to=to, more=more))


def come_in(channel: Channel, *arrived: Arrived) -> None:
    channels.store(channel, arrived)
    incoming.receive_waiting.function(channel.pk)


@pytest.mark.row("S2-23")
def test_an_answer_from_the_sent_folder_is_listed_and_nobody_waits_any_longer(
    mailbox: Channel, ria: Actor
) -> None:
    come_in(mailbox, question())
    assert Conversation.objects.get().waiting_since is not None

    come_in(mailbox, answer())

    conversation = Conversation.objects.get()
    [listed] = register.sent_outside(ria)
    assert (listed.text, listed.conversation) == ("Bij de sluis.", conversation)
    assert (listed.kind, listed.author_handle) == (Message.Kind.REPLY, OURS)
    assert conversation.waiting_since is None
    assert not Entry.objects.filter(act="reply.sent").exists()


@pytest.mark.row("S2-23")
def test_it_finds_what_it_answers_in_one_batch_too_and_so_does_the_next_question(
    mailbox: Channel, ria: Actor
) -> None:
    more = ("In-Reply-To: <elders@gemeente.example>",)
    again = mail("En de sluis?", name="<2@voorbeeld.example>", sender=FATIMA, to=OURS, more=more)

    come_in(mailbox, question(), answer(), Arrived("INBOX/1/2", again))

    conversation = Conversation.objects.get()
    kinds = conversation.messages.order_by("sequence").values_list("kind", flat=True)
    assert list(kinds) == ["in", "out", "in"]
    assert conversation.waiting_since == conversation.messages.get(sequence=3).received_at


@pytest.mark.row("S2-23")
def test_our_own_answer_in_the_sent_folder_stands_there_once(mailbox: Channel, ria: Actor) -> None:
    come_in(mailbox, question())
    reply = make.reply(Conversation.objects.get(), text="Dat zoeken wij uit.")
    ours = "<abc@gemeente.example>"
    Message.objects.filter(pk=reply.message_id).update(external_id=ours)
    copy = mail("Dat zoeken wij uit.", name=ours, more=(f"In-Reply-To: {QUESTION}",))

    come_in(mailbox, Arrived("sent/1/1", copy))

    assert Message.objects.filter(kind=Message.Kind.REPLY).count() == 1
    assert register.sent_outside(ria) == []
    assert not Delivery.objects.exclude(state="parsed").exists()


def test_a_question_that_was_sent_on_is_not_answered(mailbox: Channel) -> None:
    come_in(mailbox, question())

    come_in(mailbox, answer("Weten jullie dit?", to="bruggen@gemeente.example"))

    asked, passed_on = Conversation.objects.order_by("pk")
    assert asked.waiting_since is not None
    assert (passed_on.status, passed_on.waiting_since) == ("done", None)
    assert passed_on.possibly_belongs_to == asked


def test_what_a_machine_sent_from_it_is_no_answer_and_is_shown_to_nobody(mailbox: Channel) -> None:
    link = mail(
        "https://gehoor.example/welcome/geheim/", name="<link@gemeente.example>",
        more=("Auto-Submitted: auto-generated",),
    )  # fmt: skip

    come_in(mailbox, Arrived("sent/1/1", link))

    assert Delivery.objects.get().state == "parsed"
    assert not Message.objects.exists()


def test_a_stranger_who_claims_to_be_us_is_a_stranger(mailbox: Channel, ria: Actor) -> None:
    come_in(mailbox, question())
    forged = mail(
        "Het is al opgelost.", name="<x@kwaad.example>", more=(f"References: {QUESTION}",)
    )

    come_in(mailbox, Arrived("INBOX/1/2", forged))

    assert register.sent_outside(ria) == []
    assert Message.objects.filter(kind=Message.Kind.INCOMING).count() == 2
    assert Conversation.objects.order_by("pk")[0].waiting_since is not None


def test_without_a_recipient_it_is_with_nobody(mailbox: Channel) -> None:
    raw = mail("Aan allen", name="<bcc@gemeente.example>", to="undisclosed-recipients:;")

    come_in(mailbox, Arrived("sent/1/1", raw), Arrived("sent/1/2", raw + b"anders"))

    first, second = Conversation.objects.order_by("pk")
    assert first.contact_id != second.contact_id
    assert not first.contact.name
