"""What every connector must do whose platform can only be answered for some time.

A new one is tested without an edit here: its peer also has what `WindowPeer` names.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Final, cast
from uuid import uuid4

import pytest

from gehoor.contracts.connector import (
    Account,
    Arrived,
    Connector,
    Cursor,
    IncomingMessage,
    Outcome,
    Refused,
    Sent,
)
from gehoor.contracts.reading import Failure, Readers
from gehoor.contracts.windows import ReplyWindow
from gehoor.kit.plugins import find_plugins
from gehoor.testing.peers import Peer, WindowPeer, outgoing, peer_of

CONNECTORS: Final[dict[str, Connector]] = find_plugins("gehoor.connectors")
WHILE: Final = timedelta(minutes=5)
"""from a border, so that a slow machine stays on the side it is asked about"""
numbers = count(1)


@dataclass
class Answering:
    """A citizen writes, and is answered so much later."""

    connector: Connector
    account: Account
    peer: WindowPeer
    readers: Readers

    @property
    def window(self) -> ReplyWindow:
        found = self.connector.capabilities(self.account).window
        assert found is not None, "The peer says that there is a window here."
        return found

    def answer(self, text: str, *, after: timedelta, is_tagged: bool = False) -> Outcome:
        asked = f"Vraag {next(numbers)}"
        self.peer.write_before(asked, after)
        found = next(each for each in self._read() if each.text == asked)
        return self.connector.sender(self.account).send(
            outgoing(
                key=uuid4().hex,
                text=text,
                to=found.author.handle,
                answers=found.external_id,
                thread=found.thread,
                visibility=found.visibility,
                is_tagged=is_tagged,
            )
        )

    def _read(self) -> list[IncomingMessage]:
        cursor: Cursor = {}
        arrived: list[Arrived] = []
        has_more = True
        with closing(self.connector.reader(self.account)) as reader:
            while has_more:
                batch = reader.fetch(cursor, limit=100)
                cursor, has_more = batch.cursor, batch.has_more
                arrived += batch.arrived
        answers = self.readers.read(self.connector.key, [each.raw for each in arrived])
        return [each for answer in answers if not isinstance(answer, Failure) for each in answer]

    def reached(self, text: str) -> bool:
        return text in cast(Peer, self.peer).effects()


@pytest.fixture(scope="module", params=sorted(CONNECTORS))
def key(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers() as guarded:
        yield guarded


@pytest.fixture(scope="module")
def windowed(key: str, readers: Readers) -> Iterator[list[Answering]]:
    """One for each window of this platform."""
    connector = CONNECTORS[key]
    with peer_of(key) as peer:
        if not isinstance(peer, WindowPeer):
            usual = [connector.capabilities(account).window for account in peer.accounts]
            assert not any(usual), "The peer of a platform with a window does more."
            pytest.skip("This platform can always be answered.")
        yield [Answering(connector, each, peer, readers) for each in peer.windowed]


def test_a_window_says_how_long_and_what_one_can_do_afterwards(windowed: list[Answering]) -> None:
    assert windowed
    for each in windowed:
        assert each.window.seconds > 0
        assert each.window.tagged_seconds == 0 or each.window.tagged_seconds > each.window.seconds
        known = each.connector.capabilities(each.account).visibilities
        assert set(each.window.of) <= set(known)
        assert each.window.instead.endswith(".")


def test_an_answer_within_the_window_arrives(windowed: list[Answering]) -> None:
    for number, each in enumerate(windowed):
        text = f"Nog net op tijd {number}."
        after = timedelta(seconds=each.window.seconds) - WHILE

        assert isinstance(each.answer(text, after=after), Sent)
        assert each.reached(text)


def test_an_answer_after_the_window_is_refused_in_words(windowed: list[Answering]) -> None:
    for number, each in enumerate(windowed):
        text = f"Net te laat {number}."
        after = timedelta(seconds=each.window.seconds) + WHILE

        refused = each.answer(text, after=after)

        assert isinstance(refused, Refused)
        assert refused.problem.partition("\n")[0].endswith(".")
        assert not each.reached(text)


def test_with_its_tag_an_answer_of_a_person_arrives_for_longer(windowed: list[Answering]) -> None:
    for number, each in enumerate(windowed):
        texts = f"Met merk {number}.", f"Met merk te laat {number}."
        end = timedelta(seconds=max(each.window.seconds, each.window.tagged_seconds))

        in_time = each.answer(texts[0], after=end - WHILE, is_tagged=True)
        too_late = each.answer(texts[1], after=end + WHILE, is_tagged=True)

        assert isinstance(in_time, Sent)
        assert isinstance(too_late, Refused)
        assert [each.reached(text) for text in texts] == [True, False]
