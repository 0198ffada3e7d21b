"""The steps of setting up: what each asks, and what becomes of the answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from gehoor.flows import organising, practising, setup, staffing, terms
from gehoor.flows.organising import Work
from gehoor.organisation import queries as organisation
from gehoor.people import queries as people
from gehoor.people.policies import ANSWERING, holds
from gehoor.planning import queries as planning
from gehoor.planning.rules.norms import Promise
from gehoor.planning.rules.terms import Kind, Norm
from gehoor.screens.access import Request
from gehoor.screens.settings.norms import norm_words
from gehoor.screens.settings.own import organisation_form, privacy_form, save_privacy
from gehoor.screens.settings.own_forms import FirstTeamForm, StageForm, StartHoursForm

PROPOSED = Norm(Kind.SAME_DAY)
Saved = list[staffing.Invited]
"""the links to show before going on; mostly none"""


@dataclass(frozen=True)
class Step:
    """One page of setting up."""

    title: str | Lazy
    lead: str | Lazy
    form: Callable[[Request], Any]
    keep: Callable[[Request, Any], Saved]


def _save_organisation(request: Request, form: forms.Form) -> Saved:
    setup.change_organisation(request.actor, **form.cleaned_data)
    return []


def _team_form(request: Request) -> FirstTeamForm:
    team = people.teams().order_by("pk").first()
    answers = team is None or holds(request.actor, *ANSWERING)
    return FirstTeamForm(request.POST or None, team=team, answers=answers)


def _save_team(request: Request, form: FirstTeamForm) -> Saved:
    given = form.cleaned_data
    links = setup.form_team(
        request.actor,
        name=str(given["team"]),
        answers=given["answers"],
        newcomers=form.newcomers(),
    )
    if given["work"]:
        organising.organise(request.actor, Work(given["work"]), lines=int(given["lines"] or 1))
        organising.coordinate(request.actor)
    return links


def _hours_form(request: Request) -> StartHoursForm:
    kept = planning.hours().week
    has_answered = organisation.ours().steps.get("hours") == "done"
    promise = planning.promise_of_all()
    norm = promise.norm if promise else None if has_answered else PROPOSED
    return StartHoursForm(
        request.POST or None,
        week=kept if kept or has_answered else None,
        norm=norm_words(norm),
    )


def _save_hours(request: Request, form: StartHoursForm) -> Saved:
    setup.change_hours(request.actor, form.week())
    norm = form.cleaned_data["norm"]
    # Nothing promised is no norm at all, unless it takes the place of one.
    if norm or planning.promise_of_all():
        terms.promise(request.actor, Promise(norm))
    return []


def _save_privacy(request: Request, form: Any) -> Saved:
    save_privacy(request.actor, form)
    return []


def _save_stage(request: Request, form: forms.Form) -> Saved:
    setup.change_organisation(request.actor, **form.cleaned_data)
    day = form.cleaned_data["go_live_on"]
    if day and "go_live_on" in form.changed_data:
        practising.plan_all(request.actor, day)
    return []


def _stage_form(request: Request) -> StageForm:
    return StageForm(request.POST or None, initial={"go_live_on": organisation.ours().go_live_on})


STEPS = {
    "organisation": Step(
        _("Who are you?"),
        _("This is how colleagues and residents will know you."),
        organisation_form,
        _save_organisation,
    ),
    "people": Step(
        _("Who works with you?"),
        _("Invite colleagues now, or look around by yourself first."),
        _team_form,
        _save_team,
    ),
    "hours": Step(
        _("When are you there?"),
        _("By the clock in the Netherlands. Days that are different can be added later."),
        _hours_form,
        _save_hours,
    ),
    "privacy": Step(
        _("What about privacy?"),
        _("What residents write is theirs. Write down why you keep it, and for how long."),
        privacy_form,
        _save_privacy,
    ),
    "stage": Step(
        _("First listen, then practise, then live"),
        _("A channel goes through three stages. Nothing leaves before you make it live."),
        _stage_form,
        _save_stage,
    ),
}
"""the steps that are one form; connecting a channel has pages of its own"""
