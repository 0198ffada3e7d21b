"""Matters: which there are, who waits in one, and answering them all after looking at each."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gehoor.channels import queries as channels
from gehoor.flows import matters as flow
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Matter
from gehoor.kit.clock import about_now
from gehoor.people import queries as people
from gehoor.people.policies import act_on_many, answer, see_conversations
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private

LONGEST_NUMBER = 18
LONGEST_TEXT = 10_000


@require_GET
@who_may(act_on_many)
def matters(request: Request) -> HttpResponse:
    """Show the matters of one's teams, with who waits in each."""
    shown = {"place": "inbox", "matters": inbox.matters_of(request.actor)[:100]}
    return private(render(request, "matters/list.html", shown))


@require_http_methods(["GET", "POST"])
@who_may(act_on_many)
def link_many(request: Request) -> HttpResponse:
    """Ask about which matter these conversations are, and link them."""
    given = request.POST if request.method == "POST" else request.GET
    chosen = [number for each in given.getlist("chosen") if (number := _number(each))]
    problem = ""
    if "name" in given and request.method == "POST":
        try:
            return _link(request, chosen)
        except NotPossible as why:
            problem = str(why)
    teams = channels.answerable_teams(request.actor)
    shown: dict[str, Any] = {
        "place": "inbox",
        "chosen": chosen,
        "teams": [each for each in people.teams() if each.pk in teams],
        "known": [each for each in inbox.matters_of(request.actor) if each.ended_at is None],
        "typed": {"name": given.get("name", ""), "team": given.get("team", "")},
        "longest": flow.LONGEST_NAME,
        "problem": problem,
    }
    status = 409 if problem else 200
    return private(render(request, "matters/link.html", shown, status=status))


def _link(request: Request, chosen: list[int]) -> HttpResponse:
    """Raises NotPossible."""
    teams = channels.answerable_teams(request.actor)
    team = people.find_team(_number(request.POST.get("team", "")))
    if team is None or team[0].pk not in teams:
        raise NotPossible(_("Choose a team of yours that looks after it. Nothing has changed."))
    made = flow.link(request.actor, team[0], request.POST.get("name", ""), chosen)
    messages.success(request, _("Linked to “%(name)s”.") % {"name": made.name})
    return redirect("matter", pk=made.pk)


@require_GET
@who_may(answer, see=see_conversations, on=inbox.find_matter)
def matter(request: Request, found: Matter) -> HttpResponse:
    """Show who waits, who was answered, and what was sent."""
    return private(_page(request, found))


def _page(request: Request, found: Matter, *, problem: str = "", status: int = 200) -> HttpResponse:
    linked = inbox.linked_to(found, request.actor)
    shown: dict[str, Any] = {
        "place": "inbox",
        "matter": found,
        "waiting": [each for each in linked if each.waits],
        "others": [each for each in linked if not each.waits],
        "goes": inbox.goes_of(found),
        "text": request.POST.get("text", "")[:LONGEST_TEXT],
        "longest": LONGEST_TEXT,
        "most": flow.MOST_IN_ONE_GO,
        "now": about_now(),
        "problem": problem,
    }
    return render(request, "matters/page.html", shown, status=status)


@require_POST
@who_may(answer, see=see_conversations, on=inbox.find_matter)
def look(request: Request, found: Matter) -> HttpResponse:
    """Show for each what would be sent and what would stop it, to choose from."""
    text = request.POST.get("text", "").replace("\r\n", "\n")
    if len(text) > LONGEST_TEXT:
        told = _("Your text is too long: at most %(longest)s characters.")
        return _page(request, found, problem=told % {"longest": LONGEST_TEXT}, status=409)
    try:
        looked = flow.look(request.actor, found, text)
    except NotPossible as problem:
        return _page(request, found, problem=str(problem), status=409)
    shown: dict[str, Any] = {
        "place": "inbox",
        "matter": found,
        "looked": looked,
        "fit": sum(not each.problem for each in looked),
        "text": text,
        "click": uuid.uuid4(),
    }
    return private(render(request, "matters/look.html", shown))


@require_POST
@who_may(answer, see=see_conversations, on=inbox.find_matter)
def answer_matter(request: Request, found: Matter) -> HttpResponse:
    """Answer those who were left ticked; the same press twice answers once."""
    chosen = dict(_seen(each) for each in request.POST.getlist("chosen") if ":" in each)
    try:
        go = flow.begin(
            request.actor,
            found,
            text=request.POST.get("text", "").replace("\r\n", "\n"),
            chosen=chosen,
            click=_click(request.POST.get("click", "")),
        )
    except NotPossible as problem:
        return _page(request, found, problem=str(problem), status=409)
    return redirect(reverse("matter", args=[found.pk]) + f"#go-{go.pk}")


def _seen(written: str) -> tuple[int, int]:
    number, _sign, seen = written.partition(":")
    return _number(number), _number(seen)


def _click(written: str) -> uuid.UUID:
    """Return by what this press is known. Raises NotPossible."""
    try:
        return uuid.UUID(written)
    except ValueError as error:
        raise NotPossible(_("This form is not complete. Look at them again.")) from error


@require_POST
@who_may(answer, see=see_conversations, on=inbox.find_matter)
def end(request: Request, found: Matter) -> HttpResponse:
    """Nothing is linked to it any more."""
    flow.end(request.actor, found)
    messages.success(request, _("“%(name)s” is closed.") % {"name": found.name})
    return redirect("matters")


@require_POST
@who_may(answer, see=see_conversations, on=inbox.find)
def unlink(request: Request, found: Conversation) -> HttpResponse:
    """It is not about that."""
    flow.unlink(request.actor, found)
    messages.success(request, _("Not linked any more."))
    return redirect("conversation", pk=found.pk)


def _number(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) <= LONGEST_NUMBER else 0
