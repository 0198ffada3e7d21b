"""The closing balance of a day: what was received equals what became of it, per channel.

Counted by the day received, with the state of now (delivery contract, amendments).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime, time, timedelta
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from gehoor.channels import queries as channels
from gehoor.channels.models import Canary, Channel
from gehoor.inbox import queries as inbox
from gehoor.kit.clock import now
from gehoor.kit.snapshots import one_snapshot
from gehoor.people.policies import ORGANISATION, Actor, see_all_totals
from gehoor.planning import queries as planned
from gehoor.planning.rules import open_time


@dataclass
class Line:
    """One channel's day. Deliveries must add up, and so must messages."""

    channel: str
    channel_id: int = 0
    received: int = 0
    parsed: int = 0
    linked_copies: int = 0
    failed: int = 0
    pending: int = 0
    canaries: int = 0
    """trial messages of our own: they are no messages to anybody"""
    messages: int = 0
    answered: int = 0
    practised: int = 0
    not_handled: int = 0
    """deliberately: seen without action, or handled without a reply, with the reason"""
    by_protocol: int = 0
    with_reason: int = 0
    """of the former: left by a line of the protocol, or for a reason of a colleague"""
    open: int = 0
    snoozed: int = 0
    """of the open ones: put off until later"""
    untouched: int = 0
    """of the open ones: nobody opened it, took it or put it off"""
    adds_up: bool = field(default=True)

    @property
    def came_in(self) -> int:
        """How much others handed us."""
        return self.received - self.canaries

    @property
    def is_closed(self) -> bool:
        """Was everything read and touched, and does it add up?"""
        return self.adds_up and not (self.untouched or self.failed or self.pending)


@dataclass(frozen=True)
class Trials:
    """The trial messages of one channel on one day."""

    channel: str
    sent: int
    came_in: int
    first_at: datetime
    longest: timedelta | None
    """how long the slowest that came in took; None: none came in"""
    is_late: bool
    """one did not come in, and should have"""


@dataclass(frozen=True)
class Day:
    """One day of the channels somebody may count, with how soon each message was first touched."""

    lines: Sequence[Line]
    waits: Sequence[timedelta]
    """in opening time, from the shortest; of the messages somebody has touched"""
    trials: Sequence[Trials] = ()
    """how the trial messages of the day fared, per channel that sent any"""

    @property
    def total(self) -> Line:
        """Return the lines as one."""
        names = [each.name for each in fields(Line) if each.type == "int" or each.type is int]
        summed = {name: sum(getattr(line, name) for line in self.lines) for name in names}
        summed["channel_id"] = 0
        return Line(channel="", adds_up=all(line.adds_up for line in self.lines), **summed)

    @property
    def half_within(self) -> timedelta | None:
        return self._within(0.5)

    @property
    def most_within(self) -> timedelta | None:
        """Within this nine of ten were touched."""
        return self._within(0.9)

    def _within(self, part: float) -> timedelta | None:
        return self.waits[max(0, ceil(len(self.waits) * part) - 1)] if self.waits else None


def of(day: date, *, teams: Collection[int] | None = None) -> list[Line]:
    """Return the balance of `day` in local time, a line per channel, counted at one moment.

    `teams` None is every channel there is.
    """
    since, until = bounds(day)
    asked = Channel.objects.order_by("pk")
    if teams is not None:
        asked = asked.filter(team_id__in=teams)
    with one_snapshot():
        ledger = channels.ledger(since=since, until=until)
        ends = inbox.ends_of_messages(since=since, until=until)
        return [
            _line(channel, ledger.get(channel.pk, {}), ends.get(channel.pk, {}))
            for channel in asked
        ]


def of_day(actor: Actor, day: date) -> Day:
    """Return the day as this colleague may see it: own channels, or all."""
    since, until = bounds(day)
    teams = None if see_all_totals(actor, ORGANISATION) else sorted(actor.teams)
    desks = planned.desks()
    touched = inbox.first_touches(since=since, until=until, teams=teams)
    return Day(
        lines=of(day, teams=teams),
        waits=sorted(
            open_time(desks.of(channel=each.channel, team=each.team), each.since, each.at)
            for each in touched
        ),
        trials=_trials(since, until, teams=teams),
    )


def _trials(since: datetime, until: datetime, *, teams: Collection[int] | None) -> list[Trials]:
    found: dict[int, list[Canary]] = {}
    for each in channels.canaries_between(since, until):
        if teams is None or each.channel.team_id in teams:
            found.setdefault(each.channel_id, []).append(each)
    return [_fared(each) for each in found.values()]


def _fared(sent: Sequence[Canary]) -> Trials:
    took = [each.took for each in sent if each.took is not None]
    moment = now()
    return Trials(
        channel=sent[0].channel.name,
        sent=len(sent),
        came_in=len(took),
        first_at=sent[0].begun_at,
        longest=max(took, default=None),
        is_late=any(channels.is_late(each, now=moment) for each in sent),
    )


def bounds(day: date) -> tuple[datetime, datetime]:
    """A local day; in the nights the clock changes it has 23 or 25 hours."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return (
        datetime.combine(day, time.min, zone),
        datetime.combine(day + timedelta(days=1), time.min, zone),
    )


def _line(channel: Channel, ledger: Mapping[str, int], ends: Mapping[str, int]) -> Line:
    line = Line(
        channel=channel.name,
        channel_id=channel.pk,
        received=sum(ledger.values()),
        parsed=ledger.get("parsed", 0),
        linked_copies=ledger.get("linked_copy", 0),
        failed=ledger.get("failed", 0),
        pending=ledger.get("pending", 0),
        canaries=ledger.get("canary", 0),
        messages=ends.get("messages", 0),
        answered=ends.get("answered", 0),
        practised=ends.get("practised", 0),
        not_handled=ends.get("not_handled", 0),
        by_protocol=ends.get("by_protocol", 0),
        with_reason=ends.get("with_reason", 0),
        open=ends.get("open", 0),
        snoozed=ends.get("snoozed", 0),
        untouched=ends.get("untouched", 0),
    )
    line.adds_up = (
        line.came_in == line.parsed + line.linked_copies + line.failed + line.pending
        and line.messages == line.answered + line.practised + line.not_handled + line.open
        and ends.get("deliveries", 0) <= line.parsed
        and line.by_protocol + line.with_reason <= line.not_handled
        and line.snoozed + line.untouched <= line.open
    )
    return line


def as_json(lines: list[Line]) -> list[dict[str, Any]]:
    return [asdict(line) for line in lines]
