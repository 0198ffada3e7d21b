"""Files with the reply one writes: added, described, taken out. What was typed stays as it was."""

from django.http import HttpResponse
from django.shortcuts import render

from gehoor.flows import attaching
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Draft
from gehoor.people import policies
from gehoor.screens.access import Request
from gehoor.screens.conversation.acts import act, not_possible, written_on
from gehoor.screens.conversation.files import (
    files_for,
    files_on_screen,
    keep_described,
    keep_given,
    keep_text,
    kind_of,
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
    if kind_of(request, found) == Draft.Kind.PRIVATE:
        problems += _taken_along(request, found)
    if is_fragment(request):
        return private(_list(request, found, problems))
    return not_possible(request, found, " ".join(problems)) if problems else _back(request, found)


def _taken_along(request: Request, found: Conversation) -> list[str]:
    """Let what is on screen go along with a private answer too; return in words why it cannot."""
    try:
        attaching.take_along(request.actor, found, files_on_screen(request))
    except NotPossible as problem:
        return [str(problem)]
    return []


def _back(request: Request, found: Conversation) -> HttpResponse:
    answer = written_on(request, found, kind_of(request, found))
    answer["Location"] += "#draft-files"
    return answer


def _list(request: Request, found: Conversation, problems: list[str]) -> HttpResponse:
    fields = ("pk", "name", "media_type", "size", "description")
    kind = kind_of(request, found)
    mine = [
        {name: getattr(file, name) for name in fields}
        | {"has_preview": bool(file.preview_as), "kind": kind}
        for file in inbox.draft_files_of(found, request.actor.user_id, kind=kind)
    ]
    listed = files_for(request.actor, found, mine, kind=kind)
    shown = {**listed, "pk": found.pk, "file_problems": problems}
    return render(request, "conversation/_files.html", shown, status=409 if problems else 200)
