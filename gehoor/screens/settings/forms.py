"""The forms of setting up. Only what a form declares can be changed with it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gehoor.kit.clock import this_day
from gehoor.people import queries as people
from gehoor.people.models import ROLE_NAMES, Team, User
from gehoor.people.policies import Role
from gehoor.screens.typed import NameField


class TeamForm(forms.Form):
    name = NameField(
        label=_("Name of the team"),
        max_length=100,
    )
    identity = forms.ChoiceField(
        label=_("Replies are signed with"),
        choices=Team.Identity.choices,
        widget=forms.RadioSelect,
        initial=Team.Identity.FIRST_NAME,
        help_text=_(
            "Nobody is answered by nobody: who has no usable name signs with the team's name."
        ),
    )
    signature = forms.CharField(
        label=_("Closing line under a mail"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


MAY_DO = {
    Role.READER: _("Reads the messages of their teams, and answers nothing."),
    Role.AGENT: _("Answers the messages of their teams."),
    Role.ADVISER: _("May do the same as an agent."),
    Role.COORDINATOR: _("Divides the work too, approves answers, and agrees things for the team."),
    Role.SPECIALIST: _("Sees no messages. Colleagues can ask them something."),
    Role.ANALYST: _("Reads with names hidden, sets labels, and looks at the figures."),
    Role.ADMINISTRATOR: _("Sets up Gehoor. Sees no messages without another role."),
    Role.PRIVACY_OFFICER: _("Sees what is set up and the log, and changes nothing in it."),
}


class ColleagueForm(forms.Form):
    """Somebody's name and address, the teams they are in and the roles they hold."""

    name = forms.CharField(label=_("Name"), max_length=100)
    email = forms.EmailField(label=_("E-mail address"), max_length=200)
    teams = forms.ModelMultipleChoiceField(
        label=_("Teams"),
        queryset=Team.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, given: Mapping[str, Any] | None, *, user: User | None = None) -> None:
        super().__init__(given, initial=_known_about(user) if user else None)
        self.fields["teams"].queryset = people.teams()  # type: ignore[attr-defined]
        for role, words in ROLE_NAMES.items():
            self.fields[f"role_{role}"] = forms.BooleanField(
                label=words, required=False, help_text=MAY_DO[role]
            )
            self.fields[f"until_{role}"] = forms.DateField(
                label=_("Up to and including"),
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for role in Role:
            last = given.get(f"until_{role}")
            if last and given.get(f"role_{role}") and last < this_day():
                self.add_error(f"until_{role}", gettext("This day is over. Choose a later one."))
        return given

    def role_fields(self) -> Iterable[tuple[forms.BoundField, forms.BoundField]]:
        """Pair each role with the day it ends."""
        return [(self[f"role_{role}"], self[f"until_{role}"]) for role in Role]

    def facts(self) -> dict[str, Any]:
        """Return what the flows ask for."""
        given = self.cleaned_data
        roles = {role: end_of(given[f"until_{role}"]) for role in Role if given[f"role_{role}"]}
        return {
            "name": given["name"],
            "email": given["email"],
            "teams": given["teams"],
            "roles": roles,
        }


class GoLiveForm(forms.Form):
    """Going live asks for a deliberate yes."""

    is_sure = forms.BooleanField(
        label=_("I know that from now on replies reach citizens."),
        error_messages={"required": _("Tick this to go live. Nothing was changed.")},
    )


class PrivateOnlyForm(forms.Form):
    """Why answers are for one person only; without a reason they may be public, too."""

    reason = forms.CharField(
        label=_("Why only in private?"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Colleagues read this where they would answer in public. Leave it empty to allow "
            "public answers again."
        ),
    )

    def clean_reason(self) -> str:
        return " ".join(str(self.cleaned_data["reason"]).split())


def end_of(day: date | None) -> datetime | None:
    """Return the moment a day is over here, or None for a role without an end."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def last_day(until: datetime | None) -> date | None:
    return timezone.localdate(until - timedelta(seconds=1)) if until else None


def _known_about(user: User) -> dict[str, Any]:
    known: dict[str, Any] = {"name": user.name, "email": user.email, "teams": user.teams.all()}
    for held in user.roles_held.all():
        known |= {f"role_{held.role}": True, f"until_{held.role}": last_day(held.until)}
    return known
