"""Skills: which there are, what takes them, and who has them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoor.flows import skills as flow
from gehoor.flows.refusing import NotPossible
from gehoor.kit.clock import about_now
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import keep_skills
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.showing import show
from gehoor.screens.typed import NameField
from gehoor.skills import queries, rules
from gehoor.skills.models import Held, Skill


class SkillForm(forms.Form):
    name = NameField(
        label=gettext_lazy("Name"),
        max_length=rules.LONGEST_NAME,
        help_text=gettext_lazy("For example: grief and loss, or medical questions."),
    )
    labels = forms.CharField(
        label=gettext_lazy("Labels that take it"),
        max_length=900,
        required=False,
        help_text=gettext_lazy(
            "With commas between them. A conversation with one of these labels goes only to who "
            "has the skill."
        ),
    )

    def clean_labels(self) -> list[str]:
        labels = rules.read_labels(self.cleaned_data["labels"])
        if len(labels) > rules.MOST_LABELS or any(len(x) > rules.LONGEST_LABEL for x in labels):
            raise forms.ValidationError(
                _("At most %(most)s words, of at most %(longest)s letters each.")
                % {"most": rules.MOST_LABELS, "longest": rules.LONGEST_LABEL}
            )
        return labels


class GrantForm(forms.Form):
    user = forms.ModelChoiceField(
        label=gettext_lazy("To whom"), queryset=User.objects.none(), empty_label=None
    )
    until = forms.DateField(
        label=gettext_lazy("Up to and including"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Empty: it does not end."),
    )

    def __init__(self, given: Mapping[str, Any] | None) -> None:
        super().__init__(given)
        self.fields["user"].queryset = people.active()  # type: ignore[attr-defined]


@who_may(keep_skills)
@require_safe
def skills(request: Request) -> HttpResponse:
    """Show every skill, and who has it."""
    today = timezone.localdate(about_now())
    return show(request, "skills.html", "skills", rows=queries.skills(), today=today)


@who_may(keep_skills)
@require_http_methods(["GET", "HEAD", "POST"])
def new_skill(request: Request) -> HttpResponse:
    return _page(request, Skill(), called=_("Add a skill"))


@who_may(keep_skills, on=queries.find_skill)
@require_http_methods(["GET", "HEAD", "POST"])
def skill(request: Request, found: Skill) -> HttpResponse:
    return _page(request, found, called=found.name)


def _page(request: Request, found: Skill, *, called: str) -> HttpResponse:
    known = {"name": found.name, "labels": ", ".join(found.labels)}
    form = SkillForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        try:
            flow.keep(request.actor, found, form.cleaned_data)
        except flow.NotKept as problem:
            form.add_error(problem.field, problem.told)
        else:
            messages.success(request, _("Saved."))
            return redirect("skill", pk=found.pk)
    return _shown(request, found, called=called, form=form, granting=GrantForm(None))


def _shown(
    request: Request, found: Skill, *, called: str, form: SkillForm, granting: GrantForm
) -> HttpResponse:
    return show(
        request, "skill.html", "skills", form=form, granting=granting, called=called,
        found=found if found.pk else None, today=timezone.localdate(about_now()),
        holders=queries.holders_of(found) if found.pk else [],
        status=422 if form.errors or granting.errors else 200,
    )  # fmt: skip


@who_may(keep_skills, on=queries.find_skill)
@require_POST
def grant_skill(request: Request, found: Skill) -> HttpResponse:
    """Write down that somebody has it."""
    granting = GrantForm(request.POST)
    if granting.is_valid():
        try:
            flow.grant(
                request.actor, found, granting.cleaned_data["user"],
                until=granting.cleaned_data["until"],
            )  # fmt: skip
        except NotPossible as problem:
            granting.add_error(None, str(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("skill", pk=found.pk)
    known = {"name": found.name, "labels": ", ".join(found.labels)}
    form = SkillForm(None, initial=known)
    return _shown(request, found, called=found.name, form=form, granting=granting)


@who_may(keep_skills, on=queries.find_held)
@require_POST
def take_skill_back(request: Request, held: Held) -> HttpResponse:
    flow.take_back(request.actor, held)
    told = _("%(name)s does not have it any more.") % {"name": held.user.name}
    messages.success(request, told)
    return redirect("skill", pk=held.skill_id)


@who_may(keep_skills, on=queries.find_skill)
@require_POST
def forget_skill(request: Request, found: Skill) -> HttpResponse:
    flow.forget(request.actor, found)
    messages.success(request, _("Removed. What took it can be handled by everybody again."))
    return redirect("skills")
