"""What stands in the place of every connector's doors."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.connectors.email.canaries import MailCanaries
from gehoor.contracts.connector import Account, NotAllowed, Outgoing, Sent
from gehoor.contracts.consent import consent_of
from gehoor.contracts.pushes import Receiver
from gehoor.contracts.threads import threads_of
from gehoor.demo import doors
from gehoor.demo.doors import KEYS, Outside, Recorder, WorldReader
from gehoor.demo.furnishing import ACCOUNTS
from gehoor.demo.letters import ADDRESSES, Letter
from gehoor.demo.stories import CHANNELS
from gehoor.demo.tasks import is_written_by_hand
from gehoor.demo.world import World
from gehoor.kit import plugins
from gehoor.kit.clock import now
from gehoor.kit.plugins import find_plugins
from gehoor.testing import make

pytestmark = pytest.mark.django_db

CONNECTORS = sorted(find_plugins("gehoor.connectors"))


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.begin(now())
    return made


@pytest.fixture
def closed_off(settings: object, tmp_path: Path) -> Iterator[None]:
    settings.GEHOOR_HOME = tmp_path  # type: ignore[attr-defined]
    World(tmp_path).begin(now())
    doors.close_off()
    yield
    plugins._STANDING_IN.clear()
    find_plugins.cache_clear()


def outgoing(**facts: Any) -> Outgoing:
    return Outgoing("k1", "a@b.example", "Dag!", "A", **facts)


def account(key: str) -> Account:
    usual = {
        each.name: each.default for each in find_plugins("gehoor.connectors")[KEYS[key]].fields
    }
    return Account(1, usual | ACCOUNTS[key][1], {})


@pytest.mark.parametrize("key", CHANNELS)
@pytest.mark.usefixtures("closed_off")
def test_each_of_our_channels_sends_to_the_recorder_and_reads_the_world(key: str) -> None:
    connector = find_plugins("gehoor.connectors")[KEYS[key]]

    assert isinstance(connector.sender(account(key)), Recorder)
    assert isinstance(connector.reader(account(key)), WorldReader)


@pytest.mark.parametrize("key", CONNECTORS)
@pytest.mark.usefixtures("closed_off")
def test_no_other_account_can_be_connected(key: str) -> None:
    connector = find_plugins("gehoor.connectors")[key]
    filled_in = {each.name: f"https://other.example/{each.name}" for each in connector.fields}
    other = Account(0, filled_in, {"token": "secret", "password": "secret"})

    for door in (connector.reader, connector.sender):
        with pytest.raises(NotAllowed, match="demo"):
            door(other)


@pytest.mark.parametrize("key", CONNECTORS)
@pytest.mark.usefixtures("closed_off")
def test_no_connector_keeps_a_door_that_we_did_not_replace(key: str) -> None:
    connector = find_plugins("gehoor.connectors")[key]

    assert isinstance(connector, Outside)
    assert threads_of(connector) is None
    assert consent_of(connector) is None
    assert not isinstance(connector, Receiver)
    assert not hasattr(connector, "try_sending")


@pytest.mark.usefixtures("closed_off")
def test_a_live_channel_is_handed_the_recorder() -> None:
    channel = make.channel(
        connector="mastodon", settings=ACCOUNTS["mastodon"][1], stage=Channel.Stage.LIVE
    )

    assert isinstance(channels.sender_of(channel), Recorder)


def test_what_would_have_left_is_recorded(world: World) -> None:
    outcome = Recorder("info", world).send(outgoing(answers="<m1@post.example>"))

    [answer] = world.answers()
    assert outcome == Sent(answer.name) == Sent("<k1@voorbeeldstad.example>")
    assert (answer.text, answer.to, answer.answers) == ("Dag!", "a@b.example", "<m1@post.example>")


def test_the_recorder_finds_what_it_recorded(world: World) -> None:
    recorder = Recorder("mastodon", world)

    assert recorder.find_sent(outgoing()) is None
    recorder.send(outgoing())
    assert recorder.find_sent(outgoing()) == "k1"


def test_a_reader_reads_only_its_own_channel_and_everything_once(world: World) -> None:
    for number, channel in enumerate(("info", "afval", "info", "info")):
        world.write(
            Letter(f"hand.{number}", f"h{number}", channel, "fatima", f"Nr {number}", now())
        )
    reader = WorldReader("info", world)

    first = reader.fetch({}, limit=2)
    rest = reader.fetch(first.cursor, limit=2)

    assert (len(first.arrived), first.has_more) == (2, True)
    assert (len(rest.arrived), rest.has_more) == (1, False)
    assert reader.fetch(rest.cursor, limit=2).arrived == []
    ids = {each.transport_id for each in [*first.arrived, *rest.arrived]}
    assert reader.transport_ids(rest.cursor) == ids


def test_a_trial_message_to_ourselves_comes_back_and_is_known_by_its_token(world: World) -> None:
    """So that one sees it work; no resident wrote it, so nothing to try is ticked by it."""
    token = "0123456789abcdef" * 2
    made = MailCanaries().made(ADDRESSES["info"], token=token, subject="Proef", text="Niets.")

    assert isinstance(Recorder("info", world).send(made), Sent)

    assert world.answers() == []
    [arrived] = WorldReader("info", world).fetch({}, limit=10).arrived
    [message] = find_plugins("gehoor.connectors")["email"].parse(arrived.raw)
    assert MailCanaries().token_in(message, address=ADDRESSES["info"]) == token
    assert not any(is_written_by_hand(each) for each in world.written())
