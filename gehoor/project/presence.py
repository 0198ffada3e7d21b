"""Notes on each session how and where it was begun, and when its person was last at work."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from gehoor.logins.actions.store import DEVICE, HOW, SessionStore
from gehoor.logins.rules import device_of, how_begun

RECORDS = "account_authentication_methods"
"""where allauth keeps what somebody proved in this session"""
BY_ITSELF = "X-By-Itself"
"""our scripts say so when a screen renews itself; then nobody need be at it"""


class Presence:
    """Middleware: stands right below the one that knows the user."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session: Any = request.session
        if isinstance(session, SessionStore) and SESSION_KEY in session:
            _describe(session, request.headers)
            if BY_ITSELF not in request.headers:
                session.note_presence()
        return response


def _describe(session: SessionStore, headers: Mapping[str, str]) -> None:
    if DEVICE not in session:
        session[DEVICE] = device_of(headers.get("User-Agent", ""))
    if HOW not in session and RECORDS in session:
        session[HOW] = how_begun(session[RECORDS])
