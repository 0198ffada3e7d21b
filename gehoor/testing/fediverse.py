"""A Mastodon server by others (mastodon_mock), and what people do there by its own API."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx

from gehoor.testing.ports import free_port

US, THEM, OTHERS = "gemeente", "fatima", "willem"
DOMAIN = "social.example"
SETTINGS = f'domain = "{DOMAIN}"\nurl_scheme = "http"\n' + "".join(
    f'[[seed.accounts]]\nusername = "{name}"\naccess_token = "tok-{name}"\n'
    for name in (US, THEM, OTHERS)
)
COMMAND = (str(Path(sys.executable).parent / "mastodon_mock"), "serve", "--host", "127.0.0.1")


@dataclass
class Fediverse:
    """A running server with three accounts; the first is ours."""

    port: int

    def __post_init__(self) -> None:
        self.client = httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}", timeout=30, trust_env=False
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, *, by: str = THEM, **request: Any) -> Any:
        headers = {"Authorization": f"Bearer {token_of(by)}"}
        answer = self.client.request(method, path, headers=headers, **request)
        answer.raise_for_status()
        return answer.json()

    def post(self, text: str, *, by: str = THEM, **given: Any) -> Any:
        """Let somebody post; return the status."""
        return self.ask("POST", "/api/v1/statuses", by=by, json={"status": text} | given)

    def mention(self, text: str, **given: Any) -> Any:
        """Let a citizen write to us."""
        return self.post(f"@{US} {text}", **given)

    def edit(self, identity: str, text: str, *, by: str = THEM) -> Any:
        return self.ask("PUT", f"/api/v1/statuses/{identity}", by=by, json={"status": text})

    def take_away(self, identity: str, *, by: str = THEM) -> Any:
        return self.ask("DELETE", f"/api/v1/statuses/{identity}", by=by)

    def upload(self, name: str, content: bytes, media_type: str, *, by: str = THEM) -> Any:
        files = {"file": (name, content, media_type)}
        return self.ask("POST", "/api/v2/media", by=by, files=files)

    def written_by(self, name: str) -> list[Any]:
        """Return everything somebody wrote, newest first, as they see it themselves."""
        who = self.ask("GET", "/api/v1/accounts/verify_credentials", by=name)
        path = f"/api/v1/accounts/{who['id']}/statuses"
        return list(self.ask("GET", path, by=name, params={"limit": 40}))

    def notified(self, name: str) -> list[Any]:
        return list(self.ask("GET", "/api/v1/notifications", by=name, params={"limit": 40}))

    def misbehave(self, path: str, **effect: Any) -> None:
        """Let the next call of this path go wrong, as the server's own fault injection does."""
        count = effect.pop("count", 1)
        methods = effect.pop("methods", ["GET"])
        match = {"path": path, "methods": methods}
        fault = {"match": match, "effect": effect, "count": count}
        self.client.post("/api/v1/_mock/faults", json=fault).raise_for_status()

    def behave(self) -> None:
        self.client.delete("/api/v1/_mock/faults").raise_for_status()


def token_of(name: str) -> str:
    return f"tok-{name}"


@contextmanager
def fediverse() -> Iterator[Fediverse]:
    """Run a server for the length of a test."""
    with tempfile.TemporaryDirectory(prefix="gehoor-fediverse-") as folder:
        config, port = Path(folder) / "mock.toml", free_port()
        config.write_text(SETTINGS)
        command = [*COMMAND, "--config", str(config), "--in-memory", "--port", str(port)]
        process = subprocess.Popen(
            [*command, "--log-level", "error"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            # What it keeps "in memory" is a file, which it leaves behind.
            env=os.environ | {"TMPDIR": folder},
        )
        try:
            wait_until_it_answers(process, port)
            running = Fediverse(port)
            yield running
            running.client.close()
        finally:
            process.kill()
            process.wait(30)


def wait_until_it_answers(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = monotonic() + 60
    while monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError("mastodon_mock ended before it began.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            sleep(0.05)
        else:
            return
    raise RuntimeError("mastodon_mock did not begin.")
