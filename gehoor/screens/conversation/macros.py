"""The macros there are for a conversation: what each will do, done and undone with one press."""

from dataclasses import asdict
from urllib.parse import urlencode

from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gehoor.flows import macros as flow
from gehoor.flows.macros import Done
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation
from gehoor.people import policies
from gehoor.people.policies import answer, see_conversations
from gehoor.screens.access import Request, who_may
from gehoor.screens.conversation.acts import act, shown_anew
from gehoor.screens.conversation.answering import number_in
from gehoor.screens.fragments import private
from gehoor.screens.inbox.lists import chosen

SALT = "gehoor.screens.conversation.macros"
LONGEST = 1000


@require_http_methods(["GET", "HEAD", "POST"])
@who_may(answer, see=see_conversations, on=inbox.find)
def macros_here(request: Request, found: Conversation) -> HttpResponse:
    """Show what each would do here; or do one."""
    problem = ""
    if request.method == "POST":
        try:
            return _run(request, found)
        except NotPossible as told:
            problem = str(told)
    rows = [
        {"macro": each, "steps": flow.preview(each), "missing": flow.missing(each)}
        for each in inbox.macros_for(found.channel.team_id)
    ]
    shown = {
        "place": "inbox",
        "conversation": found,
        "choice": chosen(request.POST if request.method == "POST" else request.GET),
        "rows": rows,
        "problem": problem,
    }
    status = 409 if problem else 200
    return private(render(request, "conversation/macros.html", shown, status=status))


def _run(request: Request, found: Conversation) -> HttpResponse:
    number = number_in(request.POST.get("macro", ""))
    macro = inbox.macros_for(found.channel.team_id).filter(pk=number).first() if number else None
    if macro is None:
        raise NotPossible(_("This macro is not there any more. Nothing has changed."))
    done = flow.run(request.actor, found, macro)
    what = Signer(salt=SALT).sign_object(asdict(done) | {"of": found.pk})
    undo = f"{reverse('undo_macro', args=[found.pk])}?{urlencode({'what': what})}"
    told = _("Done: %(name)s.") % {"name": macro.name}
    messages.success(request, told, extra_tags=f"undo={undo}")
    return redirect(f"{reverse('conversation', args=[found.pk])}?{chosen(request.POST).query}")


@act(policies.answer)
def undo_macro(request: Request, found: Conversation) -> HttpResponse:
    """Take back all that a macro did; its address says what that was, and is of our making."""
    try:
        facts = Signer(salt=SALT).unsign_object(request.GET.get("what", "")[:LONGEST])
    except BadSignature as error:
        raise NotPossible(_("There is nothing to undo.")) from error
    if facts.pop("of") != found.pk:
        raise NotPossible(_("There is nothing to undo."))
    flow.undo(request.actor, found, Done(**facts))
    return shown_anew(request, found)
