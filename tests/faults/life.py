"""Citizens and agents who go on whatever happens, and looks that bear with an absent database."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, connections

from gehoor.flows import replies
from gehoor.inbox.models import Conversation, Message, Reply
from gehoor.testing.installation import Installation
from gehoor.testing.processes import wait_until
from tests.faults.parts import HOW_LONG, MOST, text_in
from tests.faults.town import CLASSES, Town

AWAY = (OperationalError, InterfaceError)


class Life(threading.Thread):
    """Lets a little of everything happen, again and again; who is told 503 clicks once more."""

    def __init__(self, place: Town, *, pause: float) -> None:
        super().__init__(daemon=True)
        self.place, self.pause = place, pause
        self.stop = threading.Event()

    def run(self) -> None:
        while not self.stop.wait(self.pause):
            self.place.write(*CLASSES)
            self.place.send_mail()
            for name in self.place.channels:
                self.answer_surely(name)
        connections.close_all()

    def answer_surely(self, name: str) -> None:
        """Answer somebody; click Send again, with the same number, until it is accepted."""
        click, text = uuid.uuid4(), text_in(self.place.luck.choice(HOW_LONG))
        while not self.stop.is_set():
            try:
                answer(self.place, name, click, text)
            except AWAY:
                connections.close_all()
                self.stop.wait(0.2)
            else:
                return


def answer(place: Town, name: str, click: uuid.UUID, text: str) -> None:
    found = Conversation.objects.filter(channel=place.channels[name]).order_by("?").first()
    if found:
        replies.send_reply(
            place.agents[name], found, text=text, client_uuid=click, seen_sequence=100_000,
            most_parts=MOST,
        )  # fmt: skip


@contextmanager
def going_on(place: Town, *, pause: float = 1.0) -> Iterator[None]:
    life = Life(place, pause=pause)
    life.start()
    try:
        yield
    finally:
        life.stop.set()
        life.join(60)


def surely(look: Callable[[], bool]) -> Callable[[], bool]:
    """Return the look, which says no while the database is away."""

    def looked() -> bool:
        try:
            return look()
        except AWAY:
            connections.close_all()
            return False

    return looked


def seconds_to_full_service(program: Installation, place: Town) -> float:
    """Return how long it took until a page, a message and a reply of this moment came through."""
    begun = time.monotonic()
    mark = f"Na de storing {uuid.uuid4()}"
    place.platform.post(account="gemeente-A", text=mark)
    place.posts += 1
    wait_until(surely(Message.objects.filter(text=mark).exists), seconds=300, what="it is shown")
    answered = Conversation.objects.get(messages__text=mark)
    reply = replies.send_reply(
        place.agents["A"], answered, text="Dank u.", client_uuid=uuid.uuid4(), seen_sequence=10**5
    )
    sent = Reply.objects.filter(pk=reply.pk, state="sent")
    wait_until(surely(sent.exists), seconds=300, what="it is sent")
    wait_until(program.answers, seconds=300, what="a page is shown")
    return time.monotonic() - begun
