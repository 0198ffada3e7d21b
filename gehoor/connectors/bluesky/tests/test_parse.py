"""One post becomes one message: plain words, its place, its pictures."""

import json
from pathlib import Path
from typing import Any

import pytest

from gehoor.connectors.bluesky.parse import HAS_VIDEO, PICTURE_LOST, WARNED_OF, parse
from gehoor.connectors.bluesky.posts import gone
from gehoor.contracts.connector import Unreadable
from gehoor.contracts.posts import Visibility
from gehoor.contracts.reading.tidy import tidy

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def told(name: str = "mention", **changed: Any) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text())
    return stored | changed


def record(**changed: Any) -> dict[str, Any]:
    written: dict[str, Any] = told()["record"]
    return written | changed


def raw(stored: dict[str, Any]) -> bytes:
    return json.dumps(stored).encode()


def test_a_mention_is_for_us_and_public() -> None:
    message = parse(raw(told()))

    assert message.text.endswith("Zie https://voorbeeld.example/lantaarns/dorpsstraat")
    assert message.author.handle == "wijkraad.bsky.example"
    assert message.author.profile == "Voor en door Noord."
    assert message.is_to_us
    assert message.visibility is Visibility.PUBLIC
    assert message.thread == message.external_id
    assert message.link.startswith("https://bsky.app/profile/did:plc:")


def test_a_reply_stands_in_the_thread_of_the_first_post() -> None:
    message = parse(raw(told("reply-with-picture")))

    assert message.thread == told()["uri"]
    assert message.answers == (told()["uri"],)
    [picture] = message.attachments
    assert picture.media_type == "image/png"
    assert picture.description == "Een lantaarnpaal die scheef staat"


def test_a_quote_has_a_thread_of_its_own_and_names_what_it_quotes() -> None:
    message = parse(raw(told("quote")))

    assert message.thread == message.external_id
    assert message.answers == (told("ours")["uri"],)
    assert "https://bsky.app/profile/" in message.text


def test_what_we_said_elsewhere_is_ours_and_to_nobody() -> None:
    message = parse(raw(told("ours", is_to_us=True)))

    assert message.is_ours
    assert not message.is_to_us


def test_what_is_gone_keeps_its_address_and_no_words() -> None:
    message = parse(gone(told()["uri"], "wijkraad.bsky.example").raw)

    assert message.is_gone
    assert message.external_id == told()["uri"]
    assert message.text == ""


@pytest.mark.parametrize(
    "name", ["\u202egro.live\u202c Gemeente", "<b onclick=alert(1)>Wijkraad</b>", "Wij\nkraad"]
)
def test_a_display_name_is_shown_as_plain_words_on_one_line(name: str) -> None:
    author = told()["author"] | {"displayName": name}

    shown = tidy(parse(raw(told(author=author)))).author.name

    assert "\u202e" not in shown
    assert "\n" not in shown
    assert shown


def test_who_has_no_handle_that_works_is_known_by_what_never_changes() -> None:
    author = told()["author"] | {"handle": "handle.invalid"}

    assert parse(raw(told(author=author))).author.handle.startswith("did:plc:")


@pytest.mark.parametrize("dated", [None, 7, "gisteren", "2026-11-24", "99999-01-01T00:00:00Z"])
def test_a_date_that_is_none_is_left_out(dated: object) -> None:
    assert parse(raw(told(record=record(createdAt=dated)))).sent_at is None


def test_a_card_a_video_and_a_warning_are_told_of() -> None:
    card = {"$type": "app.bsky.embed.external", "external": {"uri": "https://nieuws.example/a"}}
    video = {"$type": "app.bsky.embed.video", "video": {}}
    labels = {"values": [{"val": "graphic-media"}]}

    assert "https://nieuws.example/a" in parse(raw(told(record=record(embed=card)))).text
    assert parse(raw(told(record=record(embed=video)))).warnings == (HAS_VIDEO,)
    assert parse(raw(told(record=record(labels=labels)))).warnings == (WARNED_OF,)


def test_a_picture_that_is_lost_is_told_of_and_its_post_is_kept() -> None:
    message = parse(raw(told(pictures=[{"alt": "", "is_lost": True}])))

    assert message.warnings == (PICTURE_LOST,)
    assert message.text


def test_a_video_without_words_is_no_empty_message() -> None:
    video = {"$type": "app.bsky.embed.video", "video": {}}

    assert parse(raw(told(record=record(text="", facets=[], embed=video)))).text


@pytest.mark.parametrize(
    "changed",
    [
        {"uri": None}, {"uri": "https://a.example"}, {"uri": "at://did/app.bsky.feed.like/3k"},
        {"author": None}, {"author": []}, {"record": None}, {"record": []}, {"record": {}},
        {"record": {"text": 7}}, {"record": {"text": " "}}, {"pictures": 3},
        {"pictures": [{"content": "geen base64!"}]},
    ],
)  # fmt: skip
def test_what_is_no_post_is_refused_in_words(changed: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        parse(raw(told(**changed)))


@pytest.mark.parametrize(
    "odd",
    [
        {"reply": "x"}, {"reply": {"root": 3, "parent": []}}, {"embed": []},
        {"embed": {"$type": 3}},
        {"embed": {"$type": "app.bsky.embed.record", "record": "x"}}, {"labels": "x"},
        {"facets": {"a": 1}}, {"embed": {"media": 3, "external": None}},
        {"embed": {"$type": "app.bsky.embed.recordWithMedia", "record": {"record": {"uri": 3}}}},
    ],
)  # fmt: skip
def test_odd_parts_are_passed_over_and_the_words_are_kept(odd: dict[str, Any]) -> None:
    assert parse(raw(told(record=record(**odd)))).text.startswith("@gemeente")
