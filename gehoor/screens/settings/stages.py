"""The stage of a channel: listen, practise, live; whether it answers in public; closing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.channels import queries
from gehoor.channels.models import Channel
from gehoor.flows import connecting, practising
from gehoor.people import policies
from gehoor.people.policies import Place, administer, see_channels
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.forms import GoLiveForm, PrivateOnlyForm
from gehoor.screens.settings.showing import show


def find_channel_and_stage(
    pk: int, stage: str
) -> tuple[tuple[Channel, Channel.Stage], Place] | None:
    """Find what the address names; a stage that does not exist is no page."""
    found = queries.find_channel(pk)
    if found is None or stage not in Channel.Stage.values:
        return None
    return (found[0], Channel.Stage(stage)), found[1]


@who_may(policies.change_stage, see=see_channels, on=find_channel_and_stage)
@require_http_methods(["GET", "HEAD", "POST"])
def change_stage(request: Request, named: tuple[Channel, Channel.Stage]) -> HttpResponse:
    """Say what the stage means, and change it on a deliberate yes."""
    channel, stage = named
    given = request.POST if request.method == "POST" else None
    form = GoLiveForm(given) if stage == Channel.Stage.LIVE else None
    if given is not None and (form is None or form.is_valid()):
        try:
            _change(request, channel, stage)
        except connecting.NotChanged as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("Saved."))
        return redirect("channel", pk=channel.pk)
    return show(
        request,
        "stage.html",
        "channels",
        channel=channel,
        stage=stage,
        form=form,
        readiness=practising.readiness_of(channel) if stage == Channel.Stage.LIVE else None,
        status=422 if form and form.errors else 200,
    )


def _change(request: Request, channel: Channel, stage: Channel.Stage) -> None:
    if stage == Channel.Stage.LIVE:
        practising.go_live(request.actor, channel)
    else:
        connecting.change_stage(request.actor, channel, stage)


@who_may(policies.change_stage, see=see_channels, on=queries.find_channel)
@require_http_methods(["GET", "HEAD", "POST"])
def private_only(request: Request, channel: Channel) -> HttpResponse:
    """Say why answers are for one person only, or let them be public again."""
    given = request.POST if request.method == "POST" else None
    form = PrivateOnlyForm(given, initial={"reason": channel.private_only})
    if form.is_valid():
        try:
            connecting.answer_privately_only(request.actor, channel, **form.cleaned_data)
        except connecting.NotChanged as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("Saved."))
        return redirect("channel", pk=channel.pk)
    status = 422 if form.errors else 200
    return show(request, "private_only.html", "channels", channel=channel, form=form, status=status)


@who_may(administer, see=see_channels, on=queries.find_channel)
@require_POST
def close(request: Request, channel: Channel) -> HttpResponse:
    """Stop reading and sending; what was received stays."""
    connecting.close(request.actor, channel)
    messages.success(request, _("Closed. What was received is kept."))
    return redirect("channel", pk=channel.pk)


@who_may(administer, see=see_channels, on=queries.find_channel)
@require_POST
def reopen(request: Request, channel: Channel) -> HttpResponse:
    """Open a closed channel; it begins by listening again."""
    connecting.reopen(request.actor, channel)
    messages.success(request, _("Opened. The channel listens: nothing leaves it."))
    return redirect("channel", pk=channel.pk)
