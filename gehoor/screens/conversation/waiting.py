"""What is told of an answer that waits for a second person in place of leaving."""

from collections.abc import Callable
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from gehoor.flows.second_eyes import in_words
from gehoor.inbox.models import Approval, Conversation
from gehoor.screens.access import Request
from gehoor.screens.fragments import is_fragment
from gehoor.screens.inbox.lists import chosen


def waits(
    request: Request,
    found: Conversation,
    asked: Approval,
    *,
    is_last: bool,
    anew: Callable[[Request, Conversation], HttpResponse],
) -> HttpResponse:
    """Say that an answer waits for a second person: it did not leave, and nothing is finished."""
    told = _("Not sent yet: it waits for approval, because %(reasons)s.") % {
        "reasons": in_words(asked.reasons)
    }
    if is_fragment(request) and not is_last:
        return anew(request, found)
    if is_fragment(request):
        return HttpResponse(status=204, headers={"X-Told": quote(told)})
    messages.success(request, told)
    return redirect(f"{reverse('conversation', args=[found.pk])}?{chosen(request.POST).query}")
