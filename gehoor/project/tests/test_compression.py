"""Pages travel compressed when the browser takes it, and their length gives nothing away."""

import gzip

import brotli
import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from gehoor.project.compression import SMALLEST, Compression

PAGE = "<p>Hallo</p>" * 500


def answer_to(accepted: str, *, page: HttpResponseBase | None = None) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponseBase:
        return page or HttpResponse(PAGE)

    asked = RequestFactory().get("/", headers={"Accept-Encoding": accepted} if accepted else {})
    answer = Compression(view)(asked)
    assert isinstance(answer, HttpResponse)
    return answer


def test_a_browser_of_today_gets_brotli() -> None:
    answer = answer_to("gzip, deflate, br, zstd")

    assert answer["Content-Encoding"] == "br"
    assert brotli.decompress(answer.content).decode() == PAGE
    assert "Accept-Encoding" in answer["Vary"]


def test_an_older_one_gets_gzip() -> None:
    answer = answer_to("gzip, deflate, br;q=0")

    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content).decode() == PAGE


@pytest.mark.parametrize("accepted", ["", "identity", "br;q=0, gzip;q=0.0"])
def test_who_takes_neither_gets_the_page_as_it_is(accepted: str) -> None:
    answer = answer_to(accepted)

    assert "Content-Encoding" not in answer
    assert answer.content.decode() == PAGE
    assert "Accept-Encoding" in answer["Vary"]


@pytest.mark.parametrize(
    "page",
    [
        HttpResponse("x" * (SMALLEST - 1)),
        HttpResponse(b"x" * 9999, content_type="application/octet-stream"),
        HttpResponse(b"x" * 9999, headers={"Content-Encoding": "br"}),
    ],
)
def test_what_gains_nothing_is_left_alone(page: HttpResponse) -> None:
    before = page.content

    assert answer_to("br", page=page).content == before


def test_a_stream_is_left_alone() -> None:
    page = StreamingHttpResponse(["x" * 9999], content_type="text/html")

    answer = Compression(lambda _: page)(
        RequestFactory().get("/", headers={"Accept-Encoding": "br"})
    )

    assert answer is page
    assert "Content-Encoding" not in page


def test_equal_pages_differ_in_length_on_the_wire() -> None:
    lengths = {len(str(answer_to("br").headers)) for _ in range(50)}

    assert len(lengths) > 5


def test_a_length_that_was_told_stays_true() -> None:
    page = HttpResponse(PAGE, headers={"Content-Length": str(len(PAGE))})

    answer = answer_to("br", page=page)

    assert answer["Content-Length"] == str(len(answer.content))
