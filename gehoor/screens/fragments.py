"""Asking for a part of a page: the same address, with the header X-Fragment."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers


def is_fragment(request: HttpRequest) -> bool:
    """Does our own script ask, which needs only the part it will put in place?"""
    return request.headers.get("X-Fragment") == "1"


def private(response: HttpResponse) -> HttpResponse:
    """Keep a page about people out of every cache but the reader's own memory."""
    response.headers["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["X-Fragment"])
    return response
