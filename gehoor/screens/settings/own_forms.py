"""The forms about the organisation itself: who we are, when we are there, what we agreed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gehoor.flows import practising
from gehoor.flows.organising import Work
from gehoor.flows.refusing import NotPossible
from gehoor.flows.setup import Newcomer
from gehoor.people import queries as people
from gehoor.people.models import ROLE_NAMES, Team, User
from gehoor.people.policies import Role
from gehoor.planning.rules import (
    OVERLAP_OF_NIGHT,
    Day,
    NotHours,
    day_in_a_night,
    read_day,
    write_day,
)
from gehoor.planning.rules.norms import NotANorm, read_norm
from gehoor.planning.rules.public_holidays import NAMES, Holiday
from gehoor.planning.rules.terms import Norm
from gehoor.screens.typed import NameField

LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
RETENTION = [(3, _("3 months")), (6, _("6 months")), (12, _("1 year")), (24, _("2 years"))]
NOT_AGREED = 0
OFFICE_HOURS = "09:00-17:00"
INVITED_AT_ONCE = 5
WORK = [
    ("", _("I arrange that myself")),
    (Work.CONTACT.value, _("At customer contact (KCC)")),
    (Work.COMMUNICATION.value, _("At Communication")),
    (Work.WEBTEAM.value, _("In a web team between the two")),
]
LINES = [
    (1, _("One: we answer")),
    (2, _("Two: departments stand behind us")),
    (3, _("Three: and specialists or partners behind them")),
]


def _text(label: Any, help_text: Any = "", *, rows: int = 3, most: int = 2000) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class OrganisationForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the organisation"),
        max_length=100,
        help_text=_("Your colleagues see it at the top of every page."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    language = forms.ChoiceField(
        label=_("Language for new colleagues"),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
        help_text=_("Everybody can choose another for themselves."),
    )
    identity = forms.ChoiceField(
        label=_("Replies are signed with"),
        choices=Team.Identity.choices,
        widget=forms.RadioSelect,
        help_text=_("A new team begins with this. Each team can choose otherwise."),
    )
    signature = _text(_("Closing line under a mail"), rows=2, most=500)


class FirstTeamForm(forms.Form):
    """The first team, and who else is in it. Rows that stay empty invite nobody."""

    team = NameField(
        label=_("Name of the team"),
        max_length=100,
        help_text=_("The people of a team see the same messages, and answer them."),
    )
    answers = forms.BooleanField(label=_("I read and answer messages myself"), required=False)
    work = forms.ChoiceField(
        label=_("Where does webcare sit?"),
        required=False,
        choices=WORK,
        help_text=_(
            "A choice makes the teams, rules, norms and agreements that go with it. What is there "
            "already stays; you can change all of it."
        ),
    )
    lines = forms.ChoiceField(
        label=_("How many lines are there?"),
        required=False,
        choices=LINES,
        help_text=_("Only with a choice above: who knows more stands behind."),
    )

    def __init__(self, given: Mapping[str, Any] | None, *, team: Team | None, answers: bool):
        super().__init__(given, initial={"team": team or "Webcare", "answers": answers})
        self.fields["team"].disabled = team is not None
        for number in range(INVITED_AT_ONCE):
            self.fields |= _fields_of_newcomer(number)

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [
            (self[f"name_{number}"], self[f"email_{number}"], self[f"role_{number}"])
            for number in range(INVITED_AT_ONCE)
        ]

    def clean(self) -> dict[str, Any]:
        """A row is whole or empty, and nobody is invited twice."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for number in range(INVITED_AT_ONCE):
            name, email = given.get(f"name_{number}", ""), given.get(f"email_{number}", "")
            if name and not email and f"email_{number}" not in self.errors:
                self.add_error(f"email_{number}", _("Give an e-mail address, too."))
            if email and not name:
                self.add_error(f"name_{number}", _("Give a name, too."))
            if email and email.lower() in seen:
                self.add_error(f"email_{number}", _("This address stands here twice."))
            seen.add(email.lower())
        return given

    def newcomers(self) -> list[Newcomer]:
        given = self.cleaned_data
        return [
            Newcomer(
                given[f"name_{number}"], given[f"email_{number}"], Role(given[f"role_{number}"])
            )
            for number in range(INVITED_AT_ONCE)
            if given[f"email_{number}"]
        ]


def _fields_of_newcomer(number: int) -> dict[str, forms.Field]:
    offered = (Role.AGENT, Role.COORDINATOR, Role.READER, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER)
    return {
        f"name_{number}": forms.CharField(label=_("Name"), required=False, max_length=100),
        f"email_{number}": forms.EmailField(
            label=_("E-mail address"), required=False, max_length=200
        ),
        f"role_{number}": forms.ChoiceField(
            label=_("Role"),
            required=False,
            choices=[(str(role), ROLE_NAMES[role]) for role in offered],
        ),
    }


OF_A_DAY = "day_"
NO_NORM = "none"


