"""Who is at a conversation: told by browsers, shown to colleagues who could answer too."""

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gehoor.flows import handling
from gehoor.flows import presence as flow
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation
from gehoor.people import policies
from gehoor.people import queries as people
from gehoor.people.policies import Actor, colleague, see_conversations, see_presence
from gehoor.screens.access import Request, who_may
from gehoor.screens.conversation.acts import act, not_possible, shown_anew, written_on
from gehoor.screens.conversation.answering import number_in
from gehoor.screens.conversation.files import kind_of
from gehoor.screens.conversation.shown import presence_of
from gehoor.screens.fragments import is_fragment, private
from gehoor.screens.inbox.lists import chosen

SIGNS: dict[str, Callable[[Actor, Conversation], None]] = {
    "look": flow.look,
    "write": flow.write,
    "stop": flow.stop_writing,
    "leave": flow.leave,
    "claim": flow.claim,
}
"""what a browser tells; "claim" is the button of who has no script"""
LONGEST_LIST = 3000
"""characters of an address that names conversations"""


@require_http_methods(["GET", "POST"])
@who_may(see_presence, see=see_conversations, on=inbox.find)
def presence(request: Request, found: Conversation) -> HttpResponse:
    """Hear a sign of somebody's browser, and show who else is there."""
    if request.method == "POST":
        doing = request.POST.get("doing", "")
        if doing not in SIGNS:
            return HttpResponseBadRequest()
        if doing == "claim" and (text := request.POST.get("text", "")):
            kind = kind_of(request, found)
            answered = number_in(request.POST.get("answers", ""))
            handling.save_draft(request.actor, found, kind=kind, text=text, answers=answered)
        try:
            SIGNS[doing](request.actor, found)
        except NotPossible as problem:
            return not_possible(request, found, str(problem))
        if doing == "leave":
            return HttpResponse(status=204)
        if doing == "claim":
            return written_on(request, found, kind_of(request, found))
    if not is_fragment(request):
        return shown_anew(request, found)
    colleagues = people.answering_in(*inbox.teams_of(found))
    shown = presence_of(request.actor, inbox.at_conversation(found), colleagues)
    shown |= {"conversation": found, "choice": chosen(request.GET)}
    return private(render(request, "conversation/_presence_part.html", shown))


@require_GET
@who_may(colleague)
def presences(request: Request) -> HttpResponse:
    """Show who is at the conversations of a list, of those where one could answer."""
    asked = request.GET.get("of", "")[:LONGEST_LIST].split(",")
    numbers = {int(each) for each in asked if each.isdecimal() and len(each) < 18}
    shown = {"beside": inbox.beside(request.actor, numbers)}
    return private(render(request, "inbox/_presences.html", shown))


@act(policies.answer)
def take_over(request: Request, found: Conversation) -> HttpResponse:
    flow.take_over(request.actor, found)
    return shown_anew(request, found)


@act(policies.answer)
def pass_on(request: Request, found: Conversation) -> HttpResponse:
    asked = request.POST.get("to", "")
    user = people.find_user(int(asked)) if asked.isdecimal() and len(asked) < 18 else None
    if user is None:
        raise NotPossible(_("There is no such colleague. Nothing has changed."))
    flow.pass_on(request.actor, found, user[0])
    return shown_anew(request, found)
