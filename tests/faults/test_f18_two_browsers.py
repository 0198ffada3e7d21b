"""F18: two colleagues open, type, leave, die, take over and send, in any order."""

import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from gehoor.channels.models import Channel
from gehoor.flows import collisions, presence
from gehoor.inbox import queries as inbox
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND
from tests.faults.browsers import Room, Tab
from tests.faults.chance import SEED, size

pytestmark = [
    pytest.mark.faults,
    pytest.mark.django_db(transaction=True),
    pytest.mark.row("S0-08"),
]

ROUNDS = size(25, most=500)
STEPS = 8


@dataclass
class Office:
    """Colleagues who are logged in, each in a browser."""

    channel: Channel
    browsers: list[tuple[User, Client]]

    def room(self, luck: random.Random) -> Room:
        """Let them open a conversation in which nobody has answered yet."""
        conversation = make.received(self.channel, thread=f"t{luck.random()}")
        tabs = [Tab(user, conversation, client) for user, client in self.browsers]
        for tab in tabs:
            tab.open()
        return Room(tabs, luck)


@pytest.fixture
def office(transactional_db: None) -> Office:
    channel = make.channel()
    browsers = []
    for name in ("Anouk", "Bram"):
        user = make.user(Role.AGENT, teams=(channel.team,), name=name)
        client = Client()
        client.force_login(user, backend=BACKEND)
        browsers.append((user, client))
    return Office(channel, browsers)


def play(office: Office, *, rounds: int, seed: int) -> tuple[list[str], Counter[str]]:
    """Play rounds in random order; return what went wrong, and how much happened."""
    wrong: list[str] = []
    counted: Counter[str] = Counter()
    for number in range(rounds):
        played = office.room(random.Random(f"{seed}-{number}"))
        for _ in range(STEPS):
            played.step()
        played.send_at_once()
        wrong += [f"round {number}: {each} ({'; '.join(played.story)})" for each in played.wrong]
        counted.update(played.counted)
    return wrong, counted


def test_nobody_answers_twice_without_knowing(
    office: Office, record_property: Callable[[str, object], None]
) -> None:
    wrong, counted = play(office, rounds=ROUNDS, seed=SEED)

    record_property("measured", f"double answers | {len(wrong)} in {ROUNDS} interleavings")
    record_property("measured", f"sent, refused | {counted['accepted']}, {counted['refused']}")
    assert wrong == [], f"seed {SEED}"
    # Both must have happened, or nothing was tried.
    assert counted["accepted"] > 0
    assert counted["refused"] > 0


def test_without_the_check_somebody_answers_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collisions, "refuse", lambda *_, **__: None)

    wrong, _ = play(office, rounds=5, seed=1)

    assert any("not seen" in each or "same moment" in each for each in wrong)


def test_without_the_claim_somebody_answers_around_a_colleague(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "other_writer", lambda *_, **__: None)
    played = office.room(random.Random(1))
    anouk, bram = played.tabs

    anouk.write()
    played.send(bram)

    assert any("answered around" in each for each in played.wrong)


@pytest.mark.parametrize("is_locked", [True, False])
def test_two_who_press_send_at_the_same_moment_are_kept_apart_by_the_lock(
    office: Office, monkeypatch: pytest.MonkeyPatch, is_locked: bool
) -> None:
    """Each waits after its check for the other to be checked too; the lock lets only one so far."""
    meeting = threading.Barrier(2)
    refuse = collisions.refuse

    def check_and_wait(*given: Any, **more: Any) -> None:
        refuse(*given, **more)
        try:
            meeting.wait(timeout=3)
        except threading.BrokenBarrierError:
            meeting.reset() if is_locked else None

    played = office.room(random.Random(1))
    monkeypatch.setattr(collisions, "refuse", check_and_wait)
    if not is_locked:
        monkeypatch.setattr(presence, "lock_to_write", lambda _: None)

    played.send_at_once()

    assert bool(played.wrong) != is_locked
    assert len(played.all_answers()) == (1 if is_locked else 2)
