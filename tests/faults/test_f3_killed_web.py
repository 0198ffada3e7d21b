"""F3: web is killed during pushes, notes and clicks on send; who comes again finds one row each."""

import random
import time
from collections.abc import Callable

import pytest

from gehoor.channels import actions as channels
from gehoor.channels.models import Delivery
from gehoor.inbox.models import Message, Reply
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.ports import free_port
from gehoor.testing.processes import Crew, wait_until
from gehoor.testing.pusher import Pusher
from gehoor.testing.web import session_of
from tests.faults import chance
from tests.faults.outside import PATIENCE, Outside, rows_of

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

SEED = chance.SEED
SCALE = 1.0
ROUNDS = chance.size(4, most=300)
COLLEAGUES = 2


@pytest.fixture
def outside() -> Outside:
    team = make.team()
    channel = make.channel(team=team, settings={"account": "gemeente", "outcome_class": "A"})
    secret = channels.renew_push_secret(channel)
    port = free_port()
    people = [make.user(Role.AGENT, teams=(team,), name=f"Agent {n}") for n in range(COLLEAGUES)]
    return Outside(
        port,
        Pusher(f"http://localhost:{port}/hooks/{channel.push_key}", secret, port=port),
        make.received(channel).pk,
        [session_of(each) for each in people],
    )


def test_killing_web_leaves_one_row_for_each_key_and_no_yes_without_one(
    crew: Crew,
    outside: Outside,
    capsys: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    luck = random.Random(SEED)
    before = Delivery.objects.count()
    start_web(crew, outside)
    outside.begin()
    for _ in range(ROUNDS):
        done = len(outside.pushes.promised), len(outside.replies.promised)
        wait_until(
            lambda: has_moved_on(outside, done),  # noqa: B023
            seconds=PATIENCE,
            what="work goes on",
            told=lambda: report(outside),
        )
        wait_a_moment(luck)
        crew.kill("web")
        start_web(crew, outside)
    outside.end()
    said = report(outside)
    record_property("measured", said)
    with capsys.disabled():
        print(f"\nF3 seed={SEED} rounds={ROUNDS} {said}")  # noqa: T201

    pushed = Delivery.objects.exclude(transport_id__startswith="t")
    assert Delivery.objects.count() - before == len(outside.pushes.tried)
    assert rows_of(outside.pushes, [each.removeprefix("post/") for each in ids(pushed)]) == []
    notes = Message.objects.filter(kind="note").values_list("text", flat=True)
    assert rows_of(outside.notes, [text.split()[-1] for text in notes]) == []
    replies = [str(key) for key in Reply.objects.values_list("client_uuid", flat=True)]
    assert rows_of(outside.replies, replies) == []
    texts = Message.objects.filter(kind="out").values_list("text", flat=True)
    assert rows_of(outside.replies, [text.split()[-1] for text in texts]) == []


def start_web(crew: Crew, outside: Outside) -> None:
    crew.start("web", "web", GEHOOR_PORT=str(outside.port), BASE_URL="")


def has_moved_on(outside: Outside, done: tuple[int, int]) -> bool:
    return len(outside.pushes.promised) > done[0] and len(outside.replies.promised) > done[1]


def wait_a_moment(luck: random.Random) -> None:
    """Let everybody get anywhere at all in what they do."""
    until = time.monotonic() + luck.uniform(0.0, 0.3)
    wait_until(lambda: time.monotonic() > until, seconds=5, what="a moment passed")


def ids(deliveries: object) -> list[str]:
    return list(deliveries.values_list("transport_id", flat=True))  # type: ignore[attr-defined]


def report(outside: Outside) -> str:
    told = {"pushes": outside.pushes, "notes": outside.notes, "replies": outside.replies}
    return ", ".join(
        f"{len(seen.promised)} {what} (again {seen.again} times: {dict(seen.refused)})"
        for what, seen in told.items()
    )
