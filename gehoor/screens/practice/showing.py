"""What every page of practising shows besides its own: the tabs."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gehoor.people.policies import ORGANISATION, coordinate_something, plan_something, practise
from gehoor.screens.access import Request
from gehoor.screens.fragments import private


def show(
    request: Request, template: str, tab: str, *, status: int = 200, **facts: Any
) -> HttpResponse:
    """Render one page, with the tabs this colleague may open."""
    facts |= {"place": "practice", "practice_tabs": _tabs(request, tab)}
    return private(render(request, f"practice/{template}", facts, status=status))


def _tabs(request: Request, tab: str) -> list[dict[str, Any]]:
    pages = (
        ("practice", practise, _("My practice")),
        ("situations", practise, _("Situations")),
        ("to_review", coordinate_something, _("To look at")),
        ("going_live", plan_something, _("Going live")),
    )
    return [
        {"text": words, "href": reverse(name), "current": name == tab}
        for name, policy, words in pages
        if policy(request.actor, ORGANISATION)
    ]
