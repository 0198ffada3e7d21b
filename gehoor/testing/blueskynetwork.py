"""Runs Bluesky's own programs, which stand under tests/bluesky, on loopback and our database.

Heavy: 360 MB of packages and some 300 MB of memory. Only `make peers` asks for it.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from gehoor.channels import actions as channels
from gehoor.channels.models import Channel
from gehoor.contracts.connector import Account
from gehoor.project.embedded import SUPERUSER, Cluster
from gehoor.testing import make
from gehoor.testing.ports import free_port

HERE = Path(__file__).resolve().parents[2] / "tests" / "bluesky"
MISSING = (
    "No Bluesky network: run `npm ci --prefix tests/bluesky` (it compiles for a minute or two)."
)
NOT_ASKED = "A whole Bluesky network is run by `make peers` only."
OURS, CITIZEN = "gemeente.test", "wijkraad.test"
PASSWORDS = {OURS: "gemeente-wachtwoord", CITIZEN: "wijkraad-wachtwoord"}


def program() -> str:
    """Return Node, when the network can and should run; else skip the test loudly."""
    if os.environ.get("GEHOOR_PEERS") != "all":
        pytest.skip(NOT_ASKED)
    node = shutil.which("node")
    if not (node and (HERE / "node_modules" / "@atproto" / "dev-env").is_dir()):
        pytest.skip(MISSING)
    return node


@dataclass
class Client:
    """Somebody at the real network, by its own plain HTTP; nothing of ours is in between."""

    pds: str
    handle: str
    did: str
    token: str = field(default="", repr=False)

    def log_in(self, password: str) -> None:
        body = {"identifier": self.handle, "password": password}
        self.token = self.call("com.atproto.server.createSession", body)["accessJwt"]

    def call(self, name: str, body: Any) -> Any:
        answer = httpx.post(
            f"{self.pds}/xrpc/{name}", json=body, headers=self._headers(), timeout=30
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ask(self, name: str, **params: Any) -> httpx.Response:
        return httpx.get(
            f"{self.pds}/xrpc/{name}", params=params, headers=self._headers(), timeout=30
        )

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def post(self, text: str, *, key: str = "", **more: Any) -> dict[str, str]:
        """Post, now unless `createdAt` says otherwise; return the address and content id."""
        made = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": made} | more
        body = {"repo": self.did, "collection": "app.bsky.feed.post", "record": record}
        body |= {"rkey": key} if key else {}
        told = self.call("com.atproto.repo.createRecord", body)
        return {"uri": told["uri"], "cid": told["cid"]}

    def mention(self, did: str, text: str, **more: Any) -> dict[str, str]:
        """Post a text that begins with the name of somebody, who is told of it."""
        end = len(text.split()[0].encode())
        feature = {"$type": "app.bsky.richtext.facet#mention", "did": did}
        facet = {"index": {"byteStart": 0, "byteEnd": end}, "features": [feature]}
        return self.post(text, facets=[facet], **more)

    def take_away(self, uri: str) -> None:
        repo, collection, key = uri.removeprefix("at://").split("/")
        body = {"repo": repo, "collection": collection, "rkey": key}
        self.call("com.atproto.repo.deleteRecord", body)

    def upload(self, content: bytes, media_type: str) -> Any:
        headers = self._headers() | {"Content-Type": media_type}
        name = "com.atproto.repo.uploadBlob"
        return httpx.post(f"{self.pds}/xrpc/{name}", content=content, headers=headers).json()[
            "blob"
        ]


@dataclass
class RealNetwork:
    pds: str
    appview: str
    people: dict[str, Client]

    @property
    def ours(self) -> Client:
        return self.people[OURS]

    @property
    def citizen(self) -> Client:
        return self.people[CITIZEN]

    @property
    def also(self) -> frozenset[tuple[str, int]]:
        """The exact places Gehoor may ask beside the public internet."""
        found = [httpx.URL(each) for each in (self.pds, self.appview)]
        return frozenset((url.host, url.port or 80) for url in found)

    def account(self, **given: Any) -> Account:
        facts: dict[str, Any] = {
            "channel_id": 1,
            "settings": {"handle": OURS, "service": self.pds},
            "secrets": {"password": PASSWORDS[OURS]},
            "may_also_fetch": self.also,
            "opened_at": datetime.now(UTC),
        }
        return Account(**facts | given)


def connect(network: RealNetwork, **given: Any) -> Channel:
    """Make a live channel of our account there, with its password in the vault."""
    settings = {"handle": OURS, "service": network.pds}
    channel = make.channel(connector="bluesky", settings=settings, **given)
    channels.seal_credentials(channel, {"password": PASSWORDS[OURS]})
    return channel


@contextmanager
def real_network(*, limits: bool = False) -> Iterator[RealNetwork]:
    """Run PLC, PDS and AppView for the block, with a database of their own."""
    node = program()
    home = Path(tempfile.mkdtemp(prefix="gehoor-bluesky-"))
    cluster = Cluster(home, shared_buffers="32MB", is_durable=False)
    try:
        cluster.start()
        told = {
            "database": cluster.url(SUPERUSER),
            "schema": "appview",
            "ports": [free_port() for _ in range(3)],
            "accounts": list(PASSWORDS.items()),
            "limits": limits,
        }
        with running(node, told, log=home / "network.log") as ready:
            people = {
                handle: Client(ready["pds"], handle, did)
                for handle, did in ready["accounts"].items()
            }
            for handle, client in people.items():
                client.log_in(PASSWORDS[handle])
            yield RealNetwork(ready["pds"], ready["appview"], people)
    finally:
        cluster.stop()
        shutil.rmtree(cluster.base, ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def running(node: str, told: dict[str, Any], *, log: Path) -> Iterator[dict[str, Any]]:
    environment = os.environ | {"LOG_ENABLED": "false", "NODE_ENV": "test"}
    with log.open("wb") as words:
        process = subprocess.Popen(
            [node, "network.mjs"],
            cwd=HERE, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=words,
            text=True,
        )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(told))
        process.stdin.close()
        line = "?"
        while line and not line.startswith("READY "):
            line = process.stdout.readline()
        assert line, "The network did not start:\n" + log.read_text(errors="replace")[-2000:]
        ready: dict[str, Any] = json.loads(line.removeprefix("READY "))
        yield ready
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)
        process.stdout.close()
