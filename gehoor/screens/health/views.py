"""Toestand: what is wrong, since when, who knows, and what to do about it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gehoor.flows import health
from gehoor.health import queries
from gehoor.health.models import Alarm
from gehoor.health.rules import Finding, Level
from gehoor.kit.clock import now
from gehoor.kit.told import in_words
from gehoor.people.policies import ORGANISATION, administer, see_health, see_health_page
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private


@dataclass(frozen=True)
class Line:
    """One finding as it is shown."""

    title: str
    words: str
    advice: str
    quote: str
    finding: Finding
    alarm: Alarm | None

    @property
    def since(self) -> Any:
        return self.alarm.since if self.alarm else self.finding.since


@who_may(see_health_page)
@require_safe
def page(request: Request) -> HttpResponse:
    """Show every part this colleague may see; what is wrong stands first, with what to do."""
    moment = now()
    alarms = {alarm.subject: alarm for alarm in queries.alarms(request.actor)}
    lines = [
        _line(finding, alarms.get(finding.subject))
        for finding in queries.visible(queries.look(now=moment), request.actor)
    ]
    wrong, attention, well = (
        [line for line in lines if line.finding.level is level]
        for level in (Level.WRONG, Level.ATTENTION, Level.WELL)
    )
    shown = {
        "place": "health",
        "now": moment,
        "wrong": wrong,
        "attention": attention,
        "well": well,
        "summary": _summary(len(wrong), len(attention)),
        "sees_all": administer(request.actor, ORGANISATION),
    }
    return private(render(request, "health/page.html", shown))


def _summary(wrong: int, attention: int) -> str:
    """Say in a line what stands on the page, for who cannot see it change."""
    if not wrong + attention:
        return _("Everything works.")
    told = (
        (wrong, ngettext("%(n)d part is wrong now.", "%(n)d parts are wrong now.", wrong)),
        (
            attention,
            ngettext("%(n)d part needs attention.", "%(n)d parts need attention.", attention),
        ),
    )
    return " ".join(words % {"n": number} for number, words in told if number)


@who_may(see_health, on=queries.find_alarm)
@require_POST
def see(request: Request, alarm: Alarm) -> HttpResponse:
    """Tell the others that somebody looks after it."""
    health.see_alarm(request.actor, alarm)
    messages.success(request, _("Your colleagues can see that you know."))
    return redirect("health")


def _line(finding: Finding, alarm: Alarm | None) -> Line:
    return Line(
        title=health.said(finding.title, finding),
        words=health.said(finding.words, finding),
        advice=health.said(finding.advice, finding),
        quote=in_words(finding.quote),
        finding=finding,
        alarm=alarm,
    )
