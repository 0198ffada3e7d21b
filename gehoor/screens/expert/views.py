"""One question for somebody of the second line, who has no account: read and answered by a link."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gehoor.consultations.rules import LONGEST_ANSWER, Link
from gehoor.flows import expert_links
from gehoor.flows.expert_links import Seen
from gehoor.flows.forgotten import TooManyTries
from gehoor.flows.refusing import NotPossible
from gehoor.organisation import queries as organisation
from gehoor.people.policies import anyone
from gehoor.screens.access import Request, who_may

COOKIE = "gehoor_question"
STATUS = {Link.UNKNOWN: 404, Link.EXPIRED: 410, Link.WITHDRAWN: 410, Link.ELSEWHERE: 403}


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("text")
@never_cache
@who_may(anyone)
def expert_question(request: Request, token: str) -> HttpResponse:
    """Show the question to the first browser that opens it, and take one answer."""
    try:
        seen = expert_links.look(
            token,
            secret=request.COOKIES.get(COOKIE, ""),
            visitor=request.META.get("REMOTE_ADDR", ""),
        )
    except TooManyTries:
        return discreet(render(request, "login/locked.html", status=429))
    if request.method == "POST" and "text" in request.POST:
        return _answer(request, seen)
    if request.method == "POST" and seen.state is Link.CLOSED:
        return _open(request, seen, token)
    return _show(request, seen)


def _open(request: Request, seen: Seen, token: str) -> HttpResponse:
    """Bind the link to this browser. Not at the first look: a scanner of mail looks, too."""
    secret = expert_links.open_it(seen)
    opened = discreet(redirect("expert_question", token))
    if secret:
        # Sent to this address alone, and gone with the link.
        opened.set_cookie(
            COOKIE, secret, path=request.path, max_age=8 * 86_400, httponly=True,
            samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return opened


def _answer(request: Request, seen: Seen) -> HttpResponse:
    text = str(request.POST["text"])
    if len(text) > LONGEST_ANSWER:
        return _show(request, seen, typed=text, is_too_long=True, status=422)
    try:
        expert_links.answer(seen, text)
    except NotPossible as problem:
        return _show(request, seen, typed=text, problem=str(problem), status=409)
    return _show(request, Seen(Link.ANSWERED), is_thanked=True)


def _show(
    request: Request,
    seen: Seen,
    *,
    typed: str = "",
    problem: str = "",
    is_too_long: bool = False,
    is_thanked: bool = False,
    status: int = 0,
) -> HttpResponse:
    question = seen.consultation
    shown = {
        "state": seen.state.value,
        "question": question,
        "changed_at": seen.changed_at,
        "asker": question.asked_by.name if question and question.asked_by else "",
        "ours": organisation.name(),
        "typed": typed,
        "problem": problem,
        "is_too_long": is_too_long,
        "is_thanked": is_thanked,
        "longest": LONGEST_ANSWER,
    }
    status = status or STATUS.get(seen.state, 200)
    return discreet(render(request, "expert/page.html", shown, status=status))


def discreet(response: HttpResponse) -> HttpResponse:
    """Let nobody learn the address, which is the key to the question, by where one came from.

    Not `no-referrer`: a browser would send forms without their origin, and they would be refused.
    """
    response["Referrer-Policy"] = "strict-origin"
    return response
