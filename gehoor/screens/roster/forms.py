"""The forms of the roster: a shift, its hours on one day, and an absence."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.roster.rules import NotAShift, length


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def time_field(label: Any, *, required: bool = True) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=required, widget=widget)


class HoursForm(forms.Form):
    begins = time_field(gettext_lazy("Begins"))
    ends = time_field(gettext_lazy("Ends"))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if {"begins", "ends"} <= set(given):
            try:
                given["length"] = length(given["begins"], given["ends"])
            except NotAShift as problem:
                raise forms.ValidationError(_(str(problem))) from problem
        return given


class ShiftForm(HoursForm):
    person = forms.TypedChoiceField(label=gettext_lazy("Colleague"), coerce=int)
    day = day_field(gettext_lazy("Day"))
    is_weekly = forms.BooleanField(label=gettext_lazy("Every week on this day"), required=False)
    last_day = day_field(gettext_lazy("Until"), required=False)

    field_order = ("person", "day", "begins", "ends", "is_weekly", "last_day")

    def __init__(self, given: Mapping[str, Any] | None, *, team: int, initial: Mapping[str, Any]):
        super().__init__(given, initial=dict(initial))
        choices = [(each.pk, each.name) for each in by_name(people.members_of(team))]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("last_day") and not given.get("is_weekly"):
            self.add_error("last_day", _("Only what is repeated every week has an end."))
        return given


class AbsenceForm(forms.Form):
    person = forms.TypedChoiceField(label=gettext_lazy("Who is away"), coerce=int)
    first_day = day_field(gettext_lazy("From"))
    first_time = time_field(gettext_lazy("At what time"), required=False)
    last_day = day_field(gettext_lazy("Up to and including"))
    last_time = time_field(gettext_lazy("Until what time"), required=False)
    backup = forms.TypedChoiceField(
        label=gettext_lazy("Who stands in"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy(
            "Sees and does meanwhile what is theirs, by itself, and not any longer. The reason of "
            "the absence is nobody's business: do not write it anywhere."
        ),
    )
    backup_email = forms.EmailField(
        label=gettext_lazy("Or somebody of another team, by e-mail address"),
        required=False,
        max_length=200,
    )
    why_nobody = forms.CharField(
        label=gettext_lazy("Why without a backup"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Only when there is really nobody. It is in the log."),
    )

    def __init__(
        self,
        given: Mapping[str, Any] | None,
        *,
        people_away: Iterable[User],
        backups: Iterable[User],
        may_decide: bool,
    ):
        super().__init__(given)
        nobody = [("", _("Choose a backup"))]
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (each.pk, each.name) for each in people_away
        ]
        self.fields["backup"].choices = [  # type: ignore[attr-defined]
            *nobody, *((each.pk, each.name) for each in backups)
        ]  # fmt: skip
        if not may_decide:
            del self.fields["why_nobody"]

    @property
    def first(self) -> tuple[date, time]:
        return self.cleaned_data["first_day"], self.cleaned_data["first_time"] or time.min

    @property
    def last(self) -> tuple[date, time | None]:
        return self.cleaned_data["last_day"], self.cleaned_data["last_time"]


def by_name(found: Iterable[User]) -> list[User]:
    return sorted(found, key=lambda each: each.name.casefold())
