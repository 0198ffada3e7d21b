"""A small proxy before several web processes: it sends visitors to those that say they are ready.

It does what the reference configuration of nginx does, and what balancers do beside that: who
cannot be reached is passed over, a question that changes nothing is asked again elsewhere when no
answer comes, and /health/ready is looked at every so often.
"""

import asyncio
import itertools
from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from typing import Any

import httpx

from gehoor.testing.web import running

MAY_BE_REPEATED = frozenset({"GET", "HEAD"})
OF_THIS_HOP = frozenset({b"connection", b"keep-alive", b"transfer-encoding", b"content-length"})
PATIENCE = 60.0


class Balancer:
    """The ASGI application of the proxy."""

    def __init__(self, ports: Sequence[int], *, look_every: float, asks_again: bool = True) -> None:
        """`look_every` is in seconds; without `asks_again` each request has one chance."""
        self.ports, self.look_every, self.asks_again = ports, look_every, asks_again
        self.ready = dict.fromkeys(ports, False)
        self.looks = 0
        """how often everybody was asked whether they are ready"""
        self.elsewhere = 0
        """how often something was asked again elsewhere"""
        self._turns: Iterator[int] = itertools.cycle(ports)

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._run(receive, send)
            return
        answer = await self._answer(scope, await _body(receive))
        headers = [pair for pair in answer.headers.raw if pair[0].lower() not in OF_THIS_HOP]
        body = answer.extensions["raw"]
        headers.append((b"content-length", str(len(body)).encode()))
        await send(
            {"type": "http.response.start", "status": answer.status_code, "headers": headers}
        )
        await send({"type": "http.response.body", "body": body})

    async def _run(self, receive: Any, send: Any) -> None:
        await receive()
        async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as self._client:
            looking = asyncio.create_task(self._keep_looking())
            await send({"type": "lifespan.startup.complete"})
            await receive()
            looking.cancel()
        await send({"type": "lifespan.shutdown.complete"})

    async def _keep_looking(self) -> None:
        while True:
            self.ready = {port: await self._is_ready(port) for port in self.ports}
            self.looks += 1
            await asyncio.sleep(self.look_every)

    async def _is_ready(self, port: int) -> bool:
        # A connection of its own each time: one that was kept says nothing about who comes new.
        last = {"connection": "close"}
        try:
            address = f"http://127.0.0.1:{port}/health/ready"
            return (await self._client.get(address, headers=last)).status_code == 200
        except httpx.TransportError:
            return False

    async def _answer(self, scope: MutableMapping[str, Any], body: bytes) -> httpx.Response:
        for port in self._in_turn():
            try:
                return await self._ask(port, scope, body)
            except httpx.ConnectError:
                self.ready[port] = False
                may_go_on = self.asks_again
            except httpx.TransportError:
                may_go_on = self.asks_again and scope["method"] in MAY_BE_REPEATED
            if not may_go_on:
                break
            self.elsewhere += 1
        return httpx.Response(502, extensions={"raw": b"Nobody answered.\n"})

    def _in_turn(self) -> list[int]:
        """Who is ready, each first in turn; everybody when nobody says so."""
        first = next(self._turns)
        start = self.ports.index(first)
        everybody = [*self.ports[start:], *self.ports[:start]]
        return [port for port in everybody if self.ready[port]] or everybody

    async def _ask(self, port: int, scope: MutableMapping[str, Any], body: bytes) -> httpx.Response:
        query = scope["query_string"].decode("latin-1")
        path = scope["raw_path"].decode("latin-1") + (f"?{query}" if query else "")
        headers = [pair for pair in scope["headers"] if pair[0].lower() not in OF_THIS_HOP]
        request = self._client.build_request(
            scope["method"], f"http://127.0.0.1:{port}{path}", headers=headers, content=body
        )
        answer = await self._client.send(request, stream=True)
        try:
            answer.extensions["raw"] = b"".join([part async for part in answer.aiter_raw()])
        finally:
            await answer.aclose()
        return answer


async def _body(receive: Any) -> bytes:
    parts, has_more = [], True
    while has_more:
        message = await receive()
        parts.append(message.get("body", b""))
        has_more = message.get("more_body", False)
    return b"".join(parts)


@contextmanager
def balancing(balancer: Balancer, *, port: int = 0) -> Iterator[int]:
    """Let it stand before its processes for the block; gives the port it answers on."""
    with running(balancer, port=port) as found:
        yield found
