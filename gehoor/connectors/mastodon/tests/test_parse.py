"""What a status becomes: words, people, and who may read it."""

import json
from typing import Any

import pytest

from gehoor.connectors.mastodon.parse import LEFT_THERE, SENSITIVE, parse
from gehoor.connectors.mastodon.statuses import Kept, Us, digest, essential, odd
from gehoor.contracts.connector import IncomingMessage, Unreadable
from gehoor.contracts.posts import Visibility

US = Us("7", "gemeente", "social.example")


def status(**given: Any) -> dict[str, Any]:
    account = {"id": "12", "username": "fatima", "acct": "fatima@elders.example"}
    facts = {
        "id": "42",
        "uri": "https://elders.example/users/fatima/statuses/42",
        "url": "https://elders.example/@fatima/42",
        "created_at": "2026-11-24T12:00:00.000Z",
        "visibility": "public",
        "content": "<p>@gemeente Stuk &amp; scheef.</p>",
        "account": account | given.pop("account", {}),
        "mentions": [{"id": "7", "username": "gemeente", "acct": "gemeente"}],
        "media_attachments": [],
        "favourites_count": 3,
    }
    return facts | given


def read(**given: Any) -> IncomingMessage:
    above = given.pop("above", ())
    files = given.pop("files", ())
    return parse(Kept(essential(status(**given)), US, above=above, files=files).arrived.raw)


def test_a_mention_is_words_of_somebody_to_us() -> None:
    message = read(account={"display_name": "Fatima", "note": "<p>Woont in het Dorp</p>"})

    assert message.text == "Stuk & scheef."
    assert message.author.handle == "@fatima@elders.example"
    assert (message.author.name, message.author.profile) == ("Fatima", "Woont in het Dorp")
    assert message.is_to_us
    assert message.is_public
    assert message.thread == message.external_id == "42"
    assert message.link == "https://elders.example/@fatima/42"


def test_a_neighbour_is_known_by_name_and_server() -> None:
    assert read(account={"acct": "fatima"}).author.handle == "@fatima@social.example"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<b>Fatima</b>", "Fatima"),
        ("<3 Fatima", "<3 Fatima"),
        ("\u202eamitaF", "amitaF"),
        ("فاطمة", "فاطمة"),
        ("", "fatima"),
        ("a\n\nb", "a b"),
        ("<script>alert(1)</script>", "fatima"),
    ],
)
def test_a_name_is_one_line_of_plain_words(name: str, shown: str) -> None:
    assert read(account={"display_name": name}).author.name == shown


def test_names_and_subjects_are_words_and_links_show_where_they_lead() -> None:
    content = (
        '<p><a href="https://x.example/@gemeente" class="u-url mention">@<span>gemeente</span></a> '
        'De <a href="https://x.example/tags/brug" class="mention hashtag">#<span>brug</span></a> '
        '<a href="https://a.example/"><span class="invisible">https://</span>a.example</a> '
        '<a href="https://boef.example/">bank.example</a></p>'
    )

    assert read(content=content).text == (
        "De #brug https://a.example bank.example <https://boef.example/>"
    )


def test_only_our_own_name_in_front_is_left_out() -> None:
    assert read(content="<p>@gemeente @willem dag @gemeente</p>").text == "@willem dag @gemeente"


def test_a_warning_stands_above_the_words_and_answers_offered_below() -> None:
    message = read(spoiler_text="Boos", poll={"options": [{"title": "Ja"}, {"title": "Nee"}]})

    assert message.text == "Boos\n\nStuk & scheef.\n\n- Ja\n- Nee"


@pytest.mark.parametrize(
    ("written", "visibility"),
    [
        ("public", Visibility.PUBLIC),
        ("unlisted", Visibility.UNLISTED),
        ("private", Visibility.FOLLOWERS),
        ("direct", Visibility.DIRECT),
        ("limited", Visibility.DIRECT),
        (None, Visibility.DIRECT),
    ],
)
def test_what_is_not_known_is_for_the_fewest(written: object, visibility: Visibility) -> None:
    assert read(visibility=written).visibility is visibility


def test_what_does_not_name_us_is_not_to_us() -> None:
    assert not read(mentions=[]).is_to_us
    assert read(mentions=[], visibility="direct").is_to_us


@pytest.mark.parametrize(
    ("address", "names_us"),
    [
        ("http://social.example/gemeente", True),
        ("https://social.example/@Gemeente/", True),
        ("https://social.example/users/gemeente?a=1&amp;b", True),
        ("https://elders.example/@gemeente", False),
        ("https://social.example/tags/gemeente", False),
        ("https://social.example/@gemeenteraad", False),
        ("http://[social.example/@gemeente", False),
        ("", False),
    ],
)
def test_a_server_that_lists_no_mention_of_us_names_us_by_a_link(
    address: str, names_us: bool
) -> None:
    link = f'<a href="{address}" class="mention u-url h-card">@gemeente</a> Stuk.'

    assert read(mentions=[], content=link).is_to_us is names_us
    assert not read(mentions=[], content=link.replace("mention", "")).is_to_us


def test_what_we_wrote_is_ours_and_says_to_whom() -> None:
    fatima = {"id": "12", "username": "fatima", "acct": "fatima@elders.example"}
    message = read(account={"id": "7", "acct": "gemeente"}, mentions=[fatima])

    assert message.is_ours
    assert not message.is_to_us
    assert message.to is not None
    assert message.to.handle == "@fatima@elders.example"


def test_an_answer_belongs_to_the_first_of_its_thread() -> None:
    message = read(above=("41", "40"))

    assert message.answers == ("41", "40")
    assert message.thread == "40"


def test_a_picture_comes_with_its_description_and_a_film_stays_there() -> None:
    media = [
        {"id": "1", "type": "image", "url": "https://m.example/brug.png?x", "description": "Brug"},
        {"id": "2", "type": "video", "url": "https://m.example/film.mp4",
         "description": "Water stroomt\nover de kade"},
    ]  # fmt: skip
    message = read(media_attachments=media, sensitive=True, files=[("1", b"png"), ("2", None)])

    [file] = message.attachments
    assert (file.name, file.description, file.content) == ("brug.png", "Brug", b"png")
    assert message.warnings == (SENSITIVE, LEFT_THERE, "“Water stroomt over de kade”")


def test_what_is_gone_says_only_which_it_was() -> None:
    kept = Kept({"id": "42", "uri": "https://elders.example/42"}, US, is_gone=True)
    message = parse(kept.arrived.raw)

    assert message.is_gone
    assert (message.external_id, message.text, message.author.handle) == ("42", "", "")


def test_likes_and_new_pictures_of_the_author_are_no_edit() -> None:
    before = essential(status())
    later = essential(status(favourites_count=4, account={"display_name": "Fatima B."}))

    assert digest(before) == digest(later)
    assert digest(before) != digest(essential(status(content="<p>Anders</p>")))
    assert Kept(before, US).arrived == Kept(essential(status(replies_count=9)), US).arrived


@pytest.mark.parametrize(
    "changed", [{"id": None, "account": None}, {"mentions": 3}, {"media_attachments": "x"}]
)
def test_what_is_no_status_is_refused_in_words(changed: dict[str, Any]) -> None:
    with pytest.raises(Unreadable, match="no post"):
        parse(odd(status() | changed, US).arrived.raw)


@pytest.mark.parametrize("content", ["<a class=mention>" * 20_000, "<a " * 60_000, "@" * 200_000])
def test_endless_content_is_read_in_time(content: str) -> None:
    written = json.dumps({"status": essential(status(content=content)), "us": vars(US)})

    assert parse(written.encode()).is_public
