"""The reports there are: what each asks, and how it is as a table."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from gehoor.flows import balance, compliments
from gehoor.flows import first_time as first_time_flow
from gehoor.flows import in_time as in_time_flow
from gehoor.flows import minutes as minutes_flow
from gehoor.flows import own_channel as own_channel_flow
from gehoor.flows import second_line as second_line_flow
from gehoor.flows.balance import Day
from gehoor.inbox.rules.referrals import shares
from gehoor.kit.clock import here, this_day
from gehoor.screens.figures.forms import DayForm
from gehoor.screens.figures.reports import Report, Table, views_of
from gehoor.screens.words import percent


def _day(ended: Day) -> Table:
    head = [
        _("Channel"), _("Messages"), _("Answered"), _("Practised"), _("Deliberately not answered"),
        _("By the protocol"), _("With a reason"), _("Open"), _("Of which for later"),
        _("Untouched"), _("Not processed"), _("Still to be read"), _("Double"),
        _("Trial messages"),
    ]  # fmt: skip
    return head, [
        [line.channel or _("Together"), line.messages, line.answered, line.practised,
         line.not_handled, line.by_protocol, line.with_reason, line.open, line.snoozed,
         line.untouched, line.failed, line.pending, line.linked_copies, line.canaries]
        for line in [*ended.lines, ended.total]
    ]  # fmt: skip


def _around(day: date) -> Mapping[str, Any]:
    after = day + timedelta(days=1) if day < this_day() else None
    before = day - timedelta(days=1) if day > date.min else None
    return {"day": day, "before": before, "after": after, "compliments": compliments.counted()}


def _minutes(report: minutes_flow.Report) -> Table:
    head = [
        _("Day"), _("Minutes"), _("Messages"), _("To us"), _("On our pages"), _("Found"),
    ]  # fmt: skip
    return head, [
        [day.day.isoformat(), minutes_flow.minutes(day.time), day.messages, day.to_us,
         day.our_pages, day.found]
        for day in report.days
    ]  # fmt: skip


def _in_time(report: in_time_flow.Report) -> Table:
    """Each team and channel, the whole, and then what was late, as far as one may open it."""
    head = [
        _("Channel"), _("Team"), _("In time"), _("Too late"), _("Percentage in time"),
        _("Late by: half (hours)"), _("Late by: most (hours)"), _("Open, late now"),
        _("Open, with time left"),
    ]  # fmt: skip
    rows: list[list[object]] = [
        [line.channel or _("Together"), line.team, line.in_time, line.late,
         percent(in_time_flow.share_in_time(line)), _hours(line.middle), _hours(line.worst),
         line.open_late, line.open]
        for line in [*report.lines, report.total]
    ]  # fmt: skip
    rows.append([])
    rows.append(
        [_("Conversation"), _("Channel"), _("Team"), _("Promised by"), _("Handled"),
         _("Late by (hours)")]
    )  # fmt: skip
    rows += [
        [each.conversation, each.channel, each.team, _moment(each.due_at), _moment(each.ended_at),
         _hours(each.late)]
        for each in report.late
    ]  # fmt: skip
    return head, rows


def _hours(time: timedelta | None) -> str:
    return "" if time is None else percent(time / timedelta(hours=1))


def _moment(moment: datetime | None) -> str:
    return f"{here(moment):%Y-%m-%d %H:%M}" if moment else _("still open")


def _first_time(report: first_time_flow.Report) -> Table:
    head = [_("Channel"), _("People with a first answer"), _("Right first time"), _("Percentage")]
    return head, [
        [line.channel or _("Together"), line.answered, line.enough,
         percent(first_time_flow.share_enough(line))]
        for line in [*report.lines, report.total]
    ]  # fmt: skip


def _own_channel(report: own_channel_flow.Report) -> Table:
    """Each channel, the whole, and then why people were sent elsewhere."""
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
    return head, rows


def _second_line(report: second_line_flow.Report) -> Table:
    head = [
        _("Department"), _("Questions"), _("Answered"), _("In time"), _("Too late"),
        _("Agreed (hours)"), _("Looking up (minutes)"), _("Asked most about"),
    ]  # fmt: skip
    return head, [
        [line.name, line.asked, line.answered, line.in_time, line.late, line.agreed or "",
         line.search.total_seconds() // 60 if line.search else "",
         ", ".join(f"{name} ({number})" for name, number in line.subjects)]
        for line in report.lines
    ]  # fmt: skip


day, day_table = views_of(
    Report("day", "balans", balance.of_day, _day, form=DayForm, beside=_around)
)
minutes, minutes_table = views_of(
    Report(
        "minutes", "minuten", minutes_flow.report, _minutes,
        words={"minutes": minutes_flow.minutes},
    )
)  # fmt: skip
in_time, in_time_table = views_of(
    Report(
        "in_time", "binnen-de-termijn", in_time_flow.report, _in_time,
        words={"share": in_time_flow.share_in_time, "most": in_time_flow.MOST_LISTED},
    )
)  # fmt: skip
first_time, first_time_table = views_of(
    Report(
        "first_time", "in-een-keer-goed", first_time_flow.report, _first_time,
        words={"share": first_time_flow.share_enough},
    )
)  # fmt: skip
own_channel, own_channel_table = views_of(
    Report(
        "own_channel", "eigen-kanaal", own_channel_flow.report, _own_channel,
        words={"shares": shares},
    )
)  # fmt: skip
second_line, second_line_table = views_of(
    Report(
        "second_line", "tweede-lijn", second_line_flow.report, _second_line,
        words={"fewest": second_line_flow.FEWEST},
    )
)  # fmt: skip
