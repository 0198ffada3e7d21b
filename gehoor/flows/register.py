"""The accounts of the organisation: who looks after each, and who does when nobody is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gehoor.accounts import actions, queries, rules
from gehoor.accounts.models import Account
from gehoor.accounts.rules import Care, Fault, Line
from gehoor.audit.actions import record
from gehoor.channels.models import Channel
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import routing as places
from gehoor.inbox.models import Conversation, Message
from gehoor.kit.clock import about_now, now
from gehoor.kit.live import announce
from gehoor.kit.text import N_
from gehoor.organisation import queries as organisation
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Actor

SYSTEM = Actor(system="routing")
MOST_SHOWN: Final = 200
AS_CHOSEN: Final = (
    "platform", "handle", "name", "kind", "purpose", "channel_id", "owner_id", "backup_id",
    "ends_on",
)  # fmt: skip


@dataclass(frozen=True)
class NotKept(Exception):
    """It goes against another one. Nothing was changed."""

    field: str
    told: str


@dataclass(frozen=True)
class Shown:
    """An account as the register shows it."""

    account: Account
    care: Care
    is_over: bool
    waiting: int = 0
    since: datetime | None = None

    @property
    def is_orphan(self) -> bool:
        """Somebody waits for an answer, and nobody who works here looks after it."""
        return self.waiting > 0 and self.care in (Care.NOBODY, Care.LEFT)

    @property
    def is_to_adopt(self) -> bool:
        return self.is_over and self.account.adopted_at is None


def listed() -> list[Shown]:
    """Return the whole register: what asks for something first."""
    accounts = list(queries.accounts())
    waiting = inbox.waiting_in([each.channel_id for each in accounts if each.channel_id])
    away = _away([each.owner_id for each in accounts if each.owner_id])
    shown = [_shown(each, waiting, away) for each in accounts]
    return sorted(shown, key=lambda each: (not each.is_orphan, not each.is_to_adopt))


def _shown(account: Account, waiting: Mapping[int, tuple[int, datetime]], away: set[int]) -> Shown:
    number, since = waiting.get(account.channel_id or 0, (0, None))
    is_over = rules.is_over(account.ends_on, today=_today())
    return Shown(account, _care(account, away), is_over, number, since)


def shown(account: Account) -> Shown:
    """Return one account as the register shows it."""
    waiting = inbox.waiting_in([account.channel_id] if account.channel_id else [])
    return _shown(account, waiting, _away([account.owner_id] if account.owner_id else []))


def _care(account: Account, away: set[int]) -> Care:
    owner = account.owner
    return rules.care_of(
        has_owner=owner is not None,
        is_active=owner is not None and owner.is_active,
        is_away=owner is not None and owner.pk in away,
    )


def _away(owners: Sequence[int]) -> set[int]:
    """Return who of these is away now."""
    return people.away_now(owners) if owners else set()


def _today() -> date:
    return timezone.localdate(about_now())


@transaction.atomic
def keep(actor: Actor, account: Account, wanted: Mapping[str, Any]) -> bool:
    """Keep an account as it is `wanted`; tells whether that is new. Raises NotKept."""
    is_new = account.pk is None
    changed = [name for name in AS_CHOSEN if getattr(account, name) != wanted[name]]
    for name in changed:
        setattr(account, name, wanted[name])
    if queries.is_taken(account):
        raise NotKept("handle", _("This account stands in the register already."))
    other = queries.of_channel(account.channel_id) if account.channel_id else None
    if other and other.pk != account.pk:
        raise NotKept("channel", _("That channel belongs to %(name)s.") % {"name": other.name})
    if (
        "ends_on" in changed
        and account.adopted_at
        and not rules.is_over(account.ends_on, today=_today())
    ):
        # It lives on: at its new end somebody is asked anew.
        account.adopted_at = account.adopted_by = None
    if is_new or changed:
        actions.keep(account)
        record(actor, "add" if is_new else "change", "account", account.pk, changed=changed)
    return bool(is_new or changed)


@transaction.atomic
def forget(actor: Actor, account: Account) -> None:
    """Take it out of the register. Its channel and messages stay."""
    record(actor, "forget", "account", account.pk)
    actions.forget(account)


@transaction.atomic
def adopt(actor: Actor, account: Account, *, backup: Team | None) -> int:
    """Take an account over after its end: oneself looks after it, and its messages come to a team.

    Returns how many conversations came along. Raises NotPossible.
    """
    if not rules.is_over(account.ends_on, today=_today()) or account.adopted_at:
        raise NotPossible(_("This account has not ended, or somebody took it over already."))
    team = backup or account.backup
    if team is None:
        raise NotPossible(_("Choose the team to which its messages go. Nothing was changed."))
    if actor.user_id is None or not actions.adopt(account, by=actor.user_id, now=now()):
        raise NotPossible(_("Somebody else took it over just now."))
    account.refresh_from_db()
    account.backup = team
    actions.keep(account)
    record(actor, "adopt", "account", account.pk, backup=team.pk)
    return len(_cover(account)) if account.channel_id else 0


def profile_proposal(account: Account) -> str:
    """Return what could stand in the profile from now on."""
    main = queries.main_handle(account.platform)
    facts = {"name": account.name, "organisation": organisation.name() or _("our organisation")}
    text = _(
        "%(name)s has ended. Do you have a question? The webcare team of %(organisation)s reads "
        "along here and answers."
    ) % facts  # fmt: skip
    if main and main.casefold() != account.handle.casefold():
        text += " " + _("You find us at %(main)s.") % {"main": main}
    return text


def cover_all() -> None:
    """Let what comes in for who is not there come to the team behind them. Taken by the timer."""
    accounts = queries.with_channel_and_backup()
    away = _away([each.owner_id for each in accounts if each.owner_id])
    for account in accounts:
        is_adopted = account.adopted_at is not None
        if rules.flows_to_backup(_care(account, away), is_adopted=is_adopted):
            with transaction.atomic():
                _cover(account)


def _cover(account: Account) -> list[Conversation]:
    """Pass on what lies with nobody, or with an owner who is not there."""
    is_adopter = account.adopted_at is not None and account.owner_id == account.adopted_by_id
    owner = None if is_adopter else account.owner_id
    team = account.backup_id or 0
    found = inbox.to_cover(account.channel_id or 0, owner=owner)
    passed = [each for each in found if places.cover(each, team=team)]
    for each in passed:
        record(
            SYSTEM, "conversation.covered", "conversation", each.pk, conversation_id=each.pk,
            team_id=each.channel.team_id, to=team, account=account.pk,
        )  # fmt: skip
        for number in inbox.teams_of(each):
            announce(f"team-{number}", "conversation", each.pk)
    return passed


def sent_outside(actor: Actor) -> Sequence[Message]:
    """Return what was answered on accounts of the actor's teams, and not through here."""
    return inbox.sent_outside(actor.teams, most=MOST_SHOWN)


