"""What comes in: every mention once, however it is dated; what is gone; what we said elsewhere."""

from contextlib import closing
from datetime import timedelta

import pytest

from gehoor.connectors.bluesky import PLUGIN
from gehoor.connectors.bluesky.pictures import posts_in
from gehoor.connectors.bluesky.tests.conftest import Place
from gehoor.connectors.bluesky.tids import BEGINNING, CLOCK_BITS, written
from gehoor.connectors.bluesky.window import memory_in
from gehoor.contracts.connector import NotAllowed, Unreachable


def test_mentions_replies_and_quotes_come_in_oldest_first(place: Place) -> None:
    network = place.network
    ours = network.write("Vandaag strooien wij.", by=network.ours)
    place.read()
    mention = network.write("De lantaarn is stuk.")
    network.write("Waar strooit u?", answers=ours)
    network.write("Goed bezig!", quotes=ours)
    network.write("Een gesprek zonder ons.", mentions=False)

    messages = place.read()

    assert [each.text.partition("\n")[0] for each in messages] == [
        "De lantaarn is stuk.", "Waar strooit u?", "Goed bezig!",
    ]  # fmt: skip
    assert messages[0].external_id == mention.uri
    assert messages[1].thread == ours.uri


@pytest.mark.parametrize("age", [timedelta(hours=1), timedelta(days=2), timedelta(hours=71)])
def test_a_post_that_is_dated_back_is_not_missed(place: Place, age: timedelta) -> None:
    """Bad input of issue 4: it appears below older mentions, which we know already."""
    for number in range(150):
        place.network.write(f"Bericht {number}")
    assert len(place.read()) == 150
    place.network.write("Van lang geleden", dated=place.network.now - age)

    assert place.texts() == ["Van lang geleden"]


def test_one_reader_finds_it_too_once_it_looks_wide_again(place: Place) -> None:
    network = place.network
    network.write("Een gewone vermelding")
    with closing(PLUGIN.reader(place.account)) as reader:
        place.cursor = reader.fetch({}, limit=100).cursor
        for number in range(150):
            network.write(f"Bericht {number}")
        place.cursor = reader.fetch(place.cursor, limit=200).cursor
        network.write("Van eergisteren", dated=network.now - timedelta(days=2))

        shallow = reader.fetch(place.cursor, limit=200)
        reader.posts.opened_at += timedelta(minutes=5)  # type: ignore[attr-defined]
        wide = reader.fetch(shallow.cursor, limit=200)

    assert shallow.arrived == []
    assert [PLUGIN.parse(each.raw)[0].text for each in wide.arrived] == ["Van eergisteren"]


def test_what_is_dated_three_weeks_back_is_found_within_a_day(place: Place) -> None:
    place.read()
    place.network.write("Drie weken terug", dated=place.network.now - timedelta(days=21))
    assert place.texts() == []

    place.later = timedelta(days=1, hours=1)

    assert place.texts() == ["Drie weken terug"]


def test_at_first_the_last_seven_days_come_in_and_nothing_older_ever_does(place: Place) -> None:
    now = place.network.now
    place.network.write("Zes dagen oud", dated=now - timedelta(days=6))
    place.network.write("Acht dagen oud", dated=now - timedelta(days=8))

    assert place.texts() == ["Zes dagen oud"]
    place.later = timedelta(days=1, hours=1)
    assert place.texts() == []


def test_everything_after_an_absence_of_ten_days_comes_in(place: Place) -> None:
    place.read()
    for number in range(250):
        place.network.write(f"Bericht {number}")
    place.later = timedelta(days=10)

    assert place.texts() == [f"Bericht {number}" for number in range(250)]
    assert place.texts() == []


def test_a_post_with_two_reasons_comes_in_once(place: Place) -> None:
    place.read()
    ours = place.network.write("Van ons", by=place.network.ours)
    facets = place.network._naming_us("Dank")["facets"]
    place.network.write("Dank, gemeente", answers=ours, facets=facets)

    messages = [each for each in place.read() if not each.is_ours]

    assert [each.text for each in messages] == ["Dank, gemeente"]


def test_a_batch_that_is_cut_short_is_taken_up_where_it_stood(place: Place) -> None:
    place.read()
    for number in range(7):
        place.network.write(f"Bericht {number}")
    with closing(PLUGIN.reader(place.account)) as reader:
        half = reader.fetch(place.cursor, limit=3)
    assert half.has_more
    place.cursor = half.cursor

    assert place.texts() == [f"Bericht {number}" for number in range(3, 7)]


def test_a_first_connection_that_is_cut_short_never_takes_in_what_is_too_old(place: Place) -> None:
    now = place.network.now
    place.network.write("Acht dagen oud", dated=now - timedelta(days=8))
    for number in range(3):
        place.network.write(f"Bericht {number}")
    with closing(PLUGIN.reader(place.account)) as reader:
        place.cursor = reader.fetch({}, limit=1).cursor

    assert place.texts() == ["Bericht 1", "Bericht 2"]


