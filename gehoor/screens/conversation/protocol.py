"""What the protocol says at a conversation: another kind, and the text of its line."""

from django.http import HttpResponse

from gehoor.flows import handling, protocol
from gehoor.inbox.models import Conversation
from gehoor.people import policies
from gehoor.screens.access import Request
from gehoor.screens.conversation.acts import act, shown_anew, written_on
from gehoor.screens.conversation.agreed import text_of
from gehoor.screens.conversation.files import kind_of


@act(policies.answer)
def say_kind(request: Request, found: Conversation) -> HttpResponse:
    """Say what it is, when its words told it wrong."""
    protocol.say_kind(request.actor, found, kind=request.POST.get("kind", ""))
    return shown_anew(request, found)


@act(policies.answer)
def take_line_text(request: Request, found: Conversation) -> HttpResponse:
    """Put the text of the line behind what is typed, where no script does that."""
    kind, text = kind_of(request, found), request.POST.get("text", "")
    ours = text_of(request.actor, found, protocol.applying_to(found))
    whole = text if ours in text else f"{text.rstrip()}\n\n{ours}".strip()
    handling.save_draft(request.actor, found, kind=kind, text=whole)
    return written_on(request, found, kind)
