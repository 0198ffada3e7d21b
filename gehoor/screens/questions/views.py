"""What waits for the second line, and one question: the number, the calls, the link, the answer."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gehoor.channels import queries as channels
from gehoor.consultations import queries as consultations
from gehoor.consultations.models import Call, Consultation
from gehoor.consultations.rules import LONGEST_ANSWER, LONGEST_QUESTION
from gehoor.flows import consulting, expert_links, rewording, snoozing
from gehoor.flows.consulting import How
from gehoor.flows.refusing import NotPossible
from gehoor.flows.rewording import Reworded
from gehoor.kit.clock import about_now
from gehoor.people.policies import answer, keep_answers, see_conversations, see_questions
from gehoor.screens.access import Request, may_anywhere, who_may
from gehoor.screens.fragments import private
from gehoor.screens.inbox.lists import menu_counts
from gehoor.screens.words import until_moment


class MomentForm(forms.Form):
    """A day and a time, or neither."""

    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    time = forms.TimeField(
        label=gettext_lazy("Time"), widget=forms.TimeInput(attrs={"type": "time"}), required=False
    )

    def moment(self) -> datetime | None:
        """Return the chosen moment; None when none was. Raises NotPossible for half a one."""
        given = self.cleaned_data if self.is_valid() else {}
        day, time = given.get("day"), given.get("time")
        if self.errors or bool(day) != bool(time):
            raise NotPossible(_("Fill in a day and a time. Nothing has changed."))
        return snoozing.at(day, time).moment if day and time else None


class CallForm(MomentForm):
    result = forms.ChoiceField(
        label=gettext_lazy("How it went"), choices=Call.Result.choices, widget=forms.RadioSelect
    )
    remark = forms.CharField(
        label=gettext_lazy("Remark"), max_length=300, required=False
    )  # fmt: skip
    field_order = ("result", "remark", "day", "time")


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What they answered"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ChangeForm(MomentForm):
    question = forms.CharField(
        label=gettext_lazy("Question"),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    added = forms.CharField(
        label=gettext_lazy("What they may see besides"),
        max_length=LONGEST_QUESTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Another number to call for this question"),
        max_length=30,
        required=False,
    )
    field_order = ("question", "added", "phone", "day", "time")


@who_may(see_questions)
@require_safe
def waiting(request: Request) -> HttpResponse:
    """List what waits for the second line in one's own teams: who is to be called first, first."""
    teams = channels.answerable_teams(request.actor)
    shown = {
        "place": "questions",
        "questions": consultations.waiting(teams),
        "most": consultations.MOST_SHOWN,
        "counts": menu_counts(request.actor),
        "now": about_now(),
    }
    return private(render(request, "questions/page.html", shown))


@who_may(answer, see=see_conversations, on=consultations.find)
@require_safe
def question(request: Request, found: Consultation) -> HttpResponse:
    """Show one question, with what can be done to get it answered."""
    return show(request, found)


def show(
    request: Request,
    found: Consultation,
    *,
    problem: str = "",
    given: expert_links.Given | None = None,
    status: int = 200,
) -> HttpResponse:
    typed = request.POST if request.method == "POST" and problem else None
    shown: dict[str, Any] = {
        "place": "questions",
        "question": found,
        "conversation": consulting.about(found),
        "calls": consultations.calls_of(found),
        "link": consultations.working_link(found),
        "can_mail": expert_links.can_mail(found),
        "given": given,
        "problem": problem,
        "call_form": CallForm(typed if typed and "result" in typed else None),
        "answer_form": AnswerForm(typed if typed and "text" in typed else None),
        "change_form": _change_form(found, typed),
        "earlier": list(found.earlier.select_related("by")),
        "may_keep": may_anywhere(request.actor, keep_answers),
        "now": about_now(),
    }
    return private(render(request, "questions/question.html", shown, status=status))


def _change_form(found: Consultation, typed: Any) -> ChangeForm:
    if typed and "question" in typed:
        return ChangeForm(typed, auto_id="change_%s")
    names = ("question", "added", "phone")
    return ChangeForm(initial={name: getattr(found, name) for name in names}, auto_id="change_%s")


Act = Callable[[Request, Consultation], HttpResponse]


def act(view: Act) -> Callable[..., HttpResponse]:
    """Declare an act on a question: posted, by who may answer there, told when it cannot be."""

    @wraps(view)
    def told(request: Request, found: Consultation) -> HttpResponse:
        try:
            return view(request, found)
        except NotPossible as problem:
            fresh = consultations.find(found.pk)
            return show(request, fresh[0] if fresh else found, problem=str(problem), status=409)

    return require_POST(who_may(answer, see=see_conversations, on=consultations.find)(told))


@act
def note_call(request: Request, found: Consultation) -> HttpResponse:
    """Note a try to reach them, and when the next is."""
    form = CallForm(request.POST)
    if not form.is_valid() and "result" in form.errors:
        raise NotPossible(_("Choose how the call went. Nothing was noted."))
    call_at = form.moment()
    given = form.cleaned_data
    next_at = consulting.note_call(
        request.actor, found, result=given["result"], remark=given["remark"], call_at=call_at
    )
    if next_at:
        told = _("Noted. The next try is at %(moment)s.") % {"moment": until_moment(next_at)}
        messages.success(request, told)
    return redirect("question", found.pk)


@act
def answer_by_phone(request: Request, found: Consultation) -> HttpResponse:
    """Type what they said; it comes into the conversation as a note."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise NotPossible(_("Write the answer, of at most 5000 characters. Nothing was kept yet."))
    consulting.answer(request.actor, found, text=form.cleaned_data["text"], how=How.PHONE)
    messages.success(request, _("The answer stands in the conversation, as a note."))
    return redirect("question", found.pk)


@act
def change(request: Request, found: Consultation) -> HttpResponse:
    """Change the question, its deadline or the number; how it was is kept."""
    form = ChangeForm(request.POST)
    due_at = form.moment() if form.is_valid() else None
    if form.errors:
        raise NotPossible(
            _("Write the question, of at most %(longest)s characters, with a day and a time or "
              "neither. Nothing has changed.") % {"longest": LONGEST_QUESTION}
        )  # fmt: skip
    given = form.cleaned_data
    wanted = Reworded(given["question"], given["added"], given["phone"], due_at or found.due_at)
    is_other = rewording.change(request.actor, found, wanted, with_name="with_name" in request.POST)
    told = _("Changed. How it was stays below.") if is_other else _("Nothing was other.")
    messages.success(request, told)
    return redirect("question", found.pk)


@act
def give_link(request: Request, found: Consultation) -> HttpResponse:
    """Make the link, which is shown once."""
    with_name = "with_name" in request.POST
    given = expert_links.give(request.actor, found, with_name=with_name)
    fresh = consultations.find(found.pk)
    return show(request, fresh[0] if fresh else found, given=given)


@act
def withdraw_link(request: Request, found: Consultation) -> HttpResponse:
    expert_links.withdraw(request.actor, found)
    messages.success(request, _("The link does not work any more."))
    return redirect("question", found.pk)


@act
def take_back(request: Request, found: Consultation) -> HttpResponse:
    """It need not be answered any more."""
    consulting.take_back(request.actor, found)
    messages.success(request, _("Taken back. Nobody need answer it any more."))
    return redirect("conversation", consulting.about(found).pk)
