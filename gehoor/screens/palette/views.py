"""The palette: the dialog a script opens, what it finds while one types, and the page without."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from gehoor.flows import seeing
from gehoor.inbox import queries as inbox
from gehoor.people.policies import colleague
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import is_fragment, private
from gehoor.screens.inbox.lists import MOST_WORDS
from gehoor.screens.keys import ACTS
from gehoor.screens.palette.places import offers

MOST_FOUND = 8


@require_GET
@who_may(colleague)
def palette(request: Request) -> HttpResponse:
    """Show what can be chosen; with words, what fits them among places and conversations."""
    words = request.GET.get("q", "").strip()[:MOST_WORDS]
    everywhere = reverse("inbox_view", kwargs={"view": "team"})
    if words:
        seeing.search(request.actor)
    found = inbox.page_of(request.actor, "team", words=words, size=MOST_FOUND).rows if words else []
    shown = {
        "place": "palette",
        "words": words,
        "found": found,
        "all_href": f"{everywhere}?{urlencode({'words': words})}",
        "sees_conversations": bool(inbox.visible_teams(request.actor)),
    }
    if is_fragment(request) and words:
        return private(render(request, "palette/_found.html", shown))
    shown |= {"offers": [each for each in offers(request.actor) if each.fits(words)], "acts": ACTS}
    name = "palette/_dialog.html" if is_fragment(request) else "palette/page.html"
    return private(render(request, name, shown))
