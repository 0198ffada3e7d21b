"""Runs snac2, a small fediverse server by others, on loopback; people write there by its own API.

It speaks Mastodon's language with an accent: it forgets idempotency keys, keeps no connection, has
no stream, and lists in its own way. `tests/snac/bring` fetches it; only `make peers` asks for it.
"""

import os
import re
import secrets
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx
import pytest

from gehoor.contracts.connector import Account
from gehoor.testing.fediverse import OTHERS, THEM, US, Fediverse

HERE = Path(__file__).resolve().parents[2] / "tests" / "snac"
NOT_ASKED = "A real fediverse server is run by `make peers` only."
MISSING = "No snac2: run `tests/snac/bring` once (it takes what is needed from Debian, 15 MB)."
NO_PORT = (
    "snac2 must listen on port 80, or it does not know its own name in a mention: run this as "
    "root, or set net.ipv4.ip_unprivileged_port_start to 80."
)
PORT = 80
LOOPBACK = ["127.0.0.0/8", "::1", "localhost"]
"""what a test with a server of its own address may reach"""
PATIENCE = 30.0
GIVEN = re.compile(r"^User password is (\S+)$", re.MULTILINE)


@dataclass
class Snac(Fediverse):
    """A running server with three accounts; the first is ours."""

    port: int = PORT
    address: str = ""
    tokens: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def url(self) -> str:
        return f"http://{self.address}"

    def ask(self, method: str, path: str, *, by: str = THEM, **request: Any) -> Any:
        """Ask on a connection of its own: the server closes what others keep."""
        headers = {"Authorization": f"Bearer {self.tokens[by]}", "Connection": "close"}
        answer = httpx.request(
            method, self.url + path, headers=headers, timeout=PATIENCE, trust_env=False, **request
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def mention(self, text: str, **given: Any) -> Any:
        return self.post(f"@{US}@{self.address} {text}", **given)

    def below(self, identity: str, *, by: str = THEM) -> list[Any]:
        """Return what stands below a post, as somebody sees it there."""
        return list(self.ask("GET", f"/api/v1/statuses/{identity}/context", by=by)["descendants"])

    def account(self, port: int = 0, **learned: Any) -> Account:
        """Return our account there, asked by way of this port of 127.0.0.1 if one is given."""
        host, at = ("127.0.0.1", port) if port else (self.address, PORT)
        return Account(
            channel_id=1,
            settings=self.settings(port),
            secrets={"token": self.tokens[US]},
            may_also_fetch=frozenset({(host, at), (self.address, PORT)}),
            opened_at=datetime.now(UTC),
            learned=learned,
        )

    def settings(self, port: int = 0) -> dict[str, str]:
        server = f"http://127.0.0.1:{port}" if port else self.url
        return {"server": server, "account": f"@{US}"}


@contextmanager
def snac() -> Iterator[Snac]:
    """Run a server for the length of a test, with its files in a folder of its own."""
    command, address = program(), free_address()
    with tempfile.TemporaryDirectory(prefix="gehoor-snac-") as folder:
        home, log = Path(folder) / "data", Path(folder) / "log"
        found_server(command, home, address)
        passwords = {name: add_person(command, home, name) for name in (US, THEM, OTHERS)}
        with log.open("wb") as words:
            process = subprocess.Popen(
                [*command, "httpd", str(home)], stdout=words, stderr=words, stdin=subprocess.DEVNULL
            )
        try:
            wait_until_it_answers(process, address, log)
            tokens = {name: token_of(address, name, passwords[name]) for name in passwords}
            running = Snac(address=address, tokens=tokens)
            yield running
            running.client.close()
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)


def program() -> list[str]:
    """Return how the server is started, when it can and should be; else skip the test loudly."""
    if os.environ.get("GEHOOR_PEERS") != "all":
        pytest.skip(NOT_ASKED)
    brought = HERE / "debian"
    own = brought / "usr" / "bin" / "snac"
    if not own.exists():
        pytest.skip(MISSING)
    # With its own C library and loader: this Debian may be older than what it was built for.
    loader = next(iter(sorted((brought / "usr" / "lib").glob("*/ld-linux*.so.*"))))
    return [str(loader), "--library-path", str(loader.parent), str(own)]


def free_address() -> str:
    """Return an address of loopback whose port 80 nobody has; every run has another."""
    for _ in range(20):
        parts = (secrets.randbelow(254) + 1 for _ in range(3))
        address = ".".join(["127", *map(str, parts)])
        with socket.socket() as door:
            try:
                door.bind((address, PORT))
            except PermissionError:
                pytest.skip(NO_PORT)
            except OSError:
                continue
        return address
    pytest.skip(NO_PORT)


def found_server(command: list[str], home: Path, address: str) -> None:
    """Make the files of a new server: it asks for an address, port, host, prefix and a mail."""
    answers = f"{address}\n{PORT}\n{address}\n\n\n"
    subprocess.run(
        [*command, "init", str(home)], input=answers.encode(), check=True, capture_output=True
    )
    settings = home / "server.json"
    # Nobody has a certificate for an address of loopback.
    settings.write_text(settings.read_text().replace('"https"', '"http"'))


def add_person(command: list[str], home: Path, name: str) -> str:
    """Make an account, and return the password the server chose."""
    told = subprocess.run(
        [*command, "adduser", str(home), name],
        input=f"{name}\n".encode(), check=True, capture_output=True,
    )  # fmt: skip
    said = (told.stdout + told.stderr).decode()
    if (given := GIVEN.search(said)) is None:
        raise RuntimeError(f"snac2 gave no password: {said}")
    return given[1]


def wait_until_it_answers(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    until = monotonic() + PATIENCE
    while monotonic() < until and process.poll() is None:
        try:
            socket.create_connection((address, PORT), timeout=1).close()
        except OSError:
            sleep(0.05)
        else:
            return
    raise RuntimeError(f"snac2 did not begin: {log.read_text(errors='replace')[-1000:]}")


def token_of(address: str, name: str, password: str) -> str:
    """Log in, and return an access token as the server's own page for programs gives one."""
    answer = httpx.post(
        f"http://{address}/oauth/x-snac-get-token",
        data={"login": name, "passwd": password},
        headers={"Connection": "close"},
        timeout=PATIENCE,
        trust_env=False,
    )
    answer.raise_for_status()
    if not answer.headers["Content-Type"].startswith("text/plain"):
        raise RuntimeError("snac2 gave no token.")
    return answer.text.strip()
