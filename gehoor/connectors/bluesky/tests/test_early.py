"""Answers that Bluesky knew before our post, and told nobody of: they come in all the same."""

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest

from gehoor.connectors.bluesky import PLUGIN
from gehoor.connectors.bluesky.tests.conftest import Place
from gehoor.testing.bluesky import Post

THREAD = "app.bsky.feed.getPostThread"
SETTLED = timedelta(minutes=11)
Early = Callable[[str], Post]


@pytest.fixture
def ours(place: Place) -> Post:
    """A post of ours that we know of since just now."""
    place.read()
    post = place.network.write("Vandaag strooien wij.", by=place.network.ours)
    place.read()
    return post


@pytest.fixture
def early(place: Place, ours: Post) -> Early:
    """Lets a citizen answer it too soon to be told of."""

    def answer(text: str) -> Post:
        post = place.network.write(text, answers=ours)
        place.network.tell_nobody_of(post)
        return post

    return answer


def test_an_answer_of_which_nobody_was_told_comes_in_once(
    place: Place, ours: Post, early: Early
) -> None:
    answer = early("Waar strooit u?")

    [message] = place.read()

    assert (message.text, message.external_id) == ("Waar strooit u?", answer.uri)
    assert message.is_to_us
    assert (message.thread, *message.answers) == (ours.uri, ours.uri)
    assert place.read() == []
    place.later = SETTLED
    assert place.read() == []
    place.later = timedelta(days=2)
    assert place.read() == []


def test_a_post_that_is_shown_late_is_asked_until_it_is(
    place: Place, ours: Post, early: Early
) -> None:
    early("Waar strooit u?")
    ours.hidden_looks = 5
    place.later = timedelta(hours=5)

    found = [place.texts() for _ in range(6)]

    assert [text for texts in found for text in texts] == ["Waar strooit u?"]


def test_who_is_told_of_as_usual_comes_in_once_with_their_profile(place: Place, ours: Post) -> None:
    place.network.write("Waar strooit u?", answers=ours)

    [message] = place.read()

    assert message.author.profile == "Voor en door Noord."


def test_a_post_that_is_surely_shown_is_not_asked_any_more(place: Place, ours: Post) -> None:
    place.later = SETTLED
    place.read()
    assert THREAD in place.network.asked
    place.network.asked.clear()

    place.read()

    assert THREAD not in place.network.asked


def test_of_whom_we_asked_not_to_be_told_nothing_comes_in_this_way(
    place: Place, early: Early
) -> None:
    place.network.citizen.is_muted = True
    early("Altijd hetzelfde met u.")

    assert place.read() == []


def test_a_batch_that_is_cut_short_finds_the_rest_again(place: Place, early: Early) -> None:
    for number in range(4):
        early(f"Antwoord {number}")
    place.later = SETTLED
    with closing(PLUGIN.reader(place.account)) as reader:
        half = reader.fetch(place.cursor, limit=1)
    assert half.has_more
    place.cursor = half.cursor

    assert place.texts() == ["Antwoord 1", "Antwoord 2", "Antwoord 3"]


def test_an_early_answer_that_was_taken_away_comes_in_as_gone(place: Place, early: Early) -> None:
    answer = early("Waar strooit u?")
    place.read()
    place.network.take_away(answer)

    [message] = place.read()

    assert message.is_gone
    assert message.external_id == answer.uri


def test_many_posts_of_ours_that_are_not_shown_yet_stop_nothing(place: Place) -> None:
    """More than fit in one address, which a busy day of answers brings about."""
    place.read()
    for number in range(40):
        place.network.write(f"Antwoord {number}", by=place.network.ours).hidden_looks = 3
    place.read()

    place.network.write("Een nieuwe vraag", mentions=True)

    assert "Een nieuwe vraag" in [message.text for message in place.read()]
