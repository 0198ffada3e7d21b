"""F8: an HTTP platform loses its answers, fails after the effect, limits, drips, or circles."""

import random
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
from tests.faults.parts import MOST, broken_parts, missing_parts, parts_now
from tests.faults.town import answer_in, connect

# A large run commits, so that the database can sweep away the rows that `advance` writes anew.
pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=bool(chance.ASKED))]

SEED = chance.SEED
ROUNDS = chance.size(3, most=200)
# Where patience runs out each time, ten seconds of it last one here, and a byte a second comes
# every 100 ms. A busy machine is no fault of a platform: nowhere else may it run out. What we wait
# for ourselves passes by moving the moments in our tables.
SCALE = 0.1
PATIENCE, BETWEEN_BYTES = 10.0, int(1000 * SCALE)
SLOW_ROUNDS = chance.size(3, most=100)
HOUR = 3600.0


@dataclass(frozen=True)
class Spoiled:
    """What the platform does to a reply, and what becomes of it in each class."""

    kind: str
    retry_after: str = ""
    milliseconds: int = 0
    reaches: bool = True
    """does the try that it strikes reach the citizen, though we do not hear so?"""
    is_sure: bool = False
    """does the platform say that it did nothing?"""
    wears_out: bool = False
    """does our patience run out in each round?"""


FAULTS = {
    "answer swallowed": Spoiled("swallow"),
    "500 after the effect": Spoiled("error_after"),
    "429, wait 1": Spoiled("limited", "1", is_sure=True, reaches=False),
    "429, wait 3600": Spoiled("limited", "3600", is_sure=True, reaches=False),
    "429, wait garbage": Spoiled("limited", "a while; or so", is_sure=True, reaches=False),
    "a byte a second": Spoiled("drip", milliseconds=BETWEEN_BYTES, wears_out=True),
    "in circles": Spoiled("circles", reaches=False),
}


@pytest.fixture(scope="module")
def platform() -> Iterator[StandIn]:
    with stand_in() as running:
        yield running


def answered(channel: Channel, number: int) -> list[Reply]:
    """Answer somebody in one, two or three parts, and return those."""
    author = Author(f"@burger-{channel.pk}-{number}")
    first = answer_in(1 + number % MOST, make.received(channel, author=author))
    advance(11)
    rest = Reply.objects.filter(series=first.client_uuid, part__gt=1).order_by("part")
    return [first, *rest]


@pytest.mark.parametrize("outcome_class", "ABC")
@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_a_platform_does_the_citizen_gets_it_once(
    platform: StandIn,
    fault: str,
    outcome_class: str,
    record_property: Callable[[str, object], None],
) -> None:
    spoiled = FAULTS[fault]
    patience, rounds = (PATIENCE * SCALE, SLOW_ROUNDS) if spoiled.wears_out else (PATIENCE, ROUNDS)
    channel = connect(platform.url, outcome_class, timeout=patience)
    is_left_open = outcome_class == "C" and not spoiled.is_sure
    luck = random.Random(f"{SEED} {fault} {outcome_class}")
    for number in range(rounds):
        parts = answered(channel, number)
        struck = luck.randrange(len(parts))
        platform.platform.misbehave(
            spoiled.kind,
            retry_after=spoiled.retry_after,
            milliseconds=spoiled.milliseconds,
            skip=struck,
        )

        waits = [settle(part) for part in parts]

        effects = [effect for part in parts for effect in platform.platform.find(part.key)]
        keys = [effect["key"] for effect in effects]
        told = parts_now()
        assert broken(keys, {part.key: part.state for part in parts}) == []
        assert broken_parts(platform.platform.effects, told) == []
        assert missing_parts({effect["key"] for effect in platform.platform.effects}, told) == []
        if is_left_open:
            states = ["sent"] * struck + ["unknown"] + ["queued"] * (len(parts) - struck - 1)
            assert [part.state for part in parts] == states
            assert len(effects) == struck + int(spoiled.reaches)
            assert Conversation.objects.get(pk=parts[0].message.conversation_id).has_problem
        else:
            assert {part.state for part in parts} == {"sent"}
            assert len(effects) == len(parts)
        if spoiled.retry_after == "3600":
            assert waits[struck] >= HOUR - 60
        Circuit.objects.all().delete()
    print(f"\nF8 {fault}, {outcome_class}: seed {SEED}, {rounds} rounds, patience {patience} s")  # noqa: T201
    record_property("measured", f"{fault}, {outcome_class}: {rounds}")
