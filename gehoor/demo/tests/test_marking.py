"""Every page and file that leaves is marked, and nothing else is touched."""

import pytest
from django.http import HttpRequest, HttpResponse

from gehoor.demo.marking import Marked, is_page, marked
from gehoor.kit.table import csv_text

PAGE = b"<!doctype html><html><head><title>Postvak</title></head><body><p>Dag</p></body></html>"


def answered(content: bytes, **headers: str) -> HttpResponse:
    """Let what comes from the second origin, where nobody has a session, go out."""
    answer = HttpResponse(content, headers=headers)
    Marked(lambda _: answer)(HttpRequest())
    return answer


def test_a_page_is_marked_in_its_title() -> None:
    assert b"<title>[Voorbeeld] Postvak" in answered(PAGE).content


def test_a_page_is_marked_once() -> None:
    assert marked(HttpRequest(), PAGE * 2).count(b"[Voorbeeld]") == 1


def test_a_table_says_on_its_first_line_that_it_is_of_a_demo() -> None:
    content = csv_text(["Wie", "Wat"], [["Anouk", "Gelezen"]]).encode()

    marked_table = answered(content, **{"Content-Type": "text/csv; charset=utf-8"}).content

    first, second = marked_table.decode("utf-8-sig").splitlines()[:2]
    assert "[Voorbeeld]" in first
    assert second == '"Wie";"Wat"'


@pytest.mark.parametrize("content", [b"<li>Dag</li>", b""])
def test_a_part_of_a_page_is_left_alone(content: bytes) -> None:
    assert answered(content).content == content


def test_what_is_no_page_is_left_alone() -> None:
    assert not is_page(HttpResponse(PAGE, content_type="application/json"))


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ('attachment; filename="lijst.csv"', 'attachment; filename="VOORBEELD-lijst.csv"'),
        ("attachment; filename=lijst.csv", "attachment; filename=VOORBEELD-lijst.csv"),
        (
            "attachment; filename*=UTF-8''lijst.csv",
            "attachment; filename*=UTF-8''%5BVoorbeeld%5D%20lijst.csv",
        ),
        ("inline", "inline"),
    ],
)
def test_a_file_carries_the_word_in_its_name(told: str, wanted: str) -> None:
    marked_file = answered(b"a;b", **{"Content-Disposition": told})

    assert marked_file.headers["Content-Disposition"] == wanted
