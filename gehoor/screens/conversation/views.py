"""One conversation: the page, the part of it our script puts in place, and its log."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from gehoor.contracts.posts import Visibility
from gehoor.flows import handling, presence, threads
from gehoor.flows.collisions import Collision
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation
from gehoor.people.policies import read_audit, see_conversations
from gehoor.screens.access import Request, who_may
from gehoor.screens.conversation.answering import asked_in, thread_asked
from gehoor.screens.conversation.files import is_written_for_one
from gehoor.screens.conversation.log import sentences
from gehoor.screens.conversation.shown import conversation_for
from gehoor.screens.fragments import is_fragment, private
from gehoor.screens.inbox.lists import chosen, list_for


@require_GET
@who_may(see_conversations, on=inbox.find)
def conversation(request: Request, found: Conversation) -> HttpResponse:
    """Show it. The part alone is what a script fetches ahead; it says itself when it is seen."""
    return private(show(request, found))


def show(
    request: Request,
    found: Conversation,
    *,
    problem: str = "",
    typed: dict[str, str] | None = None,
    collision: Collision | None = None,
    then_finish: bool = False,
    parts: int = 0,
    question: dict[str, Any] | None = None,
    leak: dict[str, Any] | None = None,
    unwanted: dict[str, Any] | None = None,
    conduct: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render one conversation; with `problem` and `typed` after an act that was not possible.

    `parts`: in how many a text that is too long could be sent; `question`: why it only refers;
    `leak`: what it gives away; `unwanted`: that whoever is answered does not want it here;
    `conduct`: the code of conduct somebody has to accept first.
    """
    choice = chosen(request.POST if request.method == "POST" else request.GET)
    before = request.GET.get("before", "")
    shown = conversation_for(
        request.actor,
        found,
        before=int(before) if before.isdecimal() and len(before) < 10 else 0,
        readers=_readers_in(request),
        answers=asked_in(request, is_refused=status == 409),
    )
    shown |= {"choice": choice, "problem": problem, "typed": typed or {}, "current": found.pk}
    shown |= {"collision": collision, "then_finish": then_finish}
    shown["reason"] = request.POST.get("reason", "")
    shown["from_thread"] = thread_asked(request)
    shown |= {"parts": parts, "question": question, "leak": leak, "unwanted": unwanted}
    shown["conduct"] = conduct
    if is_fragment(request):
        return render(request, "conversation/_conversation.html", shown, status=status)
    handling.show(request.actor, found)
    threads.look(found)
    if shown["may_answer"]:
        presence.look(request.actor, found)
    shown |= list_for(request.actor, choice)
    return render(request, "conversation/page.html", shown, status=status)


def _readers_in(request: Request) -> str:
    """Return for whom an answer is being written, as chosen in the form or by a link. What was
    written for one person is shown as that, whatever was chosen since."""
    if request.method != "POST":
        return request.GET.get("visibility", "")
    written_for_one = is_written_for_one(request) or request.POST.get("act") == "apart"
    return Visibility.DIRECT if written_for_one else request.POST.get("visibility", "")


@require_POST
@who_may(see_conversations, on=inbox.find)
def shown(request: Request, found: Conversation) -> HttpResponse:
    """A conversation that was fetched ahead is now before somebody's eyes."""
    handling.show(request.actor, found)
    threads.look(found)
    return HttpResponse(status=204)


@require_GET
@who_may(read_audit, on=inbox.find)
def log(request: Request, found: Conversation) -> HttpResponse:
    """Every act on this conversation, in words."""
    lines = sentences(inbox.log_of(found))
    name = "conversation/_log.html" if is_fragment(request) else "conversation/log.html"
    return private(render(request, name, {"conversation": found, "lines": lines, "place": "inbox"}))
