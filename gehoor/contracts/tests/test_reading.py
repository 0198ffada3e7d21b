"""From raw bytes to safe messages: what crosses the wall, and what is taken off on the way."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image

from gehoor.contracts.connector import Author, IncomingAttachment, IncomingMessage
from gehoor.contracts.posts import Visibility
from gehoor.contracts.reading import Failure, Readers
from gehoor.contracts.reading.tidy import (
    FILES_LEFT_OUT,
    PAGE_LEFT_OUT,
    READ_WITH_CARE,
    TEXT_CUT,
    tidy,
    tidy_with_care,
)
from gehoor.contracts.reading.values import frame_of, messages_in

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MESSAGE = IncomingMessage(author=Author("fatima@voorbeeld.example", "Fatima"), text="Hallo")


def photo() -> bytes:
    written = BytesIO()
    Image.new("RGB", (20, 20)).save(written, "PNG")
    return written.getvalue()


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers() as guarded:
        yield guarded


def test_every_part_of_a_message_survives_the_wall() -> None:
    file = IncomingAttachment("a.png", "image/png", b"\0\xff", "cid", b"preview", "Een bankje")
    message = replace(
        MESSAGE,
        external_id="<1@x>",
        sent_at=NOON,
        subject="Onderwerp",
        html="<p>Hallo</p>",
        thread="t",
        answers=("<0@x>",),
        is_public=True,
        visibility=Visibility.DIRECT,
        is_to_us=True,
        is_ours=True,
        to=Author("@fatima", "Fatima", "Woont in het Dorp"),
        is_gone=True,
        is_automatic=True,
        reply_to="ander@x.example",
        attachments=(file, replace(file, content=b"", preview=b"")),
        warnings=("w",),
    )

    assert messages_in(frame_of([message, MESSAGE])) == (message, MESSAGE)


def test_mail_goes_in_as_bytes_and_comes_out_as_a_message(readers: Readers) -> None:
    raw = b"From: Fatima <fatima@voorbeeld.example>\r\nSubject: Lantaarn\r\n\r\nStuk."

    [answer] = readers.read("email", [raw])

    assert not isinstance(answer, Failure)
    assert (answer[0].author.name, answer[0].subject, answer[0].text) == (
        "Fatima",
        "Lantaarn",
        "Stuk.",
    )


def test_what_a_connector_finds_unreadable_fails_in_its_words(readers: Readers) -> None:
    assert readers.read("email", [b""]) == [Failure("This mail is empty.")]


def test_a_connector_that_is_gone_fails_its_own_items_only(readers: Readers) -> None:
    gone = Failure("The platform this came from is not installed any more.")

    assert readers.read("hyves", [b"krabbel", b"tikkie"]) == [gone, gone]


def test_pictures_get_a_preview_and_other_files_do_not() -> None:
    files = (IncomingAttachment("a.exe", "image/png", b"MZ"), IncomingAttachment("b", "x", photo()))

    exe, png = tidy(replace(MESSAGE, attachments=files)).attachments

    assert (exe.media_type, exe.preview) == ("application/x-msdownload", b"")
    assert png.media_type == "image/png"
    assert png.preview.startswith(b"\x89PNG")


def test_a_message_without_words_gets_those_of_its_page() -> None:
    assert tidy(replace(MESSAGE, text=" ", html="<p>Uit de <b>pagina</b>")).text == "Uit de pagina"


def test_a_page_that_is_too_much_is_left_out_but_its_words_are_kept() -> None:
    message = tidy(replace(MESSAGE, text="", html="<div>" * 500 + "Toch gelezen"))

    assert (message.html, message.text) == ("", "Toch gelezen")
    assert PAGE_LEFT_OUT in message.warnings


def test_a_text_without_end_is_cut_and_told() -> None:
    message = tidy(replace(MESSAGE, text="lang " * 300_000))

    assert len(message.text) <= 1_000_000
    assert TEXT_CUT in message.warnings


def test_more_files_than_people_send_are_left_out_and_told() -> None:
    file = IncomingAttachment("a", "x", b"a")
    message = tidy(replace(MESSAGE, attachments=(file,) * 300))

    assert len(message.attachments) == 200
    assert FILES_LEFT_OUT in message.warnings


def test_an_id_that_is_too_long_is_no_id_rather_than_half_of_one() -> None:
    message = tidy(replace(MESSAGE, external_id="x" * 1001, answers=("y" * 1001, "<z@x>")))

    assert message.external_id == ""
    assert message.answers == ("<z@x>",)


def test_read_with_care_a_message_is_words_only() -> None:
    file = IncomingAttachment("a.png", "image/png", photo())
    message = tidy_with_care(replace(MESSAGE, html="<p>x</p>", attachments=(file,)))

    assert message.html == ""
    assert message.attachments[0].content == photo()
    assert message.attachments[0].preview == b""
    assert message.warnings == (READ_WITH_CARE,)
