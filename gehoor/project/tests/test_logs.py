"""The log tells where something went wrong, never what people wrote."""

import logging

import pytest

from gehoor.project.logs import Discreet


def written(name: str, message: str, *args: object, problem: Exception | None = None) -> str:
    excuse = (type(problem), problem, problem.__traceback__) if problem else None
    record = logging.LogRecord(name, logging.ERROR, "x.py", 1, message, args, excuse)
    return Discreet("%(message)s").format(record)


def failure() -> Exception:
    words = "Key (email)=(jan@example.org) already exists."
    try:
        look_up(words)
    except ValueError as error:
        return error
    raise AssertionError


def look_up(words: str) -> None:
    try:
        dict[str, str]()[words]
    except KeyError as first:
        raise ValueError(words) from first


def test_an_exception_is_logged_by_kind_and_place_without_its_words() -> None:
    text = written("gehoor.flows", "This failed", problem=failure())

    assert "This failed" in text
    assert "builtins.KeyError" in text
    assert "builtins.ValueError" in text
    assert "in look_up" in text
    assert "jan@example.org" not in text


@pytest.mark.parametrize("status", [404, 500])
def test_the_address_of_a_request_is_not_logged(status: int) -> None:
    record = logging.LogRecord(
        "django.request", logging.ERROR, "x.py", 1, "%s: %s", ("Error", "/welcome/secret/"), None
    )
    record.status_code = status

    text = Discreet("%(message)s").format(record)

    assert text == f"Answered {status}"
