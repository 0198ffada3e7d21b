"""The keys there are: the page, and the part that the ? dialog shows."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gehoor.people.policies import colleague
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import is_fragment
from gehoor.screens.keys import GROUPS


@require_GET
@who_may(colleague)
def keys(request: Request) -> HttpResponse:
    name = "help/_dialog.html" if is_fragment(request) else "help/keys.html"
    return render(request, name, {"place": "keys", "groups": GROUPS})
