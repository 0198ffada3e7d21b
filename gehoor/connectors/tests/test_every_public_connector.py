"""What every connector of a public platform must do; a new one is tested without an edit here.

Its peer also has what `PublicPeer` names.
"""

from collections.abc import Iterator
from contextlib import closing
from typing import cast

import pytest

from gehoor.contracts.connector import (
    Account,
    Arrived,
    Connector,
    Cursor,
    IncomingMessage,
    Sent,
)
from gehoor.contracts.posts import WIDEST_FIRST, Visibility
from gehoor.contracts.reading import Failure, Readers
from gehoor.contracts.threads import threads_of
from gehoor.kit.plugins import find_plugins
from gehoor.testing.peers import DirectPeer, Peer, PublicPeer, outgoing, peer_of

CONNECTORS: dict[str, Connector] = find_plugins("gehoor.connectors")


def is_public(key: str) -> bool:
    connector = CONNECTORS[key]
    blank = {field.name: field.default for field in connector.fields}
    able = connector.capabilities(Account(channel_id=0, settings=blank, secrets={}))
    return able.is_public and able.can_answer


PUBLIC = sorted(key for key in CONNECTORS if is_public(key))


@pytest.fixture(scope="module", params=PUBLIC)
def key(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def connector(key: str) -> Connector:
    return CONNECTORS[key]


@pytest.fixture(scope="module")
def peer(key: str) -> Iterator[Peer]:
    with peer_of(key) as running:
        assert isinstance(running, PublicPeer), "The peer of a public platform does more."
        yield running


@pytest.fixture
def public(peer: Peer) -> PublicPeer:
    return cast(PublicPeer, peer)


@pytest.fixture
def direct(public: PublicPeer) -> DirectPeer:
    """Platforms on which a post may be for few people only; on the others all is public."""
    if not public.knows_direct:
        pytest.skip("On this platform every post is public.")
    return cast(DirectPeer, public)


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers() as guarded:
        yield guarded


class Reading:
    """Reads on from where it stood, through the guarded child."""

    def __init__(self, connector: Connector, account: Account, readers: Readers) -> None:
        self.connector, self.account, self.readers = connector, account, readers
        self.cursor: Cursor = {}
        self.onward()

    def onward(self) -> list[tuple[str, IncomingMessage]]:
        """Return everything new, each under its transport id."""
        found: list[Arrived] = []
        has_more = True
        with closing(self.connector.reader(self.account)) as reader:
            while has_more:
                batch = reader.fetch(self.cursor, limit=100)
                self.cursor, has_more = batch.cursor, batch.has_more
                found += batch.arrived
        answers = self.readers.read(self.connector.key, [arrived.raw for arrived in found])
        assert not [answer for answer in answers if isinstance(answer, Failure)]
        return [
            (arrived.transport_id, message)
            for arrived, messages in zip(found, answers, strict=True)
            for message in cast(tuple[IncomingMessage, ...], messages)
        ]

    def find(self, text: str) -> tuple[str, IncomingMessage]:
        """Return the newest message with these words. What is gone may have lost them."""
        [found] = [each for each in self.onward() if text in each[1].text]
        return found


@pytest.fixture
def reading(connector: Connector, peer: Peer, readers: Readers) -> Reading:
    return Reading(connector, peer.accounts[0], readers)


def test_a_text_of_the_longest_length_fits_and_one_more_does_not(
    connector: Connector, peer: Peer
) -> None:
    able = connector.capabilities(peer.accounts[0])

    assert able.fits("a" * able.max_length)
    assert not able.fits("a" * (able.max_length + 1))


def test_it_says_for_whom_an_answer_can_be_the_widest_first(
    connector: Connector, public: PublicPeer, peer: Peer
) -> None:
    known = connector.capabilities(peer.accounts[0]).visibilities

    assert known
    assert list(known) == sorted(known, key=WIDEST_FIRST.index)
    assert (Visibility.DIRECT in known) == public.knows_direct


def test_a_post_to_us_says_so_and_who_may_read_it(reading: Reading, peer: Peer) -> None:
    peer.write("Wanneer wordt de bak geleegd?")

    _, message = reading.find("Wanneer wordt de bak geleegd?")

    assert message.is_to_us
    assert not message.is_ours
    assert message.is_public
    assert message.visibility is Visibility.PUBLIC
    assert message.thread
    assert message.external_id


def test_what_only_we_may_read_is_direct(reading: Reading, direct: DirectPeer) -> None:
    direct.write_directly("Mijn adres is Dorpsstraat 1.")

    _, message = reading.find("Mijn adres is Dorpsstraat 1.")

    assert message.is_to_us
    assert not message.is_public
    assert message.visibility is Visibility.DIRECT


def test_what_we_posted_elsewhere_comes_in_as_ours(reading: Reading, public: PublicPeer) -> None:
    public.write_as_us("Morgen is het gemeentehuis dicht.")

    _, message = reading.find("Morgen is het gemeentehuis dicht.")

    assert message.is_ours
    assert not message.is_to_us


def test_what_was_taken_away_comes_in_as_gone_under_the_same_id(
    reading: Reading, peer: Peer, public: PublicPeer
) -> None:
    peer.write("Dit haal ik zo weer weg.")
    known, _ = reading.find("Dit haal ik zo weer weg.")
    public.take_away("Dit haal ik zo weer weg.")

    gone = [each for each in reading.onward() if each[1].is_gone]

    assert [transport_id for transport_id, _ in gone] == [known]


@pytest.mark.row("S0-18")
def test_an_answer_stands_below_the_very_post_it_answers_and_not_below_the_newest(
    reading: Reading, peer: Peer, public: PublicPeer
) -> None:
    peer.write("Dit vroeg ik het eerst.")
    peer.write("Dit vroeg ik het laatst.")
    [first] = [each for _, each in reading.onward() if "het eerst" in each.text]

    sent = reading.connector.sender(reading.account).send(
        outgoing(
            key="het-eerst" * 5,
            text="Op wat u het eerst vroeg.",
            to=first.author.handle,
            answers=first.external_id,
            thread=first.thread,
            visibility=Visibility.PUBLIC,
        )
    )

    assert isinstance(sent, Sent)
    assert "Dit vroeg ik het eerst." in public.answered_by("Op wat u het eerst vroeg.")


def test_of_posts_it_says_which_are_surely_gone(
    reading: Reading, peer: Peer, public: PublicPeer
) -> None:
    threads = threads_of(reading.connector)
    if threads is None:
        pytest.skip("This platform shows no threads.")
    peer.write("Dit blijft gewoon staan.")
    peer.write("Dit is straks weg.")
    named = {each.text: each.external_id for _, each in reading.onward()}
    [stays] = [name for text, name in named.items() if "blijft gewoon" in text]
    [goes] = [name for text, name in named.items() if "straks weg" in text]
    public.take_away("Dit is straks weg.")

    gone = threads.gone(reading.account, external_ids=[stays, goes])

    assert list(gone) == [goes]
    assert list(threads.gone(reading.account, external_ids=[])) == []


def test_a_thread_names_every_post_it_gives_as_they_name_themselves(
    reading: Reading, peer: Peer, readers: Readers
) -> None:
    threads = threads_of(reading.connector)
    if threads is None:
        pytest.skip("This platform shows no threads.")
    peer.write("Hier staat iets onder.")
    _, first = reading.find("Hier staat iets onder.")
    answer = reading.connector.sender(reading.account).send(
        outgoing(key="eronder" * 6, text="Dit staat eronder.", to=first.author.handle,
                 answers=first.external_id, thread=first.thread)
    )  # fmt: skip
    assert isinstance(answer, Sent)

    below = threads.around(reading.account, external_id=first.external_id)
    above = threads.around(reading.account, external_id=answer.external_id)

    assert list(below.external_ids) == [answer.external_id]
    assert list(above.external_ids) == [first.external_id]


@pytest.mark.parametrize("wanted", [Visibility.UNSAID, Visibility.PUBLIC, Visibility.DIRECT])
def test_an_answer_is_never_for_more_people_than_what_it_answers(
    reading: Reading, direct: DirectPeer, wanted: Visibility
) -> None:
    direct.write_directly(f"Alleen voor u, {wanted}.")
    _, message = reading.find(f"Alleen voor u, {wanted}.")
    text = f"Ook alleen voor u, {wanted}."

    sent = reading.connector.sender(reading.account).send(
        outgoing(
            key=f"smal-{wanted}" * 5,
            text=text,
            to=message.author.handle,
            answers=message.external_id,
            thread=message.thread,
            visibility=wanted,
        )
    )

    assert isinstance(sent, Sent)
    assert direct.visibility_of(text) == "direct"


def test_a_public_post_may_be_answered_privately(
    reading: Reading, peer: Peer, direct: DirectPeer
) -> None:
    if Visibility.DIRECT not in reading.connector.capabilities(reading.account).visibilities:
        pytest.skip("This platform cannot.")
    peer.write("Mag dit ook onder ons?")
    _, message = reading.find("Mag dit ook onder ons?")

    sent = reading.connector.sender(reading.account).send(
        outgoing(
            key="onder-ons" * 5,
            text="Dit blijft onder ons.",
            to=message.author.handle,
            answers=message.external_id,
            thread=message.thread,
            visibility=Visibility.DIRECT,
        )
    )

    assert isinstance(sent, Sent)
    assert direct.visibility_of("Dit blijft onder ons.") == "direct"
