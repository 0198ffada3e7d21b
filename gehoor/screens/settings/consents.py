"""Giving consent for a channel: to the provider, and back again with its answer."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gehoor.channels import queries
from gehoor.channels.models import Channel
from gehoor.flows import consenting
from gehoor.kit.clock import now
from gehoor.people.policies import administer, see_channels
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.showing import show

BEGUN = "consent_begun"
"""the place in the session where a consent that was begun waits for its answer"""
LASTS_SECONDS = 600


@who_may(administer, see=see_channels, on=queries.find_channel)
@require_safe
def consent(request: Request, channel: Channel) -> HttpResponse:
    """Tell where somebody is sent and why, with a link that works once, for them alone."""
    try:
        started = consenting.begin(channel)
    except consenting.NotGiven as problem:
        return show(
            request, "consent.html", "channels", channel=channel, problem=str(problem), status=422
        )
    request.session[BEGUN] = {
        "channel": channel.pk,
        "user": request.actor.user_id,
        "state": started.state,
        "verifier": started.verifier,
        "at": now().timestamp(),
    }
    return show(
        request,
        "consent.html",
        "channels",
        channel=channel,
        address=started.address,
        problem="",
        host=urlsplit(started.address).netloc,
        back=consenting.address_back(),
    )


@who_may(administer)
@require_safe
def back(request: Request) -> HttpResponse:
    """Take the provider's answer, once, and only when it answers what this browser asked."""
    begun = request.session.pop(BEGUN, None)
    found = queries.find_channel(begun["channel"]) if begun else None
    if begun is None or found is None or not _is_ours(request, begun):
        messages.error(
            request,
            _("This answer belongs to no consent that was begun here just now. Begin again."),
        )
        return redirect("channels")
    channel = found[0]
    try:
        _finish(request, channel, begun["verifier"])
    except consenting.NotGiven as problem:
        messages.error(request, _("No consent. %(why)s") % {"why": problem})
    else:
        messages.success(request, _("Consent was given. The channel is tried with it."))
    return redirect("channel", pk=channel.pk)


def needs(channel: Channel) -> bool:
    """Must somebody still give consent before this channel can be read?"""
    state = queries.consent_state(channel)
    return state is not None and not state.is_given


@dataclass(frozen=True)
class Access:
    """How it stands with the access a provider gave, as its page tells."""

    is_given: bool
    until: datetime | None
    ends_soon: bool
    days_left: int
    last_day: date | None


def access_of(channel: Channel) -> Access | None:
    state = queries.consent_state(channel)
    if state is None:
        return None
    left = state.until - now() if state.until else None
    return Access(
        is_given=state.is_given,
        until=state.until,
        ends_soon=left is not None and left < consenting.WARN_AHEAD,
        days_left=max(left.days, 0) if left else 0,
        last_day=timezone.localdate(state.until - timedelta(seconds=1)) if state.until else None,
    )


def _finish(request: Request, channel: Channel, verifier: str) -> None:
    code = request.GET.get("code", "")
    if not code:
        raise consenting.NotGiven(_refusal(request.GET.get("error", "")))
    consenting.finish(request.actor, channel, code=code, verifier=verifier)


def _refusal(error: str) -> str:
    """Say in our own words what the provider answered; its words could be anybody's."""
    if error in ("access_denied", "consent_required"):
        return _("Somebody pressed no at the provider, or that account may not give consent.")
    return _("The provider refused. Look at the settings of the app registration.")


def _is_ours(request: Request, begun: dict[str, Any]) -> bool:
    is_fresh = 0 <= now().timestamp() - begun["at"] < LASTS_SECONDS
    is_theirs = begun["user"] == request.actor.user_id
    given = request.GET.get("state", "").encode(errors="replace")
    return is_fresh and is_theirs and hmac.compare_digest(given, begun["state"].encode())
