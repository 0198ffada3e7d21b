"""What goes out: once, in its place in the thread, and with an end that is said in words."""

from datetime import UTC, datetime, timedelta

import pytest

from gehoor.connectors.bluesky.sending import (
    GONE,
    PICTURE_REFUSED,
    REFUSED,
    TOO_LONG,
    TOO_MANY_PICTURES,
)
from gehoor.connectors.bluesky.tests.conftest import Place
from gehoor.contracts.connector import Later, NotAllowed, Refused, Sent, Unknown
from gehoor.contracts.posts import OutgoingFile
from gehoor.testing.bluesky import PNG
from gehoor.testing.peers import outgoing

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
FAMILY = "👨‍👩‍👧‍👦"
PICTURE = OutgoingFile("paal.png", "image/png", PNG, "Een paal")


def test_an_answer_stands_below_its_post_and_in_its_thread(place: Place) -> None:
    first = place.network.write("De lantaarn is stuk.")
    second = place.network.write("Bij mij ook.", answers=first)

    sent = place.send(answers=second.uri, text="Wij komen vandaag.", first_tried_at=NOON)

    [post] = place.network.by_us()
    assert sent == Sent(post.uri)
    assert post.record["reply"] == {"root": first.reference, "parent": second.reference}
    assert post.record["createdAt"] == "2026-11-25T12:00:00.000Z"


@pytest.mark.parametrize("way", ["swallow", "reset", "error_after", "cut"])
def test_an_answer_that_was_lost_is_sent_again_and_stands_there_once(
    place: Place, way: str
) -> None:
    post = place.network.write("Wanneer?")
    place.network.misbehave("putRecord", way)

    first = place.send(answers=post.uri, first_tried_at=NOON)
    again = place.send(answers=post.uri, first_tried_at=NOON)

    assert isinstance(first, Unknown)
    assert isinstance(again, Sent)
    assert len(place.network.by_us()) == 1


def test_it_can_be_looked_up_by_the_name_we_gave_it(place: Place) -> None:
    reply = outgoing(first_tried_at=NOON)
    assert place.sender().find_sent(reply) is None

    sent = place.sender().send(reply)

    assert isinstance(sent, Sent)
    assert place.sender().find_sent(reply) == sent.external_id


def test_a_parent_that_is_not_shown_yet_is_waited_for(place: Place) -> None:
    """The part that shows posts lags behind; the post is not gone."""
    post = place.network.write("Zojuist geschreven")
    post.hidden_looks = 3

    assert isinstance(place.send(answers=post.uri), Sent)


def test_a_parent_that_is_gone_is_refused_in_words(place: Place) -> None:
    post = place.network.write("Dit haal ik weg")
    place.network.take_away(post)

    assert place.send(answers=post.uri) == Refused(GONE)
    assert place.network.by_us() == []


def test_names_become_mentions_and_unknown_names_stay_words(place: Place) -> None:
    place.send(text="Dank @wijkraad.bsky.example en @niemand.bsky.example")

    [post] = place.network.by_us()
    [facet] = post.record["facets"]
    assert facet["features"][0]["did"] == place.network.citizen.did


@pytest.mark.parametrize("text", ["x" * 301, FAMILY * 301, FAMILY * 121 + "x" * 130])
def test_what_is_too_long_is_refused_before_anything_leaves(place: Place, text: str) -> None:
    assert place.send(text=text) == Refused(TOO_LONG)
    assert place.network.asked == []


@pytest.mark.parametrize("text", ["x" * 300, FAMILY * 100, "é" * 300])
def test_what_just_fits_is_sent(place: Place, text: str) -> None:
    assert isinstance(place.send(text=text), Sent)


def test_a_server_that_counts_otherwise_is_believed(place: Place) -> None:
    place.network.misbehave("putRecord", "too_long")

    assert place.send() == Refused(TOO_LONG)


def test_pictures_go_along_with_their_descriptions(place: Place) -> None:
    assert isinstance(place.send(files=(PICTURE, PICTURE)), Sent)

    [post] = place.network.by_us()
    images = post.record["embed"]["images"]
    assert [image["alt"] for image in images] == ["Een paal", "Een paal"]
    assert place.network.blobs[images[0]["image"]["ref"]["$link"]] == PNG


def test_too_many_or_too_large_pictures_are_refused(place: Place) -> None:
    large = OutgoingFile("groot.png", "image/png", b"x" * 2_000_001)

    assert place.send(files=(PICTURE,) * 5) == Refused(TOO_MANY_PICTURES)
    assert place.send(files=(large,)) == Refused(TOO_MANY_PICTURES)


def test_a_picture_the_server_refuses_keeps_the_reply_back(place: Place) -> None:
    place.network.misbehave("uploadBlob", "too_long")

    assert place.send(files=(PICTURE,)) == Refused(PICTURE_REFUSED)
    assert place.network.by_us() == []


@pytest.mark.parametrize("question", ["createSession", "getPosts", "uploadBlob", "resolveHandle"])
@pytest.mark.parametrize("trouble", ["broken", "limited", "reset", "swallow"])
def test_trouble_before_the_post_itself_is_surely_not_sent(
    place: Place, question: str, trouble: str
) -> None:
    post = place.network.write("Wanneer?")
    place.network.misbehave(question, trouble)

    outcome = place.send(answers=post.uri, text="Dank @wijkraad.bsky.example", files=(PICTURE,))

    assert isinstance(outcome, Later)
    assert place.network.by_us() == []


def test_a_busy_server_says_how_long_to_wait(place: Place) -> None:
    place.network.misbehave("putRecord", "limited", "Retry-After: 30")

    outcome = place.send()

    assert isinstance(outcome, Later)
    assert outcome.wait_seconds == 30


def test_a_token_that_ended_meanwhile_is_renewed_and_the_reply_sent(place: Place) -> None:
    place.send(key="eerste" * 6, text="Eerste")
    place.network.end_access()

    assert isinstance(place.send(key="tweede" * 6, text="Tweede"), Sent)


def test_a_withdrawn_password_sends_nothing(place: Place) -> None:
    place.send(key="eerste" * 6, text="Eerste")
    place.network.revoke()

    with pytest.raises(NotAllowed):
        place.send(key="tweede" * 6, text="Tweede")
    assert len(place.network.by_us()) == 1


def test_an_odd_refusal_is_a_refusal(place: Place) -> None:
    place.network.misbehave("putRecord", "invalid")

    assert place.send() == Refused(REFUSED)


def test_a_drip_of_bytes_is_no_answer(place: Place) -> None:
    place.send(key="eerste" * 6, text="Eerste")
    place.network.misbehave("putRecord", "drip")

    outcome = place.sender(seconds=1).send(outgoing(key="tweede" * 6, text="Tweede"))

    assert isinstance(outcome, Unknown)


def test_two_replies_sent_one_after_the_other_sort_so(place: Place) -> None:
    place.send(key="eerste" * 6, text="Eerste", first_tried_at=NOON)
    place.send(key="tweede" * 6, text="Tweede", first_tried_at=NOON + timedelta(milliseconds=1))

    posts = sorted(place.network.by_us(), key=lambda post: post.key)
    assert [post.record["text"] for post in posts] == ["Eerste", "Tweede"]
