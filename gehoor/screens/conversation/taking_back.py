"""Taking back an answer that waits for a second person."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gehoor.flows import approving
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.models import Approval
from gehoor.inbox.queries.approvals import find_approval
from gehoor.people.policies import answer, see_conversations
from gehoor.screens.access import Request, who_may
from gehoor.screens.conversation.acts import shown_anew
from gehoor.screens.fragments import is_fragment


@require_POST
@who_may(answer, see=see_conversations, on=find_approval)
def take_back(request: Request, found: Approval) -> HttpResponse:
    """Let its writer take it back to change it."""
    try:
        approving.take_back(request.actor, found)
    except NotPossible as problem:
        if is_fragment(request):
            return HttpResponse(str(problem), "text/plain; charset=utf-8", status=409)
        messages.error(request, str(problem))
    else:
        if is_fragment(request):
            return shown_anew(request, found.conversation)
        messages.success(request, _("Taken back. Your text stands in the reply again."))
    return redirect("conversation", pk=found.conversation_id)
