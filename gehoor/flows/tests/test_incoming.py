"""The story of a message coming in."""

import psycopg
import pytest
from django.db import OperationalError
from procrastinate.contrib.django.models import ProcrastinateJob

from gehoor.channels import actions as channels
from gehoor.channels.models import Channel, Delivery
from gehoor.contacts.models import Contact
from gehoor.contracts.connector import Arrived, Author, Batch, IncomingMessage
from gehoor.contracts.reading import Failure
from gehoor.flows import incoming
from gehoor.inbox.models import Conversation, Message
from gehoor.kit.trouble import is_away
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]
FATIMA = Author("fatima@voorbeeld.example", "Fatima Bakker")
KEES = Author("kees@voorbeeld.example", "Kees Visser")


@pytest.fixture
def mailbox() -> Channel:
    return make.channel(connector="email", settings={"address": "info@gemeente.example"})


def receive(channel: Channel, *messages: IncomingMessage) -> list[Conversation]:
    return [
        incoming.receive(channel, [make.delivery(channel)], [(message,)])[0] for message in messages
    ]


def test_the_raw_bytes_and_the_cursor_are_stored_together(mailbox: Channel) -> None:
    stored = incoming.store(mailbox, Batch([Arrived("INBOX/1/7", b"raw")], {"uid": 7}))

    delivery = Delivery.objects.get()
    mailbox.refresh_from_db()
    assert stored == 1
    assert (bytes(delivery.raw), delivery.state) == (b"raw", "pending")
    assert mailbox.cursor == {"uid": 7}


def test_what_the_platform_hands_us_twice_is_stored_once(mailbox: Channel) -> None:
    batch = Batch([Arrived("INBOX/1/7", b"raw")], {"uid": 7})

    incoming.store(mailbox, batch)
    again = incoming.store(mailbox, batch)

    assert again == 0
    assert Delivery.objects.count() == 1


def test_a_renumbered_mailbox_brings_copies_not_doubles(mailbox: Channel) -> None:
    incoming.store(mailbox, Batch([Arrived("INBOX/1/7", b"raw")], {}))

    incoming.store(mailbox, Batch([Arrived("INBOX/2/1", b"raw")], {}))

    first, copy = Delivery.objects.order_by("pk")
    assert (copy.state, copy.copy_of, bytes(copy.raw)) == ("linked_copy", first, b"")


def test_a_message_opens_a_conversation_that_waits_for_us(mailbox: Channel) -> None:
    [conversation] = receive(mailbox, make.incoming(author=FATIMA, text="De bak\nis vol."))

    message = conversation.messages.get()
    assert conversation.status == "open"
    assert conversation.waiting_since is not None
    assert conversation.opening == "De bak is vol."
    assert (message.author_name, message.text) == ("Fatima Bakker", "De bak\nis vol.")
    assert Delivery.objects.get().state == "parsed"


def test_two_mails_of_one_person_are_two_conversations_of_one_contact(mailbox: Channel) -> None:
    first, second = receive(
        mailbox,
        make.incoming(author=FATIMA),
        make.incoming(author=Author("FATIMA@voorbeeld.example", "F. Bakker")),
    )

    assert first.pk != second.pk
    assert first.contact_id == second.contact_id
    assert Contact.objects.count() == 1


def test_a_follow_up_from_the_same_address_joins(mailbox: Channel) -> None:
    first, second = receive(
        mailbox,
        make.incoming(author=FATIMA, external_id="<a@x>"),
        make.incoming(author=FATIMA, answers=("<a@x>",)),
    )

    assert first.pk == second.pk
    assert [message.sequence for message in second.messages.order_by("pk")] == [1, 2]


def test_a_follow_up_in_the_same_batch_joins(mailbox: Channel) -> None:
    changed = incoming.receive(
        mailbox,
        [make.delivery(mailbox), make.delivery(mailbox)],
        [
            (make.incoming(author=FATIMA, external_id="<a@x>"),),
            (make.incoming(author=FATIMA, answers=("<a@x>",)),),
        ],
    )

    assert len(changed) == 1
    assert Message.objects.count() == 2


def test_a_follow_up_that_overtook_the_mail_it_answers_is_joined_by_it(mailbox: Channel) -> None:
    late = make.incoming(author=FATIMA, external_id="<a@x>")
    early = make.incoming(author=FATIMA, external_id="<b@x>", answers=("<a@x>",))

    first, second = receive(mailbox, early, late)

    assert first.pk == second.pk


def test_also_within_one_batch_mail_may_overtake_mail(mailbox: Channel) -> None:
    late = make.incoming(author=FATIMA, external_id="<a@x>")
    early = make.incoming(author=FATIMA, external_id="<b@x>", answers=("<a@x>",))

    changed = incoming.receive(
        mailbox, [make.delivery(mailbox), make.delivery(mailbox)], [(early,), (late,)]
    )

    assert len(changed) == 1


