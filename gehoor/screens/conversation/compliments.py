"""What can be done with a compliment: thank for it, or count it and finish."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from gehoor.flows import compliments
from gehoor.inbox.models import Conversation
from gehoor.people import policies
from gehoor.screens.access import Request
from gehoor.screens.conversation.acts import act, back_to_list


@act(policies.answer)
def thank(request: Request, found: Conversation) -> HttpResponse:
    """Put a thank-you in the answer, where one reads it before it leaves."""
    compliments.thank(request.actor, found)
    return redirect(reverse("conversation", args=[found.pk]) + "#composer")


@act(policies.answer)
def count_compliment(request: Request, found: Conversation) -> HttpResponse:
    """Count it; it needs no answer."""
    compliments.finish(request.actor, found)
    undo = reverse("reopen", args=[found.pk])
    return back_to_list(request, _("Counted as a compliment."), undo=undo)
