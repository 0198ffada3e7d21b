"""The register of processing, for who must be able to show it."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from gehoor.flows.processing.document import page
from gehoor.kit.clock import this_day
from gehoor.people.policies import see_settings
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private


@who_may(see_settings)
@require_safe
def processing_file(request: Request) -> HttpResponse:
    """Give the register as a text, in the language of who asks."""
    answer = HttpResponse(page(day=this_day()), content_type="text/markdown; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="register-{this_day()}.md"'
    return private(answer)
