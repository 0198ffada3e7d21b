"""What is published of the agenda. It holds nothing of anybody, so anybody may read it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gehoor.flows import agenda
from gehoor.organisation import queries as organisation
from gehoor.people.policies import anyone
from gehoor.screens.access import who_may
from gehoor.screens.fragments import private

FIVE_MINUTES = 300


@require_safe
@who_may(anyone)
def page(request: HttpRequest) -> HttpResponse:
    """Show it; a colleague sees the menu around it, so this one is kept by nobody."""
    shown = {"items": agenda.published(), "called": organisation.name()}
    return private(render(request, "agenda/page.html", shown))


@require_safe
@cache_control(public=True, max_age=FIVE_MINUTES)
@who_may(anyone)
def calendar(request: HttpRequest) -> HttpResponse:
    """Hand it out as a calendar other programs follow."""
    host = request.get_host().partition(":")[0]
    answer = HttpResponse(agenda.as_calendar(host=host), "text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="agenda.ics"'
    return answer


@require_safe
@cache_control(public=True, max_age=FIVE_MINUTES)
@who_may(anyone)
def listed(request: HttpRequest) -> HttpResponse:
    """Hand it out for the organisation's own site."""
    items = [
        {
            "title": each.title, "starts_at": each.starts_at, "ends_at": each.ends_at,
            "place": each.place, "text": each.text, "link": each.link,
        }
        for each in agenda.published()
    ]  # fmt: skip
    answer = JsonResponse({"organisation": organisation.name(), "items": items})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
