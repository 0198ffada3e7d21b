"""Which day or days a report is of."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gehoor.kit.clock import this_day

USUAL_DAYS = 30
MOST_DAYS = 3 * 366


class DaysForm(forms.Form):
    """From one day up to and including another; the last thirty when nothing is asked."""

    since = forms.DateField(
        label=gettext_lazy("From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=gettext_lazy("Up to and including"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, given: QueryDict) -> None:
        today = this_day()
        usual = {"since": today - timedelta(days=USUAL_DAYS - 1), "until": today}
        filled_in = {name: value.isoformat() for name, value in usual.items()}
        super().__init__(filled_in | {name: value for name, value in given.items() if value})

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))
        elif since and until and (until - since).days > MOST_DAYS:
            self.add_error("until", _("Ask for three years at most."))
        return given


class DayForm(forms.Form):
    """One day that has begun; today when nothing is asked."""

    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, given: QueryDict) -> None:
        super().__init__({"day": given.get("day") or this_day().isoformat()})

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > this_day():
            raise forms.ValidationError(_("This day has yet to come. Choose today or before."))
        return day
