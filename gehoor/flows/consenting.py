"""How an administrator gives us access to an account at its platform, and how that access lasts."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.channels import actions, queries
from gehoor.channels.models import Channel
from gehoor.contracts.connector import (
    Change,
    NotAllowed,
    Renew,
    Secrets,
    Unreachable,
)
from gehoor.contracts.consent import Consent, consent_of
from gehoor.flows import alarms
from gehoor.kit.clock import now
from gehoor.kit.text import N_
from gehoor.people.policies import Actor

WARN_AHEAD = timedelta(days=14)
ENDS_SOON = N_(
    "The access to this channel ends within two weeks. Renew it before then; the day stands on the "
    "page of the channel."
)


class NotGiven(Exception):
    """No access was given. The message says why and what to do."""


@dataclass(frozen=True)
class Started:
    """A consent that somebody is about to give."""

    address: str
    """where they go"""
    state: str = field(repr=False)
    """what the platform brings back with them, so that nobody else's yes is taken for theirs"""
    verifier: str = field(repr=False)
    """proves that who redeems the code is who asked for it (PKCE)"""


def address_back() -> str:
    """Return where platforms lead back to; an app registration must name exactly this."""
    return f"{settings.BASE_URL}/settings/consent/"


def begin(channel: Channel) -> Started:
    """Make ready for a consent. Raises NotGiven when the settings lead nowhere."""
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    hashed = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(hashed).decode().rstrip("=")
    try:
        address = _consent(channel).address(
            queries.account_of(channel), back=address_back(), state=state, challenge=challenge
        )
    except NotAllowed as problem:
        raise NotGiven(_(str(problem))) from problem
    return Started(address, state, verifier)


def finish(actor: Actor, channel: Channel, *, code: str, verifier: str) -> None:
    """Redeem what the platform gave, and let the channel be tried anew. Raises NotGiven."""
    try:
        tokens = _consent(channel).redeem(
            queries.account_of(channel), code=code, back=address_back(), verifier=verifier
        )
    except (NotAllowed, Unreachable) as problem:
        raise NotGiven(_(str(problem))) from problem
    with transaction.atomic():
        actions.seal_credentials(channel, tokens)
        record(actor, "consent", "channel", channel.pk, team_id=channel.team_id)


def renewing(number: int, *, beside: Secrets | None = None) -> Renew:
    """Let the connector of this channel have renewed secrets stored, one process at a time.

    `beside` are secrets that are only being tried: they are used, and not stored.
    """
    tried = beside or {}

    @transaction.atomic
    def renew(change: Change) -> Secrets:
        def store(stored: Secrets) -> Secrets:
            as_before = {name: stored[name] for name in tried if name in stored}
            renewed = change({**stored, **tried})
            return {name: value for name, value in renewed.items() if name not in tried} | as_before

        return {**actions.renew_secrets(number, store), **tried}

    return renew


def warn_ahead() -> None:
    """Turn channels amber whose access ends soon, and tell the administrators once.

    The timer calls it. An end that has come needs no look: the platform refuses us by itself.
    """
    for channel in queries.open_channels():
        state = queries.consent_state(channel)
        ends_soon = state and state.is_given and state.until and state.until - now() < WARN_AHEAD
        if ends_soon and channel.health == Channel.Health.WELL:
            actions.record_health(channel, Channel.Health.TROUBLED, ENDS_SOON)
            alarms.tell_administrators.wake(channel.pk)
        elif not ends_soon:
            actions.end_trouble(channel, ENDS_SOON)


def _consent(channel: Channel) -> Consent:
    consent = consent_of(queries.connector_of(channel))
    if consent is None or queries.consent_state(channel) is None:
        raise NotAllowed(N_("This channel needs no consent of its platform."))
    return consent
