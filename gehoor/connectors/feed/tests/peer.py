"""A source of news on loopback, as the contract tests see a platform."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from gehoor.contracts.connector import Account
from gehoor.testing.ports import free_port
from gehoor.testing.websource import Page, WebSource, web_source


@dataclass
class FeedPeer:
    source: WebSource
    items: list[str] = field(default_factory=list)
    lost_answers: Sequence[str] = ()

    def __post_init__(self) -> None:
        self.source.pages["/login"] = Page(status=401)
        self.accounts = [account_at(self.source, "/feed")]
        self.locked_out = account_at(self.source, "/login")
        port = free_port()
        self.unreachable = Account(
            channel_id=1,
            settings={"url": f"http://127.0.0.1:{port}/feed", "minutes": "5"},
            secrets={},
            may_also_fetch=frozenset({("127.0.0.1", port)}),
        )
        self.write("Het eerste bericht")

    def write(self, text: str) -> None:
        self.items.insert(0, item(guid=f"bericht-{len(self.items)}", description=text))
        whole = feed(*self.items).encode()
        self.source.pages["/feed"] = Page(whole, etag=f'"{len(self.items)}"')

    def effects(self) -> list[str]:
        """Nothing can be sent to a feed."""
        return []

    def lose_answer(self, way: str) -> None:
        """There is no answer to lose."""

    def state(self) -> object:
        return list(self.items)


def account_at(source: WebSource, path: str, **given: str) -> Account:
    return Account(
        channel_id=1,
        settings={"url": source.url + path, "minutes": "5"} | given,
        secrets={},
        may_also_fetch=frozenset({source.pair}),
    )


def item(**parts: str) -> str:
    written = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in parts.items())
    return f"<item>{written}</item>"


def feed(*items: str, title: str = "Het Nieuwsblad", more: str = "") -> str:
    head = f"<title>{escape(title)}</title>{more}"
    return f'<rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'


@contextmanager
def peer() -> Iterator[FeedPeer]:
    with web_source() as running:
        yield FeedPeer(running)
