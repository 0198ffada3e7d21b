"""Reading what was sent from a mailbox: from now on, nothing changed, and never in the way."""

import imaplib
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import pytest
from imap_tools.folder import FolderInfo

from gehoor.connectors.email import PLUGIN
from gehoor.connectors.email.folders import ASKED_FOR_MARKS, sent_folder_of
from gehoor.connectors.email.reading import NO_SENT_FOLDER, SENT_IS_INBOX, SENT_NOT_OPENED
from gehoor.connectors.email.tests.peer import account_at, mail, text_of
from gehoor.contracts.connector import Account, Arrived, Batch, Cursor
from gehoor.testing.mailservers import Mailbox, imap_server
from gehoor.testing.peers import with_settings


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with imap_server() as running:
        yield running


def account_of(box: Mailbox, **given: str) -> Account:
    account = account_at(imap_port=box.port)
    return with_settings(account, **{"reads_sent": "yes", **given})


def all_after(account: Account, cursor: Cursor) -> tuple[list[Arrived], Batch]:
    """Return everything new in the order it is handed over, and the last batch."""
    arrived: list[Arrived] = []
    with closing(PLUGIN.reader(account)) as reader:
        while True:
            batch = reader.fetch(cursor, limit=10)
            arrived += batch.arrived
            cursor = batch.cursor
            if not batch.has_more:
                return arrived, batch


def texts(arrived: Sequence[Arrived]) -> list[str]:
    return [text_of(each.raw) for each in arrived]


def test_what_is_sent_from_now_on_is_read_after_what_others_wrote(box: Mailbox) -> None:
    box.add_folder("Sent")
    box.put(mail("Van jaren geleden"), folder="Sent")
    account = account_of(box)
    _, begun = all_after(account, {})
    box.put(mail("Elders beantwoord"), folder="Sent")
    box.put(mail("Een vraag"))
    before = box.files()

    arrived, last = all_after(account, begun.cursor)

    assert texts(arrived) == ["Een vraag", "Elders beantwoord"]
    ours = [PLUGIN.is_sent_elsewhere(each.transport_id) for each in arrived]
    assert ours == [False, True]
    assert last.told == ""
    assert box.files() == before
    assert all_after(account, last.cursor)[0] == []
    with closing(PLUGIN.reader(account)) as reader:
        ids = reader.transport_ids(last.cursor)
    assert ids == {each.transport_id for each in arrived}


def test_unless_it_is_asked_for_sent_mail_is_left_alone_and_later_begins_anew(
    box: Mailbox,
) -> None:
    box.add_folder("Sent")
    wanted, plain = account_of(box), account_of(box, reads_sent="no")
    _, on = all_after(wanted, {})

    _, off = all_after(plain, on.cursor)
    box.put(mail("Toen het uit stond"), folder="Sent")

    assert set(off.cursor) == {"INBOX"}
    assert all_after(plain, off.cursor)[0] == []
    assert all_after(wanted, off.cursor)[0] == []


def test_new_numbers_of_the_sent_folder_hand_over_the_same_bytes_again(box: Mailbox) -> None:
    box.add_folder("Sent")
    account = account_of(box)
    _, begun = all_after(account, {})
    box.put(mail("Elders"), folder="Sent")
    first, read = all_after(account, begun.cursor)
    box.renumber(folder="Sent")

    again, last = all_after(account, read.cursor)

    assert [each.raw for each in again] == [each.raw for each in first]
    assert last.cursor["INBOX"] == read.cursor["INBOX"]


def test_without_a_sent_folder_the_channel_says_so_and_the_inbox_goes_on(box: Mailbox) -> None:
    account = account_of(box)
    _, begun = all_after(account, {})
    box.put(mail("Een vraag"))

    arrived, last = all_after(account, begun.cursor)

    assert (texts(arrived), last.told) == (["Een vraag"], NO_SENT_FOLDER)
    box.add_folder("Verzonden items")
    _, found = all_after(account, last.cursor)
    assert found.told == ""
    box.put(mail("Elders"), folder="Verzonden items")
    assert texts(all_after(account, found.cursor)[0]) == ["Elders"]


def test_a_sent_folder_that_is_gone_is_told_by_name_and_its_place_is_kept(box: Mailbox) -> None:
    box.add_folder("Archief")
    account = account_of(box, sent_folder="Archief")
    _, begun = all_after(account, {})
    box.remove_folder("Archief")
    box.put(mail("Een vraag"))

    arrived, last = all_after(account, begun.cursor)

    assert texts(arrived) == ["Een vraag"]
    assert last.told == f"{SENT_NOT_OPENED}\nArchief"
    assert last.cursor["sent"] == begun.cursor["sent"]
    with closing(PLUGIN.reader(account)) as reader:
        assert len(reader.transport_ids(last.cursor)) == 1


def test_the_inbox_is_never_taken_for_the_folder_of_sent_mail(box: Mailbox) -> None:
    account = account_of(box, sent_folder="inbox")
    _, begun = all_after(account, {})
    box.put(mail("Een vraag"))

    [arrived], last = all_after(account, begun.cursor)

    assert not PLUGIN.is_sent_elsewhere(arrived.transport_id)
    assert last.told == SENT_IS_INBOX


class Folders:
    """A mailbox that lists these folders, and their marks only when it is asked for them."""

    def __init__(self, *names: str, marked: str = "", when_asked: bool | None = False) -> None:
        self.folder, self.names = self, names
        self.marked, self.when_asked = marked, when_asked

    def list(self, search_args: str | bytes = "*") -> Sequence[FolderInfo]:
        is_asked = search_args == ASKED_FOR_MARKS
        if is_asked and self.when_asked is None:
            raise imaplib.IMAP4.error("BAD")
        shows = is_asked or not self.when_asked
        return [
            FolderInfo(name, ".", ("\\Sent",) if shows and name == self.marked else ())
            for name in self.names
        ]


@pytest.mark.parametrize(
    ("mailbox", "found"),
    [
        (Folders("INBOX", "Sent", "Uit", marked="Uit"), "Uit"),
        (Folders("INBOX", "Sent", "Uit", marked="Uit", when_asked=True), "Uit"),
        (Folders("INBOX", "Verzonden items", when_asked=None), "Verzonden items"),
        (Folders("INBOX", "INBOX.SENT"), "INBOX.SENT"),
        (Folders("Verzonden", "Sent Items"), "Sent Items"),
        (Folders("INBOX", "Oud.Sent", "Concepten", when_asked=None), ""),
    ],
)
def test_the_folder_the_server_marks_goes_before_one_that_is_called_so(
    mailbox: Any, found: str
) -> None:
    assert sent_folder_of(mailbox) == found
