"""What a visitor is told when something broke: our fault (500), or a database that is away (503).

Neither page needs the database: no session, no menu, no name of the organisation.
"""

import sys

from django.db.utils import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from gehoor.kit.trouble import is_away
from gehoor.screens.fragments import is_fragment

TRY_AGAIN_SECONDS = 5


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for an error nobody caught; Django calls this while it handles that error."""
    problem = sys.exc_info()[1]
    with translation.override(translation.get_language_from_request(request)):
        if isinstance(problem, Error) and is_away(problem):
            return _busy(request)
        return render(request, "500.html", status=500)


def _busy(request: HttpRequest) -> HttpResponse:
    """Ask to come back soon. Whoever pushes to us keeps what they have and tries again."""
    if is_fragment(request):
        words = _("The database does not answer just now. Nothing was changed; try it again.")
        answer = HttpResponse(words, "text/plain; charset=utf-8", status=503)
    else:
        answer = render(request, "503.html", status=503)
    answer["Retry-After"] = str(TRY_AGAIN_SECONDS)
    answer["Cache-Control"] = "no-store"
    return answer
