"""Files of strangers are handed over to keep, never to run; only our own pictures are shown."""

import pytest

from gehoor.inbox.models import Attachment
from gehoor.kit import files
from gehoor.people.models import Team
from gehoor.people.policies import Actor
from gehoor.screens.untrusted.links import attachment_url
from gehoor.screens.untrusted.tests.conftest import Visitor, attachment, message

CONTENTS = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "xml": b'<?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">1</x:script>',
    "js": b"alert(document.domain)",
    "pdf": b"%PDF-1.7 /OpenAction",
    "exe": b"MZ\x90\x00",
    "gifar": b"GIF89a/*<script>*/=alert(1)",
}
CLAIMS = [
    "image/png",
    "image/svg+xml",
    "image/svg+xml; x",
    "IMAGE/SVG+XML;charset=utf-8, text/html",
    "text/html",
    "text/javascript",
    "application/xml",
    "application/pdf",
    "",
    "x\r\nX-Injected: 1",
]


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize("kind", CONTENTS)
def test_whatever_a_file_is_and_claims_to_be_it_is_only_to_keep(
    visitor: Visitor, agent: Actor, team: Team, kind: str, claim: str
) -> None:
    sent = attachment(message(team), CONTENTS[kind], media_type=claim[:100], name=f"foto.{kind}")

    answer = visitor.opens(attachment_url(sent.pk, agent))

    assert answer.status_code == 200
    assert answer.content == CONTENTS[kind]
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="foto.{kind}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "X-Injected" not in answer


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("plan.pdf", 'attachment; filename="plan.pdf"'),
        ("büro.pdf", "attachment; filename*=utf-8''b%C3%BCro.pdf"),
        ('a"; filename=b.exe', 'attachment; filename="a__ filename=b.exe"'),
        ("a\r\nSet-Cookie: x=1", 'attachment; filename="aSet-Cookie_ x=1"'),
        ("factuur\u202egpj.exe", 'attachment; filename="factuurgpj.exe"'),
        ("../../etc/passwd", 'attachment; filename="_.._etc_passwd"'),
        ("\u200b", 'attachment; filename="bijlage"'),
        ("", 'attachment; filename="bijlage"'),
    ],
)
def test_a_file_is_offered_under_a_name_that_does_no_harm(
    visitor: Visitor, agent: Actor, team: Team, name: str, offered: str
) -> None:
    sent = attachment(message(team), b"inhoud", name=name)

    answer = visitor.opens(attachment_url(sent.pk, agent))

    assert answer["Content-Disposition"].replace('"attachment"', '"bijlage"') == offered


@pytest.mark.parametrize(
    ("start", "media_type"), [(b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg")]
)
def test_a_picture_we_redrew_is_shown(
    visitor: Visitor, agent: Actor, team: Team, start: bytes, media_type: str
) -> None:
    sent = attachment(message(team), b"original", preview_as=files.store(start + b"pixels"))

    answer = visitor.opens(attachment_url(sent.pk, agent, preview=True))

    assert answer.content == start + b"pixels"
    assert answer["Content-Type"] == media_type
    assert answer["Content-Disposition"] == "inline"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


@pytest.mark.parametrize("kind", CONTENTS)
def test_nothing_but_a_picture_is_ever_shown(
    visitor: Visitor, agent: Actor, team: Team, kind: str
) -> None:
    sent = attachment(message(team), b"x", preview_as=files.store(CONTENTS[kind]))

    assert visitor.opens(attachment_url(sent.pk, agent, preview=True)).status_code == 404


def test_a_file_without_a_picture_or_without_its_content_is_not_there(
    visitor: Visitor, agent: Actor, team: Team
) -> None:
    sent = attachment(message(team), b"x")

    assert visitor.opens(attachment_url(sent.pk, agent, preview=True)).status_code == 404

    Attachment.objects.filter(pk=sent.pk).update(stored_as="../../../etc/passwd")
    assert visitor.opens(attachment_url(sent.pk, agent)).status_code == 404
