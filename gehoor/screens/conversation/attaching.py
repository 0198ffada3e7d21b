"""Files with the reply one writes: added, described, taken out. What was typed stays as it was."""

from django.http import HttpResponse
from django.shortcuts import render

from gehoor.flows import attaching
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation
from gehoor.people import policies
from gehoor.screens.access import Request
from gehoor.screens.conversation.acts import act, not_possible, shown_anew
from gehoor.screens.conversation.files import (
    files_for,
    keep_described,
    keep_given,
    keep_text,
    number_in,
)
from gehoor.screens.fragments import is_fragment, private


@act(policies.answer)
def files(request: Request, found: Conversation) -> HttpResponse:
    """Keep what the form says of files. A script gets the list as it now is, else the page."""
    if not is_fragment(request):
        keep_text(request, found)
    keep_described(request, found)
    problems = keep_given(request, found)
    if removed := number_in(request.POST.get("remove", "")):
        attaching.take_away(request.actor, found, removed)
    if is_fragment(request):
        return private(_list(request, found, problems))
    return not_possible(request, found, " ".join(problems)) if problems else _back(request, found)


def _back(request: Request, found: Conversation) -> HttpResponse:
    answer = shown_anew(request, found)
    if answer.status_code == 302:
        answer["Location"] += "#draft-files"
    return answer


def _list(request: Request, found: Conversation, problems: list[str]) -> HttpResponse:
    fields = ("pk", "name", "media_type", "size", "description")
    mine = [
        {name: getattr(file, name) for name in fields} | {"has_preview": bool(file.preview_as)}
        for file in inbox.draft_files_of(found, request.actor.user_id)
    ]
    shown = {**files_for(request.actor, found, mine), "pk": found.pk, "file_problems": problems}
    return render(request, "conversation/_files.html", shown, status=409 if problems else 200)
