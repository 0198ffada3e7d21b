"""The log tells where something went wrong, never what people wrote."""

import json
import logging
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from gehoor.kit.traces import name_of_request, work_at_hand, working_on
from gehoor.project.environment import Environment
from gehoor.project.logs import AsJson, Discreet


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


def test_the_address_of_a_form_that_is_refused_is_not_logged() -> None:
    told = ("CSRF cookie not set.", "/ask/secret/")
    record = logging.LogRecord(
        "django.security.csrf", logging.WARNING, "x.py", 1, "Forbidden (%s): %s", told, None
    )

    assert Discreet("%(message)s").format(record) == "Refused: CSRF cookie not set."


def as_json(problem: Exception | None = None) -> dict[str, Any]:
    excuse = (type(problem), problem, problem.__traceback__) if problem else None
    record = logging.LogRecord("gehoor.flows", logging.WARNING, "x.py", 1, "A %s", ("b",), excuse)
    told: dict[str, Any] = json.loads(AsJson("{message}", style="{").format(record))
    return told


def test_a_line_of_json_tells_when_where_and_in_which_work() -> None:
    with working_on("4f2a"):
        told = as_json()

    assert told["message"] == "A b"
    assert (told["level"], told["logger"], told["work"]) == ("WARNING", "gehoor.flows", "4f2a")
    assert told["at"].endswith("+00:00")
    assert "where" not in told
    assert work_at_hand() == ""


def test_json_is_as_discreet_as_lines_are() -> None:
    told = as_json(failure())

    assert "jan@example.org" not in json.dumps(told)
    assert "in look_up" in told["where"]
    assert told["message"] == "A b"


@pytest.mark.parametrize("given", ["", "Fatima", "jan@example.org", "x" * 40, "4f2a\nERROR", "a b"])
def test_a_request_is_not_named_by_what_a_visitor_made_up(given: str) -> None:
    assert name_of_request(given) != given
    assert name_of_request("4f2a9b1c-0d3e-4f2a-9b1c-0d3e4f2a9b1c").startswith("4f2a9b1c-0d3e")


def test_an_unknown_form_of_log_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEHOOR_LOG_FORMAT", "xml")

    with pytest.raises(ImproperlyConfigured, match="line, json"):
        Environment().choice("GEHOOR_LOG_FORMAT", "line", ("line", "json"))
