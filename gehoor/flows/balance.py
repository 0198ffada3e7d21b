"""The closing balance of a day: what was received equals what became of it, per channel.

Counted by the day received, with the state of now (delivery contract, amendments).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.inbox import queries as inbox
from gehoor.kit.snapshots import one_snapshot


@dataclass
class Line:
    """One channel's day. Deliveries must add up, and so must messages."""

    channel: str
    received: int = 0
    parsed: int = 0
    linked_copies: int = 0
    failed: int = 0
    pending: int = 0
    messages: int = 0
    answered: int = 0
    practised: int = 0
    not_handled: int = 0
    """deliberately: seen without action, or handled without a reply, with the reason"""
    open: int = 0
    snoozed: int = 0
    """of the open ones: put off until later"""
    adds_up: bool = field(default=True)


def of(day: date) -> list[Line]:
    """Return the balance of `day` in local time, a line per channel, counted at one moment."""
    since, until = bounds(day)
    with one_snapshot():
        ledger = channels.ledger(since=since, until=until)
        ends = inbox.ends_of_messages(since=since, until=until)
        return [
            _line(channel, ledger.get(channel.pk, {}), ends.get(channel.pk, {}))
            for channel in Channel.objects.order_by("pk")
        ]


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
        received=sum(ledger.values()),
        parsed=ledger.get("parsed", 0),
        linked_copies=ledger.get("linked_copy", 0),
        failed=ledger.get("failed", 0),
        pending=ledger.get("pending", 0),
        messages=ends.get("messages", 0),
        answered=ends.get("answered", 0),
        practised=ends.get("practised", 0),
        not_handled=ends.get("not_handled", 0),
        open=ends.get("open", 0),
        snoozed=ends.get("snoozed", 0),
    )
    line.adds_up = (
        line.received == line.parsed + line.linked_copies + line.failed + line.pending
        and line.messages == line.answered + line.practised + line.not_handled + line.open
        and ends.get("deliveries", 0) <= line.parsed
        and line.snoozed <= line.open
    )
    return line


def as_json(lines: list[Line]) -> list[dict[str, Any]]:
    return [asdict(line) for line in lines]