@pytest.mark.parametrize("trouble", ["broken", "limited", "reset"])
def test_trouble_between_two_pages_loses_nothing(place: Place, trouble: str) -> None:
    place.read()
    for number in range(150):
        place.network.write(f"Bericht {number}")
    place.network.misbehave("listNotifications", "")
    place.network.misbehave("listNotifications", trouble)

    with closing(PLUGIN.reader(place.account)) as reader, pytest.raises(Unreachable):
        reader.fetch(place.cursor, limit=100)

    assert len(place.texts()) == 150


def test_a_password_withdrawn_between_two_pages_loses_nothing(place: Place) -> None:
    place.read()
    for number in range(150):
        place.network.write(f"Bericht {number}")
    place.network.misbehave("listNotifications", "revoke")

    with closing(PLUGIN.reader(place.account)) as reader, pytest.raises(NotAllowed):
        reader.fetch(place.cursor, limit=100)
    place.network.passwords.add(place.vault.secrets["password"])

    assert len(place.texts()) == 150


def test_a_token_that_ends_between_two_pages_is_not_noticed(place: Place) -> None:
    place.read()
    for number in range(150):
        place.network.write(f"Bericht {number}")
    place.network.misbehave("listNotifications", "expire")

    assert len(place.texts()) == 150


def test_what_its_author_took_away_comes_in_as_gone(place: Place) -> None:
    post = place.network.write("Dit haal ik weg")
    stays = place.network.write("Dit blijft")
    place.read()
    place.network.take_away(post)

    [message] = place.read()

    assert message.is_gone
    assert message.external_id == post.uri
    assert message.author.handle == "wijkraad.bsky.example"
    assert place.read() == []
    assert stays.uri in memory_in(place.cursor, place.cursor["for"]).watched


def test_a_mention_that_is_only_hidden_from_us_is_not_gone(place: Place) -> None:
    """A muted author disappears from the mentions, and the post is still there."""
    place.network.write("Van iemand die wij dempen")
    place.read()
    place.network.notices.clear()

    assert place.read() == []


def test_our_own_answer_from_elsewhere_comes_in_as_ours(place: Place) -> None:
    mention = place.network.write("Wanneer strooit u?")
    place.read()
    answer = place.network.write("Vanavond.", by=place.network.ours, answers=mention)

    [message] = place.read()

    assert message.is_ours
    assert message.external_id == answer.uri
    assert message.thread == mention.uri
    assert place.read() == []


def test_more_of_our_own_posts_than_fit_on_a_page_come_in(place: Place) -> None:
    place.read()
    for number in range(230):
        place.network.write(f"Van ons {number}", by=place.network.ours)

    assert place.texts() == [f"Van ons {number}" for number in range(230)]


@pytest.mark.parametrize("name", ["of tomorrow", "zelf-bedacht"])
def test_a_post_of_ours_with_an_odd_name_hides_none_that_come_after_it(
    place: Place, name: str
) -> None:
    """Posts are told apart by names that sort by time; a wrong clock makes one of the future."""
    place.read()
    first = place.network.write("Van nu", by=place.network.ours)
    tomorrow = (place.network.now + timedelta(days=1) - BEGINNING) // timedelta(microseconds=1)
    key = written(tomorrow << CLOCK_BITS) if name == "of tomorrow" else name
    place.network.store(place.network.ours, key, first.record | {"text": "Vreemd genaamd"})

    assert sorted(place.texts()) == ["Van nu", "Vreemd genaamd"]
    place.network.write("Van daarna", by=place.network.ours)
    assert place.texts() == ["Van daarna"]


@pytest.mark.parametrize("body", [{}, {"posts": None}, {"posts": {}}, [], None])
def test_an_answer_without_a_list_says_of_no_post_that_it_is_gone(body: object) -> None:
    with pytest.raises(Unreachable):
        posts_in(body)


def test_our_own_post_that_is_not_shown_yet_is_not_gone(place: Place) -> None:
    post = place.network.write("Zojuist geplaatst", by=place.network.ours)
    place.read()
    post.hidden_looks = 5

    assert place.read() == []


def test_pictures_come_with_their_descriptions(place: Place) -> None:
    place.network.write("Kijk", alts=["Een scheve paal", "De straat"])

    [message] = place.read()

    assert [each.description for each in message.attachments] == ["Een scheve paal", "De straat"]
    assert all(each.media_type == "image/png" for each in message.attachments)


def test_a_picture_that_cannot_be_had_keeps_no_post_away(place: Place) -> None:
    place.network.write("Kijk", alts=["Een scheve paal"])
    place.network.blobs.clear()

    [message] = place.read()

    assert message.text == "Kijk"
    assert message.warnings


def test_another_account_begins_anew(place: Place) -> None:
    place.network.write("Voor ons")
    place.read()
    place.cursor = dict(place.cursor) | {"for": "https://elders.example did:plc:iemand"}

    assert place.texts() == ["Voor ons"]


def test_what_is_no_notification_is_passed_over(place: Place) -> None:
    place.read()
    post = place.network.write("Goed")
    post.record["createdAt"] = "gisteren"

    assert place.texts() == ["Goed"]


def test_the_ledger_leaves_out_what_was_there_before_us(place: Place) -> None:
    now = place.network.now
    place.network.write("Acht dagen oud", dated=now - timedelta(days=8))
    new = place.network.write("Nieuw")
    place.read()

    with closing(PLUGIN.reader(place.account)) as reader:
        assert reader.transport_ids(place.cursor) == {new.uri}
