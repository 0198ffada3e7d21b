"""What membership of a group at the provider gives here."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.flows import provider_setup as flow
from gehoor.logins import queries as logins
from gehoor.logins.models import GroupRight
from gehoor.people import queries as people
from gehoor.people.models import ROLE_NAMES, Team
from gehoor.people.policies import Role, administer
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.showing import show


class GroupForm(forms.Form):
    group = forms.CharField(
        label=gettext_lazy("Group at the provider"),
        help_text=gettext_lazy("Exactly as the provider tells it; with some that is a number."),
        max_length=200,
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        choices=[(role.value, ROLE_NAMES[role]) for role in Role],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    teams = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Teams"),
        queryset=Team.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, given: Any, *, known: GroupRight | None) -> None:
        initial = {"group": known.group, "roles": known.roles} if known else {}
        super().__init__(given, initial=initial | {"teams": known.teams.all() if known else []})
        self.fields["teams"].queryset = people.teams()  # type: ignore[attr-defined]


@who_may(administer)
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: Request) -> HttpResponse:
    """Fill in what a group gives; counts from the next log-in of its members."""
    known = _named(str(request.GET.get("of", "")))
    form = GroupForm(request.POST or None, known=known)
    if form.is_valid():
        given = form.cleaned_data
        try:
            flow.give_group(
                request.actor,
                given["group"],
                roles=[Role(role) for role in given["roles"]],
                teams=given["teams"],
                before=known.group if known else "",
            )
        except flow.NotChanged as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Saved. It counts at the next log-in."))
            return redirect("logging_in")
    status = 422 if form.errors else 200
    return show(request, "group.html", "logging_in", form=form, known=known, status=status)


@who_may(administer)
@require_POST
def forget_group(request: Request) -> HttpResponse:
    """Let a group give nothing any more."""
    if name := str(request.POST.get("group", "")).replace("\0", "")[:200]:
        flow.forget_group(request.actor, name)
        messages.success(request, _("That group gives nothing any more."))
    return redirect("logging_in")


def _named(group: str) -> GroupRight | None:
    return next((each for each in logins.group_rights() if each.group == group), None)
