"""How a day closed, and what was answered here or sent elsewhere; also as tables."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gehoor.flows import balance, compliments
from gehoor.flows import first_time as first_time_flow
from gehoor.flows import minutes as minutes_flow
from gehoor.flows import own_channel as flow
from gehoor.flows.balance import Line
from gehoor.flows.first_time import share_enough
from gehoor.flows.own_channel import Report
from gehoor.inbox.rules.referrals import shares
from gehoor.kit.clock import this_day
from gehoor.kit.table import csv_text
from gehoor.people.policies import see_totals
from gehoor.screens.access import Request, who_may
from gehoor.screens.figures.forms import DayForm, DaysForm
from gehoor.screens.fragments import private
from gehoor.screens.inbox.lists import menu_counts
from gehoor.screens.words import percent


@who_may(see_totals)
@require_safe
def day(request: Request) -> HttpResponse:
    """Show what came in on one day and what became of it."""
    form = DayForm(request.GET)
    shown: dict[str, Any] = {"place": "figures", "form": form, "figures_tab": "day", "ended": None}
    shown["counts"] = menu_counts(request.actor)
    if not form.is_valid():
        return private(render(request, "figures/day.html", shown, status=422))
    chosen: date = form.cleaned_data["day"]
    ended = balance.of_day(request.actor, chosen)
    shown |= {
        "ended": ended,
        "lines": [line for line in ended.lines if line.received],
        "silent": [line for line in ended.lines if not line.received],
        "day": chosen,
        "compliments": compliments.counted(),
        "before": chosen - timedelta(days=1),
        "after": chosen + timedelta(days=1) if chosen < this_day() else None,
    }
    return private(render(request, "figures/day.html", shown))


@who_may(see_totals)
@require_safe
def day_table(request: Request) -> HttpResponse:
    """Hand out the same numbers; they name no person."""
    form = DayForm(request.GET)
    if not form.is_valid():
        return day(request)
    chosen = form.cleaned_data["day"]
    ended = balance.of_day(request.actor, chosen)
    head = [
        _("Channel"), _("Messages"), _("Answered"), _("Practised"), _("Deliberately not answered"),
        _("By the protocol"), _("With a reason"), _("Open"), _("Of which for later"),
        _("Untouched"), _("Not processed"), _("Still to be read"), _("Double"),
    ]  # fmt: skip
    rows = [_row(line) for line in [*ended.lines, ended.total]]
    table = HttpResponse(csv_text(head, rows), "text/csv; charset=utf-8")
    table["Content-Disposition"] = f'attachment; filename="balans-{chosen}.csv"'
    return private(table)


def _row(line: Line) -> list[object]:
    return [
        line.channel or _("Together"), line.messages, line.answered, line.practised,
        line.not_handled, line.by_protocol, line.with_reason, line.open, line.snoozed,
        line.untouched, line.failed, line.pending, line.linked_copies,
    ]  # fmt: skip


@who_may(see_totals)
@require_safe
def minutes(request: Request) -> HttpResponse:
    """Show for some days how long the work took, and how much came in."""
    form = DaysForm(request.GET)
    report = minutes_flow.report(request.actor, **form.cleaned_data) if form.is_valid() else None
    shown = {"place": "figures", "form": form, "report": report, "minutes": minutes_flow.minutes}
    shown |= {"counts": menu_counts(request.actor), "figures_tab": "minutes"}
    status = 200 if report else 422
    return private(render(request, "figures/minutes.html", shown, status=status))


@who_may(see_totals)
@require_safe
def minutes_table(request: Request) -> HttpResponse:
    """Hand out the same numbers; they name no person."""
    form = DaysForm(request.GET)
    if not form.is_valid():
        return minutes(request)
    days = form.cleaned_data
    report = minutes_flow.report(request.actor, **days)
    head = [
        _("Day"), _("Minutes"), _("Messages"), _("To us"), _("On our pages"), _("Found"),
    ]  # fmt: skip
    rows = [
        [day.day.isoformat(), minutes_flow.minutes(day.time), day.messages, day.to_us,
         day.our_pages, day.found]
        for day in report.days
    ]  # fmt: skip
    table = HttpResponse(csv_text(head, rows), "text/csv; charset=utf-8")
    name = f"minuten-{days['since']}-{days['until']}.csv"
    table["Content-Disposition"] = f'attachment; filename="{name}"'
    return private(table)


@who_may(see_totals)
@require_safe
def first_time(request: Request) -> HttpResponse:
    """Show for some days how many people had enough with one answer."""
    form = DaysForm(request.GET)
    report = first_time_flow.report(request.actor, **form.cleaned_data) if form.is_valid() else None
    shown = {"place": "figures", "form": form, "report": report, "share": share_enough}
    shown |= {"counts": menu_counts(request.actor), "figures_tab": "first_time"}
    status = 200 if report else 422
    return private(render(request, "figures/first_time.html", shown, status=status))


@who_may(see_totals)
@require_safe
def first_time_table(request: Request) -> HttpResponse:
    """Hand out the same numbers; they name no person."""
    form = DaysForm(request.GET)
    if not form.is_valid():
        return first_time(request)
    days = form.cleaned_data
    report = first_time_flow.report(request.actor, **days)
    head = [_("Channel"), _("People with a first answer"), _("Right first time"), _("Percentage")]
    rows = [
        [line.channel or _("Together"), line.answered, line.enough, percent(share_enough(line))]
        for line in [*report.lines, report.total]
    ]
    table = HttpResponse(csv_text(head, rows), "text/csv; charset=utf-8")
    name = f"in-een-keer-goed-{days['since']}-{days['until']}.csv"
    table["Content-Disposition"] = f'attachment; filename="{name}"'
    return private(table)


@who_may(see_totals)
@require_safe
def own_channel(request: Request) -> HttpResponse:
    """Show it for some days."""
    form = DaysForm(request.GET)
    report = flow.report(request.actor, **form.cleaned_data) if form.is_valid() else None
    shown = {"place": "figures", "form": form, "report": report, "shares": shares}
    shown["figures_tab"] = "own_channel"
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
