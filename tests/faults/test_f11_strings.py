"""F11: naughty strings as subject, sender, text and file name, all the way to the screens."""

import base64
import re
from email.header import Header
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.channels.models import Channel
from gehoor.contracts.connector import Arrived, Batch
from gehoor.flows import incoming
from gehoor.inbox.models import Conversation
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND
from tests.faults import post
from tests.hostile import mails

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

OURS = [
    "Gewoon, zie https://voorbeeld.example/a?b=1&c=2",
    '"><script>alert(1)</script>',
    "' onmouseover=alert(1) x='",
    "</title></textarea></script><img src=x onerror=alert(1)>",
    "{{ 7*7 }} {% include 'x' %} ${7*7} <!-- --> ]]>",
    "javascript:alert(1)",
    "&lt;b&gt; &amp;amp; \\u003cscript\\u003e",
    "\u202eevil\u202c \u200b\ufeff \u2028",
]


class Page(HTMLParser):
    """What a page is made of, and the words on it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.made_of: set[str] = set()
        self.words: list[str] = []
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.made_of |= {tag, *(f"{tag} {name}" for name, _ in attrs)}
        self.words += [value or "" for _, value in attrs]
        self.addresses += [
            value or "" for name, value in attrs if name in {"href", "src", "action"}
        ]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def encoded(text: str) -> bytes:
    return Header(text, "utf-8", maxlinelen=990).encode(maxlinelen=990).encode()


def mail(number: int, text: str) -> bytes:
    whole = text.encode("utf-8", "surrogatepass")
    clean = text.encode("utf-8", "replace").decode()
    name = encoded(clean)
    return b"\r\n".join(
        [
            b"From: " + name + b" <burger%d@voorbeeld.example>" % number,
            b"Reply-To: " + name + b" <anders%d@voorbeeld.example>" % number,
            b"Subject: " + name,
            b"Message-ID: <naughty-%d@voorbeeld.example>" % number,
            b"Content-Type: multipart/mixed; boundary=grens",
            b"",
            b"--grens",
            b"Content-Type: text/plain; charset=utf-8",
            b"Content-Transfer-Encoding: base64",
            b"",
            base64.encodebytes(whole or b"leeg"),
            b"--grens",
            b"Content-Type: application/octet-stream",
            b"Content-Disposition: attachment; filename=" + (name or b"leeg"),
            b"",
            b"x",
            b"--grens--",
            b"",
        ]
    )


def looked_at(client: Client, texts: list[str]) -> list[Page]:
    """Let mail with these strings come in, and look at every page it is on."""
    channel = make.channel(connector="email", settings={"address": "melding@gemeente.example"})
    agent = make.user(Role.AGENT, teams=(channel.team,), name="Yusuf", language="en")
    client.force_login(agent, backend=BACKEND)
    arrived = [Arrived(f"INBOX/1/{n}", mail(n, text)) for n, text in enumerate(texts)]
    incoming.store(channel, Batch(arrived, {}))
    post.read(channel)
    assert post.states()["parsed"] == len(texts)
    pages = inbox_pages(client)
    for conversation in Conversation.objects.filter(channel=channel):
        page = shown(client, reverse("conversation", args=[conversation.pk]))
        check_words(page, conversation)
        pages.append(page)
    clear(channel)
    return pages


def clear(channel: Channel) -> None:
    Conversation.objects.filter(channel=channel).delete()
    channel.deliveries.all().delete()


def inbox_pages(client: Client) -> list[Page]:
    here = address = reverse("inbox_view", args=["unassigned"])
    pages = []
    while address:
        pages.append(shown(client, address))
        onward = [each for each in pages[-1].addresses if each.startswith(f"{here}?after=")]
        address = onward[-1] if onward else ""
        assert len(pages) < 50, "the list has no end"
    return pages


def shown(client: Client, address: str) -> Page:
    answer = client.get(address)
    assert answer.status_code == 200, address
    page = Page(answer.content.decode())
    assert not [each for each in page.addresses if each.strip().lower().startswith("javascript:")]
    return page


def check_words(page: Page, conversation: Conversation) -> None:
    """What they wrote stands on the page as they wrote it: escaped once, and nothing lost."""
    message = conversation.messages.get()
    on_page = squeezed(" ".join(page.words))
    for words in (conversation.subject, message.author_name, message.text):
        for line in words.splitlines():
            assert squeezed(line) in on_page
    for attachment in message.attachments.all():
        assert attachment.size == 1


def squeezed(text: str) -> str:
    """Leave out spaces, which a page may break where it likes."""
    return re.sub(r"\s+", "", text)


def check(client: Client, texts: list[str]) -> None:
    harmless = looked_at(client, ["Gewoon, zie https://voorbeeld.example"] * 60)
    allowed = set().union(*(page.made_of for page in harmless))

    for page in looked_at(client, texts):
        assert page.made_of <= allowed


def test_our_own_strings_are_only_words_on_every_page(client: Client) -> None:
    check(client, OURS)


def test_the_shared_strings_are_only_words_on_every_page(client: Client) -> None:
    check(client, mails.strings())
