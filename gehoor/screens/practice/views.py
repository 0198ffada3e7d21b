"""One's own practice, and what a coordinator says of answers that were practised."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gehoor.flows import practising
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Message
from gehoor.people.policies import coordinate, coordinate_something, practise, see_conversations
from gehoor.practice import queries
from gehoor.practice.models import Review
from gehoor.practice.rules import ENOUGH_PRACTISED, LONGEST_NOTE
from gehoor.screens.access import Request, who_may
from gehoor.screens.practice.showing import show


@who_may(practise)
@require_safe
def practice(request: Request) -> HttpResponse:
    """Show what one practised and what was said of it, which is read by that."""
    answers = practising.own_answers(request.actor)
    counted = queries.progress([request.user.pk])[request.user.pk]
    return show(
        request, "own.html", "practice",
        answers=answers, counted=counted, enough=ENOUGH_PRACTISED, most=practising.MOST_SHOWN,
    )  # fmt: skip


@who_may(coordinate_something)
@require_safe
def to_review(request: Request) -> HttpResponse:
    """Show the practised answers that nobody said anything of."""
    found = practising.to_review(request.actor)
    rows = [(each, inbox.what_it_answers(each)) for each in found]
    return show(
        request, "to_review.html", "to_review",
        rows=rows, most=practising.MOST_SHOWN, longest=LONGEST_NOTE,
    )  # fmt: skip


@who_may(coordinate, see=see_conversations, on=queries.find_practised)
@require_POST
def review(request: Request, answer: Message) -> HttpResponse:
    """Say something of one answer."""
    try:
        practising.review(
            request.actor, answer,
            verdict=request.POST.get("verdict", ""), note=request.POST.get("note", ""),
        )  # fmt: skip
    except NotPossible as problem:
        return _again(request, answer, str(problem))
    told = _("%(name)s sees it with their answer.") % {"name": answer.author or ""}
    messages.success(request, told)
    return redirect("to_review")


def _again(request: Request, answer: Message, problem: str) -> HttpResponse:
    """Show that one again with what was typed."""
    typed = {name: request.POST.get(name, "")[:5000] for name in ("verdict", "note")}
    return show(
        request, "to_review.html", "to_review", status=422,
        rows=[(answer, inbox.what_it_answers(answer))], most=practising.MOST_SHOWN,
        longest=LONGEST_NOTE, problem=problem, typed=typed, verdicts=Review.Verdict.choices,
    )  # fmt: skip
