"""When a second person looks first: what each team agreed, a crisis, and running cases."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoor.flows import cautioning
from gehoor.flows.refusing import NotPossible
from gehoor.listening.rules import complaint_about
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import coordinate, coordinate_something, keep_case_names
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.showing import show
from gehoor.second_eyes import queries as agreed
from gehoor.second_eyes.models import CaseName, Caution

ABOUT_CASES = gettext_lazy(
    "We do not speak of a case while it runs. Say that, and where its outcome will be published."
)


class People(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Colleagues to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **given: Any) -> None:
        super().__init__(User.objects.none(), required=False, **given)


class CautionForm(forms.Form):
    trainees = People(
        label=gettext_lazy("Who learns the work"),
        help_text=gettext_lazy("Everything they answer is looked at by a coordinator first."),
    )
    words = forms.CharField(
        label=gettext_lazy("Words that somebody looks at"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "A word or a few together on each line, such as: compensation. Every form of a word "
            "counts. An answer with one of them waits for a coordinator."
        ),
    )
    guards_cases = forms.BooleanField(
        label=gettext_lazy("Nobody speaks of a running case by themselves"),
        required=False,
        help_text=gettext_lazy(
            "Where a number of a court, the public prosecutor or the police stands, or a name of "
            "the list, the rule is shown and the answer waits."
        ),
    )
    case_rule = forms.CharField(
        label=gettext_lazy("The rule colleagues read there"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    case_forms = forms.CharField(
        label=gettext_lazy("Examples of numbers of your own"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One a line. Where a figure stands, any figure fits."),
    )
    judges = People(
        label=gettext_lazy("Who approves answers about running cases"),
        help_text=gettext_lazy(
            "A lawyer or press judge. They must be in this team; the role of reader is enough."
        ),
    )

    mails_approvers = forms.BooleanField(
        label=gettext_lazy("Mail who may approve when an answer waits"),
        required=False,
        help_text=gettext_lazy(
            "With a link and no word of the answer; to one person at most once in a quarter of "
            "an hour."
        ),
    )

    def __init__(self, given: Mapping[str, Any] | None, *, team: Team, caution: Caution):
        same = ("words", "guards_cases", "case_rule", "case_forms", "mails_approvers")
        known: dict[str, Any] = {name: getattr(caution, name) for name in same}
        known["case_rule"] = known["case_rule"] or (ABOUT_CASES if caution.pk is None else "")
        if caution.pk:
            known |= {"trainees": caution.trainees.all(), "judges": caution.judges.all()}
        super().__init__(given, initial=known)
        may_judge = [each.pk for each in cautioning.may_judge(team)]
        learns = people.in_teams([team.pk]).filter(is_active=True)
        self.fields["trainees"].queryset = learns  # type: ignore[attr-defined]
        self.fields["judges"].queryset = learns.filter(pk__in=may_judge)  # type: ignore[attr-defined]

    def clean_words(self) -> str:
        words = str(self.cleaned_data["words"])
        if words.strip() and (problem := complaint_about(words)):
            raise forms.ValidationError(_(problem))
        return words

    def facts(self) -> dict[str, Any]:
        """Return what the flow keeps."""
        names = ("words", "guards_cases", "case_rule", "case_forms", "mails_approvers")
        return {name: self.cleaned_data[name] for name in names}


class CaseNameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    until = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("After this day the name is removed by itself."),
    )


@who_may(coordinate_something)
@require_safe
def second_eyes(request: Request) -> HttpResponse:
    """Show what each of one's own teams agreed."""
    known = agreed.cautions()
    rows = [
        {"team": team, "caution": known.get(team.pk), "names": len(agreed.names_of(team.pk))}
        for team in people.teams()
        if coordinate(request.actor, agreed.place_of_team(team.pk))
    ]
    return show(request, "second_eyes.html", "second_eyes", rows=rows)


@who_may(coordinate, on=agreed.find_team)
@require_http_methods(["GET", "HEAD", "POST"])
def caution(request: Request, team: Team) -> HttpResponse:
    """Show what one team agreed, and keep it."""
    given = request.POST if request.method == "POST" else None
    known = agreed.find_caution(team.pk)
    form = CautionForm(given, team=team, caution=known)
    if form.is_valid():
        try:
            cautioning.keep(
                request.actor,
                team,
                form.facts(),
                trainees=form.cleaned_data["trainees"],
                judges=form.cleaned_data["judges"],
            )
        except NotPossible as problem:
            form.add_error("judges", str(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("second_eyes")
    return show(
        request, "caution.html", "second_eyes", form=form, team=team, caution=known,
        names=len(agreed.names_of(team.pk)), status=422 if form.errors else 200,
    )  # fmt: skip


@who_may(coordinate, on=agreed.find_team)
@require_POST
def switch_crisis(request: Request, team: Team) -> HttpResponse:
    """Let the first statement in a crisis wait for a second person, or no longer."""
    is_on = request.POST.get("crisis") == "on"
    cautioning.switch_crisis(request.actor, team, is_on=is_on)
    told = _("The first answer for all to read waits for a second person now.")
    messages.success(request, told if is_on else _("Answers leave as usual again."))
    return redirect("caution", pk=team.pk)


@who_may(keep_case_names, on=agreed.find_team)
@require_http_methods(["GET", "HEAD", "POST"])
def case_names(request: Request, team: Team) -> HttpResponse:
    """Show of whom nothing may be said, and add somebody."""
    form = CaseNameForm(request.POST or None)
    if form.is_valid():
        try:
            cautioning.add_name(request.actor, team, **form.cleaned_data)
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Added."))
            return redirect("case_names", pk=team.pk)
    return show(
        request, "case_names.html", "second_eyes", form=form, team=team,
        names=agreed.names_of(team.pk), may_change=coordinate(
            request.actor, agreed.place_of_team(team.pk)
        ), status=422 if form.errors else 200,
    )  # fmt: skip


@who_may(keep_case_names, on=agreed.find_name)
@require_POST
def forget_case_name(request: Request, name: CaseName) -> HttpResponse:
    team = name.caution.team_id
    cautioning.forget_name(request.actor, name)
    messages.success(request, _("Removed."))
    return redirect("case_names", pk=team)
