"""The story of setting up from a file: what differs is changed, and said.

Everything happens in one transaction, so a file is brought about whole or not at all; the same file
again changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import override

from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.contracts.connector import Connector, NotAllowed
from gehoor.flows import connecting, organising, setup, setup_of_work, staffing, terms
from gehoor.kit.clock import now
from gehoor.organisation import actions as organisation
from gehoor.organisation import queries
from gehoor.organisation.rules import DONE, STEPS
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Actor, Role
from gehoor.people.rules import fold_email
from gehoor.planning.rules import Day
from gehoor.planning.rules.norms import Promise
from gehoor.planning.rules.public_holidays import Holiday
from gehoor.planning.rules.terms import Norm

SETTING_UP = Actor(system="setup")


class NotBroughtAbout(Exception):
    """Nothing was changed. The message says why, and of which part of the file."""


DayWanted = tuple[date, Day, str]
"""a day that is different, when somebody is there on it, and why"""


@dataclass(frozen=True)
class TeamWanted:
    name: str
    identity: str = ""
    """empty: as the organisation signs"""
    signature: str | None = None
    hours: setup.OwnWeek | None = None
    """None: as they are"""
    days: Sequence[DayWanted] = ()


@dataclass(frozen=True)
class PersonWanted:
    name: str
    email: str
    roles: Sequence[Role] = ()
    teams: Sequence[str] = ()


@dataclass(frozen=True)
class ChannelWanted:
    connector: Connector
    name: str
    team: str
    purpose: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)
    is_tried: bool = True
    hours: setup.OwnWeek | None = None
    days: Sequence[DayWanted] = ()


@dataclass(frozen=True)
class NormWanted:
    norm: Norm | None
    channel: str = ""
    """by its name; empty: of all channels"""
    way: str = ""
    sender: str = ""


@dataclass(frozen=True)
class Wanted:
    """What a file asks for. What it does not name stays as it is."""

    organisation: Mapping[str, Any] = field(default_factory=dict)
    teams: Sequence[TeamWanted] = ()
    people: Sequence[PersonWanted] = ()
    channels: Sequence[ChannelWanted] = ()
    week: Mapping[int, Day] | None = None
    holidays: frozenset[Holiday] | None = None
    days: Sequence[DayWanted] = ()
    norms: Sequence[NormWanted] = ()
    officer: str = ""
    work: setup_of_work.Work = field(default_factory=setup_of_work.Work)
    sits: str = ""
    """where webcare sits (`flows.organising.Work`); empty: as it is"""
    lines: int = 1


@dataclass(frozen=True)
class Brought:
    """What differed, one line each; and the links that nobody was mailed."""

    changes: Sequence[str]
    links: Sequence[tuple[str, str]] = field(default=(), repr=False)


def compare(wanted: Wanted) -> Sequence[str]:
    """Say what would be changed. Changes nothing, mails nobody, tries no connection."""
    with transaction.atomic():
        changes, _ = _bring_about(wanted, tries=False)
        transaction.set_rollback(True)
    return changes


def bring_about(wanted: Wanted) -> Brought:
    """Change what differs, after a real try of each new connection. Raises NotBroughtAbout."""
    with transaction.atomic():
        changes, admitted = _bring_about(wanted, tries=True)
    # Mail goes out only once everybody is really in.
    links = [(user.email, link) for user, link in admitted if not staffing.mail_link(user, link)]
    return Brought(changes, links)


Admitted = list[tuple[User, str]]


def _bring_about(wanted: Wanted, *, tries: bool) -> tuple[list[str], Admitted]:
    changes = [
        f"organisation: {name}"
        for name in setup.change_organisation(SETTING_UP, **wanted.organisation)
    ]
    changes += _teams(wanted.teams)
    told, admitted = _people(wanted.people, officer=fold_email(wanted.officer))
    changes += told
    changes += _channels(wanted.channels, tries=tries)
    changes += _hours(wanted)
    changes += _norms(wanted.norms)
    changes += _where_it_sits(wanted)
    changes += _officer(wanted.officer)
    try:
        changes += setup_of_work.bring_about(wanted.work)
    except setup_of_work.WorkNotSetUp as problem:
        raise NotBroughtAbout(str(problem)) from problem
    _note_steps(wanted)
    return changes, admitted


def _teams(wanted: Iterable[TeamWanted]) -> list[str]:
    changes = []
    ours = queries.ours()
    for each in wanted:
        team = Team.objects.filter(name=each.name).first()
        identity = each.identity or (team.identity if team else ours.identity)
        kept = team.signature if team else ours.signature
        signature = kept if each.signature is None else each.signature
        if team is None:
            staffing.make_team(SETTING_UP, name=each.name, identity=identity, signature=signature)
            changes.append(f"team {each.name}: made")
        elif (team.identity, team.signature) != (identity, signature):
            staffing.change_team(
                SETTING_UP, team, name=each.name, identity=identity, signature=signature
            )
            changes.append(f"team {each.name}: changed")
        changes += _own_hours(f"team {each.name}", _team(each.name), each.hours, each.days)
    return changes


def _own_hours(
    called: str, whose: Team | Channel, week: setup.OwnWeek | None, days: Iterable[DayWanted]
) -> list[str]:
    """Bring about when a team or channel is there: its own week, and days that are different."""
    changes = []
    if week and setup.change_own_hours(SETTING_UP, whose, week):
        changes.append(f"hours of {called}: changed")
    for day, hours, reason in days:
        if setup.change_own_day(SETTING_UP, whose, day, hours, reason=reason):
            changes.append(f"hours of {called} on {day.isoformat()}: changed")
    return changes


def _where_it_sits(wanted: Wanted) -> list[str]:
    """Bring about how webcare is organised, in the language of the organisation."""
    if not wanted.sits:
        return []
    with override(queries.ours().language):
        return organising.organise(SETTING_UP, organising.Work(wanted.sits), lines=wanted.lines)


def _people(wanted: Iterable[PersonWanted], *, officer: str) -> tuple[list[str], Admitted]:
    changes: list[str] = []
    admitted: Admitted = []
    for each in wanted:
        email = fold_email(each.email)
        user = User.objects.filter(email=email).first()
        teams = [_team(name) for name in each.teams]
        roles = {*each.roles, *([Role.PRIVACY_OFFICER] if email == officer else [])}
        facts: dict[str, Any] = {
            "name": each.name,
            "email": email,
            "teams": teams,
            "roles": dict.fromkeys(roles),
        }
        if user is None:
            admitted.append(staffing.admit(SETTING_UP, **facts))
            changes.append(f"person {email}: invited")
        elif user.is_active and _differs(user, facts):
            _change_colleague(user, facts)
            changes.append(f"person {email}: changed")
    return changes, admitted


def _differs(user: User, facts: Mapping[str, Any]) -> bool:
    roles = {held.role: held.until for held in user.roles_held.all()}
    return (
        user.name != facts["name"]
        or roles != {str(role): until for role, until in facts["roles"].items()}
        or set(user.teams.all()) != set(facts["teams"])
    )


def _change_colleague(user: User, facts: Mapping[str, Any]) -> None:
    try:
        staffing.change_colleague(SETTING_UP, user, **facts)
    except staffing.NotChanged as problem:
        raise NotBroughtAbout(f"person {user.email}: {problem}") from problem


def _team(name: str) -> Team:
    team = Team.objects.filter(name=name).first()
    if team is None:
        raise NotBroughtAbout(f"there is no team named {name}. Name it under [[teams]].")
    return team


def _channels(wanted: Iterable[ChannelWanted], *, tries: bool) -> list[str]:
    changes = []
    for each in wanted:
        said = _channel(each, tries=tries)
        if said:
            changes.append(f"channel {each.name}: {said}")
        if each.hours or each.days:
            called = f"channel {each.name}"
            changes += _own_hours(called, _channel_at(each), each.hours, each.days)
    return changes


def _channel_at(wanted: ChannelWanted) -> Channel:
    account = channels.account_with(connecting.NOT_YET, wanted.settings, wanted.secrets)
    found = channels.find_by_address(wanted.connector.key, wanted.connector.address(account))
    if found is None:
        raise NotBroughtAbout(f"channel {wanted.name} is not there.")
    return found


def _channel(wanted: ChannelWanted, *, tries: bool) -> str:
    account = channels.account_with(connecting.NOT_YET, wanted.settings, wanted.secrets)
    address = wanted.connector.address(account)
    found = channels.find_by_address(wanted.connector.key, address)
    facts = connecting.Wanted(
        name=wanted.name,
        team=_team(wanted.team),
        purpose=wanted.purpose,
        settings=wanted.settings,
        secrets=wanted.secrets,
    )
    try:
        if found is None:
            return _connect(wanted, facts, tries=tries)
        return _change_channel(found, facts)
    except connecting.NotChanged as problem:
        raise NotBroughtAbout(f"channel {wanted.name}: {problem}") from problem


def _connect(wanted: ChannelWanted, facts: connecting.Wanted, *, tries: bool) -> str:
    if tries and wanted.is_tried:
        # A provider that must first be given consent is tried once it was.
        with suppress(connecting.NeedsConsent):
            connecting.try_connection(
                SETTING_UP, wanted.connector, None, wanted.settings, wanted.secrets
            )
    channel = connecting.connect(SETTING_UP, wanted.connector, facts)
    consent = channels.consent_state(channel)
    waits = consent is not None and not consent.is_given
    return "connected, and waits for consent" if waits else "connected, and listens"


def _change_channel(channel: Channel, facts: connecting.Wanted) -> str:
    """Change what differs; a channel that somebody closed stays closed."""
    if channel.is_closed:
        return ""
    is_same = (
        channel.name == facts.name
        and channel.team_id == facts.team.pk
        and channel.purpose == facts.purpose
        and dict(channel.settings) == dict(facts.settings)
        and _holds(channel, facts.secrets)
    )
    if is_same:
        return ""
    connecting.change(SETTING_UP, channel, facts)
    return "changed"


def _holds(channel: Channel, secrets: Mapping[str, str]) -> bool:
    """Are these the secrets in the vault? It may hold more, such as what a consent gave."""
    try:
        stored = channels.account_of(channel).secrets
    except NotAllowed:
        return False
    return all(stored.get(name, "") == value for name, value in secrets.items())


def _hours(wanted: Wanted) -> list[str]:
    changes = []
    if wanted.week is not None and setup.change_hours(SETTING_UP, wanted.week):
        changes.append("hours: changed")
    if wanted.holidays is not None and setup.choose_holidays(SETTING_UP, wanted.holidays):
        changes.append("public holidays: changed")
    for day, blocks, reason in wanted.days:
        if setup.change_day(SETTING_UP, day, blocks, reason=reason):
            changes.append(f"hours of {day.isoformat()}: changed")
    return changes


def _norms(given: Iterable[NormWanted]) -> list[str]:
    changes = []
    for wanted in given:
        channel = _channel_called(wanted.channel) if wanted.channel else None
        promise = Promise(wanted.norm, channel, wanted.way, wanted.sender)
        if terms.promise(SETTING_UP, promise):
            about = ", ".join(part for part in (wanted.channel, wanted.way, wanted.sender) if part)
            changes.append(f"norm of {about or 'everything'}: changed")
    return changes


def _channel_called(name: str) -> int:
    found = Channel.objects.filter(name=name).order_by("is_closed", "pk").first()
    if found is None:
        raise NotBroughtAbout(f"there is no channel named {name}. Name it under [[channels]].")
    return found.pk


def _officer(email: str) -> list[str]:
    if not email:
        return []
    user = people.active().filter(email=fold_email(email)).first()
    if user is None:
        raise NotBroughtAbout(f"privacy.officer: {email} is no colleague. Name them in [[people]].")
    is_new = setup.appoint_privacy_officer(SETTING_UP, user)
    return [f"person {user.email}: privacy officer"] if is_new else []


def _note_steps(wanted: Wanted) -> None:
    """What a file answered is not asked again by the pages of setting up."""
    answered = {
        "organisation": bool(wanted.organisation),
        "people": bool(wanted.people),
        "channel": bool(wanted.channels),
        "hours": wanted.week is not None,
        "privacy": bool(wanted.organisation.get("purpose")),
    }
    ours = queries.ours()
    for step in STEPS:
        if answered.get(step) and ours.steps.get(step) != DONE:
            organisation.note_step(step, became=DONE, next_step="")
    if all(answered.values()):
        organisation.finish(at=now())
