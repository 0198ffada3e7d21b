"""Beginning an inspection, and the list of who looked into what and why."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from gehoor.channels import queries as channels
from gehoor.flows import inspecting
from gehoor.flows.inspecting import SCOPES, Scope
from gehoor.flows.refusing import NotPossible
from gehoor.kit.clock import now
from gehoor.people.policies import (
    ORGANISATION,
    begin_inspection,
    see_inspections,
    see_report_of_reads,
)
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.showing import show


class BeginForm(forms.Form):
    """What somebody looks into, and why."""

    scope = forms.ChoiceField(
        label=gettext_lazy("What do you need to read?"),
        choices=list(SCOPES.items()),
        widget=forms.RadioSelect,
        initial=Scope.CONVERSATION,
    )
    conversation = forms.IntegerField(
        label=gettext_lazy("Number of the conversation"),
        help_text=gettext_lazy(
            "Not for a channel. It stands in the address of the conversation, and in the log."
        ),
        required=False,
        min_value=1,
        max_value=2**62,
    )
    channel = forms.TypedChoiceField(
        label=gettext_lazy("Channel"), required=False, coerce=int, empty_value=None
    )
    reason = forms.CharField(
        label=gettext_lazy("Why do you need to?"),
        help_text=gettext_lazy(
            "Such as the number of a complaint or fault. Write no names here: it stays in the log."
        ),
        min_length=inspecting.SHORTEST_REASON,
        max_length=inspecting.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, given: Any = None) -> None:
        super().__init__(given)
        known = [(each.pk, each.name) for each in channels.all_channels()]
        self.fields["channel"].choices = [("", _("Choose a channel")), *known]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        of_channel = given.get("scope") == Scope.CHANNEL
        name = "channel" if of_channel else "conversation"
        if not given.get(name) and name not in self.errors:
            missing = _("Choose a channel.") if of_channel else _("Fill in the number.")
            self.add_error(name, missing)
        return given


@require_GET
@who_may(see_inspections)
def inspections(request: Request) -> HttpResponse:
    """Show who looked in, to who may know; and the way to begin, to who may."""
    return _show(request, BeginForm())


@require_POST
@who_may(begin_inspection)
def begin(request: Request) -> HttpResponse:
    """Begin one."""
    form = BeginForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    given = form.cleaned_data
    scope = Scope(given["scope"])
    number = given["channel" if scope == Scope.CHANNEL else "conversation"]
    try:
        begun = inspecting.begin(request.actor, scope, number, reason=given["reason"])
    except NotPossible as problem:
        form.add_error(None, str(problem))
        return _show(request, form, status=422)
    return redirect("inspection", inspection=begun)


def _show(request: Request, form: BeginForm, *, status: int = 200) -> HttpResponse:
    may_know = see_report_of_reads(request.actor, ORGANISATION)
    return show(
        request, "inspections.html", "inspections", status=status, form=form, scopes=SCOPES,
        may_begin=begin_inspection(request.actor, ORGANISATION), may_know=may_know,
        found=inspecting.listed_for(request.actor) if may_know else [], moment_now=now(),
    )  # fmt: skip
