"""Security headers on every answer of the main origin."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def content_policy() -> str:
    """Return what a page may load: our own files, and in a frame or as a picture the second origin.

    Nothing inline, ever: not one script, style or handler within a page.
    """
    untrusted = settings.UNTRUSTED_URL
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
        f"img-src 'self' data: {untrusted}; connect-src 'self'; frame-src {untrusted}; "
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "object-src 'none'; report-uri /csp-report"
    )


Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def by_https_only(send: Send) -> Send:
    """Let a door beside Django tell browsers to come by https, as Django's own middleware does."""
    age = settings.SECURE_HSTS_SECONDS
    if not age:
        return send

    async def told(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            header = (b"strict-transport-security", f"max-age={age}".encode())
            message["headers"] = [*message["headers"], header]
        await send(message)

    return told


class SecurityHeaders:
    """Middleware: a strict content policy and the usual locks. Stands above the static files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", content_policy())
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # Pages hold what citizens wrote; a shared computer must not keep them.
        headers.setdefault("Cache-Control", "no-store")
        return response
