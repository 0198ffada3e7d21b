"""F13: a worker is put to sleep in the middle of a reply and wakes up as a zombie: no harm done."""

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gehoor.inbox.models import Reply
from gehoor.testing.processes import Crew, wait_until
from tests.faults import chance
from tests.faults.town import CLASSES, MAIL, Town, town

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

SEED = chance.SEED
SCALE = 0.05
ROUNDS = chance.size(1, most=50)
ASLEEP, REACHED_WITHIN, QUIET_WITHIN = 300.0, 60.0, 180.0
LANES = 4
# Between the last look at the database and the first byte nothing can hold a sleeper back. Class B
# is sent anew after ten minutes, so it alone must not sleep there for longer; see ADR 5.
MOMENTS = {
    "reply.claim:after": (*CLASSES, MAIL),
    "reply.send:before": ("A", "C", MAIL),
    "reply.send:after": (*CLASSES, MAIL),
    "reply.settle:written": (*CLASSES, MAIL),
    "smtp.dot:before": (MAIL,),
    "read.receive:written": (*CLASSES, MAIL),
}


def test_a_worker_that_slept_disturbs_nobody_and_its_result_is_not_used(
    crew: Crew,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    freed: list[float] = []
    with town(random.Random(SEED)) as place:
        crew.start("poll", "poll")
        crew.start("worker", "worker")
        place.write(*CLASSES)
        place.send_mail()
        wait_until(place.is_quiet, seconds=REACHED_WITHIN, what="the first messages read")
        drawn = [place.luck.choice(list(MOMENTS)) for _ in range(ROUNDS)]
        for moment in drawn:
            freed.append(sleep_through(moment, crew, place, tmp_path / "diary"))
        took = wait_until(place.is_quiet, seconds=QUIET_WITHIN, what="everything settled")
        said = (
            f"{ROUNDS} sleepers, their lanes free after {max(freed):.1f} s at most, "
            f"{place.counts()}, final after {took:.1f} s"
        )
        record_property("measured", said)
        with capsys.disabled():
            print(f"\nF13 seed={SEED} scale={SCALE} {said}")  # noqa: T201

        assert place.broken_at_the_end(in_flight=ROUNDS * LANES) == []


def sleep_through(moment: str, crew: Crew, place: Town, diary: Path) -> float:
    """Let a worker fall asleep at this moment for five minutes, scaled; return how long its lanes
    stood still."""
    crew.kill("worker")
    diary.write_text("")
    place.write(*CLASSES)
    place.send_mail()
    for name in MOMENTS[moment]:
        place.answer(name)
    sleeper = crew.start(
        "sleeper", "worker", GEHOOR_FAILPOINT=f"{moment}:stop", GEHOOR_FAILPOINT_DIARY=str(diary)
    )
    wait_until(lambda: bool(diary.read_text()), seconds=REACHED_WITHIN, what=f"{moment} is reached")
    asleep_since = time.monotonic()
    crew.start("worker", "worker")
    others = [reply for name in MOMENTS[moment] if (reply := place.answer(name))]
    took = wait_until(
        lambda: all(has_left(reply) for reply in others),
        seconds=QUIET_WITHIN,
        what="others took over the lanes of the sleeper",
    )
    until = asleep_since + ASLEEP * SCALE
    wait_until(lambda: time.monotonic() > until, seconds=ASLEEP, what="it slept long enough")
    os.kill(sleeper.pid, signal.SIGCONT)
    fresh = place.answer("A")
    wait_until(lambda: fresh is None or has_left(fresh), seconds=QUIET_WITHIN, what="it is sent")
    crew.kill("sleeper")
    return took


def has_left(reply: Reply) -> bool:
    return not Reply.objects.filter(pk=reply.pk, state__in=["queued", "sending"]).exists()
