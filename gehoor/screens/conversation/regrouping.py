"""Splitting a conversation from a message on, merging two, and putting them back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.flows import regrouping
from gehoor.flows.replies import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation
from gehoor.inbox.rules import first_words
from gehoor.people.policies import answer, see_conversations, see_names
from gehoor.screens.access import Request, who_may
from gehoor.screens.conversation.acts import shown_anew
from gehoor.screens.fragments import is_fragment, private

LONGEST_NUMBER = 18
WORDS = 120


@require_http_methods(["GET", "POST"])
@who_may(answer, see=see_conversations, on=inbox.find)
def split(request: Request, found: Conversation) -> HttpResponse:
    """Ask with which message the new conversation begins, and make it."""
    if request.method == "GET":
        return _ask_split(request, found)
    asked = request.POST.get("sequence", "")
    try:
        made = regrouping.split(
            request.actor, found, sequence=_number(asked), subject=request.POST.get("subject", "")
        )
    except NotPossible as problem:
        return _ask_split(request, found, problem=str(problem), status=409)
    undo = reverse("put_back", args=[found.pk])
    messages.success(request, _("Split. This is the new conversation."), extra_tags=f"undo={undo}")
    return redirect("conversation", pk=made.pk)


@require_http_methods(["GET", "POST"])
@who_may(answer, see=see_conversations, on=inbox.find)
def merge(request: Request, found: Conversation) -> HttpResponse:
    """Ask with which conversation of the same contact, and make them one."""
    if request.method == "GET":
        return _ask_merge(request, found)
    other = inbox.find(_number(request.POST.get("other", "")))
    try:
        kept = regrouping.merge(request.actor, found, other[0] if other else found)
    except NotPossible as problem:
        return _ask_merge(request, found, problem=str(problem), status=409)
    undo = reverse("put_back", args=[kept.pk])
    messages.success(request, _("Merged into one conversation."), extra_tags=f"undo={undo}")
    return redirect("conversation", pk=kept.pk)


@require_POST
@who_may(answer, see=see_conversations, on=inbox.find)
def put_back(request: Request, found: Conversation) -> HttpResponse:
    """Undo the last splitting or merging of this conversation."""
    try:
        kept = regrouping.undo(request.actor, inbox.last_regrouping(found.pk))
    except NotPossible as problem:
        if is_fragment(request):
            return HttpResponse(str(problem), "text/plain; charset=utf-8", status=409)
        messages.error(request, str(problem))
        return redirect("conversation", pk=found.pk)
    if not is_fragment(request):
        messages.success(request, _("Put back as it was."))
    return shown_anew(request, kept)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else 0


def _ask_split(
    request: Request, found: Conversation, *, problem: str = "", status: int = 200
) -> HttpResponse:
    thread = inbox.thread_of(found, request.actor)
    shown: dict[str, Any] = {
        "place": "inbox",
        "conversation": found,
        "messages_shown": [(item, first_words(item.text, length=WORDS)) for item in thread[1:]],
        "subject": request.POST.get("subject", found.subject),
        "asked": request.POST.get("sequence", ""),
        "problem": problem,
    }
    return private(render(request, "conversation/split.html", shown, status=status))


def _ask_merge(
    request: Request, found: Conversation, *, problem: str = "", status: int = 200
) -> HttpResponse:
    names = see_names(request.actor, inbox.place_of(found))
    shown: dict[str, Any] = {
        "place": "inbox",
        "conversation": found,
        "who": found.contact.name if names else "",
        "others": inbox.mergeable_with(found),
        "asked": request.POST.get("other", "") or str(found.possibly_belongs_to_id or ""),
        "problem": problem,
    }
    return private(render(request, "conversation/merge.html", shown, status=status))
