"""What can be done about one reply of ours: take it back, or decide when it did not go well."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gehoor.flows import replies
from gehoor.flows.replies import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Reply
from gehoor.people.policies import answer, see_conversations
from gehoor.screens.access import Request, who_may
from gehoor.screens.conversation.acts import shown_anew
from gehoor.screens.conversation.forms import ReasonForm
from gehoor.screens.fragments import is_fragment

Decide = Callable[[Request, Reply, str], str]


def decision(decide: Decide) -> Callable[..., HttpResponse]:
    """Declare a decision about a reply: posted, with a reason, told in words either way."""

    @require_POST
    @who_may(answer, see=see_conversations, on=inbox.find_reply)
    def decided(request: Request, reply: Reply) -> HttpResponse:
        form = ReasonForm(request.POST)
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        try:
            told = decide(request, reply, reason)
        except NotPossible as problem:
            if is_fragment(request):
                return HttpResponse(str(problem), "text/plain; charset=utf-8", status=409)
            messages.error(request, str(problem))
        else:
            if is_fragment(request):
                return shown_anew(request, reply.message.conversation)
            messages.success(request, told)
        return redirect(_where(request, reply))

    decided.__name__ = decide.__name__
    decided.__doc__ = decide.__doc__
    return decided


def _where(request: Request, reply: Reply) -> str:
    """Return to the page the decision was taken on, when it is one of ours."""
    asked = request.POST.get("back", "")
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return reverse("conversation", args=[reply.message.conversation_id])


@decision
def withdraw(request: Request, reply: Reply, reason: str) -> str:
    """Take back a reply within its time to undo."""
    replies.withdraw(request.actor, reply)
    return _("Taken back. Your text stands in the reply again.")


@decision
def confirm(request: Request, reply: Reply, reason: str) -> str:
    """Somebody saw that it arrived."""
    replies.confirm_arrived(request.actor, reply, reason=reason)
    return _("Noted that it arrived.")


@decision
def send_again(request: Request, reply: Reply, reason: str) -> str:
    """Somebody decided to send it once more."""
    replies.send_again(request.actor, reply, reason=reason)
    return _("It is sent once more.")


@decision
def give_up(request: Request, reply: Reply, reason: str) -> str:
    """Somebody decided to leave it unsent."""
    replies.give_up(request.actor, reply, reason=reason)
    return _("The reply stays unsent.")
