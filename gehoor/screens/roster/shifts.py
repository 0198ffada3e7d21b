"""One shift of one day: other hours, left out, ended, and swapped with a colleague."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gehoor.flows import rostering, swapping
from gehoor.flows.refusing import NotPossible
from gehoor.people.policies import Place, answer, coordinate, see_roster
from gehoor.roster import queries
from gehoor.roster.models import Shift, Swap
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private
from gehoor.screens.narrowing import number_in
from gehoor.screens.roster.forms import HoursForm
from gehoor.screens.roster.views import to_week

ShiftOfDay = tuple[Shift, date]


@who_may(see_roster, on=queries.find_shift_on)
@require_safe
def shift(request: Request, found: ShiftOfDay) -> HttpResponse:
    """Show a shift of one day, with what this colleague may do with it."""
    return _page(request, found, None)


def _page(request: Request, found: ShiftOfDay, form: HoursForm | None) -> HttpResponse:
    row, day = found
    one = queries.on(row, day)
    if one is None:
        return to_week(row.team_id, day)
    hours = {"begins": rostering.clock(one.begins), "ends": rostering.clock(one.ends)}
    may_plan = coordinate(request.actor, Place(row.team_id))
    may_swap = may_plan or request.actor.user_id == row.person_id
    shown = {
        "place": "roster",
        "shift": row,
        "day": day,
        "one": one,
        "may_plan": may_plan,
        "may_swap": may_swap,
        "swap": queries.open_swap_of(row, day),
        "offers": swapping.offers_in_return(row.team_id, than=row.person_id) if may_swap else [],
        "in_words": rostering.in_words,
        "form": form or HoursForm(initial=hours),
    }
    status = 422 if form and form.errors else 200
    return private(render(request, "roster/shift.html", shown, status=status))


@who_may(coordinate, see=see_roster, on=queries.find_shift_on)
@require_POST
def change(request: Request, found: ShiftOfDay) -> HttpResponse:
    """Give it other hours on this day only."""
    row, day = found
    form = HoursForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    begins, ends = form.cleaned_data["length"]
    try:
        rostering.change_day(request.actor, row, day, begins=begins, ends=ends)
    except NotPossible as problem:
        form.add_error(None, str(problem))
        return _page(request, found, form)
    messages.success(request, _("Changed, on this day only."))
    return to_week(row.team_id, day)


@who_may(coordinate, see=see_roster, on=queries.find_shift_on)
@require_POST
def leave_out(request: Request, found: ShiftOfDay) -> HttpResponse:
    row, day = found
    return _do(request, found, lambda: rostering.leave_out(request.actor, row, day), _("Left out."))


@who_may(coordinate, see=see_roster, on=queries.find_shift_on)
@require_POST
def end_from(request: Request, found: ShiftOfDay) -> HttpResponse:
    row, day = found
    told = _("Not repeated any more from this day on.")
    return _do(request, found, lambda: rostering.end_from(request.actor, row, day), told)


@who_may(answer, see=see_roster, on=queries.find_shift_on)
@require_POST
def ask_swap(request: Request, found: ShiftOfDay) -> HttpResponse:
    """Ask a colleague to take it over, perhaps for one of theirs."""
    row, day = found
    return _do(request, found, lambda: _ask(request, row, day), _("Asked. They see it here."))


def _ask(request: Request, row: Shift, day: date) -> None:
    to, _sep, back = request.POST.get("to", "").partition(":")
    number = number_in(to)
    if number is None:
        raise NotPossible(_("Choose a colleague first. Nothing has changed."))
    swapping.ask(request.actor, row, day, to=number, back=_back(back) if back else None)


def _back(written: str) -> ShiftOfDay:
    number, _sep, day = written.partition(":")
    found = queries.find_shift_on(number_in(number) or 0, day)
    if found is None:
        raise NotPossible(_("This shift is not there any more. Look at the roster again."))
    return found[0]


@who_may(answer, see=see_roster, on=queries.find_swap)
@require_POST
def decide(request: Request, swap: Swap) -> HttpResponse:
    """Accept, decline or take back what was asked."""
    acts = {
        "accept": (swapping.accept, _("Swapped.")),
        "decline": (swapping.decline, _("Declined. Who asked sees it.")),
        "withdraw": (swapping.withdraw, _("Taken back.")),
    }
    act, told = acts.get(request.POST.get("act", ""), (None, ""))
    if act is None:
        messages.error(request, _("Choose what to do. Nothing has changed."))
        return to_week(swap.shift.team_id, swap.day)
    where = (swap.shift, swap.day)
    return _do(request, where, lambda: act(request.actor, swap), told)


def _do(request: Request, where: ShiftOfDay, act: Callable[[], object], told: str) -> HttpResponse:
    team, day = where[0].team_id, where[1]
    try:
        act()
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, told)
    return to_week(team, day)
