"""E-mail against Dovecot and OpenSMTPD, as in production: IDLE, a full mailbox, a round trip."""

import threading
from collections.abc import Iterator
from contextlib import closing
from time import monotonic, sleep

import pytest

from gehoor.connectors.email import PLUGIN
from gehoor.connectors.email.tests.peer import account_at, mail, text_of
from gehoor.contracts.connector import Account, Cursor, NotAllowed, Sent
from gehoor.testing.peers import outgoing, with_secrets, with_settings
from gehoor.testing.postoffice import PostOffice, post_office

pytestmark = pytest.mark.peers


@pytest.fixture(scope="module")
def office() -> Iterator[PostOffice]:
    with post_office() as running:
        yield running


@pytest.fixture
def account(office: PostOffice) -> Account:
    ours = account_at(imap_port=office.imap_port, smtp_port=office.smtp_port)
    return with_settings(ours, smtp_login="no")


def caught_up(account: Account) -> Cursor:
    with closing(PLUGIN.reader(account)) as reader:
        cursor: Cursor = {}
        has_more = True
        while has_more:
            batch = reader.fetch(cursor, limit=500)
            cursor, has_more = batch.cursor, batch.has_more
        return cursor


def test_mail_wakes_a_waiting_reader_at_once(office: PostOffice, account: Account) -> None:
    with closing(PLUGIN.reader(account)) as reader:
        cursor = reader.fetch({}, limit=10).cursor
        timer = threading.Timer(1, office.put, [mail("Wakker worden")])
        timer.start()
        started = monotonic()

        reader.wait(30)

        assert monotonic() - started < 10
        [arrived] = reader.fetch(cursor, limit=10).arrived
        assert text_of(arrived.raw) == "Wakker worden"
        timer.join()


def test_a_mail_that_came_between_fetch_and_wait_wakes_too(
    office: PostOffice, account: Account
) -> None:
    with closing(PLUGIN.reader(account)) as reader:
        reader.fetch({}, limit=10)
        office.put(mail("Net gemist"))
        started = monotonic()

        reader.wait(30)

    assert monotonic() - started < 5


def test_reading_leaves_no_mark(office: PostOffice, account: Account) -> None:
    cursor = caught_up(account)
    office.put(mail("Ongelezen blijven"))
    with closing(PLUGIN.reader(account)) as reader:
        batch = reader.fetch(cursor, limit=10)
        before = office.files()
        again = reader.fetch(cursor, limit=10)

    assert batch.arrived == again.arrived
    assert office.files() == before
    assert not any(name.endswith("S") for name in before)


def test_a_reply_arrives_and_its_copy_is_kept_as_read(office: PostOffice, account: Account) -> None:
    sender = PLUGIN.sender(account)
    reply = outgoing(to="fatima@voorbeeld.example", text="Rond\n.\nreis met café €")

    assert isinstance(sender.send(reply), Sent)
    sender.keep_copy(reply)

    arrived = wait_for_mail(office, "fatima")
    assert text_of(arrived) == reply.text
    [copy] = (office.maildir() / ".Verzonden" / "cur").iterdir()
    assert copy.name.endswith("S")
    assert text_of(copy.read_bytes()) == reply.text


def test_what_somebody_sends_elsewhere_is_read_from_the_folder_the_server_marks(
    office: PostOffice, account: Account
) -> None:
    wanted = with_settings(account, reads_sent="yes")
    cursor = caught_up(wanted)
    PLUGIN.sender(account).keep_copy(outgoing(text="Elders gezegd"))
    folder = office.maildir() / ".Verzonden" / "cur"
    before = sorted(path.name for path in folder.iterdir())

    with closing(PLUGIN.reader(wanted)) as reader:
        batch = reader.fetch(cursor, limit=10)

    [arrived] = batch.arrived
    assert (text_of(arrived.raw), batch.told) == ("Elders gezegd", "")
    assert PLUGIN.is_sent_elsewhere(arrived.transport_id)
    assert sorted(path.name for path in folder.iterdir()) == before


def wait_for_mail(office: PostOffice, user: str) -> bytes:
    until = monotonic() + 30
    while monotonic() < until:
        found = [path for path in office.maildir(user).glob("new/*") if path.is_file()]
        if found:
            return found[0].read_bytes()
        sleep(0.1)
    raise AssertionError(f"No mail for {user} within 30 seconds.")


def test_a_wrong_password_is_named_as_such(account: Account) -> None:
    locked_out = with_secrets(account, password="verkeerd")
    with closing(PLUGIN.reader(locked_out)) as reader, pytest.raises(NotAllowed):
        reader.fetch({}, limit=1)


@pytest.mark.long
def test_ten_thousand_mails_are_read_once_each_also_after_renumbering(
    office: PostOffice, account: Account
) -> None:
    cursor = caught_up(account)
    for number in range(10_000):
        office.put(mail(f"Nummer {number}", message_id=f"<{number}@v.example>"))

    texts: list[str] = []
    with closing(PLUGIN.reader(account)) as reader:
        has_more = True
        while has_more:
            batch = reader.fetch(cursor, limit=500)
            texts += [text_of(arrived.raw) for arrived in batch.arrived]
            cursor, has_more = batch.cursor, batch.has_more
        assert sorted(texts) == sorted(f"Nummer {number}" for number in range(10_000))
        assert len(reader.transport_ids(cursor)) == 10_000

    office.renumber()
    with closing(PLUGIN.reader(account)) as reader:
        has_more, again = True, 0
        while has_more:
            batch = reader.fetch(cursor, limit=500)
            again += len(batch.arrived)
            cursor, has_more = batch.cursor, batch.has_more
    assert again >= 10_000
