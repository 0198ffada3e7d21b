"""The bad-input exam: every poison ends read or visibly failed, and harms no other mail."""

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from itertools import chain

import psutil
import pytest

from gehoor.contracts.connector import IncomingMessage
from gehoor.contracts.reading import Failure, Read, Readers
from gehoor.kit.html import names
from gehoor.kit.text import CONTROLS, SURROGATES, TURNS
from tests.hostile import mails

GROWTH = 50 * 1024 * 1024
# Written out here and not taken from the code under test.
TAGS = names(
    "p br b i u em strong a ul ol li blockquote pre code h1 h2 h3 hr"
    " table thead tbody tfoot tr td th img"
)
ATTRIBUTES = names("href title rel src alt width height colspan rowspan")
GOES_TO = {"href": re.compile("https?://|mailto:|tel:", re.I), "src": re.compile("cid:", re.I)}


class Page(HTMLParser):
    """Reads a cleaned page and objects to whatever acts, fetches or hides."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        for name, value in attrs:
            assert name in ATTRIBUTES, (tag, name)
            assert name not in GOES_TO or GOES_TO[name].match(value or ""), (tag, name, value)

    def handle_comment(self, text: str) -> None:
        raise AssertionError(text)


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers() as guarded:
        guarded.read("email", [mails.good(0)])
        yield guarded


def examine(readers: Readers, poisons: Sequence[bytes]) -> list[Read]:
    """Read poison and good mail by turns; check what must hold for each."""
    memory = psutil.Process().memory_info().rss
    mixed = list(chain.from_iterable((each, mails.good(n)) for n, each in enumerate(poisons)))

    answers = readers.read("email", mixed)

    assert len(answers) == len(mixed)
    for number, answer in enumerate(answers[1::2]):
        assert not isinstance(answer, Failure)
        assert answer[0].text == f"Gewone vraag {number}"
    for answer in answers[::2]:
        check(answer)
    del mixed
    assert psutil.Process().memory_info().rss - memory < GROWTH
    return answers[::2]


def check(answer: Read) -> None:
    if isinstance(answer, Failure):
        assert answer.problem
        assert not answer.fault, answer
        return
    for message in answer:
        check_words(message)
        check_lengths(message)
        Page().feed(message.html)
        assert not CONTROLS.search(message.html)
        for file in message.attachments:
            assert not file.preview or file.preview.startswith((b"\x89PNG", b"\xff\xd8\xff"))


def check_words(message: IncomingMessage) -> None:
    """PostgreSQL refuses NUL and half letters; people are fooled by marks that turn text."""
    lines = [message.subject, message.author.name, message.author.handle, message.reply_to]
    lines += [message.external_id, message.thread, *message.answers]
    lines += [file.name for file in message.attachments]
    for text in [*lines, message.text, message.html]:
        assert not CONTROLS.search(text)
        assert not SURROGATES.search(text)
    for text in lines:
        assert "\n" not in text
        assert not TURNS.search(text)


def check_lengths(message: IncomingMessage) -> None:
    assert len(message.text) <= 1_000_000
    assert len(message.subject) <= 300
    assert len(message.author.name) <= 200
    assert len(message.author.handle) <= 320
    assert len(message.reply_to) <= 320
    assert len(message.external_id) <= 1000
    assert all(len(each) <= 1000 for each in message.answers)
    for file in message.attachments:
        assert len(file.name) <= 200
        assert len(file.media_type) <= 100
        assert len(file.content_id) <= 300


@pytest.mark.parametrize("name", mails.ours())
def test_our_own_poison_is_read_or_fails_in_words(readers: Readers, name: str) -> None:
    examine(readers, [mails.ours()[name]])


@pytest.mark.parametrize(
    "folder", ["mime/cpython", "mime/flufl-bounce", "mime/talon", "generated/mail"]
)
def test_every_shared_mail_is_read_or_fails_in_words(readers: Readers, folder: str) -> None:
    answers = examine(readers, [path.read_bytes() for path in mails.files_in(folder)])

    failed = [answer for answer in answers if isinstance(answer, Failure)]
    assert len(failed) <= len(answers) / 20


def test_every_naughty_string_is_harmless_wherever_it_stands(readers: Readers) -> None:
    poisons = list(chain.from_iterable(mails.mails_with(text) for text in mails.strings()))

    answers = examine(readers, poisons)

    assert not any(isinstance(answer, Failure) for answer in answers)


def test_every_shared_page_is_harmless(readers: Readers) -> None:
    pages = [path.read_text(errors="replace") for path in mails.files_in("xss/bleach")]
    pages += [path.read_text(errors="replace") for path in mails.files_in("mime/talon")]

    answers = examine(readers, [mails.page(html) for html in pages])

    assert not any(isinstance(answer, Failure) for answer in answers)


def test_every_shared_bomb_is_kept_and_never_drawn(readers: Readers) -> None:
    files = mails.files_in("generated/bombs")
    parts = [
        b'Content-Disposition: attachment; filename="x.png"\r\n'
        b"Content-Transfer-Encoding: 8bit\r\n\r\n" + path.read_bytes()
        for path in files
    ]

    [answer] = examine(readers, [mails.multipart(*parts)])

    assert not isinstance(answer, Failure)
    assert not any(file.preview for file in answer[0].attachments)


def test_good_mail_waits_at_most_30_seconds_behind_the_whole_exam(readers: Readers) -> None:
    poisons = list(mails.ours().values())
    poisons += [path.read_bytes() for path in mails.files_in("generated/mail")]
    good = [mails.good(number) for number in range(200)]

    answers = readers.read("email", [*poisons, *good])

    assert not any(isinstance(answer, Failure) for answer in answers[len(poisons) :])
