"""Answered in our own channel, or sent elsewhere: to read, and as a table for a spreadsheet."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gehoor.flows import own_channel as flow
from gehoor.flows.own_channel import Report
from gehoor.inbox.rules.referrals import shares
from gehoor.kit.table import csv_text
from gehoor.people.policies import see_totals
from gehoor.screens.access import Request, who_may
from gehoor.screens.figures.forms import DaysForm
from gehoor.screens.fragments import private
from gehoor.screens.inbox.lists import menu_counts
from gehoor.screens.words import percent


@who_may(see_totals)
@require_safe
def own_channel(request: Request) -> HttpResponse:
    """Show it for some days."""
    form = DaysForm(request.GET)
    report = flow.report(request.actor, **form.cleaned_data) if form.is_valid() else None
    shown = {"place": "figures", "form": form, "report": report, "shares": shares}
    shown |= {"counts": menu_counts(request.actor)}
    status = 200 if report else 422
    return private(render(request, "figures/own_channel.html", shown, status=status))


@who_may(see_totals)
@require_safe
def own_channel_table(request: Request) -> HttpResponse:
    """Hand out the same numbers; they name no person."""
    form = DaysForm(request.GET)
    if not form.is_valid():
        return own_channel(request)
    days = form.cleaned_data
    table = HttpResponse(table_of(flow.report(request.actor, **days)), "text/csv; charset=utf-8")
    name = f"eigen-kanaal-{days['since']}-{days['until']}.csv"
    table["Content-Disposition"] = f'attachment; filename="{name}"'
    return private(table)


def table_of(report: Report) -> str:
    """Return each channel, the whole, and then why people were sent elsewhere."""
    head = [
        _("Channel"), _("Answers"), _("In our own channel"), _("Percentage"),
        _("Sent elsewhere"), _("Percentage"),
        _("Looked like a referral, but is none"),
    ]  # fmt: skip
    rows: list[list[object]] = []
    for line in [*report.lines, report.total]:
        own, other = shares(line.here, line.elsewhere)
        rows.append(
            [line.channel or _("Together"), line.answers, line.here, percent(own), line.elsewhere,
             percent(other), line.said_none]
        )  # fmt: skip
    rows.append([])
    rows.append([_("Why people were sent elsewhere"), _("Answers")])
    rows += [[str(reason.label), number] for reason, number in report.reasons]
    return csv_text(head, rows)
