"""Listens to the database for all streams of this process, and asks whether each still may hear.

One connection does both. So when it breaks, nothing is passed on that could not be checked.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection

from gehoor.kit.live import CHANNEL
from gehoor.logins.queries import LOGINS_NOW, Login, actor_from, asked_about
from gehoor.screens.live.hub import Hub, Stream
from gehoor.screens.live.topics import topics_of

log = logging.getLogger(__name__)

# Within 5 seconds of losing the right to it a stream has ended; the rest is for the query.
CHECK_SECONDS = 4.0
# In so many turns, because while one is asked about, nobody is told anything.
TURNS = 10
# How long one check may take before the connection counts as broken.
PATIENCE = 3.0
LONGEST_WAIT = 15.0


class Ear:
    """The one connection of this process that waits for notices."""

    def __init__(self, hub: Hub, *, check_seconds: float = CHECK_SECONDS) -> None:
        self.hub = hub
        self.check_seconds = check_seconds

    async def listen(self) -> None:
        """Listen until cancelled; a broken connection is made again, ever more patiently."""
        wait = 0.1
        while True:
            try:
                async with await _connect() as database:
                    await database.execute(f"LISTEN {CHANNEL}".encode())
                    await self._check(database, list(self.hub.streams))
                    self.hub.tell_found()
                    wait = 0.1
                    await self._pass_on(database)
            except (psycopg.Error, OSError, TimeoutError) as error:
                log.warning("Live hints stopped (%s); trying again.", type(error).__name__)
                self.hub.tell_lost()
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _pass_on(self, database: psycopg.AsyncConnection[Any]) -> None:
        while True:
            async for notice in database.notifies(timeout=self.check_seconds / TURNS):
                self.hub.tell(notice.payload)
            await self._check(database, self.hub.next_in_turn(TURNS))

    async def _check(self, database: psycopg.AsyncConnection[Any], asked: Sequence[Stream]) -> None:
        """Ask in one query what everybody with one of these streams may hear now."""
        if not asked:
            return
        names = asked_about(stream.login for stream in asked)
        async with asyncio.timeout(PATIENCE):
            cursor = await database.execute(LOGINS_NOW, names)
            rows = await cursor.fetchall()
        now = {Login(*row[:3]): topics_of(actor_from(row[1], *row[3:])) for row in rows}
        self.hub.keep_only([(stream, now.get(stream.login, frozenset())) for stream in asked])


async def _connect() -> psycopg.AsyncConnection[Any]:
    """Connect as Django does, but apart from it, and so that every statement stands by itself.

    A pooler that lends connections per transaction cannot be listened through.
    """
    known = connection.get_connection_params()
    plain = {key: known[key] for key in known if key not in ("context", "cursor_factory")}
    return await psycopg.AsyncConnection.connect(**plain, autocommit=True)
