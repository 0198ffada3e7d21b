"""Mails out of a mailbox on disk: each as it came over the line, whatever kept it."""

import mailbox
from pathlib import Path

import pytest

from gehoor.kit.mailboxes import NoMailbox, mails_in

MAIL = b"From: a@b.example\r\nSubject: Een\r\n\r\nHallo\r\nFrom nu af\r\n\r\nFrom hier\r\n"


def kept_by_mbox(place: Path, *mails: bytes) -> Path:
    box = mailbox.mbox(place)
    for mail in mails:
        box.add(mailbox.mboxMessage(mail))
    box.close()
    return place


def test_an_mbox_gives_each_mail_as_it_was(tmp_path: Path) -> None:
    other = MAIL.replace(b"Een", b"Twee")
    place = kept_by_mbox(tmp_path / "in", MAIL, other)

    assert list(mails_in(place)) == [MAIL, other]


def test_a_maildir_gives_each_mail_oldest_first(tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "m")
    box.close()
    later, first = (
        tmp_path / "m" / "new" / "1700000002.x",
        tmp_path / "m" / "cur" / "1700000001.x:2,S",
    )
    later.write_bytes(b"Subject: later\n\nx\n")
    first.write_bytes(MAIL.replace(b"\r\n", b"\n"))

    assert list(mails_in(tmp_path / "m")) == [MAIL, b"Subject: later\r\n\r\nx\r\n"]


def test_a_folder_of_eml_files_is_a_mailbox_too(tmp_path: Path) -> None:
    (tmp_path / "2.eml").write_bytes(b"Subject: two\r\n\r\n")
    (tmp_path / "1.EML").write_bytes(b"Subject: one\r\n\r\n")
    (tmp_path / "notes.txt").write_bytes(b"no mail")

    assert list(mails_in(tmp_path)) == [b"Subject: one\r\n\r\n", b"Subject: two\r\n\r\n"]


def test_what_a_mail_program_wrote_into_a_mail_is_left_out(tmp_path: Path) -> None:
    place = tmp_path / "in"
    place.write_bytes(
        b"From a@b.example Wed Nov 25 10:00:00 2026\nStatus: RO\nX-Mozilla-Status: 0001\n"
        b"From: a@b.example\nX-Keywords: $label1\n $label2\nSubject: Een\n\nStatus: no header\n\n"
    )

    assert list(mails_in(place)) == [
        b"From: a@b.example\r\nSubject: Een\r\n\r\nStatus: no header\r\n"
    ]


def test_a_line_that_only_begins_like_a_separator_is_part_of_the_mail(tmp_path: Path) -> None:
    place = tmp_path / "in"
    place.write_bytes(
        b"From a@b.example Wed Nov 25 10:00:00 2026\nSubject: x\n\n"
        b"From here 2026 it goes on\n\nFrom there too\n>From a@b.example marked\n"
    )

    [mail] = mails_in(place)

    assert mail.endswith(
        b"From here 2026 it goes on\r\n\r\nFrom there too\r\nFrom a@b.example marked\r\n"
    )


def test_a_mail_that_is_too_large_is_cut_and_the_next_is_read(tmp_path: Path) -> None:
    place = kept_by_mbox(tmp_path / "in", b"Subject: x\n\n" + b"y" * 1_000_000, MAIL)

    large, small = mails_in(place, most=100_000)

    assert len(large) == 100_000
    assert small == MAIL


@pytest.mark.parametrize("content", [b"hello\n", b"\n\nFrom a@b 2026\n"])
def test_another_file_is_no_mbox(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "in").write_bytes(content)

    with pytest.raises(NoMailbox, match="no mbox"):
        list(mails_in(tmp_path / "in"))


def test_an_empty_mbox_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "in").touch()

    assert list(mails_in(tmp_path / "in")) == []


def test_a_folder_without_mail_and_a_file_that_is_not_there_are_named(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "gone"):
        with pytest.raises(NoMailbox):
            list(mails_in(place))
