"""Reading one mail: who wrote it, what it says, what it answers; whatever its sender did to it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.connectors.email.parse import (
    HEADERS_LEFT_OUT,
    MAX_BYTES,
    MAX_PARTS,
    MORE_SENDERS,
    NO_SENDER,
    PARTS_LEFT_OUT,
    parse,
)
from gehoor.contracts.connector import Author, Unreadable

FROM = "From: Fatima Bakker <fatima@voorbeeld.example>\r\n"


def read(head: str, body: str = "x") -> bytes:
    return (head + "\r\n" + body).encode()


def multipart(kind: str, *parts: str) -> bytes:
    inner = "".join(f"--g\r\n{part}\r\n" for part in parts)
    return read(f"{FROM}Content-Type: multipart/{kind}; boundary=g\r\n", f"{inner}--g--\r\n")


PLAIN = "Content-Type: text/plain; charset=utf-8\r\n\r\nHet café is te luid."
PAGE = "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Het <b>café</b> is te luid.</p>"
FOOTER = "Content-Type: text/plain\r\n\r\nVerstuurd via de lijst."


@pytest.mark.parametrize(
    ("header", "author"),
    [
        ("Fatima Bakker <fatima@v.example>", Author("fatima@v.example", "Fatima Bakker")),
        ("fatima@v.example", Author("fatima@v.example", "")),
        ("=?utf-8?q?Ren=C3=A9?= <r@v.example>", Author("r@v.example", "René")),
        (
            '"Bakker, F. <nep@x.example>" <f@v.example>',
            Author("f@v.example", "Bakker, F. <nep@x.example>"),
        ),
        ("=?utf-8?q?nep=40x=2Eexample=2C?= <f@v.example>", Author("f@v.example", "nep@x.example,")),
        ("\u202eelpmaxe <f@v.example>", Author("f@v.example", "elpmaxe")),
        ("niemand", Author("", "")),
        ("Groep: a@v.example, b@v.example;", Author("a@v.example", "")),
    ],
)
def test_the_author_is_who_from_names(header: str, author: Author) -> None:
    assert parse(read(f"From: {header}\r\n")).author == author


def test_reply_to_and_sender_are_no_authors() -> None:
    claims = "Reply-To: ander@v.example\r\nSender: derde@v.example\r\n"

    message = parse(read(FROM + claims))

    assert message.author.handle == "fatima@voorbeeld.example"
    assert message.reply_to == "ander@v.example"


def test_reply_to_oneself_is_nothing_to_show() -> None:
    assert parse(read(f"{FROM}Reply-To: FATIMA@voorbeeld.example\r\n")).reply_to == ""


def test_two_senders_are_flagged_and_nobody_is_told() -> None:
    assert MORE_SENDERS in parse(read(f"{FROM}From: ander@v.example\r\n")).warnings
    assert NO_SENDER in parse(read("Subject: x\r\n")).warnings


def test_references_are_given_nearest_first() -> None:
    head = "In-Reply-To: <c@x>\r\nReferences: <a@x>\r\n <b@x> <c@x>\r\n"

    assert parse(read(FROM + head)).answers == ("<c@x>", "<b@x>", "<a@x>")


@pytest.mark.parametrize("value", ["", "geen id", "<" + "a" * 5000 + "@x>", "<a b@c>"])
def test_what_is_no_message_id_is_none(value: str) -> None:
    assert parse(read(f"{FROM}Message-ID: {value}\r\n")).external_id == ""


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("Tue, 24 Nov 2026 12:00:00 +0100", datetime(2026, 11, 24, 11, tzinfo=UTC)),
        ("Sun, 25 Oct 2026 02:30:00 +0200", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("gisteren", None),
        ("Thu, 99 Foo 99999 99:99:99 +9999", None),
    ],
)
def test_the_date_is_the_senders_claim_or_nothing(date: str, moment: datetime | None) -> None:
    assert parse(read(f"{FROM}Date: {date}\r\n")).sent_at == moment


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Precedence: bulk",
        "List-Id: <nieuws.example>",
        "Return-Path: <>",
        "Content-Type: multipart/report; boundary=g",
    ],
)
def test_machines_are_recognised(header: str) -> None:
    assert parse(read(f"{FROM}{header}\r\n")).is_automatic


def test_people_are_no_machines() -> None:
    head = "Auto-Submitted: no\r\nReturn-Path: <fatima@voorbeeld.example>\r\n"

    assert not parse(read(FROM + head)).is_automatic


def test_of_two_forms_the_plain_one_is_read_and_the_page_kept() -> None:
    message = parse(multipart("alternative", PLAIN, PAGE))

    assert message.text == "Het café is te luid."
    assert "<b>café</b>" in message.html


def test_a_page_alone_is_made_plain() -> None:
    assert parse(multipart("alternative", PAGE)).text == "Het café is te luid."
    assert parse(multipart("alternative", "Content-Type: text/plain\r\n\r\n  ", PAGE)).text


def test_a_footer_does_not_take_the_place_of_the_page() -> None:
    message = parse(multipart("mixed", PAGE, FOOTER))

    assert message.text == "Het café is te luid.\n\nVerstuurd via de lijst."


def test_files_are_told_by_their_content() -> None:
    html_as_picture = 'Content-Type: image/png; name="foto.png"\r\n\r\n<html></html>'
    [file] = parse(multipart("mixed", PLAIN, html_as_picture)[:]).attachments

    assert (file.name, file.media_type) == ("foto.png", "text/plain")


def test_a_mail_in_a_mail_is_a_file() -> None:
    forwarded = f"Content-Type: message/rfc822\r\n\r\n{FROM}Subject: Eerder\r\n\r\nOude tekst"
    message = parse(multipart("mixed", PLAIN, forwarded))

    assert message.text == "Het café is te luid."
    assert message.attachments[0].media_type == "message/rfc822"
    assert b"Oude tekst" in message.attachments[0].content


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        ("utf-8", "café".encode(), "café"),
        ("iso-8859-1", "café".encode("latin-1"), "café"),
        ("windows-1252", "€ 5".encode("cp1252"), "€ 5"),
        ("us-ascii", "café".encode(), "café"),
        ("bestaat-niet", "café".encode("latin-1"), "café"),
        ("utf-8", "café".encode("latin-1"), "café"),
        ("utf-7", b"+ADw-script+AD4-", "+ADw-script+AD4-"),
        ("punycode", b"caf-dma", "caf-dma"),
    ],
)
def test_text_is_decoded_as_a_person_would(charset: str, body: bytes, text: str) -> None:
    head = f"{FROM}Content-Type: text/plain; charset={charset}\r\n\r\n".encode()

    assert parse(head + body).text == text


def test_what_passes_the_caps_is_left_out_and_told() -> None:
    headers = "".join(f"X-{number}: y\r\n" for number in range(2000))
    assert HEADERS_LEFT_OUT in parse(read(FROM + headers)).warnings
    assert HEADERS_LEFT_OUT in parse(read(f"{FROM}X: {'y' * 100_000}\r\n")).warnings

    many = parse(multipart("mixed", *["Content-Type: image/png\r\n\r\nx"] * 5000))
    assert PARTS_LEFT_OUT in many.warnings
    assert len(many.attachments) <= MAX_PARTS


def test_what_cannot_be_read_says_why() -> None:
    with pytest.raises(Unreadable, match="empty"):
        parse(b"\r\n")
    with pytest.raises(Unreadable, match="35 MB"):
        parse(b"x" * (MAX_BYTES + 1))


@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_unreadable(raw: bytes) -> None:
    try:
        parse(raw)
    except Unreadable as problem:
        assert str(problem)  # noqa: PT017 - either way is right, another error is not


@given(
    st.sampled_from(["From", "Subject", "Message-ID", "Content-Type", "Date", "References"]),
    st.text(max_size=200),
)
def test_any_header_is_read(name: str, value: str) -> None:
    one_line = value.replace("\r", " ").replace("\n", " ")
    parse(f"{name}: {one_line}\r\n\r\nx".encode("utf-8", "surrogatepass"))
