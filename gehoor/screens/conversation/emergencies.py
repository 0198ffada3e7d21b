"""What a colleague does when somebody may be in danger: say so, say not, take the 112 text."""

from django.http import HttpResponse

from gehoor.flows import emergencies
from gehoor.inbox.models import Conversation
from gehoor.people import policies
from gehoor.screens.access import Request
from gehoor.screens.conversation.acts import act, shown_anew, written_on
from gehoor.screens.conversation.files import kind_of


@act(policies.answer)
def put_on_top(request: Request, found: Conversation) -> HttpResponse:
    """Say that somebody may be in danger, or that nobody is any more."""
    is_over = request.POST.get("emergency") == "no"
    (emergencies.take_from_top if is_over else emergencies.put_on_top)(request.actor, found)
    return shown_anew(request, found)


@act(policies.answer)
def false_alarm(request: Request, found: Conversation) -> HttpResponse:
    """Say that nobody was in danger."""
    emergencies.false_alarm(request.actor, found)
    return shown_anew(request, found)


@act(policies.answer)
def take_text(request: Request, found: Conversation) -> HttpResponse:
    """Put the 112 text behind what is typed, where no script does that."""
    kind, text = kind_of(request, found), request.POST.get("text", "")
    emergencies.put_text_in_draft(request.actor, found, kind=kind, text=text)
    return written_on(request, found, kind)
