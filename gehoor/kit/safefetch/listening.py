"""Listening to a server that goes on speaking: judged as a call is, and left once it is silent."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from socket import SHUT_RDWR
from typing import Any, Final

import httpcore

from gehoor.kit.safefetch.calling import Caller
from gehoor.kit.safefetch.fetching import NO_ANSWER, headers_for, trusted_by_system
from gehoor.kit.safefetch.network import TOO_SLOW, CheckedNetwork, Deadline, resolve_by_system
from gehoor.kit.safefetch.places import (
    NotFetched,
    place_of,
    refuse_other_ports,
    refuse_to_tell,
)

LONGEST_LINE: Final = 1_000_000


class Patience(Deadline):
    """A deadline that begins anew with everything that is heard."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    @property
    def left(self) -> float:
        return self.seconds


@dataclass
class Stream:
    """What a server goes on saying."""

    status: int
    content_type: str
    response: httpcore.Response

    def lines(self) -> Iterator[str]:
        """Yield line by line, until the server stops or falls silent. Raises NotFetched."""
        waiting = b""
        try:
            for piece in self.response.iter_stream():
                waiting += piece
                *whole, waiting = waiting.split(b"\n")
                if len(waiting) > LONGEST_LINE:
                    raise NotFetched(NO_ANSWER)
                for line in whole:
                    yield line.decode("utf-8", "replace").rstrip("\r")
        except httpcore.TimeoutException as error:
            raise NotFetched(TOO_SLOW) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise NotFetched(NO_ANSWER) from error

    def hang_up(self) -> None:
        """End it from another thread, at once."""
        stream: Any = self.response.extensions.get("network_stream")
        with suppress(OSError, AttributeError):
            stream.get_extra_info("socket").shutdown(SHUT_RDWR)


@contextmanager
def listen(
    caller: Caller, address: str, *, headers: Mapping[str, str], silence: float
) -> Iterator[Stream]:
    """Ask once and listen, at most `silence` seconds for the next word. Raises NotFetched."""
    place = place_of(address)
    refuse_other_ports(place, caller.also)
    refuse_to_tell(place, caller.also, headers)
    network = CheckedNetwork(
        caller.dial, resolve=resolve_by_system, also=caller.also, deadline=Patience(silence)
    )
    url = httpcore.URL(scheme=place.scheme, host=place.host, port=place.port, target=place.target)
    # Packed, a word would wait for those after it.
    own = [each for each in headers_for(place, "", "") if each[0] != "Accept-Encoding"]
    try:
        with (
            httpcore.ConnectionPool(
                caller.trusted or trusted_by_system(), network_backend=network
            ) as pool,
            pool.stream("GET", url, headers=[*own, *headers.items()]) as response,
        ):
            said = {name.lower(): value for name, value in response.headers}
            kind = said.get(b"content-type", b"").decode("ascii", "replace")
            yield Stream(response.status, kind, response)
    except httpcore.TimeoutException as error:
        raise NotFetched(TOO_SLOW) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise NotFetched(NO_ANSWER) from error
