"""What every connector must do, whatever the platform; a new one is tested without an edit here."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest

from gehoor.contracts.connector import (
    Account,
    Connector,
    Cursor,
    Later,
    NotAllowed,
    OnUnknown,
    Refused,
    Sent,
    Threading,
    Unknown,
    Unreachable,
    Unreadable,
    sending_trial_of,
)
from gehoor.contracts.reading import Failure, Readers
from gehoor.kit.plugins import find_plugins, folders_of
from gehoor.testing.peers import Peer, outgoing, peer_of

CONNECTORS = find_plugins("gehoor.connectors")


@pytest.fixture(scope="module", params=sorted(CONNECTORS))
def key(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def connector(key: str) -> Connector:
    found: Connector = CONNECTORS[key]
    return found


@pytest.fixture
def answering(connector: Connector, peer: Peer) -> Connector:
    """The connectors with which somebody can be answered; the others are told so below."""
    if not connector.capabilities(peer.accounts[0]).can_answer:
        pytest.skip(f"{connector.key} is only read.")
    return connector


@pytest.fixture(scope="module")
def peer(key: str) -> Iterator[Peer]:
    with peer_of(key) as running:
        yield running


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers() as guarded:
        yield guarded


def samples(key: str) -> list[Path]:
    folder = Path(folders_of(f"gehoor.connectors.{key}")[0]) / "samples"
    return sorted(path for path in folder.iterdir() if path.is_file())


def fetch_all(connector: Connector, account: Account, cursor: Cursor, limit: int) -> list[str]:
    """Read everything after the cursor; return the ids in the order they came."""
    ids = []
    has_more = True
    with closing(connector.reader(account)) as reader:
        while has_more:
            batch = reader.fetch(cursor, limit=limit)
            assert len(batch.arrived) <= limit
            ids += [arrived.transport_id for arrived in batch.arrived]
            cursor, has_more = batch.cursor, batch.has_more
    return ids


def start_of(connector: Connector, account: Account) -> Cursor:
    """Return the cursor of a first connection that has caught up."""
    cursor: Cursor = {}
    has_more = True
    with closing(connector.reader(account)) as reader:
        while has_more:
            batch = reader.fetch(cursor, limit=100)
            cursor, has_more = batch.cursor, batch.has_more
    return cursor


def test_it_names_itself_and_what_it_needs(connector: Connector, key: str) -> None:
    assert connector.key == key
    assert connector.name
    names = [field.name for field in connector.fields]
    assert len(names) == len(set(names))
    assert all(field.label for field in connector.fields)


def test_its_choices_hold_their_default(connector: Connector) -> None:
    for field in connector.fields:
        if field.kind == "choice":
            assert field.default in {value for value, _ in field.choices}


def test_it_brings_a_page_for_the_manual_and_samples(key: str) -> None:
    folder = Path(folders_of(f"gehoor.connectors.{key}")[0])

    assert (folder / "manual.md").read_text().startswith("# ")
    assert samples(key)


def test_its_capabilities_are_sane(connector: Connector, peer: Peer) -> None:
    for account in peer.accounts:
        able = connector.capabilities(account)

        assert isinstance(able.on_unknown, OnUnknown)
        assert isinstance(able.threading, Threading)
        assert able.max_length > 0
        assert able.poll_seconds > 0
        assert able.undo_seconds >= 0
        assert able.retry_seconds > 0
        assert (able.key_seconds > 0) == (able.on_unknown is OnUnknown.KEYED)


def test_it_says_its_address(connector: Connector, peer: Peer) -> None:
    assert connector.address(peer.accounts[0])


def test_secrets_do_not_show_themselves(peer: Peer) -> None:
    account = peer.accounts[0]

    assert not any(secret in repr(account) for secret in account.secrets.values())


def test_every_sample_is_read_or_refused_in_words(key: str, readers: Readers) -> None:
    raws = [path.read_bytes() for path in samples(key)]

    answers = readers.read(key, raws)

    for path, answer in zip(samples(key), answers, strict=True):
        if "unreadable" in path.name:
            assert isinstance(answer, Failure)
            assert answer.problem
            assert not answer.fault
        else:
            assert not isinstance(answer, Failure), (path.name, answer)
            assert all(message.text or message.attachments for message in answer)


def test_rubbish_is_refused_or_read_but_never_breaks(connector: Connector) -> None:
    for rubbish in (b"", b"\0" * 100, b"\xff\xfe{[", b"[]", b"{}", b"null", b'"a"', b"\n\n\n"):
        try:
            connector.parse(rubbish)
        except Unreadable:
            continue


def test_reading_twice_gives_the_same_ids_oldest_first(connector: Connector, peer: Peer) -> None:
    for account in peer.accounts:
        cursor = start_of(connector, account)
        for number in range(5):
            peer.write(f"Bericht {number}")

        in_twos = fetch_all(connector, account, cursor, limit=2)
        at_once = fetch_all(connector, account, cursor, limit=100)

        assert len(in_twos) == 5
        assert len(set(in_twos)) == 5
        assert set(in_twos) == set(at_once)


def test_the_cursor_moves_past_what_was_read(connector: Connector, peer: Peer) -> None:
    account = peer.accounts[0]
    peer.write("Iets nieuws")
    cursor = start_of(connector, account)

    assert fetch_all(connector, account, cursor, limit=10) == []


def test_what_was_written_can_be_read(connector: Connector, peer: Peer, readers: Readers) -> None:
    account = peer.accounts[0]
    cursor = start_of(connector, account)
    peer.write("De lantaarn op de Dorpsstraat is stuk.")

    with closing(connector.reader(account)) as reader:
        [arrived] = reader.fetch(cursor, limit=10).arrived
    [answer] = readers.read(connector.key, [arrived.raw])

    assert not isinstance(answer, Failure)
    assert answer[0].text == "De lantaarn op de Dorpsstraat is stuk."
    assert answer[0].author.handle


def test_the_ledger_knows_every_id_up_to_the_cursor(connector: Connector, peer: Peer) -> None:
    account = peer.accounts[0]
    cursor = start_of(connector, account)
    peer.write("Een")
    peer.write("Twee")
    with closing(connector.reader(account)) as reader:
        batch = reader.fetch(cursor, limit=1)
        ids = reader.transport_ids(batch.cursor)

    assert batch.arrived[0].transport_id in ids
    later = set(fetch_all(connector, account, batch.cursor, limit=10))
    assert later
    assert not later & ids


def test_listening_changes_nothing_at_the_source(connector: Connector, peer: Peer) -> None:
    account = peer.accounts[0]
    cursor = start_of(connector, account)
    peer.write("Blijf hier af")
    before = peer.state()

    with closing(connector.reader(account)) as reader:
        batch = reader.fetch(cursor, limit=100)
        reader.wait(0.1)
        reader.transport_ids(batch.cursor)

    assert batch.arrived
    assert peer.state() == before


def test_waiting_ends_in_time(connector: Connector, peer: Peer) -> None:
    with closing(connector.reader(peer.accounts[0])) as reader:
        reader.fetch({}, limit=1)
        before = monotonic()

        reader.wait(0.2)

    assert monotonic() - before < 5


def test_wrong_credentials_are_not_allowed(connector: Connector, peer: Peer) -> None:
    refused = pytest.raises(NotAllowed, match="not accept")
    with closing(connector.reader(peer.locked_out)) as reader, refused:
        reader.fetch({}, limit=1)


def test_nothing_is_sent_with_wrong_credentials(answering: Connector, peer: Peer) -> None:
    with pytest.raises(NotAllowed, match="not accept"):
        answering.sender(peer.locked_out).send(outgoing())
    assert outgoing().text not in peer.effects()


def test_the_sending_door_is_tried_without_sending(connector: Connector, peer: Peer) -> None:
    try_out = sending_trial_of(connector)
    if try_out is None:
        pytest.skip("This connector cannot try its sending door.")
    before = peer.effects()

    try_out(peer.accounts[0])
    with pytest.raises(NotAllowed):
        try_out(peer.locked_out)
    with pytest.raises(Unreachable):
        try_out(peer.unreachable)

    assert peer.effects() == before


def test_a_dead_server_is_unreachable(connector: Connector, peer: Peer) -> None:
    with closing(connector.reader(peer.unreachable)) as reader, pytest.raises(Unreachable):
        reader.fetch({}, limit=1)


def test_nothing_is_sent_to_a_dead_server(answering: Connector, peer: Peer) -> None:
    assert isinstance(answering.sender(peer.unreachable).send(outgoing()), Later)


def test_what_is_only_read_refuses_every_reply_in_words(connector: Connector, peer: Peer) -> None:
    for account in peer.accounts:
        if connector.capabilities(account).can_answer:
            continue
        answer = connector.sender(account).send(outgoing())

        assert isinstance(answer, Refused)
        assert answer.problem
        assert peer.effects() == []


def test_one_reply_has_one_effect(answering: Connector, peer: Peer) -> None:
    connector = answering
    for number, account in enumerate(peer.accounts):
        text = f"Een antwoord, {number}"
        sent = connector.sender(account).send(outgoing(key=f"een-{number}" * 5, text=text))

        assert isinstance(sent, Sent)
        assert sent.external_id
        assert peer.effects().count(text) == 1


def test_a_lost_answer_is_an_unknown_outcome(answering: Connector, peer: Peer) -> None:
    connector = answering
    for account in peer.accounts:
        for way in peer.lost_answers:
            peer.lose_answer(way)
            text = f"{way} {connector.capabilities(account).on_unknown}"
            outcome = connector.sender(account).send(outgoing(key=text * 5, text=text))

            assert isinstance(outcome, Unknown), way
            assert peer.effects().count(text) == 1


def test_an_unknown_outcome_ends_as_its_class_says(answering: Connector, peer: Peer) -> None:
    connector = answering
    for account in peer.accounts:
        on_unknown = connector.capabilities(account).on_unknown
        peer.lose_answer(peer.lost_answers[0])
        reply = outgoing(key=f"klasse-{on_unknown}" * 4, text=f"Klasse {on_unknown}")
        sender = connector.sender(account)
        assert isinstance(sender.send(reply), Unknown)

        if on_unknown is OnUnknown.KEYED:
            assert isinstance(sender.send(reply), Sent)
        elif on_unknown is OnUnknown.CHECKABLE:
            assert sender.find_sent(reply)
        else:
            with pytest.raises(Unreachable):
                sender.find_sent(reply)
        assert peer.effects().count(reply.text) == 1


def test_what_never_arrived_is_not_found(connector: Connector, peer: Peer) -> None:
    for account in peer.accounts:
        able = connector.capabilities(account)
        if able.can_answer and able.on_unknown is OnUnknown.CHECKABLE:
            assert connector.sender(account).find_sent(outgoing(key="nooit" * 6)) is None
