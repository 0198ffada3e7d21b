"""What can be picked while one writes: emoji, and the names of people."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation
from gehoor.people import policies
from gehoor.people import queries as people
from gehoor.people.policies import colleague, see_conversations
from gehoor.screens.access import Request, who_may
from gehoor.screens.conversation.emoji import EMOJI
from gehoor.screens.fragments import private


@dataclass(frozen=True)
class Choice:
    """One thing to pick: what is put in the text, what is shown, and by which words it is found."""

    inserts: str
    shown: str
    words: str
    sign: str = ""


@require_GET
@who_may(colleague)
def emoji(request: Request) -> HttpResponse:
    """Show the emoji, called as one reads; they are found by their Dutch and English names."""
    is_dutch = get_language() == "nl"
    choices = [
        Choice(sign, dutch if is_dutch else english, f"{dutch} {english}", sign)
        for sign, dutch, english in EMOJI
    ]
    return _picker(request, choices, kind="emoji", called=_("Emoji"))


@require_GET
@who_may(policies.answer, see=see_conversations, on=inbox.find)
def people_here(request: Request, found: Conversation) -> HttpResponse:
    """Show who can be named: in a note colleagues, in a reply who wrote in this conversation."""
    if request.GET.get("kind") == "note":
        names = people.readers_in(found.channel.team_id).values_list("name", flat=True)
        choices = [Choice(f"@{name} ", name, name) for name in names]
        return _picker(request, choices, kind="people", called=_("Colleagues"))
    choices = [
        Choice(f"{handle} ", name or handle, f"{name} {handle}", handle if name else "")
        for handle, name in inbox.writers_in(found)
        if handle.startswith("@")
    ]
    return _picker(request, choices, kind="people", called=_("Who wrote in this conversation"))


def _picker(request: Request, choices: list[Choice], *, kind: str, called: str) -> HttpResponse:
    shown = {"choices": choices, "kind": kind, "called": called}
    return private(render(request, "conversation/_picker.html", shown))
