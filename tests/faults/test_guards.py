"""The guards themselves: with one taken away, the record of the platform tells, so they count."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connections, transaction

from gehoor.channels import actions as channels
from gehoor.channels.models import Channel
from gehoor.channels.queries import connectors
from gehoor.contracts.connector import (
    Arrived,
    Batch,
    Cursor,
    OnUnknown,
    Outcome,
    Outgoing,
    Sent,
    Unknown,
)
from gehoor.flows import incoming, polling, sending
from gehoor.inbox import rules
from gehoor.inbox.models import Reply
from gehoor.kit.clock import now
from gehoor.testing import make
from gehoor.testing.outbox import advance, run_sender
from gehoor.testing.scripted import Scripted, platform
from tests.faults.invariants import broken

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@dataclass
class Witness(Scripted):
    """A platform that, at every effect, looks in our tables from outside."""

    seen: list[str] = field(default_factory=list)
    """what our tables said of the reply at the moment it reached the citizen"""

    def send(self, outgoing: Outgoing) -> Outcome:
        looking = threading.Thread(target=self._look, args=(outgoing.key,))
        looking.start()
        looking.join()
        return super().send(outgoing)

    def _look(self, key: str) -> None:
        try:
            self.seen.append(Reply.objects.get(key=key).state)
        finally:
            connections.close_all()


@pytest.fixture
def witness() -> Iterator[Witness]:
    with platform() as registered:
        found = Witness(key=registered.key)
        connectors()[registered.key] = found
        yield found


def waiting_reply(witness: Witness) -> Reply:
    return make.reply(make.received(make.channel(connector=witness.key)))


def states() -> Mapping[str, str]:
    return dict(Reply.objects.values_list("key", "state"))


def keys(witness: Witness) -> list[str]:
    return [outgoing.key for outgoing in witness.sent]


def test_the_intent_is_committed_before_anything_leaves(witness: Witness) -> None:
    reply = waiting_reply(witness)

    run_sender(reply.message.conversation)

    assert witness.seen == ["sending"]
    assert broken(keys(witness), states()) == []


def test_sending_before_the_intent_is_committed_is_noticed(
    witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = waiting_reply(witness)
    monkeypatch.setattr(sending, "_send_next", transaction.atomic(sending._send_next))

    run_sender(reply.message.conversation)

    assert witness.seen == ["queued"]


def test_a_worker_that_dies_without_the_guard_sends_twice(
    witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = waiting_reply(witness)

    class Killed(BaseException):
        """The worker dies between the effect and writing it down."""

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_settle", die)
        patch.setattr(sending, "_send_next", transaction.atomic(sending._send_next))
        with pytest.raises(Killed):
            run_sender(reply.message.conversation)
    run_sender(reply.message.conversation)

    assert [line.partition(" ")[2] for line in broken(keys(witness), states())] == [
        "arrived 2 times"
    ]


def test_a_worker_that_dies_with_the_guard_leaves_it_in_doubt(
    witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = waiting_reply(witness)

    class Killed(BaseException):
        """The same death."""

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_settle", die)
        with pytest.raises(Killed):
            run_sender(reply.message.conversation)
    run_sender(reply.message.conversation)

    assert states() == {reply.key: "unknown"}
    assert broken(keys(witness), states()) == []


def in_doubt(witness: Witness) -> Reply:
    witness.on_unknown = OnUnknown.BLIND
    witness.answers = [Unknown("The connection broke."), Sent("post-2")]
    reply = waiting_reply(witness)
    run_sender(reply.message.conversation)
    advance(3600)
    run_sender(reply.message.conversation)
    return reply


def test_what_is_in_doubt_is_not_sent_again(witness: Witness) -> None:
    reply = in_doubt(witness)

    assert states() == {reply.key: "unknown"}
    assert broken(keys(witness), states()) == []


def test_a_sender_that_repeats_what_is_in_doubt_is_noticed(
    witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "next_step_of_unknown", lambda *_, **__: now())
    monkeypatch.setattr(rules, "is_key_fresh", lambda *_, **__: True)

    reply = in_doubt(witness)

    assert broken(keys(witness), states()) == [f"{reply.key} arrived 2 times"]


class Source(Scripted):
    """A platform that hands out what lies after the cursor, and nothing from before it."""

    posts = ("a", "b", "c")

    def fetch(self, cursor: Cursor, *, limit: int) -> Batch:
        after: Any = cursor.get("after", 0)
        arrived = [Arrived(post, post.encode()) for post in self.posts[after:]]
        return Batch(arrived, {"after": len(self.posts)})

    def transport_ids(self, cursor: Cursor) -> set[str]:
        return set(self.posts)


def lost_after_a_crash(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Let storing break once, ask again as the next poller does, and tell what is lost."""
    channel = make.channel()
    with monkeypatch.context() as patch:
        patch.setattr(channels, "store", crash)
        with pytest.raises(OSError, match="no space left"):
            polling.poll(channel, Source())
    after = Channel.objects.get(pk=channel.pk)
    polling.poll(after, Source())
    return polling.compare_ledger(after, Source())


def crash(*_: object) -> int:
    raise OSError("no space left")


def test_a_crash_while_storing_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lost_after_a_crash(monkeypatch) == set()


def test_an_intake_that_says_yes_before_storing_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def yes_first(channel: Channel, batch: Batch) -> int:
        channels.move_cursor(channel, batch.cursor, now=now())
        return channels.store(channel, batch.arrived)

    monkeypatch.setattr(incoming, "store", yes_first)

    assert lost_after_a_crash(monkeypatch) == {"a", "b", "c"}
