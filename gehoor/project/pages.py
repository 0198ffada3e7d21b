"""Django's pages, each made whole in one thread, whoever leaves meanwhile."""

import tempfile
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from errno import EDQUOT, ENOSPC
from typing import IO, Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.base import BaseHandler
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class TooLarge(Exception):
    """More is sent than anybody may send."""


class Pages(ASGIHandler):
    """Our middlewares and views are all plain functions.

    Django would carry a request to another thread and back around each of them, and give its
    connection to the database back in one more step, which who hangs up can be ahead of. Here the
    thread that borrowed it gives it back.
    """

    largest: int = 31_000_000
    """bytes of one request: one large file; what is more is not even taken in. The reference file
    of nginx takes a little more, so that it is we who say so"""

    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in words also when what is sent is too much for us, or for the disk."""
        try:
            await super().__call__(scope, receive, send)  # type: ignore[arg-type]
        except TooLarge:
            await _say(scope, send, 413)
        except OSError as error:
            if error.errno not in (ENOSPC, EDQUOT):
                raise
            await _say(scope, send, 507)

    async def read_body(self, receive: Receive) -> IO[bytes]:
        """Take in what is sent, up to `largest`. Raises TooLarge, OSError, RequestAborted."""
        most = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
        body = tempfile.SpooledTemporaryFile(max_size=most)  # noqa: SIM115 - the request closes it
        try:
            while await self._take(receive, body):
                continue
        except BaseException:
            body.close()
            raise
        body.seek(0)
        return body

    async def _take(self, receive: Receive, body: Any) -> bool:
        """Take in one piece; False when it was the last."""
        message = await receive()
        if message["type"] == "http.disconnect":
            raise RequestAborted
        body.write(message.get("body", b""))
        if body.tell() > self.largest:
            raise TooLarge
        return bool(message.get("more_body", False))

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        return await sync_to_async(self._make)(request)

    def _make(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return self.get_response(request)
        finally:
            close_old_connections()


async def _say(scope: Scope, send: Send, status: int) -> None:
    """Answer without Django: the rest of what is sent is not read, so the connection ends."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": _words(scope, status).encode()})


def _words(scope: Scope, status: int) -> str:
    asked = dict(scope["headers"]).get(b"accept-language", b"nl").decode("latin-1")
    with translation.override("en" if asked.lower().startswith("en") else "nl"):
        if status == 413:
            return _("This is too much at once: at most 31 MB. Nothing of it was kept.")
        return _("There is no room for this just now. Nothing of it was kept.")
