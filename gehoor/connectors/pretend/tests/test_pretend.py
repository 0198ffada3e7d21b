"""What each misbehaviour of a platform means for a reply: sure, unsure, or not allowed."""

from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from gehoor.connectors.pretend import PLUGIN
from gehoor.connectors.pretend.tests.peer import account_at
from gehoor.contracts.connector import (
    Account,
    Later,
    NotAllowed,
    Outcome,
    Refused,
    Sent,
    Unknown,
    Unreachable,
)
from gehoor.contracts.posts import OutgoingFile
from gehoor.testing.peers import outgoing, with_settings
from gehoor.testing.standin import StandIn, effects_in, stand_in


@pytest.fixture
def running(tmp_path: Path) -> Iterator[StandIn]:
    with stand_in(ledger=tmp_path / "effects.jsonl") as platform:
        yield platform


@pytest.mark.parametrize(
    ("fault", "outcome", "effects"),
    [
        ("reset_before", Unknown, 0),
        ("reset", Unknown, 1),
        ("swallow", Unknown, 1),
        ("error_before", Unknown, 0),
        ("error_after", Unknown, 1),
        ("drip", Unknown, 1),
        ("limited", Later, 0),
        ("refused", Refused, 0),
    ],
)
def test_each_fault_has_its_meaning(
    running: StandIn, fault: str, outcome: type[Outcome], effects: int
) -> None:
    running.platform.misbehave(fault)

    answer = PLUGIN.sender(account_at(running.url)).send(outgoing())

    assert isinstance(answer, outcome)
    assert len(running.platform.effects) == effects


def test_a_late_answer_is_still_an_answer(running: StandIn) -> None:
    running.platform.misbehave("late", milliseconds=200)

    assert isinstance(PLUGIN.sender(account_at(running.url)).send(outgoing()), Sent)


def test_an_answer_that_is_too_late_leaves_us_unsure(running: StandIn) -> None:
    running.platform.misbehave("late", milliseconds=1500)

    assert isinstance(PLUGIN.sender(account_at(running.url)).send(outgoing()), Unknown)


def test_a_withdrawn_token_holds_the_channel(running: StandIn) -> None:
    running.platform.misbehave("locked")

    with pytest.raises(NotAllowed):
        PLUGIN.sender(account_at(running.url)).send(outgoing())


def test_a_reader_that_is_limited_is_told_for_how_long(running: StandIn) -> None:
    running.platform.misbehave("limited", method="GET", retry_after="90")

    reader = closing(PLUGIN.reader(account_at(running.url)))
    with reader as asking, pytest.raises(Unreachable) as raised:
        asking.fetch({}, limit=10)

    assert raised.value.wait_seconds == 90


def test_the_wait_a_platform_asks_for_is_passed_on(running: StandIn) -> None:
    running.platform.misbehave("limited", retry_after="90")

    answer = PLUGIN.sender(account_at(running.url)).send(outgoing())

    assert isinstance(answer, Later)
    assert answer.wait_seconds == 90


@pytest.mark.parametrize(("outcome_class", "effects"), [("A", 1), ("B", 2), ("C", 2)])
def test_only_class_a_recognises_a_repeated_key(
    running: StandIn, outcome_class: str, effects: int
) -> None:
    sender = PLUGIN.sender(with_settings(account_at(running.url), outcome_class=outcome_class))

    sender.send(outgoing())
    sender.send(outgoing())

    assert len(running.platform.effects) == effects


def test_an_edited_post_keeps_its_id_and_changes_its_bytes(running: StandIn) -> None:
    first = running.platform.post(text="Lantaarn stuk")
    with closing(PLUGIN.reader(account_at(running.url))) as reader:
        before = reader.fetch({}, limit=10)
        running.platform.post(**first | {"text": "Lantaarn stuk bij nummer 12"})
        [edited] = reader.fetch(before.cursor, limit=10).arrived

    assert edited.transport_id == before.arrived[0].transport_id
    assert edited.raw != before.arrived[0].raw


def test_the_same_post_twice_in_one_list_is_the_same_bytes(running: StandIn) -> None:
    running.platform.post(text="Dubbel")
    running.platform.misbehave("duplicates", method="GET")

    with closing(PLUGIN.reader(account_at(running.url))) as reader:
        one, other = reader.fetch({}, limit=10).arrived

    assert one == other


def test_the_record_of_effects_survives_the_platform(tmp_path: Path) -> None:
    with stand_in(ledger=tmp_path / "effects.jsonl") as running:
        PLUGIN.sender(account_at(running.url)).send(outgoing(text="Bewaard"))

    [effect] = effects_in(tmp_path / "effects.jsonl")
    assert (effect["text"], effect["key"]) == ("Bewaard", outgoing().key)


def test_a_picture_goes_along_with_its_description(running: StandIn) -> None:
    file = OutgoingFile("brug.png", "image/png", b"wat er te zien is", "Een brug")

    PLUGIN.sender(account_at(running.url)).send(outgoing(files=(file,)))

    [effect] = running.platform.effects
    assert effect["files"] == [
        {
            "name": "brug.png",
            "media_type": "image/png",
            "description": "Een brug",
            "size": 17,
            "sha256": sha256(file.content).hexdigest(),
        }
    ]


@pytest.mark.parametrize(
    "url",
    ["http://169.254.169.254/latest", "https://intranet.example", "http://[fd00::1]:80",
     "http://127.0.0.1@intern.example/", "http://[", "http://10.0.0.7:8099"],
)  # fmt: skip
def test_nothing_but_a_stand_in_on_this_machine_is_called(url: str) -> None:
    account = Account(1, {"url": url, "account": "gemeente"}, {"token": "t"})

    with pytest.raises(NotAllowed, match="on this machine"):
        PLUGIN.reader(account)
    with pytest.raises(NotAllowed, match="on this machine"):
        PLUGIN.sender(account).send(outgoing())
    with pytest.raises(NotAllowed, match="on this machine"):
        PLUGIN.sender(account).find_sent(outgoing())
