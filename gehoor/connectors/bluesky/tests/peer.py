"""The Bluesky the connector is tested against: a small one, held against the lexicons."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gehoor.contracts.connector import Account
from gehoor.testing.bluesky import HANDLE, PASSWORD, Post
from gehoor.testing.blueskyserver import Running, bluesky
from gehoor.testing.peers import with_secrets
from gehoor.testing.ports import free_port


@dataclass
class BlueskyPeer:
    running: Running
    knows_direct: bool = True

    def __post_init__(self) -> None:
        account = account_at(self.running)
        self.accounts = [account]
        self.locked_out = with_secrets(account, password="verkeerd")
        port = free_port()
        self.unreachable = Account(
            channel_id=1,
            settings={"handle": HANDLE, "service": f"http://127.0.0.1:{port}"},
            secrets={"password": PASSWORD},
            may_also_fetch=frozenset({("127.0.0.1", port)}),
            opened_at=self.running.network.now,
        )
        self.lost_answers = ["swallow", "reset", "error_after", "cut"]

    def write(self, text: str) -> None:
        self.running.network.write(text)

    def write_as_us(self, text: str) -> None:
        self.running.network.write(text, by=self.running.network.ours)

    def write_directly(self, text: str) -> None:
        self.running.network.chat.write(text)

    def visibility_of(self, text: str) -> str:
        is_direct = any(line.text == text for line in self.running.network.chat.by_us())
        return "direct" if is_direct else "public"

    def take_away(self, text: str) -> None:
        self.running.network.take_away(self._post(text))

    def answered_by(self, text: str) -> str:
        above = self._post(text).record["reply"]["parent"]["uri"]
        return str(self.running.network.posts[above].record["text"])

    def _post(self, text: str) -> Post:
        posts = self.running.network.posts.values()
        return next(post for post in posts if post.record["text"] == text)

    def effects(self) -> list[str]:
        network = self.running.network
        lines = [line.text for line in network.chat.by_us()]
        return [post.record["text"] for post in network.by_us()] + lines

    def lose_answer(self, way: str) -> None:
        self.running.network.misbehave("putRecord", way)

    def state(self) -> object:
        network = self.running.network
        posts = [post.record for post in network.posts.values()]
        convos = [network.chat.view(each) for each in network.chat.convos.values()]
        return posts, len(network.notices), convos, list(network.chat.log)


def account_at(running: Running, **secrets: str) -> Account:
    return Account(
        channel_id=1,
        settings={"handle": HANDLE, "service": running.url},
        secrets={"password": PASSWORD} | secrets,
        may_also_fetch=frozenset({running.pair}),
        opened_at=running.network.now,
    )


@contextmanager
def peer() -> Iterator[BlueskyPeer]:
    with bluesky() as running:
        yield BlueskyPeer(running)
