"""What can be picked while one writes: emoji, the names of people, and kept answers."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gehoor.contracts.posts import Visibility
from gehoor.flows import kept_answers
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation
from gehoor.inbox.rules import first_words
from gehoor.kit.clock import about_now
from gehoor.knowledge.rules import is_overdue
from gehoor.knowledge.rules.kept_forms import NAMES
from gehoor.people import policies
from gehoor.people import queries as people
from gehoor.people.policies import colleague, see_conversations
from gehoor.screens.access import Request, who_may
from gehoor.screens.conversation.answering import LONGEST_NUMBER, number_in
from gehoor.screens.conversation.emoji import EMOJI
from gehoor.screens.fragments import private

LONGEST_BEGINNING = 90


@dataclass(frozen=True)
class Choice:
    """One thing to pick: what is put in the text, what is shown, and by which words it is found."""

    inserts: str
    shown: str
    words: str
    sign: str = ""
    shortcut: str = ""
    begins: str = ""
    """how a longer text begins, which tells more than what it is called"""
    form: str = ""
    """for which place its text was written"""
    pk: int = 0
    """by which its use is counted"""


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
        names = {
            name
            for team in inbox.teams_of(found)
            for name in people.readers_in(team).values_list("name", flat=True)
        }
        choices = [Choice(f"@{name} ", name, name) for name in sorted(names, key=str.casefold)]
        return _picker(request, choices, kind="people", called=_("Colleagues"))
    choices = [
        Choice(f"{handle} ", name or handle, f"{name} {handle}", handle if name else "")
        for handle, name in inbox.writers_in(found)
        if handle.startswith("@")
    ]
    return _picker(request, choices, kind="people", called=_("Who wrote in this conversation"))


@require_http_methods(["GET", "HEAD", "POST"])
@who_may(policies.answer, see=see_conversations, on=inbox.find)
def kept_here(request: Request, found: Conversation) -> HttpResponse:
    """Show which kept answers there are here, filled in; or count that one was put in a reply."""
    if request.method == "POST":
        if number := number_in(request.POST.get("used", "")):
            kept_answers.count_use(found, number)
        return HttpResponse(status=204)
    answered = number_in(request.GET.get("answers", "")[:LONGEST_NUMBER])
    asked = request.GET.get("visibility", "")
    readers = Visibility(asked) if asked in list(Visibility) else Visibility.UNSAID
    today = timezone.localdate(about_now())
    choices = [
        Choice(
            each.text,
            each.kept.title,
            " ".join([each.kept.shortcut, each.kept.title, *each.kept.labels]),
            _("look again")
            if each.looks_again or is_overdue(each.kept.review_on, today=today)
            else "",
            shortcut=each.kept.shortcut,
            begins=first_words(each.text, length=LONGEST_BEGINNING),
            form=_("for %(place)s") % {"place": _(NAMES[each.form])} if each.form else "",
            pk=each.kept.pk,
        )
        for each in kept_answers.offered(request.actor, found, answers=answered, readers=readers)
    ]
    return _picker(request, choices, kind="kept", called=_("Kept answers"))


def _picker(request: Request, choices: list[Choice], *, kind: str, called: str) -> HttpResponse:
    shown = {"choices": choices, "kind": kind, "called": called}
    return private(render(request, "conversation/_picker.html", shown))
