"""Made-up situations: which there are, and one's answer beside one as it could be."""

from collections.abc import Sequence
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gehoor.flows import situations as flow
from gehoor.flows.refusing import NotPossible
from gehoor.people.policies import practise
from gehoor.people.rules import sign
from gehoor.practice.rules import LONGEST_ATTEMPT
from gehoor.practice.rules.scenarios import LONGEST_SENTENCE, Point
from gehoor.screens.access import Request, who_may
from gehoor.screens.practice.showing import show

PLACES = {
    "municipality": gettext_lazy("Municipality"),
    "water_board": gettext_lazy("Water board"),
    "police": gettext_lazy("Police"),
    "hospital": gettext_lazy("Hospital"),
    "school": gettext_lazy("School"),
}
EMOTIONS = {
    "angry": gettext_lazy("angry"),
    "grieving": gettext_lazy("grieving"),
    "joking": gettext_lazy("joking"),
    "threatening": gettext_lazy("threatening"),
    "confused": gettext_lazy("confused"),
    "praise": gettext_lazy("full of praise"),
    "worried": gettext_lazy("worried"),
    "scared": gettext_lazy("scared"),
    "disappointed": gettext_lazy("disappointed"),
    "sarcastic": gettext_lazy("sarcastic"),
}


class Told(NamedTuple):
    """One point of feedback in words."""

    is_met: bool
    what: str
    found: str


@who_may(practise)
@require_safe
def situations(request: Request) -> HttpResponse:
    """Show every situation, and how far one came."""
    rows = flow.tried(request.actor)
    done = sum(each.attempt is not None for each in rows)
    return show(
        request, "situations.html", "situations", rows=rows, done=done,
        places=PLACES, emotions=EMOTIONS,
    )  # fmt: skip


@who_may(practise)
@require_http_methods(["GET", "HEAD", "POST"])
def situation(request: Request, key: str) -> HttpResponse:
    """Show one, take an answer, and lay it beside one as it could be."""
    tried = flow.tried_one(request.actor, key)
    if tried is None:
        raise Http404
    problem, typed = "", tried.attempt.text if tried.attempt else ""
    if request.method == "POST":
        typed = request.POST.get("text", "")
        try:
            flow.answer(request.actor, tried.scenario, text=typed)
        except NotPossible as refused:
            problem = str(refused)
        else:
            messages.success(request, _("Saved. Only you see your answer."))
            return redirect("situation", key=key)
    return show(
        request, "situation.html", "situations", tried=tried, asked=tried.scenario,
        told=told(tried.points), typed=typed, problem=problem, longest=LONGEST_ATTEMPT,
        places=PLACES, emotions=EMOTIONS, signed_as=_signed(request),
        status=422 if problem else 200,
    )  # fmt: skip


def _signed(request: Request) -> str:
    """Return how Gehoor would sign, so that nobody does so by hand."""
    team = request.user.teams.order_by("name").first()
    return sign(request.user.name, team.identity, team.name) if team else request.user.name


def told(points: Sequence[Point]) -> list[Told]:
    words = {
        "feeling": _("Shows that you saw how they feel"),
        "name": _("Calls them by their name"),
        "avoids": _("Says nothing that makes it worse"),
        "personal": _("Gives no personal data"),
        "jargon": _("Has no words of the office"),
        "sentences": _("Has no sentence of more than %(num)s words") % {"num": LONGEST_SENTENCE},
    }
    return [Told(each.is_met, each.what or words[each.key], _quoted(each.found)) for each in points]


def _quoted(found: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in found)
