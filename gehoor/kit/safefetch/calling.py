"""One call to a server somebody named, that may carry something: judged and bounded as a fetch is.

It goes encrypted, or to a pair the administrator of the server named. A call leads nowhere else: a
redirect is an answer like any other, because what we send along is for this server only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ssl import SSLCertVerificationError, SSLContext

import httpcore

from gehoor.kit.retry_after import seconds_asked
from gehoor.kit.safefetch.fetching import (
    MOST_SECONDS,
    NO_ANSWER,
    NOT_TRUSTED,
    content_of,
    headers_for,
    trusted_by_system,
)
from gehoor.kit.safefetch.network import TOO_SLOW, CheckedNetwork, Deadline, resolve_by_system
from gehoor.kit.safefetch.places import (
    NotFetched,
    Pair,
    Place,
    Unsettled,
    place_of,
    refuse_other_ports,
    refuse_to_tell,
)


@dataclass(frozen=True)
class Answer:
    """What a server answered to one call."""

    status: int
    content: bytes = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """by their names in lower case"""

    @property
    def wait_seconds(self) -> float | None:
        """How long the server asks to be left alone, in whatever way it says so."""
        return seconds_asked(self.headers)


@dataclass(frozen=True)
class Caller:
    """Calls servers somebody named; `also` are the exact ones beside the public internet."""

    also: frozenset[Pair] = frozenset()
    seconds: float = MOST_SECONDS
    trusted: SSLContext | None = None
    dial: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)

    def call(
        self,
        method: str,
        address: str,
        *,
        headers: Mapping[str, str],
        body: bytes = b"",
    ) -> Answer:
        """Ask once, and return the answer whatever its status.

        Raises NotFetched, in words; Unsettled when what was sent may have had its effect.
        """
        place, deadline = place_of(address), Deadline(self.seconds)
        refuse_other_ports(place, self.also)
        refuse_to_tell(place, self.also, headers)
        network = CheckedNetwork(
            self.dial, resolve=resolve_by_system, also=self.also, deadline=deadline
        )
        sent = [*headers_for(place, "", ""), *headers.items()]
        sent += [("Content-Length", str(len(body)))] if body or method == "POST" else []
        try:
            return self._ask(network, method, place, sent, body)
        except NotFetched as error:
            if network.has_written:
                raise Unsettled(str(error)) from error
            raise

    def _ask(
        self,
        network: CheckedNetwork,
        method: str,
        place: Place,
        headers: list[tuple[str, str]],
        body: bytes,
    ) -> Answer:
        url = httpcore.URL(
            scheme=place.scheme, host=place.host, port=place.port, target=place.target
        )
        trusted = self.trusted or trusted_by_system()
        try:
            with (
                httpcore.ConnectionPool(trusted, network_backend=network) as pool,
                pool.stream(method, url, headers=headers, content=body or None) as response,
            ):
                said = _headers_of(response)
                content = content_of(response, said.get("content-encoding", ""))
                return Answer(response.status, content, said)
        except httpcore.TimeoutException as error:
            raise NotFetched(TOO_SLOW) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            is_distrust = any(isinstance(why, SSLCertVerificationError) for why in error.args)
            raise NotFetched(NOT_TRUSTED if is_distrust else NO_ANSWER) from error


def _headers_of(response: httpcore.Response) -> dict[str, str]:
    return {
        name.decode("ascii", "replace").lower(): value.decode("ascii", "replace").strip()
        for name, value in reversed(response.headers)
    }