def test_two_mails_that_answer_one_we_never_saw_belong_together(mailbox: Channel) -> None:
    first, second, stranger = receive(
        mailbox,
        make.incoming(author=FATIMA, answers=("<unseen@x>",)),
        make.incoming(author=FATIMA, answers=("<unseen@x>",)),
        make.incoming(author=KEES, answers=("<unseen@x>",)),
    )

    assert first.pk == second.pk
    assert stranger.pk != first.pk


def test_mails_that_name_no_sender_are_nobodys_follow_up(mailbox: Channel) -> None:
    first, second = receive(
        mailbox,
        make.incoming(author=Author(""), external_id="<a@x>"),
        make.incoming(author=Author(""), answers=("<a@x>",)),
    )

    assert first.pk != second.pk


def test_a_stranger_cannot_wait_for_somebodys_mail(mailbox: Channel) -> None:
    early = make.incoming(author=KEES, external_id="<b@x>", answers=("<a@x>",))

    first, second = receive(mailbox, early, make.incoming(author=FATIMA, external_id="<a@x>"))

    assert first.pk != second.pk


def test_a_stranger_with_a_copied_reference_gets_a_conversation_of_his_own(
    mailbox: Channel,
) -> None:
    first, second = receive(
        mailbox,
        make.incoming(author=FATIMA, external_id="<a@x>"),
        make.incoming(author=KEES, answers=("<a@x>",)),
    )

    assert second.pk != first.pk
    assert second.possibly_belongs_to_id == first.pk


def test_an_answer_to_our_reply_joins_only_from_a_known_address(mailbox: Channel) -> None:
    conversation = make.received(mailbox, author=FATIMA)
    reply = make.reply(conversation)
    Message.objects.filter(pk=reply.message_id).update(external_id="<ours@gemeente.example>")

    known, stranger = receive(
        mailbox,
        make.incoming(author=FATIMA, answers=("<ours@gemeente.example>",)),
        make.incoming(author=KEES, answers=("<ours@gemeente.example>",)),
    )

    assert known.pk == conversation.pk
    assert stranger.possibly_belongs_to_id == conversation.pk


def test_a_new_message_reopens_what_was_done(mailbox: Channel) -> None:
    conversation = make.received(mailbox, author=FATIMA, external_id="<a@x>")
    Conversation.objects.update(status="done", outcome="seen", waiting_since=None)

    receive(mailbox, make.incoming(author=FATIMA, answers=("<a@x>",)))

    conversation.refresh_from_db()
    assert (conversation.status, conversation.outcome) == ("open", "")
    assert conversation.waiting_since is not None


def test_an_automatic_reply_is_shown_but_makes_nobody_wait(mailbox: Channel) -> None:
    conversation = make.received(mailbox, author=FATIMA, external_id="<a@x>")
    Conversation.objects.update(status="done", outcome="seen", waiting_since=None)

    receive(mailbox, make.incoming(author=FATIMA, answers=("<a@x>",), is_automatic=True))

    conversation.refresh_from_db()
    assert conversation.status == "done"
    assert conversation.messages.count() == 2


def test_the_same_message_id_with_other_words_is_a_new_message_with_a_link(
    mailbox: Channel,
) -> None:
    first, second = receive(
        mailbox,
        make.incoming(author=FATIMA, external_id="<a@x>", text="een"),
        make.incoming(author=FATIMA, external_id="<a@x>", text="twee"),
    )

    assert second.pk != first.pk
    assert second.possibly_belongs_to_id == first.pk
    assert Message.objects.count() == 2


def test_also_within_one_batch_the_same_message_id_with_other_words_has_a_link(
    mailbox: Channel,
) -> None:
    first, second = incoming.receive(
        mailbox,
        [make.delivery(mailbox), make.delivery(mailbox)],
        [
            (make.incoming(author=FATIMA, external_id="<a@x>", text="een"),),
            (make.incoming(author=FATIMA, external_id="<a@x>", text="twee"),),
        ],
    )

    second.refresh_from_db()
    assert second.possibly_belongs_to_id == first.pk


def test_messages_without_a_sender_never_share_a_contact(mailbox: Channel) -> None:
    first, second = receive(
        mailbox, make.incoming(author=Author("")), make.incoming(author=Author(""))
    )

    assert first.contact_id != second.contact_id


def test_posts_that_name_no_thread_never_share_a_conversation() -> None:
    platform = make.channel(connector="pretend")

    first = make.received(platform, author=Author("a@voorbeeld.example"), thread="")
    second = make.received(platform, author=Author("b@voorbeeld.example"), thread="")

    assert first.pk != second.pk


