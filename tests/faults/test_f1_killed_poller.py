"""F1 for the poller: it is killed at random instants while mail arrives; all is stored once."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from gehoor.channels.models import Delivery
from gehoor.testing.mailservers import Mailbox, imap_server
from gehoor.testing.processes import Crew, wait_until
from tests.faults import chance, post

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

SEED = chance.SEED
ROUNDS = chance.size(10, most=50)
SCALE = 0.02
MAIL_EVERY = 0.3
STARTING = 240.0


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with imap_server() as running:
        yield running


class Citizens(threading.Thread):
    """They write and write, some of them long mails, so that a kill falls in the middle of one."""

    def __init__(self, box: Mailbox, luck: random.Random) -> None:
        super().__init__(daemon=True)
        self.box, self.luck = box, luck
        self.stop = threading.Event()
        self.written = 0

    def run(self) -> None:
        while not self.stop.wait(MAIL_EVERY):
            filling = "regel\r\n" * self.luck.randrange(4_000)
            text = f"Bericht {self.written:05}\r\n{filling}einde"
            self.box.put(post.mail(text, number=self.written))
            self.written += 1


@contextmanager
def writing(box: Mailbox, luck: random.Random) -> Iterator[Citizens]:
    citizens = Citizens(box, luck)
    citizens.start()
    try:
        yield citizens
    finally:
        citizens.stop.set()
        citizens.join(10)


def test_killing_the_poller_loses_and_doubles_no_mail(
    box: Mailbox,
    crew: Crew,
    capsys: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    luck = random.Random(SEED)
    channel = post.mailbox(box.port)
    with writing(box, luck) as citizens:
        for _ in range(ROUNDS):
            stored = Delivery.objects.count()
            crew.start("poller", "poll")
            if luck.random() < 0.5:
                let_pass(luck.uniform(0.5, 3.0))  # anywhere: starting, fetching, storing
            else:
                await_more(stored)
                let_pass(luck.uniform(0.0, 0.5))  # just after it stored something
            crew.kill("poller")
    crew.start("poller", "poll")
    begun = time.monotonic()
    wait_until(
        lambda: Delivery.objects.count() >= citizens.written, seconds=240, what="all mail is stored"
    )
    crew.end()
    said = f"{citizens.written} mails, all stored {time.monotonic() - begun:.1f} s after the last"
    record_property("measured", said)
    with capsys.disabled():
        print(f"\nF1 poller seed={SEED} scale={SCALE} rounds={ROUNDS} {said}")  # noqa: T201

    post.read(channel)
    assert [text[:13] for text in post.texts()] == [
        f"Bericht {number:05}" for number in range(citizens.written)
    ]
    assert all(text.endswith("einde") for text in post.texts())
    assert post.states() == {"parsed": citizens.written}
    assert post.missing(channel) == set()


def await_more(stored: int) -> None:
    wait_until(
        lambda: Delivery.objects.count() > stored,
        seconds=STARTING,
        what="the poller stores mail again",
    )


def let_pass(seconds: float) -> None:
    until = time.monotonic() + seconds
    wait_until(lambda: time.monotonic() > until, seconds=5, what="a moment passed")
