"""Every letter is put in an envelope that the real connector of its platform can read."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image

from gehoor.contracts.connector import Connector, IncomingMessage
from gehoor.contracts.posts import Visibility
from gehoor.demo.doors import KEYS
from gehoor.demo.drawing import draw
from gehoor.demo.envelopes import enclose
from gehoor.demo.letters import Letter
from gehoor.demo.stories import CHANNELS, Resident
from gehoor.kit.plugins import find_plugins

WRITER = Resident(
    "sanne",
    "Sanne Visser (fictief)",
    email="sanne@post.example",
    mastodon="sanne@buurt.example",
    bluesky="sanne.blauw.example",
    link="https://bode.example",
)
AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
LETTER = Letter("bak.1", "bak", "info", "sanne", "De bak & het <deksel> zijn stuk.", AT)


def read(letter: Letter) -> IncomingMessage:
    connector: Connector = find_plugins("gehoor.connectors")[KEYS[letter.channel]]
    [message] = connector.parse(enclose(letter, WRITER).raw)
    return message


def letter(channel: str, **changes: object) -> Letter:
    link = "https://bode.example/bak" if channel == "news" else ""
    facts = {"channel": channel, "subject": "De bak", "link": link} | changes
    return replace(LETTER, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_letter_is_read_as_it_was_written(channel: str) -> None:
    sent = letter(channel)

    message = read(sent)

    assert message.text == LETTER.text
    assert message.external_id == sent.name
    assert message.sent_at == AT
    assert message.author.name == WRITER.name
    assert message.warnings == ()


@pytest.mark.parametrize("channel", [each for each in CHANNELS if each != "news"])
def test_a_letter_that_answers_says_what_it_answers(channel: str) -> None:
    first = letter(channel)
    answering = replace(first, id="bak.3", above=(f"{first.name}", first.name))

    assert read(answering).answers[0] == first.name


@pytest.mark.parametrize(
    ("channel", "handle"),
    [
        ("info", "sanne@post.example"),
        ("mastodon", "@sanne@buurt.example"),
        ("bluesky", "sanne.blauw.example"),
        ("messages", "@sanne"),
    ],
)
def test_a_letter_comes_from_the_address_of_its_writer(channel: str, handle: str) -> None:
    assert read(letter(channel)).author.handle == handle


@pytest.mark.parametrize("channel", ["mastodon", "bluesky"])
@pytest.mark.parametrize("mentions", [True, False])
def test_a_post_is_to_us_only_when_it_names_us(channel: str, mentions: bool) -> None:
    assert read(letter(channel, mentions=mentions)).is_to_us is mentions


@pytest.mark.parametrize("said", ["public", "unlisted", "followers", "direct"])
def test_a_post_on_mastodon_is_for_whom_it_was_written(said: str) -> None:
    assert read(letter("mastodon", visibility=said)).visibility is Visibility(said)


def test_a_message_is_private_unless_it_says_otherwise() -> None:
    assert read(letter("messages")).visibility is Visibility.DIRECT


@pytest.mark.parametrize("channel", ["info", "mastodon", "bluesky"])
def test_a_picture_goes_along(channel: str) -> None:
    [picture] = read(letter(channel, picture_alt="Een bak met een scheef deksel")).attachments

    assert Image.open(BytesIO(picture.content)).format == "PNG"


@pytest.mark.parametrize("channel", ["mastodon", "bluesky"])
def test_a_picture_on_a_platform_says_what_is_to_be_seen(channel: str) -> None:
    [picture] = read(letter(channel, picture_alt="Een scheef deksel")).attachments

    assert picture.description == "Een scheef deksel"


def test_the_same_words_give_the_same_picture() -> None:
    assert draw("Een bak") == draw("Een bak")
    assert draw("Een bak") != draw("Een boom")
