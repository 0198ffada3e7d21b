"""Django's pages, each made whole in one thread, whoever leaves meanwhile."""

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.base import BaseHandler
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class Pages(ASGIHandler):
    """Our middlewares and views are all plain functions.

    Django would carry a request to another thread and back around each of them, and give its
    connection to the database back in one more step, which who hangs up can be ahead of. Here the
    thread that borrowed it gives it back.
    """

    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        return await sync_to_async(self._make)(request)

    def _make(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return self.get_response(request)
        finally:
            close_old_connections()
