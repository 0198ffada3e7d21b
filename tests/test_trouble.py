"""What a visitor is told when something broke, without asking the database anything."""

import pytest
from django.db import DataError, OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from gehoor.screens.trouble import server_error


def told(problem: Exception, **headers: str) -> HttpResponse:
    """Return the page for an error, as Django asks for it: while the error is handled."""
    try:
        raise problem
    except type(problem):
        return server_error(RequestFactory().get("/", headers=headers))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_database_that_is_away_is_told_as_503_with_what_to_do(language: str) -> None:
    answer = told(OperationalError("no connection"), accept_language=language)

    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert f'lang="{language}"' in answer.content.decode()
    assert ("nog een keer" if language == "nl" else "once more") in answer.content.decode()


def test_our_own_script_gets_words_without_a_page() -> None:
    answer = told(OperationalError("no connection"), x_fragment="1", accept_language="en")

    assert answer.status_code == 503
    assert answer.content.decode().startswith("The database does not answer")


@pytest.mark.parametrize("problem", [DataError("too long"), ValueError("a fault of ours")])
def test_a_fault_of_ours_stays_500(problem: Exception) -> None:
    answer = told(problem)

    assert answer.status_code == 500
    assert "too long" not in answer.content.decode()
