"""The opening hours as data and as a piece of HTML, for the organisation's own website.

Nobody is asked who they are and no cookie is set; a browser or cache may keep it for five minutes.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.dates import WEEKDAYS
from django.utils.translation import override
from django.views.decorators.http import require_safe

from gehoor.flows import telling
from gehoor.kit.clock import about_now
from gehoor.organisation import queries as organisation
from gehoor.people.policies import anyone
from gehoor.screens.access import who_may

KEPT_SECONDS = 300


@who_may(anyone)
@require_safe
def as_data(request: HttpRequest) -> HttpResponse:
    """Give them as JSON."""
    return _for_anybody(JsonResponse(_published()))


@who_may(anyone)
@require_safe
def as_block(request: HttpRequest) -> HttpResponse:
    """Give them as a piece of HTML without script or style, to put in a page."""
    facts = _published()
    with override(organisation.ours().language):
        names = [str(WEEKDAYS[number]) for number in range(7)]
        week = [(names[each["weekday"] - 1], each["hours"]) for each in facts["week"]]
        return _for_anybody(render(request, "hours/block.html", {"facts": facts, "week": week}))


def _published() -> dict[str, Any]:
    facts = telling.published(at=about_now())
    if facts is None:
        raise Http404
    return dict(facts)


def _for_anybody(answer: HttpResponse) -> HttpResponse:
    """Let other sites read it, and everybody keep it for a while."""
    patch_cache_control(answer, public=True, max_age=KEPT_SECONDS)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
