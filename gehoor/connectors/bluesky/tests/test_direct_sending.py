"""What leaves by private message: to one person, once, and with an end that is said in words."""

from datetime import UTC, datetime, timedelta

import pytest

from gehoor.connectors.bluesky import PLUGIN
from gehoor.connectors.bluesky.convos import NO_RIGHTS
from gehoor.connectors.bluesky.direct_sending import (
    BLOCKED,
    CLOSED,
    NO_FILES,
    NOBODY,
    NOT_FOLLOWED,
    NOT_TAKEN,
    REFUSED,
    TOO_LONG,
)
from gehoor.connectors.bluesky.sending import GONE
from gehoor.connectors.bluesky.tests.conftest import Place
from gehoor.contracts.connector import (
    Later,
    NotAllowed,
    OnUnknown,
    Outcome,
    Refused,
    Sent,
    Unknown,
    Unreachable,
)
from gehoor.contracts.posts import OutgoingFile, Visibility
from gehoor.testing.bluesky import CITIZEN, PNG
from gehoor.testing.peers import outgoing

pytestmark = pytest.mark.row("S1-03")
DIRECT = Visibility.DIRECT
FAMILY = "👨‍👩‍👧‍👦"


def asked(place: Place) -> str:
    """Let somebody ask in private; return how their message is named."""
    place.network.chat.write("Kunt u mij bellen?")
    [message] = place.read()
    return message.external_id


def answer(place: Place, **given: object) -> Outcome:
    return place.send(**{"visibility": DIRECT, "to": CITIZEN} | given)


def said(place: Place) -> list[str]:
    return [line.text for line in place.network.chat.by_us()]


@pytest.mark.parametrize("wanted", list(Visibility))
def test_what_answers_a_direct_message_is_one_whatever_was_asked(
    place: Place, wanted: Visibility
) -> None:
    sent = place.send(answers=asked(place), text="Morgen om tien uur.", visibility=wanted)

    [line] = place.network.chat.by_us()
    [convo] = place.network.chat.convos.values()
    assert sent == Sent(f"chat:{convo.number}/{line.number}")
    assert place.network.by_us() == []


def test_what_we_sent_comes_back_under_the_name_it_was_given(place: Place) -> None:
    sent = answer(place, answers=asked(place))

    [message] = place.read()
    assert isinstance(sent, Sent)
    assert message.external_id == sent.external_id
    assert message.is_ours


def test_who_is_answered_is_accepted_first(place: Place) -> None:
    chat = place.network.chat
    name = asked(place)
    [convo] = chat.convos.values()

    answer(place, answers=name)
    answer(place, answers=name, key="tweede" * 6)

    assert convo.status == "accepted"
    assert chat.accepted == [convo.number]


def test_a_post_is_answered_privately_with_that_post_along(place: Place) -> None:
    post = place.network.write("Mijn afval is niet opgehaald.")

    sent = answer(place, answers=post.uri, text="Wat is uw adres?")

    [line] = place.network.chat.by_us()
    [convo] = place.network.chat.convos.values()
    assert isinstance(sent, Sent)
    assert convo.members == [place.network.ours, place.network.citizen]
    assert line.more["embed"]["record"]["uri"] == post.uri
    assert place.network.by_us() == []


def test_it_goes_to_who_wrote_the_post_whatever_they_are_called_now(place: Place) -> None:
    post = place.network.write("Wie kan mij helpen?", by=place.network.person("oud.example"))

    assert isinstance(answer(place, answers=post.uri, to="@nieuw.example"), Sent)
    [convo] = place.network.chat.convos.values()
    assert convo.members[1].handle == "oud.example"


def test_a_post_that_is_gone_is_not_answered_privately_either(place: Place) -> None:
    post = place.network.write("Dit haal ik weg")
    place.network.take_away(post)

    assert answer(place, answers=post.uri) == Refused(GONE)
    assert said(place) == []


def test_who_is_only_called_by_name_is_found(place: Place) -> None:
    assert isinstance(answer(place, to=f"@{CITIZEN}"), Sent)
    assert answer(place, to="niemand.bsky.example") == Refused(NOBODY)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("MessagesDisabled", NOT_TAKEN),
        ("NotFollowedBySender", NOT_FOLLOWED),
        ("BlockedActor", BLOCKED),
        ("BlockedSubject", BLOCKED),
        ("RecipientNotFound", NOBODY),
        ("SomethingNew", REFUSED),
    ],
)
def test_who_does_not_allow_it_is_told_in_words(place: Place, error: str, words: str) -> None:
    post = place.network.write("Stuur mij niets")
    place.network.chat.closed[place.network.citizen.did] = error

    assert answer(place, answers=post.uri) == Refused(words)
    assert said(place) == []


def test_who_closed_the_door_meanwhile_is_told_in_words(place: Place) -> None:
    name = asked(place)
    place.network.chat.closed[place.network.citizen.did] = "MessagesDisabled"

    assert answer(place, answers=name) == Refused(NOT_TAKEN)


def test_a_conversation_that_is_gone_is_told_in_words(place: Place) -> None:
    name = asked(place)
    place.network.chat.convos.clear()

    assert answer(place, answers=name) == Refused(CLOSED)


