"""Where one goes on after an act: to the list or the thread, with a way back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gehoor.screens.access import Request
from gehoor.screens.fragments import is_fragment
from gehoor.screens.inbox.lists import address_of, chosen


def back_to_thread(request: Request, place: str, *, undo: str) -> HttpResponse:
    """What was chosen in a thread is answered: on with the thread, with a way back."""
    messages.success(request, _("Your answer is on its way."), extra_tags=f"undo={undo}")
    if is_fragment(request):
        return HttpResponse(status=204, headers={"X-Back": place})
    return redirect(place)


def back_to_list(request: Request, told: str, *, undo: str = "") -> HttpResponse:
    """The work here is done: on with the list, with a way back."""
    if not is_fragment(request) or "leaves" in request.POST:
        messages.success(request, told, extra_tags=f"undo={undo}" if undo else "")
    if is_fragment(request):
        return HttpResponse(status=204, headers={"X-Undo": undo} if undo else {})
    return redirect(address_of(chosen(request.POST)))
