"""F10 on Dovecot: a full mailbox through the intake, mail that moves, waking up at once."""

import imaplib
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connections

from gehoor.channels.models import Channel, Delivery
from gehoor.flows import polling
from gehoor.inbox.models import Message
from gehoor.testing.mailservers import PASSWORD, USER
from gehoor.testing.postoffice import PostOffice, post_office
from gehoor.testing.processes import wait_until
from tests.faults import chance, post

pytestmark = [pytest.mark.peers, pytest.mark.django_db(transaction=True)]

# Ten thousand when large; some of them suffice to see that it works.
MAILS = 10_000 if chance.ASKED else 2_500
MINUTES, WAKE_SECONDS = 10, 2.0


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as running:
        yield running


def text_of(number: int) -> str:
    return f"Bericht {number:05}"


def test_a_full_mailbox_is_read_within_ten_minutes(
    office: PostOffice,
    capsys: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    channel = post.mailbox(office.imap_port)
    for number in range(MAILS):
        office.put(post.mail(text_of(number), number=number, sender=f"b{number % 500}@v.example"))

    begun = time.monotonic()
    post.poll(channel)
    fetched = time.monotonic() - begun
    post.read(channel)
    took = time.monotonic() - begun
    said = f"{MAILS} mails stored in {fetched:.0f} s, messages in {took:.0f} s"
    record_property("measured", said)
    with capsys.disabled():
        print(f"\nF10 Dovecot: {said}")  # noqa: T201

    assert took < MINUTES * 60
    assert post.texts() == [text_of(number) for number in range(MAILS)]
    assert post.missing(channel) == set()


def test_mail_that_is_moved_away_and_back_is_shown_once(office: PostOffice) -> None:
    channel = post.mailbox(office.imap_port)
    for number in range(3):
        office.put(post.mail(text_of(number), number=number))
    post.poll(channel)

    move_all(office, "INBOX", "Archief")
    office.put(post.mail(text_of(3), number=3))
    post.poll(channel)
    move_all(office, "Archief", "INBOX")
    post.poll(channel)
    post.read(channel)

    assert post.texts() == [text_of(number) for number in range(4)]
    assert post.states() == {"parsed": 4, "linked_copy": 3}
    assert post.missing(channel) == set()


def move_all(office: PostOffice, here: str, there: str) -> None:
    """Let a colleague move all mail in their own mail program."""
    colleague = imaplib.IMAP4("127.0.0.1", office.imap_port)
    colleague.login(USER, PASSWORD)
    colleague.create(there)
    colleague.select(here)
    status, said = colleague.uid("MOVE", "1:*", there)
    colleague.logout()
    assert status == "OK", said


@pytest.mark.quiet
def test_mail_is_stored_within_two_seconds_of_its_arrival(
    office: PostOffice,
    capsys: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    channel = post.mailbox(office.imap_port)
    stop = threading.Event()

    def watch() -> None:
        try:
            polling.watch(channel.pk, stop)
        finally:
            connections.close_all()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    # A mailbox counts from the first look on; what was there before is not ours to read.
    wait_until(lambda: has_looked(channel.pk), seconds=20, what="looked into the mailbox")
    waits = []
    for number in range(5):
        office.put(post.mail(text_of(number), number=number))
        waits.append(
            wait_until(lambda: is_stored(number), seconds=20, what="stored")  # noqa: B023
        )
    stop.set()
    office.put(post.mail("Laatste", number="laatste"))
    watcher.join(30)
    # The first may come in while the ledger is compared; the others wake the watcher.
    said = f"stored after {max(waits[1:]):.2f} s at most"
    record_property("measured", said)
    with capsys.disabled():
        print(f"\nF10 IDLE: {said}")  # noqa: T201

    assert max(waits[1:]) < WAKE_SECONDS
    assert Message.objects.count() == 0, "reading is the worker's, storing is ours"


def has_looked(number: int) -> bool:
    return bool(Channel.objects.get(pk=number).cursor)


def is_stored(number: int) -> bool:
    return Delivery.objects.count() > number
