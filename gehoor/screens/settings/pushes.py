"""The address a platform pushes to: shown, its secret renewed, and ended."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.channels import queries
from gehoor.channels.models import Channel
from gehoor.flows import pushing
from gehoor.people.policies import administer, see_channels
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.showing import show


def address_of(channel: Channel) -> str:
    """Return where the platform pushes to; empty when it may not."""
    return f"{settings.BASE_URL}/hooks/{channel.push_key}" if channel.push_key else ""


@who_may(administer, see=see_channels, on=queries.find_channel)
@require_http_methods(["GET", "HEAD", "POST"])
def push_secret(request: Request, channel: Channel) -> HttpResponse:
    """Say what a new secret means, make it on a deliberate yes, and show it this once."""
    if queries.receiver_of(channel) is None:
        raise Http404
    made = pushing.renew_secret(request.actor, channel) if request.method == "POST" else ""
    return show(
        request,
        "push.html",
        "channels",
        channel=channel,
        address=address_of(channel),
        secret=made,
    )


@who_may(administer, see=see_channels, on=queries.find_channel)
@require_POST
def end_pushes(request: Request, channel: Channel) -> HttpResponse:
    """Take no more pushes; what was received stays."""
    pushing.end(request.actor, channel)
    messages.success(request, _("The address is gone. What was received is kept."))
    return redirect("channel", pk=channel.pk)
