"""F1: workers are killed at random instants; nothing is lost and nothing happens twice."""

import json
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from gehoor.channels.models import Channel, Delivery
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Message, Reply
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.processes import Crew, wait_until
from gehoor.testing.standin import StandIn
from tests.faults import chance
from tests.faults.invariants import broken
from tests.faults.parts import HOW_LONG, broken_parts, missing_parts, parts_now
from tests.faults.town import answer_in, connect, is_quiet

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

ROUNDS = chance.size(25, most=10_000)
SEED = chance.SEED
SCALE = 0.05
INBOUND_PER_ROUND, REPLIES_PER_ROUND, WORKERS = 4, 2, 3
FINAL_WITHIN = int(os.environ.get("GEHOOR_FINAL_WITHIN", "120"))


def test_killing_workers_loses_nothing_and_doubles_nothing(
    platform: StandIn,
    crew: Crew,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    chance = random.Random(SEED)
    by_class = {name: connect(platform.url, name) for name in "ABC"}
    crew.start("poller", "poll")
    for number in range(WORKERS):
        crew.start(f"worker-{number}", "worker")

    written = write(platform, chance, times=30, written=0)
    wait_until(lambda: is_quiet(30), seconds=240, what="the first messages read")
    for _ in range(ROUNDS):
        written = write(platform, chance, times=INBOUND_PER_ROUND, written=written)
        for _ in range(REPLIES_PER_ROUND):
            answer_somebody(chance, by_class)
        wait_a_moment(chance)
        victim = f"worker-{chance.randrange(WORKERS)}"
        crew.kill(victim)
        crew.start(victim, "worker")

    begun = time.monotonic()
    try:
        wait_until(lambda: is_quiet(written), seconds=FINAL_WITHIN, what="everything settled")
    finally:
        said = report(platform, written, time.monotonic() - begun)
        record_property("measured", said)
        with capsys.disabled():
            print(f"\nF1 seed={SEED} scale={SCALE} rounds={ROUNDS} {said}")  # noqa: T201
    check_invariants(tmp_path, written)


def write(platform: StandIn, chance: random.Random, *, times: int, written: int) -> int:
    """Let citizens write; return how much they have written by now."""
    for number in range(written, written + times):
        platform.platform.post(
            account=f"gemeente-{chance.choice('ABC')}",
            author={"handle": f"@burger{number % 40}", "name": "Burger"},
        )
    return written + times


def answer_somebody(chance: random.Random, by_class: dict[str, Channel]) -> None:
    channel = by_class[chance.choice("ABC")]
    agent = make.actor(Role.AGENT, teams=(channel.team,), name="Anouk de Vries")
    page = inbox.page_of(agent, "team")
    if not page.rows:
        return
    conversation, _ = inbox.find(chance.choice(list(page.rows)).pk) or pytest.fail("gone")
    answer_in(chance.choice(HOW_LONG), conversation, by=agent)


def wait_a_moment(chance: random.Random) -> None:
    """Let the workers get anywhere at all in their work before one is killed."""
    pause = chance.uniform(0.0, 0.6)
    wait_for_time = time.monotonic() + pause
    wait_until(lambda: time.monotonic() > wait_for_time, seconds=5, what="a moment passed")


def check_invariants(tmp_path: Path, written: int) -> None:
    ledger = tmp_path / "effects.jsonl"
    effects = [json.loads(line) for line in ledger.read_text().splitlines()]
    states = dict(Reply.objects.values_list("key", "state"))

    assert Delivery.objects.count() == written, "something a citizen wrote was lost or doubled"
    assert Message.objects.filter(kind="in").count() == written
    assert broken((effect["key"] for effect in effects), states) == []
    parts = parts_now()
    assert broken_parts(effects, parts) == []
    assert missing_parts({effect["key"] for effect in effects}, parts) == []
    unknown = Reply.objects.filter(state="unknown")
    for_ever = unknown.exclude(channel__settings__outcome_class="C")
    assert [facts_of(reply) for reply in for_ever] == []
    assert unknown.count() <= ROUNDS, "more in doubt than can have been in flight"


def facts_of(reply: Reply) -> str:
    """Tell what the machine did with a reply, for who must find out why it stayed in doubt."""
    of_class = reply.channel.settings["outcome_class"]
    age = reply.started_at and reply.first_tried_at and reply.started_at - reply.first_tried_at
    return f"{of_class}: {reply.tries} tries over {age}, {reply.looks} looks, {reply.problem}"


def report(platform: StandIn, written: int, took: float) -> str:
    states = Counter(Reply.objects.values_list("state", flat=True))
    deliveries = Counter(Delivery.objects.values_list("state", flat=True))
    in_parts = Reply.objects.filter(parts__gt=1, part=1).count()
    return (
        f"inbound={written} deliveries={dict(deliveries)} answers in parts={in_parts} "
        f"effects={len(platform.platform.effects)} replies={dict(states)} final after {took:.1f} s"
    )
