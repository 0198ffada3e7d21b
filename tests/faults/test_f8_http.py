"""F8: an HTTP platform loses its answers, fails after the effect, limits, drips, or circles."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from gehoor.channels.models import Channel, Circuit
from gehoor.contracts.connector import Author
from gehoor.inbox.models import Conversation, Reply
from gehoor.testing import make
from gehoor.testing.outbox import advance, settle
from gehoor.testing.standin import StandIn, stand_in
from tests.faults import chance
from tests.faults.invariants import broken
from tests.faults.town import connect

pytestmark = [pytest.mark.faults, pytest.mark.django_db]

SEED = chance.SEED
ROUNDS = chance.size(3, most=200)
# Ten seconds of patience last a quarter of one here, and a byte a second comes every 25 ms. What we
# wait for ourselves passes by moving the moments in our tables.
SCALE = 0.025
PATIENCE, BETWEEN_BYTES = 10 * SCALE, int(1000 * SCALE)
HOUR = 3600.0


@dataclass(frozen=True)
class Spoiled:
    """What the platform does to a reply, and what becomes of it in each class."""

    kind: str
    retry_after: str = ""
    milliseconds: int = 0
    reaches: bool = True
    """does the first try reach the citizen, though we do not hear so?"""
    is_sure: bool = False
    """does the platform say that it did nothing?"""


FAULTS = {
    "answer swallowed": Spoiled("swallow"),
    "500 after the effect": Spoiled("error_after"),
    "429, wait 1": Spoiled("limited", "1", is_sure=True, reaches=False),
    "429, wait 3600": Spoiled("limited", "3600", is_sure=True, reaches=False),
    "429, wait garbage": Spoiled("limited", "a while; or so", is_sure=True, reaches=False),
    "a byte a second": Spoiled("drip", milliseconds=BETWEEN_BYTES),
    "in circles": Spoiled("circles", reaches=False),
}


@pytest.fixture(scope="module")
def platform() -> Iterator[StandIn]:
    with stand_in() as running:
        yield running


def answered(channel: Channel, number: int) -> Reply:
    author = Author(f"@burger-{channel.pk}-{number}")
    reply = make.reply(make.received(channel, author=author))
    advance(11)
    return reply


@pytest.mark.parametrize("outcome_class", "ABC")
@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_a_platform_does_the_citizen_gets_it_once(
    platform: StandIn,
    fault: str,
    outcome_class: str,
    record_property: Callable[[str, object], None],
) -> None:
    spoiled, channel = FAULTS[fault], connect(platform.url, outcome_class, timeout=PATIENCE)
    is_left_open = outcome_class == "C" and not spoiled.is_sure
    for number in range(ROUNDS):
        reply = answered(channel, number)
        platform.platform.misbehave(
            spoiled.kind, retry_after=spoiled.retry_after, milliseconds=spoiled.milliseconds
        )

        waited = settle(reply)

        effects = [effect["key"] for effect in platform.platform.find(reply.key)]
        assert broken(effects, {reply.key: reply.state}) == []
        if is_left_open:
            assert reply.state == "unknown"
            assert len(effects) == int(spoiled.reaches)
            assert Conversation.objects.get(pk=reply.message.conversation_id).has_problem
        else:
            assert reply.state == "sent"
            assert len(effects) == 1
        if spoiled.retry_after == "3600":
            assert waited >= HOUR - 60
        Circuit.objects.all().delete()
    print(f"\nF8 {fault}, class {outcome_class}: seed {SEED}, {ROUNDS} rounds, scale {SCALE}")  # noqa: T201
    record_property("measured", f"{fault}, {outcome_class}: {ROUNDS}")
