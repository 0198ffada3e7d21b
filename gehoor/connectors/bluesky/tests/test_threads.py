"""The thread around a post: what it answers, what answers it, page by page."""

import pytest

from gehoor.connectors.bluesky import PLUGIN
from gehoor.connectors.bluesky.tests.conftest import Place
from gehoor.contracts.connector import Arrived
from gehoor.contracts.threads import Gone, threads_of


def texts(arrived: list[Arrived]) -> list[str]:
    return [PLUGIN.parse(each.raw)[0].text for each in arrived]


def test_what_stands_above_and_below_is_given_in_order(place: Place) -> None:
    first = place.network.write("Eerste")
    second = place.network.write("Tweede", answers=first)
    middle = place.network.write("Midden", answers=second)
    place.network.write("Antwoord", answers=middle)
    other = place.network.write("Ander antwoord", answers=middle)
    place.network.write("Daarop weer", answers=other)

    around = PLUGIN.threads.around(place.account, external_id=middle.uri)

    assert texts(list(around.above)) == ["Eerste", "Tweede"]
    assert texts(list(around.below)) == ["Antwoord", "Ander antwoord", "Daarop weer"]
    assert around.is_whole
    assert around.onward == ""


def test_a_thread_of_1200_replies_comes_page_by_page(place: Place) -> None:
    first = place.network.write("Van ons", by=place.network.ours)
    for number in range(1200):
        place.network.write(f"Reactie {number}", answers=first)
    found: list[str] = []
    onward, pages = "", 0

    while pages == 0 or onward:
        page = PLUGIN.threads.around(place.account, external_id=first.uri, onward=onward, limit=500)
        found += texts(list(page.below))
        onward, pages = page.onward, pages + 1

    assert found == [f"Reactie {number}" for number in range(1200)]
    assert pages == 3


def test_it_is_the_same_in_bytes_as_what_the_reader_gave(place: Place) -> None:
    place.network.citizen.profile = ""
    mention = place.network.write("Een lantaarn", alts=["Een paal"])
    place.network.write("Nog iemand", answers=mention, mentions=False)
    [(transport_id, raw)] = place.arrivals()
    reply = next(p for p in place.network.posts.values() if p.record["text"] == "Nog iemand")

    around = PLUGIN.threads.around(place.account, external_id=reply.uri)

    assert list(around.above) == [Arrived(transport_id, raw)]


def test_a_parent_that_was_taken_away_is_passed_over(place: Place) -> None:
    first = place.network.write("Eerste")
    second = place.network.write("Tweede", answers=first)
    place.network.take_away(first)

    around = PLUGIN.threads.around(place.account, external_id=second.uri)

    assert list(around.above) == []


def test_a_post_that_is_not_there_is_gone_in_words(place: Place) -> None:
    post = place.network.write("Weg ermee")
    place.network.take_away(post)

    with pytest.raises(Gone):
        PLUGIN.threads.around(place.account, external_id=post.uri)


def test_bluesky_shows_threads() -> None:
    assert threads_of(PLUGIN) is PLUGIN.threads
