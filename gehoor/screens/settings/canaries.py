"""The trial message of a channel: how often it leaves, one now, and how the last fared."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gehoor.channels import queries
from gehoor.channels.models import Channel
from gehoor.flows import canaries
from gehoor.flows.refusing import NotPossible
from gehoor.kit.clock import now
from gehoor.people.policies import administer, see_channels
from gehoor.screens.access import Request, who_may

HOW_OFTEN = (
    (0, gettext_lazy("Not by itself")),
    (24, gettext_lazy("Every day at 7:00")),
    (6, gettext_lazy("Every 6 hours")),
    (1, gettext_lazy("Every hour")),
)


class CanaryForm(forms.Form):
    hours = forms.TypedChoiceField(
        label=gettext_lazy("Send a trial message"), choices=HOW_OFTEN, coerce=int
    )


@who_may(administer, see=see_channels, on=queries.find_channel)
@require_POST
def change_canary(request: Request, channel: Channel) -> HttpResponse:
    """Choose how often a trial message leaves by itself."""
    form = CanaryForm(request.POST)
    if form.is_valid():
        try:
            canaries.let_leave_every(request.actor, channel, hours=form.cleaned_data["hours"])
        except NotPossible as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("Saved."))
    return redirect("channel", pk=channel.pk)


@who_may(administer, see=see_channels, on=queries.find_channel)
@require_POST
def send_canary(request: Request, channel: Channel) -> HttpResponse:
    """Let a trial message leave now."""
    try:
        canaries.begin(request.actor, channel)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("A trial message is on its way. Here you see when it came in."))
    return redirect("channel", pk=channel.pk)


def canary_facts(channel: Channel) -> dict[str, Any]:
    """Return what the page of a channel tells about its trial message."""
    can = queries.canaries_for(channel) is not None
    last = queries.last_canary(channel) if can else None
    return {
        "can_try_itself": can,
        "canary": last,
        "is_canary_late": last is not None and queries.is_late(last, now=now()),
        "how_often": dict(HOW_OFTEN).get(channel.canary_hours, channel.canary_hours),
        "canary_form": CanaryForm(initial={"hours": channel.canary_hours}),
    }
