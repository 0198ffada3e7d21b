"""Every address of the main origin answers with the same locks, whoever asks and whatever comes."""

import re
from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.urls.converters import get_converters

from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.project.static_files import LOADS_NOTHING
from gehoor.testing import make
from gehoor.testing.web import session_of

pytestmark = pytest.mark.django_db


PART = re.compile(r"<(?:(\w+):)?\w+>")
NOBODY_HAS = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000"}


def addresses(found: Any = None, before: str = "/") -> Iterator[str]:
    """Yield one address for every line of the URLs, with a made-up part for each of its names."""
    for each in (found or get_resolver()).url_patterns:
        path = before + str(each.pattern).lstrip("^").rstrip("$").removesuffix("\\Z")
        if isinstance(each, URLResolver):
            yield from addresses(each, path)
        else:
            yield PART.sub(_made_up, path)


def _made_up(part: re.Match[str]) -> str:
    kind = part[1] or "str"
    # A kind of our own is a list of words, of which the first will do.
    regex = get_converters()[kind].regex
    return NOBODY_HAS.get(kind) or ("x" if kind in ("str", "slug", "path") else regex.split("|")[0])


def open_as(user: User | None, path: str) -> HttpResponse:
    client = Client(
        headers={"host": urlsplit(settings.BASE_URL).netloc}, raise_request_exception=False
    )
    if user:
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
    return cast(HttpResponse, client.get(path))


def check(answer: HttpResponse, path: str) -> None:
    policy = dict(
        part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'", path
    assert policy["script-src"] == policy["style-src"] == "'self'", path
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'", path
    assert policy["form-action"] == "'self'", path
    assert "unsafe" not in answer["Content-Security-Policy"], path
    assert "*" not in answer["Content-Security-Policy"], path
    assert "Content-Security-Policy-Report-Only" not in answer, path
    assert answer["X-Content-Type-Options"] == "nosniff", path
    # What is asked by a secret address tells no path, not even to ourselves.
    referrer = "strict-origin" if path.startswith("/ask/") else "same-origin"
    assert answer["Referrer-Policy"] == referrer, path
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin", path
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin", path
    assert "Cache-Control" in answer, path
    assert "Permissions-Policy" in answer, path
    assert "Server" not in answer, path
    assert "X-Powered-By" not in answer, path


def test_every_page_is_locked_for_a_stranger() -> None:
    for path in [*addresses(), "/nothing-here", "/static/nothing-here.js"]:
        check(open_as(None, path), path)


@pytest.mark.parametrize("role", [Role.AGENT, Role.ADMINISTRATOR])
def test_every_page_is_locked_for_a_colleague(role: Role) -> None:
    team = make.team()
    make.conversation(channel=make.channel(team=team))
    user = make.user(role, teams=(team,))

    for path in addresses():
        check(open_as(user, path), path)


def test_what_is_no_page_may_load_nothing_at_all() -> None:
    for path in ("/static/inbox.js", "/static/gehoor.css", "/static/icons.svg"):
        answer = open_as(None, path)

        assert answer.status_code == 200, path
        assert answer["Content-Security-Policy"] == LOADS_NOTHING, path
        assert answer["X-Content-Type-Options"] == "nosniff", path
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin", path
    assert LOADS_NOTHING.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in LOADS_NOTHING


def test_the_list_of_addresses_is_whole() -> None:
    found = list(addresses())

    assert len(found) > 10
    assert not [path for path in found if "<" in path]
