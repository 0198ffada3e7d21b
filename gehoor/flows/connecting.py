"""The story of a channel: connected, changed, taken live and back, and closed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.channels import actions, queries
from gehoor.channels.models import Channel
from gehoor.channels.rules import may_become
from gehoor.contracts.connector import (
    Account,
    Connector,
    NoConsent,
    NotAllowed,
    Reader,
    Unreachable,
    sending_trial_of,
)
from gehoor.flows import sending, terms
from gehoor.flows.consenting import renewing
from gehoor.kit.clock import now
from gehoor.kit.told import in_words
from gehoor.people.models import Team
from gehoor.people.policies import Actor

NOT_YET = 0
"""the number of a channel that is only being tried"""


class NotChanged(Exception):
    """Nothing was changed. The message says why and what to do."""


class NoConnection(NotChanged):
    """The platform did not let us in, or did not answer."""


class NeedsConsent(NoConnection):
    """Somebody must first give consent at the platform, which needs a channel to give it for."""


@dataclass(frozen=True)
class Wanted:
    """What somebody fills in for a channel."""

    name: str
    team: Team
    purpose: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)
    """empty when the stored ones are to stay"""


def try_connection(
    actor: Actor,
    connector: Connector,
    channel: Channel | None,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
) -> None:
    """Open the reading door once and store nothing. Raises NoConnection, in words.

    What is left empty of an existing channel's secrets is taken from the vault, but only to go
    where it went before.
    """
    number = channel.pk if channel else NOT_YET
    record(actor, "try", "channel", number, connector=connector.key)
    account = queries.account_with(number, settings, secrets)
    if channel and not needs_secrets(channel, settings):
        typed = _typed(secrets)
        renew = renewing(channel.pk, beside=typed)
        account = queries.account_with(number, settings, _stored(channel) | typed, renew=renew)
    _try(connector, account)


def try_channel(actor: Actor, channel: Channel) -> None:
    """Try a channel with what is stored. Raises NoConnection, in words."""
    record(actor, "try", "channel", channel.pk, team_id=channel.team_id)
    try:
        connector = queries.connector_of(channel)
        account = queries.account_of(channel, renew=renewing(channel.pk))
    except NotAllowed as problem:
        raise NoConnection(_(str(problem))) from problem
    _try(connector, account)
    if channel.is_held:
        # Mended at the platform's side: sealing anew frees the channel and wakes its reader.
        channel.refresh_from_db()
        actions.seal_credentials(channel, queries.account_of(channel).secrets)


@transaction.atomic
def connect(actor: Actor, connector: Connector, wanted: Wanted) -> Channel:
    """Make a channel that listens. Its credentials go to the vault."""
    address = connector.address(_account(wanted))
    if queries.is_connected(connector.key, address):
        raise NotChanged(_("This address is connected already. See the list of channels."))
    channel = actions.add_channel(
        name=wanted.name,
        connector=connector.key,
        team_id=wanted.team.pk,
        purpose=wanted.purpose,
        account=wanted.settings,
        address=address,
    )
    actions.seal_credentials(channel, wanted.secrets)
    record(actor, "connect", "channel", channel.pk, team_id=wanted.team.pk, name=wanted.name)
    return channel


@transaction.atomic
def change(actor: Actor, channel: Channel, wanted: Wanted) -> None:
    """Change a channel. The address stays: another mailbox is another channel."""
    _refuse_another_address(channel, wanted)
    _refuse_stored_secrets_elsewhere(channel, wanted)
    # A consent is for one account at one place; it does not go elsewhere either.
    stays = {} if needs_secrets(channel, wanted.settings) else _stored(channel)
    secrets = stays | _typed(wanted.secrets)
    has_new_account = secrets != _stored(channel) or not _is_same(channel, wanted.settings)
    moved_from = channel.team_id if channel.team_id != wanted.team.pk else None
    actions.change_channel(
        channel,
        name=wanted.name,
        team_id=wanted.team.pk,
        purpose=wanted.purpose,
        account=wanted.settings,
    )
    if has_new_account:
        actions.seal_credentials(channel, secrets)
        actions.forget_circuits(channel)
    record(
        actor,
        "change",
        "channel",
        channel.pk,
        team_id=wanted.team.pk,
        moved_from=moved_from,
        has_new_account=has_new_account,
    )
    if moved_from:
        terms.renew_all()


@transaction.atomic
def answer_privately_only(actor: Actor, channel: Channel, *, reason: str) -> None:
    """Let answers in a channel be for one person only, for a reason; without one also public."""
    if reason and not queries.can_be_private(channel):
        raise NotChanged(_("On this platform nobody can be answered in private."))
    if actions.answer_privately_only(channel, reason=reason):
        act = "private_only" if reason else "also_public"
        record(actor, act, "channel", channel.pk, team_id=channel.team_id, reason=reason)


@transaction.atomic
def change_stage(actor: Actor, channel: Channel, stage: Channel.Stage) -> None:
    """Let a channel listen, practise or go live, by the name of who decides."""
    if channel.is_closed:
        raise NotChanged(_("This channel is closed. Open it again first."))
    if not queries.can_answer(channel):
        raise NotChanged(_("This channel is only read, so there is no other stage for it."))
    if not may_become(channel.stage, stage):
        raise NotChanged(_("A channel first listens, then practises, and then goes live."))
    if stage == Channel.Stage.LIVE and channel.is_held:
        raise NotChanged(_("The connection does not work. Renew the credentials first."))
    if not actions.move_to_stage(channel, came_from=channel.stage, stage=stage):
        raise NotChanged(_("Somebody else changed this channel just now. Look again."))
    record(
        actor,
        "change_stage",
        "channel",
        channel.pk,
        team_id=channel.team_id,
        before=channel.stage,
        after=stage,
    )


@transaction.atomic
def try_now(actor: Actor, channel: Channel) -> bool:
    """Do not wait any longer with a platform that did not answer; False when nothing waited."""
    if not actions.try_now(channel, now=now()):
        return False
    sending.send_waiting.wake(channel.pk)
    record(actor, "try_now", "channel", channel.pk, team_id=channel.team_id)
    return True


@transaction.atomic
def close(actor: Actor, channel: Channel) -> None:
    """Stop a channel. What was received stays."""
    actions.close(channel)
    record(actor, "close", "channel", channel.pk, team_id=channel.team_id)


@transaction.atomic
def reopen(actor: Actor, channel: Channel) -> None:
    """Open a closed channel again, listening."""
    actions.reopen(channel)
    actions.forget_circuits(channel)
    record(actor, "reopen", "channel", channel.pk, team_id=channel.team_id)


def needs_secrets(channel: Channel, settings: Mapping[str, str]) -> bool:
    """Would the stored secrets go to another place, or in another way, than before?"""
    return not _is_same(channel, settings) and bool(_stored(channel))


def _is_same(channel: Channel, settings: Mapping[str, str]) -> bool:
    """Is this the connection we had? A question that is new since then had its usual answer."""
    usual = {
        asked.name: asked.default
        for asked in queries.connector_of(channel).fields
        if asked.name in settings
    }
    return usual | dict(channel.settings) == dict(settings)


def _typed(secrets: Mapping[str, str]) -> dict[str, str]:
    return {name: typed for name, typed in secrets.items() if typed}


def to_type_again(channel: Channel, settings: Mapping[str, str]) -> list[str]:
    """Return the stored secrets that would go elsewhere, so that somebody must enter them anew."""
    stored = _stored(channel) if needs_secrets(channel, settings) else {}
    return [
        asked.name
        for asked in queries.connector_of(channel).fields
        if asked.name in stored and asked.is_asked(settings)
    ]


def _refuse_stored_secrets_elsewhere(channel: Channel, wanted: Wanted) -> None:
    must_type = to_type_again(channel, wanted.settings)
    if not all(wanted.secrets.get(name) for name in must_type):
        raise NotChanged(
            _(
                "Enter the password again. The settings of the connection are different now, and "
                "a stored password is not sent to another place."
            )
        )


def _refuse_another_address(channel: Channel, wanted: Wanted) -> None:
    address = queries.connector_of(channel).address(_account(wanted))
    if address.casefold() != channel.address.casefold():
        raise NotChanged(
            _("This is another address. Close this channel and add a new one for that address.")
        )


def _stored(channel: Channel) -> dict[str, str]:
    try:
        return {name: value for name, value in queries.account_of(channel).secrets.items() if value}
    except NotAllowed:
        return {}


def _account(wanted: Wanted) -> Account:
    return queries.account_with(NOT_YET, wanted.settings, wanted.secrets)


def _try(connector: Connector, account: Account) -> None:
    reader: Reader | None = None
    try:
        reader = connector.reader(account)
        reader.fetch({}, limit=1)
    except NoConsent as problem:
        raise NeedsConsent(
            _("Save first: then you give consent at the provider, and the connection is tried.")
        ) from problem
    except (NotAllowed, Unreachable) as problem:
        raise NoConnection(in_words(str(problem))) from problem
    finally:
        if reader is not None:
            reader.close()
    _try_sending(connector, account)


def _try_sending(connector: Connector, account: Account) -> None:
    """Try the other door as well, without sending anything: a channel must not find out later."""
    try_out = sending_trial_of(connector)
    if try_out is None:
        return
    try:
        try_out(account)
    except (NotAllowed, Unreachable) as problem:
        raise NoConnection(
            _("Reading works, but sending does not. %(why)s") % {"why": in_words(str(problem))}
        ) from problem
