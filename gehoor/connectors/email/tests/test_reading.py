"""Reading a mailbox: nothing missed, nothing twice, nothing touched. The short form of F10."""

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from gehoor.connectors.email import PLUGIN
from gehoor.connectors.email.reading import MailReader
from gehoor.connectors.email.servers import NOT_ENCRYPTED, imap_of
from gehoor.connectors.email.tests.peer import account_at, mail, text_of
from gehoor.contracts.connector import Batch, Cursor, NotAllowed, Unreachable
from gehoor.testing.faultproxy import Act, Rule, Toward, fault_proxy
from gehoor.testing.mailservers import Mailbox, imap_server
from gehoor.testing.peers import with_settings


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with imap_server() as running:
        yield running


def reader_of(box: Mailbox, *, days_back: int = 0) -> MailReader:
    return MailReader(imap_of(account_at(imap_port=box.port)), days_back=days_back)


def first_cursor(box: Mailbox) -> Cursor:
    with closing(reader_of(box)) as reader:
        return reader.fetch({}, limit=10).cursor


def texts_in(batch: Batch) -> list[str]:
    return [text_of(arrived.raw) for arrived in batch.arrived]


def test_the_first_connection_reads_mail_from_now_on(box: Mailbox) -> None:
    box.put(mail("Van voor onze tijd"))
    cursor = first_cursor(box)
    box.put(mail("Nieuw"))

    with closing(reader_of(box)) as reader:
        assert texts_in(reader.fetch(cursor, limit=10)) == ["Nieuw"]


def test_the_first_connection_may_look_back_some_days(box: Mailbox) -> None:
    box.put(mail("Van vandaag"))

    with closing(reader_of(box, days_back=30)) as reader:
        assert texts_in(reader.fetch({}, limit=10)) == ["Van vandaag"]


def test_one_connection_serves_many_fetches_and_sees_what_is_new(box: Mailbox) -> None:
    cursor = first_cursor(box)
    with closing(reader_of(box)) as reader:
        for number in range(3):
            box.put(mail(f"Bericht {number}"))
            batch = reader.fetch(cursor, limit=10)
            cursor = batch.cursor

            assert texts_in(batch) == [f"Bericht {number}"]


def test_the_same_message_id_twice_is_two_arrivals(box: Mailbox) -> None:
    cursor = first_cursor(box)
    box.put(mail("De ene", message_id="<zelfde@voorbeeld.example>"))
    box.put(mail("De andere", message_id="<zelfde@voorbeeld.example>"))

    with closing(reader_of(box)) as reader:
        assert len(reader.fetch(cursor, limit=10).arrived) == 2


def test_new_uids_mean_that_everything_is_read_again(box: Mailbox) -> None:
    cursor = first_cursor(box)
    texts = [f"Bericht {number}" for number in range(4)]
    for text in texts:
        box.put(mail(text))
    with closing(reader_of(box)) as reader:
        before = reader.fetch(cursor, limit=2)
    box.renumber()

    with closing(reader_of(box)) as reader:
        again = reader.fetch(before.cursor, limit=10)

    assert set(texts_in(again)) == set(texts)
    ids = {arrived.transport_id for arrived in again.arrived}
    assert not ids & {arrived.transport_id for arrived in before.arrived}
    with closing(reader_of(box)) as reader:
        assert reader.fetch(again.cursor, limit=10).arrived == []
        assert reader.transport_ids(again.cursor) == ids


def test_mail_that_vanishes_is_stepped_over(box: Mailbox) -> None:
    cursor = first_cursor(box)
    for number in range(4):
        box.put(mail(f"Bericht {number}"))
    with closing(reader_of(box)) as reader:
        begun = reader.fetch(cursor, limit=1)
        box.remove_one()
        rest = reader.fetch(begun.cursor, limit=10)

        assert len(rest.arrived) in {2, 3}
        assert reader.fetch(rest.cursor, limit=10).arrived == []


def test_a_cut_in_the_middle_of_a_mail_hands_over_nothing(box: Mailbox) -> None:
    cursor = first_cursor(box)
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201
    chance = random.Random(seed)
    for number in range(5):
        box.put(mail(f"Bericht {number} " + "lang " * chance.randrange(20_000)))
    with fault_proxy(box.port) as proxy:
        server = replace(imap_of(account_at(imap_port=proxy.port)), timeout=5)
        for number in range(5):
            proxy.rules.append(Rule(Act.CUT_AFTER, b"Bericht %d" % number, Toward.CLIENT))
            with closing(MailReader(server)) as reader, pytest.raises(Unreachable):
                reader.fetch(cursor, limit=10)
        with closing(MailReader(server)) as reader:
            batch = reader.fetch(cursor, limit=10)

    assert proxy.cut == 5
    assert len(batch.arrived) == 5


def test_a_server_that_stalls_is_unreachable_in_time(box: Mailbox) -> None:
    cursor = first_cursor(box)
    box.put(mail("Traag"))
    with fault_proxy(box.port) as proxy:
        server = replace(imap_of(account_at(imap_port=proxy.port)), timeout=0.5)
        proxy.rules.append(Rule(Act.STALL, b"Subject", Toward.CLIENT, seconds=1))
        with closing(MailReader(server)) as reader, pytest.raises(Unreachable):
            reader.fetch(cursor, limit=10)


def test_a_reader_recovers_by_itself_after_trouble(box: Mailbox) -> None:
    cursor = first_cursor(box)
    box.put(mail("Blijft staan"))
    with fault_proxy(box.port) as proxy:
        server = imap_of(account_at(imap_port=proxy.port))
        proxy.rules.append(Rule(Act.CUT_BEFORE, b"Blijft", Toward.CLIENT))
        with closing(MailReader(server)) as reader:
            with pytest.raises(Unreachable):
                reader.fetch(cursor, limit=10)

            assert len(reader.fetch(cursor, limit=10).arrived) == 1


def test_waiting_ends_at_once_when_mail_came_in_between(box: Mailbox) -> None:
    with closing(reader_of(box)) as reader:
        cursor = reader.fetch({}, limit=10).cursor
        box.put(mail("Net te laat"))

        reader.wait(30)

        assert len(reader.fetch(cursor, limit=10).arrived) == 1


def test_a_password_never_goes_over_a_network_in_the_open() -> None:
    account = with_settings(account_at(imap_port=143), imap_host="mail.example")

    with pytest.raises(NotAllowed, match=NOT_ENCRYPTED[:30]):
        PLUGIN.reader(account).fetch({}, limit=1)
