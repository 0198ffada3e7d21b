"""The forms of the report of who saw what. Only numbers stand in its addresses."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gehoor.inbox.queries import Asked
from gehoor.kit.clock import this_day
from gehoor.people import queries as people
from gehoor.people.policies import Actor, Role, holds

USUAL_DAYS = 7
MOST_DAYS = 3 * 366
EVERYBODY = "everybody"
GROUPS = {
    "each": gettext_lazy("Each time"),
    "colleague": gettext_lazy("Taken together by colleague"),
    "conversation": gettext_lazy("Taken together by conversation"),
    "contact": gettext_lazy("Taken together by contact"),
}


class PeriodForm(forms.Form):
    """Which days, and of whom or what. Only numbers: an address holds no names."""

    since = forms.DateField(
        label=gettext_lazy("From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=gettext_lazy("Up to and including"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    colleague = forms.ChoiceField(label=gettext_lazy("Colleague"))
    conversation = forms.IntegerField(
        label=gettext_lazy("Number of the conversation"),
        required=False,
        min_value=1,
        max_value=2**62,
    )
    by = forms.ChoiceField(label=gettext_lazy("As"), choices=GROUPS.items())
    contact = forms.IntegerField(
        required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput
    )

    def __init__(self, given: QueryDict, actor: Actor) -> None:
        today = this_day()
        usual = {"since": today - timedelta(days=USUAL_DAYS - 1), "until": today}
        filled_in = {name: value.isoformat() for name, value in usual.items()}
        filled_in |= {"colleague": EVERYBODY, "by": "each"}
        super().__init__(filled_in | {name: value for name, value in given.items() if value})
        everybody = [(str(each.pk), each.name) for each in people.in_teams(teams_of(actor))]
        self.fields["colleague"].choices = [(EVERYBODY, _("Everybody")), *everybody]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))
        elif since and until and (until - since).days > MOST_DAYS:
            self.add_error("until", _("Ask for three years at most."))
        return given

    def asked(self, actor: Actor) -> Asked:
        given = self.cleaned_data
        return Asked(
            since=_begin_of(given["since"]),
            until=_begin_of(given["until"] + timedelta(days=1)),
            teams=teams_of(actor),
            user_id=int(given["colleague"]) if given["colleague"] != EVERYBODY else None,
            conversation_id=given["conversation"],
            contact_id=given["contact"],
        )

    def query(self, **changed: Any) -> str:
        """Return the end of an address that asks the same, but for what changed."""
        given = {name: self.cleaned_data.get(name) for name in self.fields} | changed
        return urlencode({name: value for name, value in given.items() if value})


class ExportForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why you take it along"), max_length=300)


class ContactForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Name or address of a contact"), max_length=320, min_length=3
    )


def teams_of(actor: Actor) -> list[int] | None:
    """Return the teams this colleague may know of; None for all there are and were."""
    return None if holds(actor, Role.PRIVACY_OFFICER) else sorted(actor.teams)


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
