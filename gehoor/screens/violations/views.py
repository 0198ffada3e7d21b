"""Takes in the reports of browsers. Open to anybody, so it costs and keeps next to nothing."""

import json
import logging
import time
from collections import Counter
from threading import Lock

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from gehoor.people.policies import anyone
from gehoor.screens.access import who_may

log = logging.getLogger(__name__)

LARGEST = 16 * 1024
SECONDS_BETWEEN_LINES = 60
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


class Tally:
    """How often each part of the policy stopped something, since this process started.

    A report tells where somebody was and what they saw. None of that is kept.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._lock = Lock()
        self._next_line = 0.0

    def add(self, directive: str) -> None:
        with self._lock:
            self.counts[directive] += 1
            if time.monotonic() < self._next_line:
                return
            # One line a minute: whoever sends a million reports does not fill our disk.
            self._next_line = time.monotonic() + SECONDS_BETWEEN_LINES
        log.warning("The content policy stopped something: %s", dict(self.counts))


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
