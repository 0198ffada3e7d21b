"""Channels: how they are doing, and connecting and changing them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoor.audit import queries as audit
from gehoor.channels import queries
from gehoor.channels.models import Channel
from gehoor.contracts.connector import NotAllowed
from gehoor.flows import connecting
from gehoor.kit.clock import now
from gehoor.people.policies import (
    ORGANISATION,
    Place,
    administer,
    change_stage,
    see_channel_list,
    see_channels,
)
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.accounts import ChannelForm
from gehoor.screens.settings.acts import shown
from gehoor.screens.settings.canaries import canary_facts
from gehoor.screens.settings.consents import access_of, needs
from gehoor.screens.settings.own_hours import hours_facts
from gehoor.screens.settings.pushes import address_of
from gehoor.screens.settings.showing import show
from gehoor.screens.settings.watches import watch_facts

TRY = "try"


@who_may(see_channel_list)
@require_safe
def channel_list(request: Request) -> HttpResponse:
    """Show the channels this colleague may see, and how each is doing."""
    visible = [
        channel
        for channel in queries.all_channels()
        if see_channels(request.actor, Place(channel.team_id))
    ]
    return show(
        request,
        "channels.html",
        "channels",
        channels=visible,
        connectors=queries.connectors(),
        read_only={channel.pk for channel in visible if not queries.can_answer(channel)},
        may_change=administer(request.actor, ORGANISATION),
    )


@who_may(administer)
@require_safe
def choose(request: Request) -> HttpResponse:
    """Choose the platform of a new channel."""
    found = sorted(queries.connectors().values(), key=lambda connector: _(connector.name))
    return show(request, "choose.html", "channels", connectors=found)


@who_may(administer)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def connect(request: Request, key: str) -> HttpResponse:
    """Connect a new channel; it begins by listening."""
    connector = queries.connectors().get(key)
    if connector is None:
        raise Http404
    form = ChannelForm(request.POST or None, connector)
    if form.is_valid() and _works(request, form):
        try:
            channel = connecting.connect(request.actor, connector, form.wanted())
        except connecting.NotChanged as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _connected(channel))
            return redirect("consent" if needs(channel) else "channel", pk=channel.pk)
    return _show_form(request, form)


@who_may(see_channels, on=queries.find_channel)
@require_safe
def channel_page(request: Request, channel: Channel) -> HttpResponse:
    """Show one channel: how it is doing, its stage, and who changed it."""
    place = Place(channel.team_id)
    lines = audit.lines_about(("channel",), subject_id=channel.pk, limit=50)
    return show(
        request,
        "channel.html",
        "channels",
        channel=channel,
        platform=queries.connectors().get(channel.connector),
        can_answer=queries.can_answer(channel),
        can_be_private=queries.can_be_private(channel),
        **watch_facts(request, channel),
        **hours_facts(request.actor, channel),
        **canary_facts(channel),
        may_change=administer(request.actor, place),
        may_change_stage=change_stage(request.actor, place),
        now=now(),
        circuits=queries.circuits_of(channel),
        consent=access_of(channel),
        lines=shown(lines),
        may_push=queries.receiver_of(channel) is not None and not channel.is_closed,
        push_address=address_of(channel),
        last_delivery_at=queries.last_delivery_at(channel),
    )


@who_may(administer, see=see_channels, on=queries.find_channel)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def change(request: Request, channel: Channel) -> HttpResponse:
    """Change a channel. Secrets can be written, never read."""
    try:
        connector = queries.connector_of(channel)
    except NotAllowed as problem:
        messages.error(request, _(str(problem)))
        return redirect("channel", pk=channel.pk)
    form = ChannelForm(request.POST or None, connector, channel=channel)
    if form.is_valid() and _works(request, form):
        try:
            connecting.change(request.actor, channel, form.wanted())
        except connecting.NotChanged as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("consent" if needs(channel) else "channel", pk=channel.pk)
    return _show_form(request, form)


@who_may(administer, see=see_channels, on=queries.find_channel)
@require_POST
def try_again(request: Request, channel: Channel) -> HttpResponse:
    """Try the connection with what is stored."""
    try:
        connecting.try_channel(request.actor, channel)
    except connecting.NoConnection as problem:
        messages.error(request, _("No connection. %(why)s") % {"why": problem})
    else:
        messages.success(request, _("The connection works."))
    return redirect("channel", pk=channel.pk)


@who_may(administer, see=see_channels, on=queries.find_channel)
@require_POST
def try_now(request: Request, channel: Channel) -> HttpResponse:
    """Try a platform that did not answer now, instead of at the time that was planned."""
    if connecting.try_now(request.actor, channel):
        messages.success(request, _("It is tried now. What comes of it shows here in a moment."))
    else:
        messages.success(request, _("It is being tried already."))
    return redirect("channel", pk=channel.pk)


def _works(request: Request, form: ChannelForm) -> bool:
    """Try first when that was asked for; then nothing is stored, whatever comes of it."""
    if request.POST.get("act") != TRY:
        return True
    settings, secrets = form.account()
    try:
        connecting.try_connection(request.actor, form.connector, form.channel, settings, secrets)
    except connecting.NoConnection as problem:
        form.add_error(None, _("No connection. %(why)s Nothing was stored.") % {"why": problem})
    else:
        messages.success(
            request,
            _("The connection works. Nothing was stored yet: enter the password again and save.")
            if any(secrets.values())
            else _("The connection works. Nothing was stored yet: save to begin."),
        )
    return False


def _connected(channel: Channel) -> str:
    if queries.can_answer(channel):
        return _("Connected. The channel listens: nothing leaves it.")
    return _("Connected. What is there already is stored as seen; what is new comes in by itself.")


def _show_form(request: Request, form: ChannelForm) -> HttpResponse:
    return show(
        request,
        "account.html",
        "channels",
        form=form,
        platform=form.connector,
        channel=form.channel,
        can_answer=queries.can_answer_with(form.connector),
        status=422 if form.errors else 200,
    )
