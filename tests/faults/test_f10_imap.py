"""F10, short: the mailbox changes or breaks while it is read; no mail is missed, none doubled."""

import imaplib
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest

from gehoor.channels.models import Channel, Delivery
from gehoor.contracts.connector import Unreachable
from gehoor.inbox.models import Conversation, Message
from gehoor.testing.faultproxy import Act, Proxy, Rule, Toward, fault_proxy
from gehoor.testing.mailservers import PASSWORD, USER, Mailbox, imap_server
from gehoor.testing.processes import wait_until
from tests.faults import chance, post

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

SEED = chance.SEED
ROUNDS = chance.size(3, most=20)


@pytest.fixture
def luck() -> random.Random:
    print(f"\nF10: seed {SEED}, {ROUNDS} rounds each")  # noqa: T201
    return random.Random(SEED)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with imap_server() as running:
        yield running


@pytest.fixture
def proxy(box: Mailbox) -> Iterator[Proxy]:
    with fault_proxy(box.port) as running:
        yield running


def arrive(box: Mailbox, *numbers: int) -> None:
    for number in numbers:
        box.put(post.mail(text_of(number), number=number))


def text_of(number: int) -> str:
    return f"Bericht {number:04}"


def check(channel: Channel, numbers: range) -> None:
    """Everything that arrived is one message each, and nothing at the source is unknown to us."""
    post.read(channel)
    assert post.texts() == [text_of(number) for number in numbers]
    assert post.missing(channel) == set()
    assert post.adds_up()
    assert not Delivery.objects.filter(state__in=["pending", "failed"]).exists()


def test_a_mailbox_that_is_renumbered_brings_copies_and_no_doubles(
    box: Mailbox, luck: random.Random
) -> None:
    channel = post.mailbox(box.port)
    count = 0
    for _ in range(ROUNDS):
        new = luck.randrange(1, 20)
        arrive(box, *range(count, count + new))
        post.poll(channel)
        count += new
        arrive(box, count)  # what comes just before the renumbering must not be lost by it
        box.renumber()
        post.poll(channel)
        count += 1

        check(channel, range(count))


@pytest.mark.parametrize("days", [-3, 3])
def test_a_server_whose_date_is_three_days_off_loses_nothing(box: Mailbox, days: int) -> None:
    moment = time.time() + days * 24 * 3600
    channel = post.mailbox(box.port)
    arrive(box, *range(4))
    date_everything(box, moment)
    post.poll(channel)
    arrive(box, *range(4, 8))
    date_everything(box, moment)
    box.renumber()
    post.poll(channel)
    arrive(box, *range(8, 12))
    date_everything(box, moment)
    post.poll(channel)

    check(channel, range(12))


def date_everything(box: Mailbox, moment: float) -> None:
    """Let the server's clock have been elsewhere: it dates mail by its file."""
    for place in ("new", "cur"):
        for path in (box.folder / USER / place).iterdir():
            os.utime(path, (moment, moment))


def test_mail_that_is_expunged_while_it_is_fetched_stops_nobody(
    box: Mailbox, proxy: Proxy, luck: random.Random
) -> None:
    channel = post.mailbox(proxy.port)
    for _ in range(ROUNDS):
        kept = Message.objects.count()
        arrive(box, *range(kept, kept + 5))
        arrive(box, 9000)
        step = luck.choice([b"RFC822.SIZE", b"BODY.PEEK"])
        proxy.rules.append(Rule(Act.STALL, step, Toward.SERVER, seconds=1))

        with meanwhile(proxy, lambda: expunge(box, 9000)):
            post.poll(channel)
        post.poll(channel)

        post.read(channel)
        Message.objects.filter(text=text_of(9000)).delete()
        check(channel, range(kept + 5))


@contextmanager
def meanwhile(proxy: Proxy, act: Callable[[], object]) -> Iterator[None]:
    """Do something at the very moment the next rule of the proxy holds the line."""
    before = proxy.cut

    def do() -> None:
        wait_until(lambda: proxy.cut > before, seconds=20, what="the line is held")
        act()

    thread = threading.Thread(target=do)
    thread.start()
    yield
    thread.join(30)
    assert proxy.cut > before


