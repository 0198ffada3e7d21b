"""The second line in figures: how soon departments answer, and looking up against writing."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gehoor.flows import second_line as flow
from gehoor.kit.table import csv_text
from gehoor.people.policies import see_totals
from gehoor.screens.access import Request, who_may
from gehoor.screens.figures.forms import DaysForm
from gehoor.screens.fragments import private
from gehoor.screens.inbox.lists import menu_counts


@who_may(see_totals)
@require_safe
def second_line(request: Request) -> HttpResponse:
    """Show it for some days."""
    form = DaysForm(request.GET)
    report = flow.report(request.actor, **form.cleaned_data) if form.is_valid() else None
    shown: dict[str, Any] = {"place": "figures", "form": form, "report": report}
    shown |= {"counts": menu_counts(request.actor), "figures_tab": "second_line"}
    shown["fewest"] = flow.FEWEST
    status = 200 if report else 422
    return private(render(request, "figures/second_line.html", shown, status=status))


@who_may(see_totals)
@require_safe
def second_line_table(request: Request) -> HttpResponse:
    """Hand out the same numbers; they name no colleague of the team."""
    form = DaysForm(request.GET)
    if not form.is_valid():
        return second_line(request)
    days = form.cleaned_data
    report = flow.report(request.actor, **days)
    head = [
        _("Department"), _("Questions"), _("Answered"), _("In time"), _("Too late"),
        _("Agreed (hours)"), _("Looking up (minutes)"), _("Asked most about"),
    ]  # fmt: skip
    rows: list[list[object]] = [
        [line.name, line.asked, line.answered, line.in_time, line.late, line.agreed or "",
         line.search.total_seconds() // 60 if line.search else "",
         ", ".join(f"{name} ({number})" for name, number in line.subjects)]
        for line in report.lines
    ]  # fmt: skip
    table = HttpResponse(csv_text(head, rows), "text/csv; charset=utf-8")
    name = f"tweede-lijn-{days['since']}-{days['until']}.csv"
    table["Content-Disposition"] = f'attachment; filename="{name}"'
    return private(table)
