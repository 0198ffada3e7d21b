"""F11: poison among good mail, through a real worker: all is read or fails in words, none waits."""

import time
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

import psutil
import pytest

from gehoor.channels.models import Channel, Delivery
from gehoor.contracts.connector import Arrived, Batch
from gehoor.flows import incoming
from gehoor.inbox.models import Message
from gehoor.testing import make
from gehoor.testing.processes import Crew, wait_until
from tests.faults import post
from tests.hostile import mails

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

GOOD, SECONDS, GROWTH = 200, 30.0, 50 * 1024 * 1024
FOLDERS = ("mime/cpython", "mime/flufl-bounce", "mime/talon", "generated/mail")
SCALE = 1.0


def bomb(path: Path) -> bytes:
    head = b'Content-Disposition: attachment; filename="x.png"\r\n'
    return mails.multipart(head + b"Content-Transfer-Encoding: 8bit\r\n\r\n" + path.read_bytes())


def shared_poison() -> list[bytes]:
    poisons = [path.read_bytes() for folder in FOLDERS for path in mails.files_in(folder)]
    return poisons + [bomb(path) for path in mails.files_in("generated/bombs")]


def good(number: int) -> bytes:
    return post.mail(f"Gewone vraag {number:03}", number=f"goed-{number}", sender="goed@v.example")


def one_to_one(poisons: list[bytes]) -> list[Arrived]:
    """Mix poison and good mail by turns; what is left of the longer goes on alone."""
    goods = [good(number) for number in range(GOOD)]
    mixed = [raw for pair in zip_longest(poisons, goods) for raw in pair if raw is not None]
    return [Arrived(f"INBOX/1/{number}", raw) for number, raw in enumerate(mixed)]


def await_worker(crew: Crew, channel: Channel) -> psutil.Process:
    """Start a worker and let it read one mail, so that all it needs is in memory."""
    crew.start("worker", "worker")
    incoming.store(channel, Batch([Arrived("INBOX/0/0", post.mail("Eerst", number="eerst"))], {}))
    wait_until(
        lambda: not Delivery.objects.filter(state="pending").exists(),
        seconds=60,
        what="the worker reads",
    )
    return psutil.Process(crew.running["worker"].pid)


def good_ones_stored() -> bool:
    return Message.objects.filter(text__startswith="Gewone vraag").count() == GOOD


@pytest.mark.parametrize("whose", ["our own", "the shared exam"])
def test_good_mail_among_poison_is_on_screen_in_time(
    crew: Crew,
    whose: str,
    capsys: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    poisons = list(mails.ours().values()) if whose == "our own" else shared_poison()
    channel = make.channel(connector="email", settings={"address": "melding@gemeente.example"})
    worker = await_worker(crew, channel)
    before = worker.memory_info().rss
    arrived = one_to_one(poisons)

    begun = time.monotonic()
    for start in range(0, len(arrived), 100):
        incoming.store(channel, Batch(arrived[start : start + 100], {}))
    wait_until(good_ones_stored, seconds=10 * SECONDS, what="all good mail is read")
    took = time.monotonic() - begun
    wait_until(
        lambda: not Delivery.objects.filter(state="pending").exists(),
        seconds=300,
        what="nothing waits",
    )
    growth = worker.memory_info().rss - before
    said = (
        f"{whose}: {len(poisons)} poisons, {post.states()}, good mail in {took:.1f} s, "
        f"all in {time.monotonic() - begun:.1f} s, memory {growth / 1024 / 1024:+.0f} MB"
    )
    record_property("measured", said)
    with capsys.disabled():
        print(f"\nF11 {said}")  # noqa: T201

    assert took <= SECONDS
    assert growth < GROWTH
    assert not Delivery.objects.filter(state="failed", problem="").exists()
    failed = Delivery.objects.filter(state="failed").values_list("problem", flat=True)
    assert not [problem for problem in failed if "fault in Gehoor" in problem]
    assert sum(post.states().values()) == len({arrived.transport_id for arrived in arrived}) + 1
    assert post.adds_up()
