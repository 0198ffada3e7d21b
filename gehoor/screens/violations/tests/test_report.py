"""Reports of browsers are counted, and nothing that was in them is kept."""

import json
from typing import cast

import pytest
from django.http import HttpResponse
from django.test import Client

from gehoor.screens.violations import views


@pytest.fixture(autouse=True)
def tally(monkeypatch: pytest.MonkeyPatch) -> views.Tally:
    fresh = views.Tally()
    monkeypatch.setattr(views, "TALLY", fresh)
    return fresh


def send(body: object) -> HttpResponse:
    # As a browser does: with no token, though checks for tokens are on.
    client = Client(enforce_csrf_checks=True, headers={"host": "localhost:8000"})
    text = body if isinstance(body, bytes) else json.dumps(body)
    answer = client.post("/csp-report", text, content_type="application/csp-report")
    return cast(HttpResponse, answer)


def test_a_report_is_counted_by_the_part_of_the_policy(tally: views.Tally) -> None:
    answer = send({"csp-report": {"effective-directive": "style-src-attr"}})

    assert answer.status_code == 204
    assert tally.counts == {"style-src-attr": 1}


def test_an_older_browser_names_it_otherwise(tally: views.Tally) -> None:
    send({"csp-report": {"violated-directive": "img-src 'self'"}})

    assert tally.counts == {"img-src": 1}


ODD = [b"{", b"[]", b"null", b"\xff", {"csp-report": {}}, {"csp-report": "x"}]
ODDER = [{"csp-report": {"violated-directive": odd}} for odd in ("", 3, None, ["img-src"])]


@pytest.mark.parametrize("body", [*ODD, *ODDER])
def test_whatever_is_sent_it_is_answered_and_counted(tally: views.Tally, body: object) -> None:
    assert send(body).status_code == 204
    assert tally.counts == {"unreadable": 1}


def test_nothing_of_a_report_is_logged(
    tally: views.Tally, caplog: pytest.LogCaptureFixture
) -> None:
    where = "https://desk.example/conversations/5?q=Fatima"
    said = {"effective-directive": "Fatima", "document-uri": where, "blocked-uri": "Bakker"}

    send({"csp-report": said})

    assert "Fatima" not in caplog.text
    assert "Bakker" not in caplog.text
    assert tally.counts == {"other": 1}


def test_a_flood_of_reports_is_one_line(
    tally: views.Tally, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(50):
        tally.add("img-src")

    assert tally.counts == {"img-src": 50}
    assert len(caplog.records) == 1


def test_a_report_too_large_to_be_one_is_not_read(tally: views.Tally) -> None:
    assert send(b"x" * (views.LARGEST + 1)).status_code == 204
    assert not tally.counts


def test_reports_cannot_be_asked_for(client: Client) -> None:
    assert client.get("/csp-report", headers={"host": "localhost:8000"}).status_code == 405
