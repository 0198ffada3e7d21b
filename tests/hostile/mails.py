"""Builds hostile mails: our own, and those that carry the shared strings and pages."""

import base64
import json
from collections.abc import Iterator
from email.header import Header
from pathlib import Path
from typing import Final

import pytest

SHARED: Final = Path(__file__).resolve().parents[2].parent / "shared" / "hostile"
FROM: Final = b"From: Bram <bram@voorbeeld.example>\r\n"
FETCHES: Final = (
    b'<img src=//a.example/x><link rel=stylesheet href=//b.example><p style="background:url(//c)">'
    b"<iframe src=//d.example></iframe><video poster=//e.example></video><base href=//f.example>"
)
ACTS: Final = (
    b'<p onclick=alert(1) hx-get="/x" id=reply class=button>x<form action=//a><button>y'
    b'<a href="java&#10;script:alert(1)">z</a><svg/onload=alert(1)><math><mi//xlink:href="data:x">'
)


def shared(name: str) -> Path:
    """Return a folder or file of the shared exam, or skip the test and say so."""
    place = SHARED / name
    if not place.exists():
        pytest.skip(f"The shared exam is absent: {place.name} was not read.")
    return place


def files_in(name: str) -> list[Path]:
    return sorted(path for path in shared(name).rglob("*") if path.is_file())


def page(html: str) -> bytes:
    body = base64.encodebytes(html.encode("utf-8", "surrogatepass"))
    kind = b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return FROM + b"Subject: Pagina\r\n" + kind + body


def mails_with(text: str) -> Iterator[bytes]:
    """Put one string everywhere a stranger can put one: raw and encoded."""
    raw = text.encode("utf-8", "surrogatepass")
    encoded = Header(text, "utf-8", maxlinelen=990).encode(maxlinelen=990).encode()
    one = raw.replace(b"\r", b" ").replace(b"\n", b" ")
    file_name = b'Content-Disposition: attachment; filename="' + one + b'"\r\n\r\nx\r\n'
    yield FROM + b"Subject: " + one + b"\r\n\r\n" + raw
    yield FROM + b"Subject: " + encoded + b"\r\n\r\n" + raw
    yield b"From: " + one + b" <a@b.example>\r\nMessage-ID: " + one + b"\r\n\r\nx"
    yield b"From: " + encoded + b" <a@b.example>\r\nReply-To: " + one + b"\r\n\r\nx"
    yield FROM + b"Content-Type: application/pdf\r\n" + file_name
    yield FROM + b"Content-Type: " + one + b"; charset=" + one + b"\r\n\r\n" + raw
    yield page(text)


def strings() -> list[str]:
    found: list[str] = json.loads(shared("strings/blns.json").read_text())
    return found


def good(number: int) -> bytes:
    head = f"Subject: Vraag {number}\r\nMessage-ID: <goed-{number}@voorbeeld.example>\r\n\r\n"
    return FROM + head.encode() + f"Gewone vraag {number}".encode()


def multipart(*parts: bytes, kind: bytes = b"mixed") -> bytes:
    """Join parts that carry their own headers."""
    joined = b"".join(b"--grens\r\n" + part + b"\r\n" for part in parts)
    head = FROM + b"Content-Type: multipart/" + kind + b"; boundary=grens\r\n\r\n"
    return head + joined + b"--grens--\r\n"


def nested(depth: int) -> bytes:
    opened = (
        b"Content-Type: multipart/mixed; boundary=g%d\r\n\r\n--g%d\r\n" % (number, number)
        for number in range(depth)
    )
    return FROM + b"".join(opened) + b"\r\ndiep"


def ours() -> dict[str, bytes]:
    """Our own poison, each by what it tries."""
    html = b"Content-Type: text/html\r\n\r\n"
    return {
        "nothing": b"",
        "only line ends": b"\r\n" * 1000,
        "only zeros": b"\0" * 10_000,
        "a zero in every header": FROM + b"Subject: a\0b\r\nMessage-ID: <a\0b@c>\r\n\r\nx\0y",
        "half letters": FROM + b"Subject: =?utf-16?b?2D0=?=\r\n\r\n" + b"\xed\xa0\x80" * 10,
        "a character set that is a bomb": FROM
        + b"Content-Type: text/plain; charset=punycode\r\n\r\n"
        + b"a" * 300_000,
        "a character set with a zero": FROM + b'Content-Type: text/plain; charset="\0"\r\n\r\nx',
        "a transfer encoding nobody knows": FROM + b"Content-Transfer-Encoding: x-bom\r\n\r\nx",
        "broken base64": FROM + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"=A=A=" * 999,
        "broken uuencode": FROM
        + b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 x\nMMMM\n`\nend\n",
        "comments in comments": b"From: " + b"(" * 50_000 + b"<a@b.example>\r\n\r\nx",
        "a thousand senders": b"From: " + b"a@b.example, " * 4_000 + b"\r\n\r\nx",
        "a date before time": FROM + b"Date: Thu, 99 Foo 99999 99:99:99 +9999\r\n\r\nx",
        "twenty thousand answers": FROM + b"References: " + b"<a@b> " * 10_000 + b"\r\n\r\nx",
        "parameters without end": FROM + b"Content-Type: a/b; " + b"a*0=x;" * 9_000 + b"\r\n\r\nx",
        "deep parts": nested(3_000),
        "parts without end": multipart(*[b"\r\nx"] * 20_000),
        "mails in mails": FROM + b"Content-Type: message/rfc822\r\n\r\n" * 3_000 + b"x",
        "no boundary": FROM + b"Content-Type: multipart/mixed\r\n\r\n--x\r\n\r\ny",
        "a boundary that is everything": FROM
        + b'Content-Type: multipart/mixed; boundary=""\r\n\r\n'
        + b"--\r\n" * 3_000,
        "deep page": FROM + html + b"<div>" * 60_000,
        "deep page behind a trick": FROM + html + b'<div ="> ' + b"<div>" * 60_000,
        "open formatting": FROM + html + b"".join(b"<p><b a=%d>x" % n for n in range(25_000)),
        "tables in tables": FROM + html + b"<table>x" * 60_000,
        "entities": FROM + html + b"&#" * 200_000,
        "an open comment": FROM + html + b"<!--" * 100_000,
        "an open quote": FROM + html + b'<a href="' * 50_000,
        "a page that fetches": FROM + html + FETCHES,
        "a page that acts": FROM + html + ACTS,
        "a name that turns": multipart(
            b'Content-Disposition: attachment; filename="\xe2\x80\xaegpj.exe"\r\n\r\nMZ'
        ),
        "a name that climbs": multipart(
            b'Content-Disposition: attachment; filename="../../etc/passwd\0.png"\r\n\r\nx'
        ),
        "a picture that is a page": multipart(
            b"Content-Type: image/png; name=x.png\r\n\r\n<html><script>alert(1)</script></html>"
        ),
    }
