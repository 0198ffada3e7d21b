"""Which door a request comes in by."""

import socket
from http.client import HTTPConnection, HTTPResponse

import pytest
from pytest_django import Settings

from gehoor.kit.stopping import ASKED
from gehoor.people.policies import Role
from gehoor.project.asgi import application, live
from gehoor.project.server import BEFORE_STOPPING
from gehoor.testing import make
from gehoor.testing.web import running, session_of

pytestmark = pytest.mark.django_db(transaction=True)


def ask(port: int, path: str, *, host: str, cookie: str = "") -> HTTPResponse:
    browser = HTTPConnection("127.0.0.1", port, timeout=10)
    browser.request("GET", path, headers={"Host": host, "Cookie": cookie})
    answer = browser.getresponse()
    if browser.sock:
        browser.sock.shutdown(socket.SHUT_RDWR)
    browser.close()
    return answer


def test_the_event_stream_and_the_pages_stand_beside_each_other(settings: Settings) -> None:
    team = make.team()
    session = session_of(make.user(Role.AGENT, teams=(team,)))
    cookie = f"{settings.SESSION_COOKIE_NAME}={session}"

    with running(application, before_shutdown=live.close) as port:
        ours, untrusted = f"localhost:{port}", f"127.0.0.1:{port}"
        settings.BASE_URL, settings.UNTRUSTED_URL = f"http://{ours}", f"http://{untrusted}"

        stream = ask(port, "/live", host=ours, cookie=cookie)
        assert stream.status == 200
        assert str(stream.getheader("Content-Type")).startswith("text/event-stream")
        assert stream.getheader("Content-Encoding") is None
        assert ask(port, "/live", host=ours).status == 401
        assert ask(port, "/csp-report", host=ours).status == 405
        assert len(str(ask(port, "/login/", host=ours).getheader("X-Request-ID"))) == 16
        assert ask(port, "/health/live", host="10.0.0.7").status == 200

        # The second origin and made-up names have no event stream, whoever asks.
        assert ask(port, "/live", host=untrusted, cookie=cookie).status == 404
        assert ask(port, "/live", host="kwaad.example", cookie=cookie).status in (400, 404)
        assert ask(port, "/original.css", host=untrusted).status == 200
        assert ask(port, "/original.css", host=ours).status == 404


def test_who_was_asked_to_stop_says_that_each_answer_is_the_last_of_its_connection(
    settings: Settings,
) -> None:
    with running(application, before_shutdown=live.close) as port:
        settings.BASE_URL = f"http://localhost:{port}"
        before = ask(port, "/login/", host=f"localhost:{port}")
        ASKED.set()
        try:
            after = ask(port, "/login/", host=f"localhost:{port}")
        finally:
            ASKED.clear()

    assert before.getheader("Connection") is None
    assert after.status == 200
    assert after.getheader("Connection") == "close"


def test_the_server_is_told_to_end_the_streams_first() -> None:
    assert live.close in BEFORE_STOPPING
