"""Until when something is put off: what is offered, what was asked, and that in words."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _

from gehoor.flows import snoozing
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import about_now
from gehoor.screens.words import iso, long_moment, until_moment

ANSWER = "answer"
CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Until when; None: until an answer comes."""

    until: datetime | None
    is_moved: bool = False
    """nobody is there at the moment that was chosen, so it is the first after it"""

    @property
    def words(self) -> str:
        told = put_off_words(self.until)
        if not self.is_moved:
            return told
        moved = _("Nobody is there at the moment you chose: this is when you open after it.")
        return f"{told} {moved}"


class MomentForm(forms.Form):
    """A day and a time of one's own choice."""

    day = forms.DateField()
    time = forms.TimeField()


def offered(conversation: Conversation | None = None) -> list[tuple[str, str, str]]:
    """Return what can be chosen with one press: its value, its name, and the exact moment. Of many
    at once the moment is that of the organisation; each comes back by the hours of its own."""
    moment = about_now()
    times = snoozing.times(moment, conversation)
    asked = times if conversation else snoozing.times_of_many(moment)
    named = (
        (_("Later today"), asked.today, times.today),
        (
            _("Tomorrow") if times.is_tomorrow else _("When you open again"),
            asked.tomorrow,
            times.tomorrow,
        ),
        (_("Next week"), asked.monday, times.monday),
    )
    moments = [
        (iso(value), name, until_moment(told)) for name, value, told in named if value and told
    ]
    return [*moments, (ANSWER, _("Until an answer comes"), "")]


def wanted_in(given: QueryDict, conversation: Conversation | None = None) -> Wanted:
    """Read until when somebody asks, of one conversation or of many. Raises NotPossible."""
    asked = given.get("until", "")
    if asked == ANSWER:
        return Wanted(None)
    if asked != CHOSEN:
        return Wanted(moment_in(asked))
    form = MomentForm(given)
    if not form.is_valid():
        raise NotPossible(_("Fill in a day and a time. Nothing has changed."))
    day, clock = form.cleaned_data["day"], form.cleaned_data["time"]
    if conversation is None:
        return Wanted(snoozing.moment_of_many(day, clock))
    chosen = snoozing.at(day, clock, conversation)
    return Wanted(chosen.moment, chosen.is_moved)


def moment_in(written: str) -> datetime:
    """Read a moment as a form of ours wrote it. Raises NotPossible."""
    try:
        found = parse_datetime(written)
    except ValueError:
        found = None
    if found is None or not is_aware(found):
        raise NotPossible(_("Choose until when. Nothing has changed."))
    return found


def put_off_words(until: datetime | None) -> str:
    if until is None:
        return _("Put off until an answer comes.")
    return _("Put off until %(moment)s.") % {"moment": long_moment(until)}
