"""The way to live: which channels are on it, and what one of them still needs."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.flows import practising
from gehoor.flows.practising import Readiness
from gehoor.flows.refusing import NotPossible
from gehoor.organisation import queries as organisation
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Place, Role, change_stage, plan_something, see_channels
from gehoor.practice import queries
from gehoor.practice.models import Point
from gehoor.practice.rules import (
    ENOUGH_KEPT,
    ENOUGH_PEOPLE,
    ENOUGH_PRACTISED,
    LONGEST_POINT,
    Known,
    Need,
)
from gehoor.screens.access import Request, who_may
from gehoor.screens.practice.showing import show


class PlanForm(forms.Form):
    """On which day, and who does it then."""

    day = forms.DateField(
        label=gettext_lazy("On which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The day reminds. Nothing goes live by itself."),
    )
    switcher = forms.ModelChoiceField(
        label=gettext_lazy("Who makes it live?"),
        queryset=User.objects.none(),
        empty_label=None,
        help_text=gettext_lazy("They are reminded on that day."),
    )

    def __init__(self, given: Mapping[str, Any] | None, *, channel: Channel, user: User) -> None:
        plan = queries.plan_of(channel.pk)
        known: dict[str, Any] = {"day": organisation.ours().go_live_on, "switcher": user.pk}
        if plan:
            known = {"day": plan.day, "switcher": plan.switcher_id}
        super().__init__(given, initial=known)
        self.fields["switcher"].queryset = _who_can(channel)  # type: ignore[attr-defined]


def _who_can(channel: Channel) -> Any:
    """Return who could make it live."""
    able = people.with_role(Role.COORDINATOR, Role.ADMINISTRATOR)
    place = Place(channel.team_id)
    fit = [each.pk for each in able if change_stage(people.actor_of(each), place)]
    return able.filter(pk__in=fit)


@who_may(plan_something)
@require_safe
def overview(request: Request) -> HttpResponse:
    """Show which channels are on their way, and how far everybody has come."""
    return show(
        request, "overview.html", "going_live",
        channels=practising.channels_ahead(request.actor),
        people=practising.people_of(request.actor), enough=ENOUGH_PRACTISED,
    )  # fmt: skip


@who_may(change_stage, see=see_channels, on=channels.find_channel)
@require_http_methods(["GET", "HEAD", "POST"])
def readiness(request: Request, channel: Channel) -> HttpResponse:
    """Show what a channel needs, and plan its day."""
    given = request.POST if request.method == "POST" else None
    form = PlanForm(given, channel=channel, user=request.user)
    if form.is_valid():
        try:
            practising.plan(request.actor, channel, **form.cleaned_data)
        except NotPossible as problem:
            form.add_error("day", str(problem))
        else:
            messages.success(request, _("Saved. The day stands at the top of every page."))
            return redirect("readiness", pk=channel.pk)
    found = practising.readiness_of(channel)
    return show(
        request, "readiness.html", "going_live", channel=channel, found=found, form=form,
        needs=told(found), longest=LONGEST_POINT, status=422 if form.errors else 200,
    )  # fmt: skip


@who_may(change_stage, see=see_channels, on=channels.find_channel)
@require_POST
def forget_plan(request: Request, channel: Channel) -> HttpResponse:
    practising.forget_plan(request.actor, channel)
    messages.success(request, _("There is no day planned any more."))
    return redirect("readiness", pk=channel.pk)


@who_may(change_stage, see=see_channels, on=channels.find_channel)
@require_POST
def add_point(request: Request, channel: Channel) -> HttpResponse:
    try:
        practising.add_point(
            request.actor, channel, text=request.POST.get("text", "")[:LONGEST_POINT]
        )
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("readiness", pk=channel.pk)


@who_may(change_stage, see=see_channels, on=queries.find_point)
@require_POST
def tick(request: Request, point: Point) -> HttpResponse:
    practising.tick(request.actor, point)
    return redirect("readiness", pk=point.channel_id)


@who_may(change_stage, see=see_channels, on=queries.find_point)
@require_POST
def forget_point(request: Request, point: Point) -> HttpResponse:
    practising.forget_point(request.actor, point)
    messages.success(request, _("Removed."))
    return redirect("readiness", pk=point.channel_id)


def told(found: Readiness) -> list[tuple[bool, str, str]]:
    """Return of each need whether it is met, what it is, and how things stand."""
    words = _words(found)
    return [(is_met, *words[need]) for need, is_met in found.needs.items()]


def _words(found: Readiness) -> dict[Need, tuple[str, str]]:
    known = found.known
    kept = ngettext("%(num)s is kept for this team.", "%(num)s are kept for this team.", known.kept)
    practised = ngettext(
        "Everybody who answers practised at least %(num)s time.",
        "Everybody who answers practised at least %(num)s times.",
        ENOUGH_PRACTISED,
    ) % {"num": ENOUGH_PRACTISED}
    if known.unpractised:
        practised = _("Not enough yet: %(names)s.") % {"names": ", ".join(known.unpractised)}
    return {
        Need.OWNER: (_("Somebody makes it live"), known.owner or _("Nobody is named yet.")),
        Need.REGISTER: (
            _("Stands in the register, with an owner and a team behind"),
            known.looked_after_by or _("Not yet: see Set up > Accounts."),
        ),
        Need.BACKUP: (_("There is somebody behind"), _behind(known)),
        Need.HOURS: (
            _("Opening hours"),
            _("Are filled in.") if known.has_hours else _("Are not filled in yet."),
        ),
        Need.SIGNATURE: (
            _("Closing line of the team"),
            found.channel.team.signature.strip() or _("Is not filled in yet."),
        ),
        Need.KEPT: (
            _("At least %(num)s kept answers") % {"num": ENOUGH_KEPT}, kept % {"num": known.kept},
        ),
        Need.PRACTISED: (_("Everybody has practised"), practised),
        Need.TEST: (_("A test message came in and was answered in practice"), _test(found)),
    }  # fmt: skip


def _behind(known: Known) -> str:
    names = ", ".join(known.answering) or _("nobody")
    if len(known.answering) >= ENOUGH_PEOPLE:
        return _("Can answer: %(names)s.") % {"names": names}
    told = _("At least %(num)s people must be able to answer. Now: %(names)s.")
    return told % {"num": ENOUGH_PEOPLE, "names": names}


def _test(found: Readiness) -> str:
    known = found.known
    if not known.came_in:
        return _("Nothing came in yet. Send a message to this account yourself.")
    if not known.was_practised:
        return _("Something came in, and nobody answered in practice yet.")
    return _("Was done.")
