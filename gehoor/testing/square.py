"""A small public platform in memory: posts that answer each other, and the thread around each."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from gehoor.channels import actions as deliveries
from gehoor.channels.models import Channel, Delivery
from gehoor.channels.queries import connectors
from gehoor.contracts.connector import (
    Account,
    Arrived,
    Author,
    Capabilities,
    IncomingMessage,
    Threading,
)
from gehoor.contracts.posts import Visibility
from gehoor.contracts.threads import Around, Gone
from gehoor.flows import incoming
from gehoor.inbox.models import Conversation, Message
from gehoor.kit.clock import now
from gehoor.testing.scripted import Scripted

US = Author("@gemeente@plein.example", "Gemeente Voorbeeld")


@dataclass
class Square(Scripted):
    """Everything anybody wrote there, in order, and what it does wrong next."""

    key: str = "square"
    posts: dict[str, IncomingMessage] = field(default_factory=dict)
    troubles: list[Exception] = field(default_factory=list)
    breaks_off: list[Exception] = field(default_factory=list)
    """the same after the first page of a thread"""
    silent_about_gone: list[Exception] = field(default_factory=list)
    """the same when it is asked which posts are gone"""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """around which post somebody looked, and from where on"""
    asked_after: list[tuple[str, ...]] = field(default_factory=list)
    """of which posts somebody asked whether they are still there"""
    is_whole: bool = True
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    began_at: datetime = field(default_factory=lambda: now() - timedelta(hours=1))

    def capabilities(self, account: Account) -> Capabilities:
        return replace(super().capabilities(account), threading=Threading.THREAD, is_public=True)

    def write(self, text: str, *, answers: str = "", name: str = "", **given: Any) -> str:
        """Let somebody write, to us unless said otherwise; return how the platform calls it."""
        number = next(self.numbers)
        above = self._above(answers)
        who = name or f"Inwoner {number}"
        facts: dict[str, Any] = {
            "author": Author(f"@inwoner{number}@plein.example", who),
            "text": text,
            "external_id": f"p{number}",
            "thread": above[-1] if above else f"p{number}",
            "answers": tuple(above),
            "visibility": Visibility.PUBLIC,
            "is_public": True,
            "is_to_us": True,
            "sent_at": self.began_at + timedelta(seconds=number),
        }
        self.posts[f"p{number}"] = IncomingMessage(**facts | given)
        return f"p{number}"

    def write_as_us(self, text: str, **given: Any) -> str:
        facts: dict[str, Any] = {"author": US, "is_ours": True, "is_to_us": False}
        return self.write(text, **facts | given)

    def _above(self, post: str) -> list[str]:
        found: list[str] = []
        while post and post not in found:
            found.append(post)
            post = next(iter(self.posts[post].answers), "") if post in self.posts else ""
        return found

    @property
    def threads(self) -> "Square":
        return self

    def around(
        self, account: Account, *, external_id: str, onward: str = "", limit: int = 100
    ) -> Around:
        self.asked.append((external_id, onward))
        if troubles := self.breaks_off if onward else self.troubles:
            raise troubles.pop(0)
        if external_id not in self.posts:
            raise Gone("This post is not there any more.")
        above = [each for each in self._above(external_id)[:0:-1] if each in self.posts]
        below = [name for name in self.posts if external_id in self._above(name)[1:]]
        start = int(onward or 0)
        rest = below[start + limit :]
        return Around(
            above=[] if onward else [self.arrived(name) for name in above],
            below=[self.arrived(name) for name in below[start : start + limit]],
            external_ids=[*above, *below[start : start + limit]],
            onward=str(start + limit) if rest else "",
            is_whole=self.is_whole,
        )

    def gone(self, account: Account, *, external_ids: Sequence[str]) -> Sequence[str]:
        self.asked_after.append(tuple(external_ids))
        if self.silent_about_gone:
            raise self.silent_about_gone.pop(0)
        return [name for name in external_ids if name not in self.posts]

    def arrived(self, name: str) -> Arrived:
        return Arrived(name, f"{name} {self.posts[name].text}".encode())

    def tell(self, channel: Channel, *names: str) -> Conversation:
        """Let our reader have got these, and read them; return the conversation they are in."""
        deliveries.store(channel, [self.arrived(name) for name in names])
        self.read(channel)
        return Message.objects.get(channel=channel, external_id=names[-1]).conversation

    def flood(self, channel: Channel, replies: int, *, questions: int = 0) -> Conversation:
        """Let a post of ours have got so many replies to us, the first of them questions."""
        ours = self.write_as_us("25 vale gieren gezien boven de stad!")
        asked = [self.write(f"Waar zag u ze, nummer {n}?", answers=ours) for n in range(questions)]
        said = [
            self.write(f"Wat mooi, nummer {n}", answers=ours) for n in range(replies - questions)
        ]
        return self.tell(channel, ours, *asked, *said)

    def read(self, channel: Channel) -> list[Conversation]:
        """Read what waits, as the job does with its guarded child."""
        waiting = list(Delivery.objects.filter(channel=channel, state="pending").order_by("pk"))
        told = [(self.posts[delivery.transport_id],) for delivery in waiting]
        return incoming.receive(channel, waiting, told)


@contextmanager
def square() -> Iterator[Square]:
    """Have the platform among the connectors for the length of a test."""
    made = Square()
    connectors()[made.key] = made
    try:
        yield made
    finally:
        del connectors()[made.key]
