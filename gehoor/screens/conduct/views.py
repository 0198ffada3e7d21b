"""The code of conduct as everybody reads it, and accepting it before one has to."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gehoor.flows import conduct
from gehoor.flows.refusing import NotPossible
from gehoor.organisation import queries as organisation
from gehoor.people.policies import colleague
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private
from gehoor.screens.narrowing import number_in


@who_may(colleague)
@require_http_methods(["GET", "HEAD", "POST"])
def conduct_page(request: Request) -> HttpResponse:
    """Show the version that holds, and whether one accepted it."""
    if request.method == "POST":
        try:
            conduct.accept(request.actor, number_in(request.POST.get("version", "")) or 0)
        except NotPossible as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("Thank you. It is written down that you accept it."))
        return redirect("conduct")
    current = organisation.conduct()
    accepted = organisation.acceptances_of(current) if current else {}
    shown = {
        "place": "conduct",
        "conduct": current,
        "accepted_at": accepted.get(request.actor.user_id or 0),
    }
    return private(render(request, "conduct/page.html", shown))
