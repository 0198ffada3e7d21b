"""Where platforms push, /hooks/<key>: in front of Django's pages, with an end to every wait.

A yes is said after the commit and never before. When the database is away, hangs or has no
connection left, the answer is 503 within two seconds, and the platform comes again.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from django.db import close_old_connections
from django.db.utils import Error

from gehoor.contracts.connector import NotAllowed
from gehoor.contracts.pushes import Forged, Malformed
from gehoor.flows import pushing
from gehoor.hooks.answers import HEADERS, LATER, NO_METHOD, STORED, UNKNOWN, Answer, HungUp, Refused
from gehoor.hooks.bodies import Bodies, Receive
from gehoor.kit.files import room_left
from gehoor.kit.seldom import Seldom
from gehoor.kit.trouble import is_away
from gehoor.people import policies
from gehoor.people.policies import Actor

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Found = TypeVar("Found")

PREFIX = "/hooks/"
PLATFORM = Actor(system="hooks")
KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
ANSWER_SECONDS = 1.5
# So few that pushes can never take every database connection from those who read pages.
THREADS = 4

refusals = Seldom(logging.getLogger(__name__), "Pushes that were refused since the start, by why")


class Door:
    """The ASGI application behind /hooks/."""

    policy = staticmethod(policies.push)
    exempt_because = (
        "it reads no cookie, so a browser has nothing to lend to another site, "
        "and every push is signed over its whole body"
    )

    def __init__(
        self, *, answer_seconds: float = ANSWER_SECONDS, bodies: Bodies | None = None
    ) -> None:
        self.bodies = bodies or Bodies()
        self._answer_seconds = answer_seconds
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="hooks")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            answer = await self._answer(scope, receive)
        except HungUp:
            return
        except Refused as refusal:
            answer = refusal.answer
            refusals.add(str(answer.status))
        await _say(send, answer, is_cut_short=answer.status in (408, 413))

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        key = scope["path"].removeprefix(PREFIX)
        if not KEY.fullmatch(key):
            raise Refused(UNKNOWN)
        if scope["method"] == "POST":
            return await self._take_in(key, scope, receive)
        if scope["method"] == "GET":
            return await self._greet(key, scope)
        return NO_METHOD

    async def _greet(self, key: str, scope: Scope) -> Answer:
        asked = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
        said = await self._in_time(lambda: pushing.greet(PLATFORM, key, asked=asked))
        return Answer(200, said.body, said.media_type)

    async def _take_in(self, key: str, scope: Scope, receive: Receive) -> Answer:
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        if not room_left().for_messages:
            raise Refused(LATER)
        announced = headers.get("content-length", "")
        async with self.bodies.read(receive, announced=announced) as body:
            await self._in_time(lambda: pushing.receive(PLATFORM, key, headers=headers, body=body))
        return STORED

    async def _in_time(self, work: Callable[[], Found]) -> Found:
        """Do in a thread what asks the database, and let whoever waits for it not wait long.

        What was begun may end later, by itself: then the push is stored without our yes, and is
        known when it comes again.
        """
        loop, waiting = asyncio.get_running_loop(), [work]
        del work  # what broke off the waiting remembers this frame, and all that is named in it
        try:
            async with asyncio.timeout(self._answer_seconds):
                return await loop.run_in_executor(self._threads, _apart, waiting)
        except TimeoutError:
            # The queue of the threads would keep it, and the body in it, until one is free.
            waiting.clear()
            raise Refused(LATER) from None


def _apart(waiting: list[Callable[[], Found]]) -> Found:
    """Do the work on this thread's own connection; trouble becomes the answer it deserves."""
    if not waiting:
        raise Refused(LATER)  # nobody waits for it any more
    work = waiting.pop()
    close_old_connections()
    try:
        return work()
    except pushing.NoSuchAddress:
        raise Refused(UNKNOWN) from None
    except Forged as problem:
        raise Refused(Answer(401, str(problem))) from None
    except Malformed as problem:
        raise Refused(Answer(400, str(problem))) from None
    except NotAllowed:  # our own vault does not open; the poller tells the administrators
        raise Refused(LATER) from None
    except Error as error:
        if not is_away(error):
            raise
        raise Refused(LATER) from None
    finally:
        close_old_connections()


async def _say(send: Send, answer: Answer, *, is_cut_short: bool) -> None:
    body = answer.text.encode()
    headers = [
        *HEADERS,
        *answer.more,
        (b"content-type", f"{answer.media_type}; charset=utf-8".encode()),
        (b"content-length", str(len(body)).encode()),
        # What still comes of a body we do not want is not read.
        *([(b"connection", b"close")] if is_cut_short else []),
    ]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
