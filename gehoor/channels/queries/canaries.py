"""Trial messages: which are due, which came in, which channels did not prove that they are read."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from gehoor.channels.models import Canary, Channel
from gehoor.channels.queries.accounts import connectors
from gehoor.channels.rules import LATE_AFTER, is_canary_due
from gehoor.contracts.canaries import Canaries, canaries_of

ENDED_WELL = Canary.State.ARRIVED
DID_NOT_COME_IN = (Canary.State.NOT_SENT, Canary.State.MISSED)


def canaries_for(channel: Channel) -> Canaries | None:
    """Return how this channel writes to itself; None where its platform cannot."""
    found = connectors().get(channel.connector)
    return canaries_of(found) if found else None


def channels_with_canary_due(*, now: datetime) -> list[Channel]:
    """Return the live channels of which the next trial message should leave."""
    asked = Channel.objects.filter(
        canary_hours__gt=0, is_closed=False, stage=Channel.Stage.LIVE
    ).order_by("pk")
    last = _last_of(asked)
    zone = ZoneInfo(settings.TIME_ZONE)
    return [
        channel
        for channel in asked
        if canaries_for(channel)
        and is_canary_due(
            last[channel.pk].begun_at if channel.pk in last else None,
            came_in=channel.pk in last and last[channel.pk].state == ENDED_WELL,
            now=now,
            every=channel.canary_hours,
            zone=zone,
        )
    ]


def queued_canaries() -> list[int]:
    """Return those that wait to be sent, in case a wake-up was lost."""
    return list(Canary.objects.filter(state=Canary.State.QUEUED).values_list("pk", flat=True))


def last_canary(channel: Channel) -> Canary | None:
    return Canary.objects.filter(channel=channel).order_by("-begun_at", "-pk").first()


def is_late(canary: Canary, *, now: datetime) -> bool:
    """Should it have come in by now?"""
    is_old = now - canary.begun_at >= late_after()
    return canary.state in DID_NOT_COME_IN or (canary.state in Canary.UNDER_WAY and is_old)


def late_after() -> timedelta:
    return LATE_AFTER * settings.TIME_SCALE


def unproven(*, now: datetime) -> list[Canary]:
    """Return per channel the last trial message that is decided, where it did not come in.

    One that is still on its way in time says nothing yet, so it ends nothing.
    """
    asked = Channel.objects.filter(
        canary_hours__gt=0, is_closed=False, stage=Channel.Stage.LIVE
    ).order_by("pk")
    in_time = Q(state__in=Canary.UNDER_WAY, begun_at__gt=now - late_after())
    decided = _last_of(asked, besides=in_time)
    return [each for each in decided.values() if each.state != ENDED_WELL]


def _last_of(asked: QuerySet[Channel], besides: Q | None = None) -> dict[int, Canary]:
    found = Canary.objects.filter(channel__in=asked).select_related("channel")
    if besides is not None:
        found = found.exclude(besides)
    rows = found.order_by("channel", "-begun_at", "-pk").distinct("channel")
    return {each.channel_id: each for each in rows}


def canaries_between(since: datetime, until: datetime) -> list[Canary]:
    """Return the trial messages that were begun then, oldest first."""
    begun = Canary.objects.filter(begun_at__gte=since, begun_at__lt=until)
    return list(begun.select_related("channel").order_by("begun_at", "pk"))
