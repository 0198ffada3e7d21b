"""The connection itself: a name resolved once, its addresses judged, and an end to all waiting."""

import contextlib
import socket
from collections.abc import Callable, Iterable, Sequence
from ipaddress import ip_address
from queue import Empty, SimpleQueue
from ssl import SSLContext
from threading import Thread
from time import monotonic
from typing import Any, Final

import httpcore

from gehoor.kit.safefetch.places import NotFetched, Pair, refuse_unless_global
from gehoor.kit.text import N_

Resolve = Callable[[str, int], Sequence[str]]
"""Give every address of a name. Raises OSError."""

MOST_TRIED: Final = 4
SECONDS_EACH: Final = 4.0

NO_SUCH_NAME: Final = N_("There is no computer with this name.")
TOO_SLOW: Final = N_("The server took too long to answer.")


class Deadline:
    """The moment at which everything must be over."""

    def __init__(self, seconds: float) -> None:
        self.until = monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds, more than none. Raises NotFetched when time is up."""
        seconds = self.until - monotonic()
        if seconds <= 0:
            raise NotFetched(TOO_SLOW)
        return seconds


def resolve_by_system(name: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[4][0]) for where in found))


def addresses_of(host: str, port: int, *, resolve: Resolve, deadline: Deadline) -> Sequence[str]:
    """Return every address of a host. A resolver that hangs is left alone. Raises NotFetched."""
    with contextlib.suppress(ValueError):
        return [str(ip_address(host))]
    answers: SimpleQueue[Sequence[str]] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host, port))
        except (OSError, UnicodeError):
            answers.put([])

    Thread(target=ask, name="resolver", daemon=True).start()
    try:
        found = answers.get(timeout=deadline.left)
    except Empty as error:
        raise NotFetched(TOO_SLOW) from error
    if not found:
        raise NotFetched(NO_SUCH_NAME)
    return found


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to addresses that were judged, and to no other; never resolves a name twice."""

    def __init__(
        self,
        dial: httpcore.NetworkBackend,
        *,
        resolve: Resolve,
        also: frozenset[Pair],
        deadline: Deadline,
    ) -> None:
        self.dial = dial
        self.resolve = resolve
        self.also = also
        self.deadline = deadline
        self.has_written = False
        """did anything of the request itself leave?"""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        found = addresses_of(host, port, resolve=self.resolve, deadline=self.deadline)
        if (host, port) not in self.also:
            refuse_unless_global(found)
        trouble: Exception = NotFetched(NO_SUCH_NAME)
        for address in found[:MOST_TRIED]:
            try:
                seconds = min(self.deadline.left, SECONDS_EACH)
                return TimedStream(self.dial.connect_tcp(address, port, seconds), self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
        raise trouble


class TimedStream(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline: a byte a second is no answer."""

    def __init__(self, inner: httpcore.NetworkStream, network: CheckedNetwork) -> None:
        self.inner = inner
        self.network = network
        self.deadline = network.deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.inner.read(max_bytes, self.deadline.left)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        # Greeting each other (TLS) does not come by here: this is what we have to say.
        self.network.has_written = True
        self.inner.write(buffer, self.deadline.left)

    def close(self) -> None:
        self.inner.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        secured = self.inner.start_tls(ssl_context, server_hostname, self.deadline.left)
        return TimedStream(secured, self.network)

    def get_extra_info(self, info: str) -> Any:
        return self.inner.get_extra_info(info)
