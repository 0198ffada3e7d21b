"""A TCP proxy on loopback that breaks connections on purpose, at a text that passes through."""

import contextlib
import select
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from time import sleep


class Act(StrEnum):
    CUT_BEFORE = "cut_before"
    """what came before the text goes through, then both ends get a reset"""
    CUT_AFTER = "cut_after"
    """the text goes through too, then both ends get a reset"""
    SWALLOW = "swallow"
    """the text goes through and is answered; the answer is thrown away, then a reset"""
    STALL = "stall"
    """the text goes through, then nothing moves for `seconds`"""


class Toward(StrEnum):
    SERVER = "server"
    CLIENT = "client"


@dataclass(frozen=True)
class Rule:
    """Do `act` when `text` passes in this direction; for the next `times` connections it does."""

    act: Act
    text: bytes
    toward: Toward = Toward.SERVER
    seconds: float = 0


Target = int | tuple[str, int] | Path


@dataclass
class Proxy:
    """A running proxy; `rules` is a queue, each rule breaks one connection."""

    target: Target
    """a port of loopback, an address and a port of it, or a socket in the file system"""
    rules: list[Rule] = field(default_factory=list)
    cut: int = 0
    """how many rules have been carried out"""
    latency: float = 0
    """seconds that every piece is under way, in both directions"""
    lock: threading.Lock = field(default_factory=threading.Lock)
    lines: "list[Line]" = field(default_factory=list)
    """the connections that stand now"""

    def __post_init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.door.getsockname()[1]
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()
        self.thread.join(timeout=5)

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self.door.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client, self._reach_target() as server:
            line = Line(self, client, server)
            with self.lock:
                self.lines.append(line)
            line.carry()
            with self.lock:
                self.lines.remove(line)

    def hang_up(self) -> None:
        """End every connection that stands now; what comes after is carried as usual."""
        with self.lock:
            standing = list(self.lines)
        for line in standing:
            with contextlib.suppress(OSError):
                line.client.shutdown(socket.SHUT_RDWR)

    def _reach_target(self) -> socket.socket:
        if isinstance(self.target, int):
            return socket.create_connection(("127.0.0.1", self.target))
        if isinstance(self.target, tuple):
            return socket.create_connection(self.target)
        reached = socket.socket(socket.AF_UNIX)
        reached.connect(str(self.target))
        return reached

    def rule(self) -> Rule | None:
        with self.lock:
            return self.rules[0] if self.rules else None

    def carried_out(self, rule: Rule) -> None:
        with self.lock:
            self.rules.remove(rule)
            self.cut += 1


class Line:
    """One connection through the proxy."""

    def __init__(self, proxy: Proxy, client: socket.socket, server: socket.socket) -> None:
        self.proxy = proxy
        self.rule = proxy.rule()
        self.client = client
        self.server = server
        self.passed = {Toward.SERVER: bytearray(), Toward.CLIENT: bytearray()}

    def carry(self) -> None:
        while True:
            readable, _, _ = select.select([self.client, self.server], [], [], 60)
            if not readable:
                return
            for end in readable:
                piece = end.recv(65536)
                toward = Toward.SERVER if end is self.client else Toward.CLIENT
                sleep(self.proxy.latency)
                if not piece or not self._pass_on(piece, toward):
                    return

    def _pass_on(self, piece: bytes, toward: Toward) -> bool:
        """Pass a piece on; says whether the line still stands."""
        rule = self.rule
        place = self._place_of(piece, toward)
        if rule is None or place is None:
            self._other(toward).sendall(piece)
            return True
        start, end = place
        self._other(toward).sendall(piece[: start if rule.act is Act.CUT_BEFORE else end])
        self.rule = None
        self.proxy.carried_out(rule)
        if rule.act is Act.STALL:
            sleep(rule.seconds)
            self._other(toward).sendall(piece[end:])
            return True
        if rule.act is Act.SWALLOW:
            self._other(toward).sendall(piece[end:])
            self._carry_until_answered()
        reset(self.client)
        reset(self.server)
        return False

    def _carry_until_answered(self) -> None:
        """Carry what is still on its way to the server, such as the body of a request."""
        while True:
            readable, _, _ = select.select([self.client, self.server], [], [], 10)
            if not readable or self.server in readable:
                return
            if not (piece := self.client.recv(65536)):
                return
            self.server.sendall(piece)

    def _place_of(self, piece: bytes, toward: Toward) -> tuple[int, int] | None:
        """Return where in this piece the text of our rule begins and ends, if it ends here."""
        if self.rule is None or self.rule.toward is not toward:
            return None
        before = len(self.passed[toward])
        self.passed[toward] += piece
        found = self.passed[toward].find(self.rule.text, max(0, before - len(self.rule.text)))
        if found < 0:
            return None
        return max(0, found - before), max(0, found - before + len(self.rule.text))

    def _other(self, toward: Toward) -> socket.socket:
        return self.server if toward is Toward.SERVER else self.client


def reset(end: socket.socket) -> None:
    """Close with RST, as a crashed machine or a strict firewall does."""
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    end.close()


@contextmanager
def fault_proxy(target: Target) -> Iterator[Proxy]:
    """Run a proxy in front of a place on loopback or a socket in the file system."""
    proxy = Proxy(target)
    try:
        yield proxy
    finally:
        proxy.close()
