"""Takes in the reports of browsers. Open to anybody, so it costs and keeps next to nothing."""

import json
import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from gehoor.kit.seldom import Seldom
from gehoor.people.policies import anyone
from gehoor.screens.access import who_may

log = logging.getLogger(__name__)

LARGEST = 16 * 1024
DIRECTIVES = frozenset(
    [
        "base-uri",
        "connect-src",
        "default-src",
        "font-src",
        "form-action",
        "frame-ancestors",
        "frame-src",
        "img-src",
        "manifest-src",
        "media-src",
        "object-src",
        "script-src",
        "script-src-attr",
        "script-src-elem",
        "style-src",
        "style-src-attr",
        "style-src-elem",
        "worker-src",
    ]
)


class Tally(Seldom):
    """How often each part of the policy stopped something, since this process started.

    A report tells where somebody was and what they saw. None of that is kept.
    """

    def __init__(self) -> None:
        super().__init__(log, "The content policy stopped something")


TALLY = Tally()


@csrf_exempt  # browsers send these by themselves, without a token; nothing is changed by them
@require_POST
@who_may(anyone)
def report(request: HttpRequest) -> HttpResponse:
    """Count one report; say nothing back, whatever was sent."""
    if 0 <= int(request.META.get("CONTENT_LENGTH") or -1) <= LARGEST:
        TALLY.add(_directive(request))
    return HttpResponse(status=204)


def _directive(request: HttpRequest) -> str:
    """Return the part of the policy a report is about, if it is one we know."""
    try:
        said = json.loads(request.body)["csp-report"]
        named = said.get("effective-directive") or said["violated-directive"].split()[0]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return "unreadable"
    return named if named in DIRECTIVES else "other"