def as_file() -> str:
    """Return the register as a file for a spreadsheet."""
    return rules.write([
        Line(
            0, each.platform, each.handle, each.name, each.kind,
            each.owner.email if each.owner else "", each.backup.name if each.backup else "",
            each.purpose, each.ends_on,
        )
        for each in queries.accounts()
    ])  # fmt: skip


@dataclass(frozen=True)
class BroughtIn:
    """What a file changed, or what is wrong with it: then nothing was changed."""

    added: int = 0
    changed: int = 0
    faults: Sequence[Fault] = ()


@transaction.atomic
def bring_in(actor: Actor, raw: bytes) -> BroughtIn:
    """Bring accounts in out of a file: all of them, or none. Raises rules.NotReadable."""
    lines, faults = rules.read(raw)
    owners = {each.email: each for each in people.active()}
    teams = {each.name.casefold(): each for each in people.teams()}
    for line in lines:
        faults += _unknown(line, owners, teams)
    if faults:
        return BroughtIn(faults=sorted(faults, key=lambda fault: fault.number))
    added = changed = 0
    for line in lines:
        account = queries.of_handle(line.platform, line.handle) or Account()
        is_new = account.pk is None
        is_different = keep(actor, account, _wanted(line, account, owners, teams))
        added += is_new
        changed += is_different and not is_new
    return BroughtIn(added, changed)


def _unknown(line: Line, owners: Mapping[str, User], teams: Mapping[str, Team]) -> list[Fault]:
    faults = []
    if line.owner and line.owner.lower() not in owners:
        words = N_("nobody here has the address “%(given)s”.")
        faults.append(Fault(line.number, words, {"given": line.owner[:80]}))
    if line.backup and line.backup.casefold() not in teams:
        words = N_("there is no team “%(given)s”.")
        faults.append(Fault(line.number, words, {"given": line.backup[:80]}))
    return faults


def _wanted(
    line: Line, account: Account, owners: Mapping[str, User], teams: Mapping[str, Team]
) -> dict[str, Any]:
    owner, team = owners.get(line.owner.lower()), teams.get(line.backup.casefold())
    return {
        "platform": line.platform, "handle": line.handle, "name": line.name, "kind": line.kind,
        "purpose": line.purpose, "channel_id": account.channel_id,
        "owner_id": owner.pk if owner else None, "backup_id": team.pk if team else None,
        "ends_on": line.ends_on,
    }  # fmt: skip


def channels_to_add() -> list[Channel]:
    """Return the channels that are connected and stand in no register."""
    return list(queries.not_in_register())
