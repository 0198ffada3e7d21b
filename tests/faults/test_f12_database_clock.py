"""F12: the database's own clock jumps by an hour and a day, forth and back, while work goes on."""

import random
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.timezone import localdate

from gehoor.channels.models import Delivery
from gehoor.flows import balance
from gehoor.inbox.models import Message, Reply
from gehoor.kit.clock import now
from gehoor.testing.installation import new_home
from gehoor.testing.ownserver import OwnServer, own_server
from gehoor.testing.processes import Crew, wait_until
from tests.faults import chance
from tests.faults.life import going_on, surely
from tests.faults.town import CLASSES, town
from tests.faults.wrongclock import NEEDS_LIBRARY, set_by

pytestmark = [pytest.mark.faults, NEEDS_LIBRARY]

SEED = chance.SEED
SCALE = 0.1
ALL_WAYS = ("-1h", "+0", "+1h", "+1d", "+0")
# What fell due by a clock that was ahead waits until it is so late; so the last jump is ahead.
JUMPS = (*(ALL_WAYS if chance.ASKED else ("-1h", "+1h", "+0")), "+2d")
DAYS = range(-1, 4)
LIVES_FOR = 8.0 if chance.ASKED else 3.0
READ_WITHIN, QUIET_WITHIN = 120.0, 240.0


@dataclass
class Clock:
    """The clock of a server: what is written in a file."""

    server: OwnServer
    file: Path

    def set(self, to: str) -> None:
        self.file.write_text(f"{to}\n")


@pytest.fixture
def clock(django_db_blocker: pytest.FixtureRequest) -> Iterator[Clock]:
    folder = new_home()
    file = folder / "clock"
    file.write_text("+0\n")
    file.chmod(0o644)
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        own_server(scale=SCALE, surroundings=set_by(file)) as server,
    ):
        yield Clock(server, file)
    shutil.rmtree(folder)


def test_whatever_the_clock_of_the_database_does_nothing_is_lost_or_done_twice(
    clock: Clock,
    crew: Crew,
    capsys: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    begun = now()
    with town(random.Random(SEED)) as place:
        for name in ("poll", "worker"):
            crew.start(name, name, GEHOOR_HOME=str(clock.server.installation.home))
        place.write(*CLASSES)
        place.send_mail()
        wait_until(place.is_quiet, seconds=READ_WITHIN, what="the first messages read")
        with going_on(place, pause=0.5):
            for to in JUMPS:
                clock.set(to)
                live(LIVES_FOR)
        jumped = now() - begun
        took = wait_until(surely(place.is_quiet), seconds=QUIET_WITHIN, what="everything settled")
        said = f"jumps to {', '.join(JUMPS)}; {place.counts()}, final after {took:.1f} s"
        record_property("measured", said)
        with capsys.disabled():
            print(f"\nF12 seed={SEED} scale={SCALE} {said}")  # noqa: T201

        assert timedelta(days=2) < jumped < timedelta(days=2, hours=1)
        assert Delivery.objects.latest("received_at").received_at - begun > timedelta(days=2)
        assert Reply.objects.filter(settled_at__gt=begun + timedelta(days=2)).exists()
        assert place.broken_at_the_end(in_flight=len(JUMPS) * len(place.channels)) == []
        assert received_over_all_days() == place.written
        assert out_of_order() == []


def live(seconds: float) -> None:
    until = time.monotonic() + seconds
    wait_until(lambda: time.monotonic() > until, seconds=2 * seconds + 60, what="time passed")


def received_over_all_days() -> int:
    """Add up the reports of every day a clock can have named; each must add up by itself."""
    today = localdate(now()) - timedelta(days=2)
    lines = [line for day in DAYS for line in balance.of(today + timedelta(days=day))]
    assert [line for line in lines if not line.adds_up] == []
    return sum(line.received for line in lines)


def out_of_order() -> list[str]:
    """Return the conversations whose messages do not stand as they came, whatever their times."""
    rows = Message.objects.order_by("conversation", "sequence").values_list("conversation", "pk")
    by_conversation: dict[int, list[int]] = {}
    for conversation, pk in rows:
        by_conversation.setdefault(conversation, []).append(pk)
    return [f"{number}: {pks}" for number, pks in by_conversation.items() if pks != sorted(pks)]
