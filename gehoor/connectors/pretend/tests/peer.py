"""The platform pretend is tested against: our stand-in, once for each class of outcome."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from gehoor.contracts.connector import Account
from gehoor.contracts.pushes import PUSH_SECRET, Push
from gehoor.testing.peers import with_secrets, with_settings
from gehoor.testing.ports import free_port
from gehoor.testing.pusher import body_of, signed
from gehoor.testing.standin import TOKEN, StandIn, stand_in


@dataclass
class PretendPeer:
    running: StandIn
    knows_direct: bool = True

    def __post_init__(self) -> None:
        account = account_at(self.running.url)
        self.accounts = [with_settings(account, outcome_class=each) for each in "ABC"]
        self.windowed = [with_settings(account, window=each) for each in ("day", "week")]
        self.locked_out = with_secrets(account, token="verkeerd")
        self.unreachable = with_settings(account, url=f"http://127.0.0.1:{free_port()}")
        self.lost_answers = ["swallow", "reset", "error_after", "drip"]

    def write(self, text: str) -> None:
        self.running.platform.post(text=text)

    def write_directly(self, text: str) -> None:
        self.running.platform.post(text=text, visibility="direct")

    def write_before(self, text: str, ago: timedelta) -> None:
        """Each by somebody of their own: what others wrote since says nothing of them."""
        author = {"handle": f"@inwoner{len(self.running.platform.posts)}", "name": "Inwoner"}
        posted_at = (datetime.now(UTC) - ago).isoformat()
        self.running.platform.post(
            text=text, visibility="direct", author=author, posted_at=posted_at
        )

    def write_as_us(self, text: str) -> None:
        author = {"handle": "@gemeente", "name": "Gemeente Voorbeeld"}
        self.running.platform.post(text=text, author=author, is_ours=True)

    def take_away(self, text: str) -> None:
        post = next(each for each in self.running.platform.posts if each["text"] == text)
        self.running.platform.post(**post | {"is_gone": True})

    def answered_by(self, text: str) -> str:
        [effect] = [each for each in self.running.platform.effects if each["text"] == text]
        above = [each for each in self.running.platform.posts if each["id"] == effect["answers"]]
        return str(above[-1]["text"])

    def visibility_of(self, text: str) -> str:
        found = [each for each in self.running.platform.effects if each["text"] == text]
        return str(found[-1]["visibility"])

    def effects(self) -> list[str]:
        return [effect["text"] for effect in self.running.platform.effects]

    def lose_answer(self, way: str) -> None:
        self.running.platform.misbehave(way)

    def state(self) -> object:
        return [dict(post) for post in self.running.platform.posts]


def account_at(url: str) -> Account:
    settings = {"url": url, "account": "gemeente", "outcome_class": "A", "timeout": "1"}
    return Account(channel_id=1, settings=settings, secrets={"token": TOKEN})


@contextmanager
def peer() -> Iterator[PretendPeer]:
    with stand_in() as running:
        yield PretendPeer(running)


SECRET = "een geheim voor tests"


class PretendReceiverPeer:
    """The stand-in as it signs; nothing goes over a line."""

    question = {"challenge": "abc"}  # noqa: RUF012

    def __init__(self, running: StandIn) -> None:
        self.running = running
        self.account = with_secrets(account_at(running.url), **{PUSH_SECRET: SECRET})

    def pushed(self, text: str) -> Push:
        self.running.platform.post(text=text)
        posts = self.running.platform.posts_after("gemeente", 0, 100)["posts"]
        return self.signed(body_of(posts))

    def signed(self, body: bytes) -> Push:
        moment = datetime.now(UTC)
        headers = signed(SECRET, body, at=moment.timestamp())
        return Push({name.lower(): value for name, value in headers.items()}, body, moment)


@contextmanager
def receiver_peer() -> Iterator[PretendReceiverPeer]:
    with stand_in() as running:
        yield PretendReceiverPeer(running)