class HoursForm(forms.Form):
    """A line for every day of the week, written as people write it."""

    def __init__(self, given: Mapping[str, Any] | None, *, week: Mapping[int, Day] | None):
        shown = (
            dict.fromkeys(range(5), OFFICE_HOURS)
            if week is None
            else {weekday: write_day(day) for weekday, day in week.items()}
        )
        super().__init__(
            given, initial={f"day_{weekday}": words for weekday, words in shown.items()}
        )
        for weekday, name in WEEKDAYS.items():
            self.fields[f"day_{weekday}"] = forms.CharField(
                label=_capital(str(name)),
                required=False,
                max_length=100,
                widget=forms.TextInput(attrs={"placeholder": _("closed")}),
            )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for name in [each for each in given if each.startswith(OF_A_DAY)]:
            try:
                given[name] = read_day(given[name])
            except NotHours as problem:
                self.add_error(name, gettext(str(problem)))
        if not self.errors:
            weekday = day_in_a_night(self.week())
            if weekday is not None:
                self.add_error(f"day_{weekday}", gettext(OVERLAP_OF_NIGHT))
        return given

    def week(self) -> dict[int, Day]:
        return {weekday: self.cleaned_data[f"day_{weekday}"] for weekday in range(7)}


class StartHoursForm(HoursForm):
    """The week, and how soon people get an answer: that is what a beginner is asked of both."""

    def __init__(
        self, given: Mapping[str, Any] | None, *, week: Mapping[int, Day] | None, norm: str
    ):
        super().__init__(given, week=week)
        self.fields["norm"] = forms.CharField(
            label=_("We answer within"),
            required=False,
            max_length=40,
            initial=norm,
            help_text=_(
                "Many organisations begin with “same day”: before you close. You can also write 4 "
                "hours, 2 working days, or none. Under Norms you make others, per channel."
            ),
        )

    def clean_norm(self) -> Norm | None:
        try:
            return read_norm(self.cleaned_data["norm"] or NO_NORM)
        except NotANorm as problem:
            raise forms.ValidationError(gettext(str(problem))) from problem


class SpecialDayForm(forms.Form):
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    hours = forms.CharField(
        label=_("Hours on this day"),
        required=False,
        max_length=100,
        help_text=_("Leave it empty when you are closed."),
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=100)

    def clean_hours(self) -> Day:
        try:
            return read_day(self.cleaned_data["hours"])
        except NotHours as problem:
            raise forms.ValidationError(gettext(str(problem))) from problem

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not 2000 <= day.year <= 2200:
            raise forms.ValidationError(gettext("Choose a day of this century."))
        return day


class HolidaysForm(forms.Form):
    """The public holidays on which we are closed."""

    closed = forms.MultipleChoiceField(
        label=_("You are closed on"),
        choices=[(str(each), _(name)) for each, name in NAMES.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A day of your own, above, comes before a public holiday."),
    )

    def closed_on(self) -> frozenset[Holiday]:
        return frozenset(Holiday(name) for name in self.cleaned_data["closed"])


class PrivacyForm(forms.Form):
    purpose = _text(
        _("Why do you keep messages?"),
        _("The purpose of the processing, as it stands in your register (AVG)."),
        most=1000,
    )
    retention_months = forms.TypedChoiceField(
        label=_("How long are messages kept after a conversation is over?"),
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("Gehoor keeps this agreement. In this version it does not remove by itself."),
    )
    officer = forms.ModelChoiceField(
        label=_("Who is the privacy officer?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Not known yet"),
        help_text=_(
            "This colleague gets the role of privacy officer: sees the set-up and the log."
        ),
    )

    def __init__(self, given: Mapping[str, Any] | None, *, initial: Mapping[str, Any]):
        kept = initial.get("retention_months") or NOT_AGREED
        super().__init__(given, initial={**initial, "retention_months": kept})
        offered: list[tuple[int, Any]] = list(RETENTION)
        if kept and kept not in dict(offered):
            offered.append((kept, gettext("%(n)d months") % {"n": kept}))
        self.fields["retention_months"].choices = [  # type: ignore[attr-defined]
            *offered,
            (NOT_AGREED, _("Not agreed yet")),
        ]
        self.fields["officer"].queryset = people.active()  # type: ignore[attr-defined]


class AgreementsForm(forms.Form):
    """What is agreed at the start, in words: the machine keeps it, people use it."""

    roster = _text(_("Roster"), _("Who is on duty when, and who takes over."))
    first_line = _text(_("First line"), _("Who answers at once, and what about."))
    second_line = _text(
        _("Second line"), _("Who knows more, how to reach them, how soon they answer.")
    )
    third_line = _text(_("Third line"), _("Specialists or partners: for what, and through whom."))
    style = _text(_("Form and style"), _("How you address people, tone, emoji, links, language."))
    coordination = _text(
        _("Communication and customer contact"),
        _("Who decides on sensitive subjects, and how the departments keep each other informed."),
    )


class StageForm(forms.Form):
    go_live_on = forms.DateField(
        label=_("On which day do you mean to go live?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("A reminder only. Going live stays the act of a person, per channel."),
    )

    def clean_go_live_on(self) -> date | None:
        day: date | None = self.cleaned_data["go_live_on"]
        if day and day != self.initial.get("go_live_on"):
            try:
                practising.refuse_past(day)
            except NotPossible as problem:
                raise forms.ValidationError(str(problem)) from problem
        return day


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
