"""A call that carries something: what is known of its effect when no answer comes."""

import socket

import pytest

from gehoor.kit.safefetch import Caller, Forbidden, NotFetched, Unsettled, listen
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


def test_a_login_is_told_to_nobody_unencrypted_but_a_pair_that_was_named() -> None:
    told = {"Authorization": "Bearer geheim"}

    with pytest.raises(Forbidden, match="only sent encrypted"):
        Caller().call("GET", "http://social.example/", headers=told)
    with (
        pytest.raises(Forbidden, match="only sent encrypted"),
        listen(Caller(), "http://social.example/", headers=told, silence=1),
    ):
        pass


@pytest.mark.parametrize("token", ["geheim\u00e9", "geheim\n", "geheim\r\nX: 1", "geh\u200beim"])
def test_a_token_that_cannot_be_sent_is_refused_before_anybody_quotes_it(token: str) -> None:
    with web_source() as source:
        caller = Caller(also=frozenset({source.pair}))
        with pytest.raises(Forbidden) as told:
            caller.call("GET", source.url, headers={"Authorization": f"Bearer {token}"})

    assert source.connections == 0
    assert "geheim" not in repr(told.value)
    assert told.value.__cause__ is None
