"""Giving back a conversation that a rule passed on to the wrong team."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from gehoor.flows import routing
from gehoor.inbox.models import Conversation
from gehoor.people import policies
from gehoor.screens.access import Request
from gehoor.screens.conversation.acts import act, back_to_list


@act(policies.answer)
def give_back(request: Request, found: Conversation) -> HttpResponse:
    """It is not for this team: it goes back, and who gave it back may not see it any more."""
    routing.give_back(request.actor, found, reason=request.POST.get("reason", ""))
    return back_to_list(request, _("Given back."))