def test_a_failed_reading_stops_nobody(mailbox: Channel) -> None:
    good, bad = make.delivery(mailbox), make.delivery(mailbox)

    incoming.receive(mailbox, [bad, good], [Failure("Too large."), (make.incoming(),)])

    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.state, bad.state, bad.problem) == ("parsed", "failed", "Too large.")
    assert Message.objects.count() == 1


class ReadersThatAnswer:
    """Stands in for the guarded child."""

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)

    def start(self) -> None:
        """Nothing to start."""

    def read(self, connector_key: str, raws: list[bytes]) -> list[object]:
        return [self.answers.pop(0) for _ in raws]


def test_what_the_database_refuses_fails_alone(mailbox: Channel) -> None:
    bad, good = make.delivery(mailbox), make.delivery(mailbox)
    readers = ReadersThatAnswer((make.incoming(text="a\x00b"),), (make.incoming(),))

    incoming.receive_batch(mailbox, readers)  # type: ignore[arg-type]

    good.refresh_from_db()
    bad.refresh_from_db()
    assert (bad.state, good.state) == ("failed", "parsed")
    assert bad.problem == incoming.NOT_STORED


@pytest.mark.parametrize(
    "given",
    [
        {"external_id": "<" + "\N{FAMILY}" * 990 + "@x>"},
        {
            "text": " ".join(
                f"woord{number}\N{LATIN SMALL LETTER E WITH ACUTE}" * 6 for number in range(19_000)
            )
        },
        {"text": "x" * 900_000},
    ],
)
def test_what_is_too_large_for_an_index_is_stored_all_the_same(
    mailbox: Channel, given: dict[str, str]
) -> None:
    delivery = make.delivery(mailbox)

    incoming.receive_batch(mailbox, ReadersThatAnswer((make.incoming(**given),)))  # type: ignore[arg-type]

    delivery.refresh_from_db()
    assert delivery.state == "parsed"


def test_a_row_the_database_cannot_hold_is_not_taken_for_a_database_that_is_away() -> None:
    too_large = OperationalError("index row size")
    too_large.__cause__ = psycopg.errors.ProgramLimitExceeded("index row size")

    assert not is_away(too_large)
    assert is_away(OperationalError("the connection is closed"))


def test_a_deadlock_is_not_the_fault_of_what_was_being_stored() -> None:
    deadlock = OperationalError("deadlock detected")
    deadlock.__cause__ = psycopg.errors.DeadlockDetected("deadlock detected")

    assert is_away(deadlock)


def test_administrators_hear_of_a_platform_that_is_not_installed_any_more() -> None:
    channel = make.channel(connector="gone")
    make.delivery(channel)

    incoming.receive_waiting.function(channel.pk)

    channel.refresh_from_db()
    told = ProcrastinateJob.objects.filter(task_name__endswith="tell_administrators")
    assert channel.is_held
    assert told.get().args == {"number": channel.pk}


def test_what_breaks_its_reader_five_times_is_given_up(mailbox: Channel) -> None:
    delivery = make.delivery(mailbox)
    Delivery.objects.update(tries=5)

    more = incoming.receive_batch(mailbox, ReadersThatAnswer())  # type: ignore[arg-type]

    delivery.refresh_from_db()
    assert not more
    assert delivery.state == "failed"


def test_what_stood_beside_a_poison_is_read_alone_and_keeps_its_tries(mailbox: Channel) -> None:
    beside, poison = make.delivery(mailbox), make.delivery(mailbox)
    channels.begin_reading(mailbox.pk, limit=50)  # and the worker dies

    for _ in range(2):
        incoming.receive_batch(mailbox, ReadersThatAnswer((make.incoming(),)))  # type: ignore[arg-type]

    beside.refresh_from_db()
    poison.refresh_from_db()
    assert (beside.state, beside.tries) == ("parsed", 2)
    assert (poison.state, poison.tries) == ("parsed", 2)


@pytest.mark.row("S1-13")
def test_everything_collected_is_accounted_for(mailbox: Channel) -> None:
    for number in range(6):
        delivery = make.delivery(mailbox)
        answer = Failure("Too large.") if number % 3 == 0 else (make.incoming(),)
        incoming.receive(mailbox, [delivery], [answer])
    make.delivery(mailbox)

    states = list(Delivery.objects.values_list("state", flat=True))

    assert len(states) == 7
    assert states.count("parsed") + states.count("failed") + states.count("pending") == 7
    assert Message.objects.count() == states.count("parsed")


def test_what_broke_its_reader_waits_for_those_with_fewer_tries(mailbox: Channel) -> None:
    broken, other = make.delivery(mailbox), make.delivery(mailbox)
    Delivery.objects.filter(pk=broken.pk).update(tries=3)
    Delivery.objects.filter(pk=other.pk).update(tries=1)

    first, second = (channels.begin_reading(mailbox.pk, limit=50) for _ in range(2))

    assert [item.pk for item in first] == [item.pk for item in second] == [other.pk]
