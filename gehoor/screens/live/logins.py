"""Finds out who opens a stream, by the session cookie of the main origin."""

from collections.abc import Iterable
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.cookie import parse_cookie

from gehoor.logins import queries as logins
from gehoor.logins.queries import Login, stamp_of
from gehoor.logins.rules import stored_key
from gehoor.people.models import User
from gehoor.people.policies import Actor


class NoLogin(Exception):
    """Nobody is logged in with this cookie."""


def who_asks(headers: Iterable[tuple[bytes, bytes]]) -> tuple[Login, Actor]:
    """Return the login and the actor of a request. Runs in a thread, with its own connection."""
    close_old_connections()
    try:
        return _who_asks(headers)
    finally:
        close_old_connections()


def _who_asks(headers: Iterable[tuple[bytes, bytes]]) -> tuple[Login, Actor]:
    cookies = b"; ".join(value for name, value in headers if name == b"cookie").decode("latin-1")
    session = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    if not session:
        raise NoLogin
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session)
    # Django's own look-up: it knows a session that was made before the password changed.
    user = get_user(request)
    if not isinstance(user, User) or not user.is_active:
        raise NoLogin
    actor, _ = logins.acting(user, how=request.session.get("how", ""))
    if actor.user_id is None:
        raise NoLogin
    return Login(stored_key(session), user.pk, stamp_of(user)), actor
