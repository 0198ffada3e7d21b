"""Noting a phone call with whoever a conversation is with."""

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gehoor.flows import kept_answers, phoning
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import about_now, here
from gehoor.people.policies import answer, see_conversations
from gehoor.planning.rules import moment_on
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private

LONGEST = 10_000


class PhonedForm(forms.Form):
    who = forms.ChoiceField(
        label=gettext_lazy("Who called"),
        choices=[("us", gettext_lazy("We called")), ("them", gettext_lazy("They called us"))],
        widget=forms.RadioSelect,
        initial="us",
    )
    said = forms.CharField(
        label=gettext_lazy("What was said"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    time = forms.TimeField(
        label=gettext_lazy("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    then_finish = forms.BooleanField(
        label=gettext_lazy("That was all: finish the conversation"), required=False
    )
    client_uuid = forms.UUIDField(widget=forms.HiddenInput)

    def phoned(self) -> phoning.Phoned:
        """Return what the flow asks for."""
        given = self.cleaned_data
        return phoning.Phoned(
            said=given["said"],
            at=_moment(given["day"], given["time"]),
            is_theirs=given["who"] == "them",
            client_uuid=given["client_uuid"],
        )


def _moment(day: Any, time: Any) -> datetime:
    return moment_on(day, time.hour * 60 + time.minute)


@require_http_methods(["GET", "HEAD", "POST"])
@who_may(answer, see=see_conversations, on=inbox.find)
def phoned(request: Request, found: Conversation) -> HttpResponse:
    """Ask what was said, and keep it with the thread."""
    present = here(about_now())
    first = {"day": present.date(), "time": present.time(), "client_uuid": uuid.uuid4()}
    form = PhonedForm(request.POST if request.method == "POST" else None, initial=first)
    problem = ""
    if form.is_valid():
        try:
            finish = form.cleaned_data["then_finish"]
            phoning.keep(request.actor, found, form.phoned(), then_finish=finish)
        except NotPossible as error:
            problem = str(error)
        else:
            messages.success(request, _("The call stands in the conversation."))
            return redirect("conversation", found.pk)
    shown: dict[str, Any] = {"place": "inbox", "conversation": found, "form": form}
    shown |= {"problem": problem, "scripts": kept_answers.scripts(request.actor, found)}
    status = 409 if problem else 422 if form.errors else 200
    return private(render(request, "conversation/phoned.html", shown, status=status))