def test_a_connection_cut_inside_a_mail_stores_nothing_half(
    box: Mailbox, proxy: Proxy, luck: random.Random
) -> None:
    channel = post.mailbox(proxy.port)
    count = 0
    for _ in range(ROUNDS):
        for number in range(count, count + 5):
            filling = "regel\r\n" * luck.randrange(10_000)
            end = f"einde {number:04}"
            box.put(post.mail(f"{text_of(number)}\r\n{filling}{end}", number=number))
        before = Delivery.objects.count(), Channel.objects.get(pk=channel.pk).cursor
        cut_at = luck.choice([b"einde %04d", b"Bericht %04d"]) % (count + luck.randrange(5))
        act = luck.choice([Act.CUT_BEFORE, Act.CUT_AFTER])
        proxy.rules.append(Rule(act, cut_at, Toward.CLIENT))

        with pytest.raises(Unreachable):
            post.poll(channel)

        assert (Delivery.objects.count(), Channel.objects.get(pk=channel.pk).cursor) == before
        assert post.poll(channel) == 5
        count += 5
    post.read(channel)
    assert [text.split("\n")[0].strip() for text in post.texts()] == [
        text_of(number) for number in range(count)
    ]
    assert all(text.endswith(f"einde {number:04}") for number, text in enumerate(post.texts()))
    assert post.missing(channel) == set()


def test_two_mails_under_one_message_id_are_both_shown(box: Mailbox) -> None:
    channel = post.mailbox(box.port)
    box.put(post.mail("Bericht 0000", number="zelfde"))
    box.put(post.mail("Bericht 0001", number="zelfde"))
    box.put(post.mail("Bericht 0001", number="zelfde"))
    post.poll(channel)

    check(channel, range(2))
    assert post.states() == {"parsed": 2, "linked_copy": 1}
    first, second = Conversation.objects.order_by("pk")
    assert second.possibly_belongs_to_id == first.pk


def test_one_mail_in_two_boxes_is_two_items_that_know_of_each_other(box: Mailbox) -> None:
    with imap_server() as other_box:
        channel, other = post.mailbox(box.port), post.mailbox(other_box.port)
        for each in (box, other_box):
            arrive(each, 0)
        for mailbox in (channel, other):
            post.poll(mailbox)
            post.read(mailbox)

        assert post.texts() == [text_of(0)] * 2
        ours = Conversation.objects.get(channel=channel)
        theirs = Conversation.objects.get(channel=other)
        assert theirs.possibly_belongs_to_id == ours.pk
        assert post.missing(channel) | post.missing(other) == set()


def test_an_inbox_that_is_moved_away_and_back_is_not_read_twice(box: Mailbox) -> None:
    channel = post.mailbox(box.port)
    arrive(box, 0, 1, 2)
    post.poll(channel)

    move_all(box, ".", ".Archief")
    arrive(box, 3)
    post.poll(channel)
    check(channel, range(4))
    move_all(box, ".Archief", ".")
    post.poll(channel)

    check(channel, range(4))


def move_all(box: Mailbox, here: str, there: str) -> None:
    """Let a colleague move all mail to another folder; the server gives it new numbers there."""
    home = box.folder / USER
    for part in ("cur", "new", "tmp"):
        (home / there / part).mkdir(parents=True, exist_ok=True)
    for path in [*(home / here / "cur").iterdir(), *(home / here / "new").iterdir()]:
        path.rename(home / there / "new" / f"{time.time_ns()}.{uuid4().hex}.moved")


def expunge(box: Mailbox, number: int) -> None:
    """Let a colleague remove a mail for good in their own mail program."""
    client = imaplib.IMAP4("127.0.0.1", box.port)
    client.login(USER, PASSWORD)
    client.select("INBOX")
    _, found = client.search(None, "SUBJECT", f'"Vraag {number}"')
    client.store(found[0].decode(), "+FLAGS", "\\Deleted")
    status, _ = client.expunge()
    client.logout()
    assert status == "OK"
