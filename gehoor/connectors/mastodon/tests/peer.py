"""A Mastodon server by others, as the contract tests see a platform."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from gehoor.connectors.mastodon.parse import plain_content
from gehoor.contracts.connector import Account
from gehoor.testing.faultproxy import Act, Proxy, Rule, fault_proxy
from gehoor.testing.fediverse import US, Fediverse, fediverse, token_of
from gehoor.testing.peers import with_secrets
from gehoor.testing.ports import free_port

POSTING = b"POST /api/v1/statuses"


@dataclass
class MastodonPeer:
    running: Fediverse
    proxy: Proxy
    knows_direct: bool = True

    def __post_init__(self) -> None:
        account = account_at(self.proxy.port)
        self.accounts = [account]
        self.locked_out = with_secrets(account, token="verkeerd")
        self.unreachable = account_at(free_port())
        self.lost_answers = ["swallow"]

    def write(self, text: str) -> None:
        self.running.mention(text)

    def write_directly(self, text: str) -> None:
        self.running.mention(text, visibility="direct")

    def write_as_us(self, text: str) -> None:
        self.running.post(text, by=US)

    def take_away(self, text: str) -> None:
        [status] = [each for each in self.running.written_by("fatima") if text in each["content"]]
        self.running.take_away(status["id"])

    def answered_by(self, text: str) -> str:
        above = self.running.ask("GET", f"/api/v1/statuses/{self._reply(text)['in_reply_to_id']}")
        return words_in(above)

    def visibility_of(self, text: str) -> str:
        return str(self._reply(text)["visibility"])

    def _reply(self, text: str) -> Any:
        [found] = [each for each in self.running.written_by(US) if words_in(each) == text]
        return found

    def effects(self) -> list[str]:
        return [words_in(each) for each in self.running.written_by(US)]

    def lose_answer(self, way: str) -> None:
        self.proxy.rules.append(Rule(Act(way), POSTING))

    def state(self) -> object:
        return [self.running.notified(US), self.running.written_by(US)]


def words_in(status: Any) -> str:
    """Return what a status says, without whom it names in front."""
    return re.sub(r"^(?:@[\w.@-]+\s+)+", "", plain_content(status["content"]))


def account_at(port: int, **learned: Any) -> Account:
    """Return our account on a server behind this port."""
    return Account(
        channel_id=1,
        settings={"server": f"http://127.0.0.1:{port}", "account": f"@{US}"},
        secrets={"token": token_of(US)},
        may_also_fetch=frozenset({("127.0.0.1", port)}),
        opened_at=datetime.now(UTC),
        learned=learned,
    )


@contextmanager
def peer() -> Iterator[MastodonPeer]:
    with fediverse() as running, fault_proxy(running.port) as proxy:
        yield MastodonPeer(running, proxy)
