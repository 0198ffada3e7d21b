"""Who comes in at the second origin, and the locks on whatever goes out of it.

It stands above everything that knows cookies: a request for this host never reaches the main
origin's pages, and a request for the main origin never reaches these.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import resolve
from django.utils import translation

from gehoor.people import queries as people
from gehoor.people.policies import Policy
from gehoor.screens.access import Load
from gehoor.screens.untrusted.links import NoLongerValid, read_address

ADDRESSES = "gehoor.screens.untrusted.urls"
LOCKED = "sandbox; default-src 'none'; frame-ancestors 'none'"

View = Callable[..., HttpResponse]


class SecondOrigin:
    """Middleware: answers for the host of UNTRUSTED_URL, and leaves every other host alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        if _host(settings.UNTRUSTED_URL) == _host(settings.BASE_URL):
            raise ImproperlyConfigured(
                "UNTRUSTED_URL and BASE_URL are the same. What strangers send must be shown from "
                "another host name: set UNTRUSTED_URL."
            )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.META.get("HTTP_HOST", "").lower() != _host(settings.UNTRUSTED_URL):
            return self.get_response(request)
        return _locked(_answer(request))


def opened_by_signature(
    policy: Policy, *, kinds: dict[str, Load]
) -> Callable[[View], Callable[..., HttpResponse]]:
    """Declare who may open a view: for whom the address was signed, while they still may.

    There are no cookies here, so the address says who asks; the policy is asked anew each time.
    """

    def declare(view: View) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, signed: str) -> HttpResponse:
            try:
                address = read_address(signed)
            except NoLongerValid as error:
                raise Http404 from error
            load, somebody = kinds.get(address.kind), people.find_user(address.user_id)
            found = load(address.number) if load and somebody else None
            if found is None or somebody is None:
                raise Http404
            actor = people.actor_of(somebody[0])
            if not policy(actor, found[1]):
                raise Http404
            with translation.override(somebody[0].language):
                return view(request, found[0], kind=address.kind, actor=actor)

        guarded.__dict__.update(policy=policy, see=policy, on=kinds)
        return guarded

    return declare


def _answer(request: HttpRequest) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if request.path == "/":
        return redirect(settings.BASE_URL)
    try:
        found = resolve(request.path_info, urlconf=ADDRESSES)
        answer: HttpResponse = found.func(request, **found.kwargs)
    except Http404:
        return _not_here(request)
    return answer


def _not_here(request: HttpRequest) -> HttpResponse:
    """Say the same whatever the reason: what one may not see does not exist."""
    answer = render(request, "untrusted/not_here.html", {"home": settings.BASE_URL}, status=404)
    answer["Content-Security-Policy"] = framed_policy()
    return answer


def framed_policy() -> str:
    """The policy of the pages here: no script, no form, nothing from elsewhere, our frame only.

    A link opens a tab of its own, free of the sandbox, or no website would work in it.
    """
    ours = settings.UNTRUSTED_URL
    return (
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
        f"img-src {ours}; style-src {ours}; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors {settings.BASE_URL}"
    )


def _locked(answer: HttpResponse) -> HttpResponse:
    locks: dict[str, Any] = {
        "Content-Security-Policy": LOCKED,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
    for name, value in locks.items():
        answer.headers.setdefault(name, value)
    return answer


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()
