"""A call that carries something: what is known of its effect when no answer comes."""

import socket

import pytest

from gehoor.kit.safefetch import Caller, NotFetched, Unsettled
from gehoor.testing.ports import free_port
from gehoor.testing.websource import Page, web_source


def test_headers_of_an_answer_are_given_by_their_names_in_lower_case() -> None:
    with web_source() as source:
        source.pages["/"] = Page(b"{}", status=429, headers={"RateLimit-Reset": "1800000000"})

        answer = Caller(also=frozenset({source.pair})).call("GET", source.url, headers={})

    assert answer.status == 429
    assert answer.headers["ratelimit-reset"] == "1800000000"


def test_nothing_left_for_a_server_that_is_not_there() -> None:
    port = free_port()

    with pytest.raises(NotFetched) as told:
        Caller(also=frozenset({("127.0.0.1", port)})).call(
            "POST", f"http://127.0.0.1:{port}/", headers={}, body=b"{}"
        )

    assert not isinstance(told.value, Unsettled)


def test_nothing_left_for_an_address_that_may_not_be_asked() -> None:
    with pytest.raises(NotFetched) as told:
        Caller().call("POST", "https://127.0.0.1/", headers={}, body=b"{}")

    assert not isinstance(told.value, Unsettled)


@pytest.mark.parametrize("spoken", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"])
def test_nobody_knows_the_effect_of_what_left_without_a_whole_answer(spoken: bytes) -> None:
    with web_source() as source:
        source.pages["/"] = Page(speak=lambda write: write(spoken))

        with pytest.raises(Unsettled):
            Caller(also=frozenset({source.pair})).call("GET", source.url, headers={})


def test_nobody_knows_the_effect_when_the_answer_takes_too_long() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]

        with pytest.raises(Unsettled):
            Caller(also=frozenset({("127.0.0.1", port)}), seconds=0.3).call(
                "POST", f"http://127.0.0.1:{port}/", headers={}, body=b"{}"
            )
