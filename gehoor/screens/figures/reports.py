"""A report: of some days, on screen and as a table, both made by what it says of itself."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gehoor.kit.table import csv_text
from gehoor.people.policies import see_totals
from gehoor.screens.access import Request, who_may
from gehoor.screens.figures.forms import DayForm, DaysForm
from gehoor.screens.fragments import private
from gehoor.screens.inbox.lists import menu_counts

Told = TypeVar("Told")
View = Callable[..., HttpResponse]
Table = tuple[Sequence[str], Iterable[Sequence[object]]]
"""the names of the columns, and the rows"""


@dataclass(frozen=True)
class Report(Generic[Told]):
    """What differs from one report to another."""

    name: str
    """of its tab and of its page"""
    file: str
    """how a table that is handed out begins to be called"""
    ask: Callable[..., Told]
    """gets who asks and, by their names, the days of the form"""
    table: Callable[[Told], Table]
    form: type[DayForm] | type[DaysForm] = DaysForm
    words: Mapping[str, Any] = field(default_factory=dict)
    """what its page needs beside what was asked"""
    beside: Callable[..., Mapping[str, Any]] = lambda **_: {}
    """the same, worked out of the days"""


def views_of(report: Report[Any]) -> tuple[View, View]:
    """Return its page and its table; days that cannot be are told on the page. Neither names a
    person to who may only see totals."""

    @who_may(see_totals)
    @require_safe
    def page(request: Request) -> HttpResponse:
        form = report.form(request.GET)
        shown: dict[str, Any] = {
            "place": "figures",
            "figures_tab": report.name,
            "form": form,
            "report": None,
        }
        shown |= {"counts": menu_counts(request.actor), **report.words}
        if form.is_valid():
            days = form.cleaned_data
            shown |= {"report": report.ask(request.actor, **days), **report.beside(**days)}
        status = 200 if form.is_valid() else 422
        return private(render(request, f"figures/{report.name}.html", shown, status=status))

    @who_may(see_totals)
    @require_safe
    def table(request: Request) -> HttpResponse:
        form = report.form(request.GET)
        if not form.is_valid():
            return page(request)
        days = form.cleaned_data
        head, rows = report.table(report.ask(request.actor, **days))
        answer = HttpResponse(csv_text(head, rows), "text/csv; charset=utf-8")
        name = "-".join([report.file, *(str(day) for day in days.values())])
        answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return private(answer)

    return page, table
