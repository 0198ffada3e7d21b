"""Asking a colleague of the second line: whom, what, by when, and by phone where that can be."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from gehoor.consultations import queries as consultations
from gehoor.consultations.models import Consultation, Expert
from gehoor.consultations.rules import LONGEST_QUESTION, By
from gehoor.flows import consulting, expert_links, snoozing
from gehoor.flows.consulting import Way
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation
from gehoor.people.policies import answer, see_conversations
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private
from gehoor.screens.words import until_moment

CHOSEN = "chosen"
DEADLINES = {
    By.TWO_HOURS: gettext_lazy("In two hours"),
    By.HALF_A_DAY: gettext_lazy("In half a day"),
    By.TODAY: gettext_lazy("Before we close"),
    By.TOMORROW: gettext_lazy("The end of the next working day"),
}


class AskForm(forms.Form):
    expert = forms.ModelChoiceField(
        label=gettext_lazy("Whom"),
        queryset=Expert.objects.none(),
        empty_label=gettext_lazy("Choose a colleague or department"),
    )
    question = forms.CharField(
        label=gettext_lazy("Your question"),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One question, that can be answered without knowing the rest."),
    )
    added = forms.CharField(
        label=gettext_lazy("What they may see besides"),
        max_length=LONGEST_QUESTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "By a link they see your question and this, and nothing of the conversation."
        ),
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How"), choices=Way.choices, widget=forms.RadioSelect
    )  # fmt: skip
    due = forms.ChoiceField(label=gettext_lazy("By when"), widget=forms.RadioSelect)
    day = forms.DateField(
        label=gettext_lazy("Another day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    time = forms.TimeField(
        label=gettext_lazy("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    with_name = forms.BooleanField(
        label=gettext_lazy("They may see the name of whoever asked us"), required=False
    )
    client_uuid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, given: Mapping[str, Any] | None, conversation: Conversation, **known: Any):
        first = {"way": Way.CALL, "due": By.AGREED, "client_uuid": uuid.uuid4()}
        super().__init__(given, initial=first | known)
        self.conversation = conversation
        field: Any = self.fields["expert"]
        field.queryset = consultations.listed()
        field.label_from_instance = called
        due: Any = self.fields["due"]
        due.choices = [
            (By.AGREED, _("As agreed with them, else in half a day")),
            *(
                (by, f"{DEADLINES[by]}: {until_moment(at)}")
                for by, at in consulting.choices(conversation)
            ),
            (CHOSEN, _("Another moment, below")),
        ]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        is_chosen = given.get("due") == CHOSEN
        if is_chosen and not (given.get("day") and given.get("time")):
            self.add_error("day", _("Fill in a day and a time."))
        return given

    def wanted(self) -> consulting.Wanted:
        """Return what the flow asks for."""
        given = self.cleaned_data
        return consulting.Wanted(
            expert=given["expert"],
            question=given["question"],
            added=given["added"],
            way=Way(given["way"]),
            due_at=self._due_at(),
            client_uuid=given["client_uuid"],
        )

    def _due_at(self) -> datetime:
        given = self.cleaned_data
        if given["due"] == CHOSEN:
            return snoozing.at(given["day"], given["time"], self.conversation).moment
        return consulting.due(self.conversation, By(given["due"]), given["expert"])


def called(expert: Expert) -> str:
    """Return a line of the phone book as it is chosen from: who, the number, and when."""
    hours = consultations.agreed_hours(expert)
    agreed = ngettext("answers within %(n)s hour", "answers within %(n)s hours", hours or 0)
    parts = [
        f"{expert.name} ({expert.department.name})" if expert.department else expert.name,
        expert.phone or _("no number"),
        expert.reachable,
        agreed % {"n": hours} if hours else "",
    ]
    return ", ".join(part for part in parts if part)


@require_http_methods(["GET", "HEAD", "POST"])
@who_may(answer, see=see_conversations, on=inbox.find)
def ask(request: Request, found: Conversation) -> HttpResponse:
    """Ask a colleague; then the page of the question has the number to call."""
    given = request.POST if request.method == "POST" else None
    form = AskForm(given, found, **_again(request, found))
    problem = ""
    if form.is_valid():
        try:
            asked = _asked(request, found, form)
        except NotPossible as error:
            problem = str(error)
        else:
            told = _("Asked. It is on the list of what waits for colleagues.")
            messages.success(request, told if asked.call_at else _("Asked. Now make the link."))
            return redirect("question", asked.pk)
    shown = {
        "place": "inbox",
        "conversation": found,
        "form": form,
        "problem": problem,
        "has_phone_book": consultations.listed().exists(),
    }
    status = 409 if problem else 422 if form.errors else 200
    return private(render(request, "questions/ask.html", shown, status=status))


def _asked(request: Request, found: Conversation, form: AskForm) -> Consultation:
    wanted = form.wanted()
    if wanted.way == Way.LINK and not form.cleaned_data["with_name"]:
        expert_links.refuse_name(found, f"{wanted.question}\n{wanted.added}")
    return consulting.ask(request.actor, found, wanted)


def _again(request: Request, found: Conversation) -> dict[str, Any]:
    """Return an earlier question about this conversation, for who asks it of somebody else."""
    number = request.GET.get("again", "")
    earlier = consultations.find(int(number)) if number.isdecimal() and len(number) < 18 else None
    if earlier is None or consulting.about(earlier[0]).pk != found.pk:
        return {}
    return {"question": earlier[0].question, "added": earlier[0].added}