def test_without_the_right_it_is_refused_and_posts_still_go(place: Place) -> None:
    post = place.network.write("Wanneer?")
    place.network.chat.may = False

    assert answer(place, answers=post.uri) == Refused(NO_RIGHTS)
    assert isinstance(place.send(answers=post.uri, key="openbaar" * 5), Sent)
    assert place.network.sessions == 1


@pytest.mark.parametrize("text", ["x" * 1001, FAMILY * 401, "é" * 1001])
def test_what_is_too_long_is_refused_before_anything_leaves(place: Place, text: str) -> None:
    assert answer(place, text=text) == Refused(TOO_LONG)
    assert place.network.asked == []


@pytest.mark.parametrize("text", ["x" * 1000, FAMILY * 400, "é" * 1000])
def test_what_just_fits_is_sent(place: Place, text: str) -> None:
    assert isinstance(answer(place, text=text), Sent)


def test_files_are_refused_in_words(place: Place) -> None:
    picture = OutgoingFile("paal.png", "image/png", PNG, "Een paal")

    assert answer(place, files=(picture,)) == Refused(NO_FILES)


def test_links_names_and_tags_are_what_they_are_in_a_post(place: Place) -> None:
    answer(place, text="Zie www.voorbeeld.nl, @wijkraad.bsky.example of #afval")

    [line] = place.network.chat.by_us()
    kinds = [facet["features"][0]["$type"].partition("#")[2] for facet in line.more["facets"]]
    assert kinds == ["link", "mention", "tag"]


@pytest.mark.parametrize("way", ["swallow", "reset", "error_after", "cut"])
def test_an_answer_that_was_lost_is_in_doubt_and_found_by_looking(place: Place, way: str) -> None:
    name = asked(place)
    place.network.misbehave("sendMessage", way)
    reply = outgoing(answers=name, visibility=DIRECT, first_tried_at=place.network.now)

    assert isinstance(place.sender().send(reply), Unknown)

    [line] = place.network.chat.by_us()
    found = place.sender().find_sent(reply)
    assert found
    assert found.endswith(line.number)


def test_what_never_arrived_is_not_found(place: Place) -> None:
    name = asked(place)
    reply = outgoing(answers=name, visibility=DIRECT, first_tried_at=place.network.now)
    place.network.chat.write(reply.text)  # their own words, though the same

    assert place.sender().find_sent(reply) is None


def test_the_same_words_of_before_are_not_taken_for_it(place: Place) -> None:
    reply = outgoing(answers=asked(place), visibility=DIRECT, first_tried_at=place.network.now)
    place.network.chat.write_as_us(reply.text).sent_at -= timedelta(minutes=3)

    assert place.sender().find_sent(reply) is None


def test_what_cannot_be_looked_at_is_not_called_absent(place: Place) -> None:
    reply = outgoing(answers=asked(place), visibility=DIRECT, first_tried_at=place.network.now)
    place.network.misbehave("getMessages", "broken")
    with pytest.raises(Unreachable):
        place.sender().find_sent(reply)

    place.network.chat.may = False
    with pytest.raises(Unreachable):
        place.sender().find_sent(reply)


def test_by_its_class_it_is_looked_for_and_never_sent_again_blindly(place: Place) -> None:
    able = PLUGIN.capabilities(place.account)

    assert able.on_unknown is OnUnknown.KEYED
    assert able.for_readers(DIRECT).on_unknown is OnUnknown.CHECKABLE
    assert able.for_readers(DIRECT).key_seconds == 0
    assert able.for_readers(Visibility.PUBLIC) is able


@pytest.mark.parametrize(
    "question", ["createSession", "getPosts", "resolveHandle", "getConvoForMembers", "acceptConvo"]
)
@pytest.mark.parametrize("trouble", ["broken", "limited", "reset", "swallow"])
def test_trouble_before_the_message_itself_is_surely_not_sent(
    place: Place, question: str, trouble: str
) -> None:
    post = place.network.write("Wanneer?")
    place.network.chat.write("Ik vraag het ook zo")
    place.network.misbehave(question, trouble)

    outcome = answer(place, answers=post.uri, text="Dank @wijkraad.bsky.example")

    assert isinstance(outcome, Later)
    assert said(place) == []


def test_a_busy_service_says_how_long_to_wait(place: Place) -> None:
    name = asked(place)
    place.network.misbehave("sendMessage", "limited", "Retry-After: 30")

    outcome = answer(place, answers=name)

    assert isinstance(outcome, Later)
    assert outcome.wait_seconds == 30


def test_a_token_that_ended_meanwhile_is_renewed_and_it_is_said_once(place: Place) -> None:
    name = asked(place)
    place.network.end_access()

    assert isinstance(answer(place, answers=name), Sent)
    assert len(said(place)) == 1


def test_a_withdrawn_password_sends_nothing(place: Place) -> None:
    name = asked(place)
    place.network.revoke()

    with pytest.raises(NotAllowed):
        answer(place, answers=name)
    assert said(place) == []


def test_a_message_in_parts_stays_in_one_conversation(place: Place) -> None:
    post = place.network.write("Leg eens uit")
    first = answer(place, answers=post.uri, text="1/2 Eerst dit.", first_tried_at=NOON)
    assert isinstance(first, Sent)

    answer(place, answers=first.external_id, text="2/2 Dan dat.", key="tweede" * 6)

    [convo] = place.network.chat.convos.values()
    assert [line.text for line in convo.lines] == ["1/2 Eerst dit.", "2/2 Dan dat."]


NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
