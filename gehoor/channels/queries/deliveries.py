"""What came in, what waits, what could not be read."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Min

from gehoor.channels.models import Channel, Delivery
from gehoor.people.policies import Actor, Place, answer

PAGE = 50
PENDING_TOO_LONG = timedelta(minutes=5)


def channels_with_waiting_deliveries() -> list[int]:
    waiting = Delivery.objects.filter(state=Delivery.State.PENDING)
    return list(waiting.order_by().values_list("channel_id", flat=True).distinct())


def waiting_deliveries() -> dict[int, tuple[int, datetime]]:
    """Return per channel how much nobody has read yet, and when the oldest of it came."""
    rows = (
        Delivery.objects.filter(state=Delivery.State.PENDING)
        .order_by()
        .values_list("channel_id")
        .annotate(number=Count("pk"), oldest=Min("received_at"))
    )
    return {channel: (number, oldest) for channel, number, oldest in rows}


def failed_counts() -> dict[int, int]:
    """Return per channel how much could not be read."""
    rows = Delivery.objects.filter(state=Delivery.State.FAILED).order_by().values_list("channel_id")
    return dict(rows.annotate(number=Count("pk")))


def failed_deliveries(actor: Actor, *, after: int | None = None) -> Sequence[Delivery]:
    """Return what could not be read in the actor's own channels, newest first."""
    found = Delivery.objects.filter(
        state=Delivery.State.FAILED, channel__team_id__in=answerable_teams(actor)
    )
    if after:
        found = found.filter(pk__lt=after)
    return list(found.select_related("channel").defer("raw").order_by("-pk")[:PAGE])


def answerable_teams(actor: Actor) -> list[int]:
    return [team for team in actor.teams if answer(actor, Place(team=team))]


def find_delivery(pk: int) -> tuple[Delivery, Place] | None:
    delivery = Delivery.objects.select_related("channel").filter(pk=pk).first()
    return (delivery, Place(team=delivery.channel.team_id)) if delivery else None


def open_channels() -> list[Channel]:
    return list(Channel.objects.filter(is_closed=False).order_by("pk"))


def ledger(*, since: datetime, until: datetime) -> dict[int, dict[str, int]]:
    """Return per channel how many deliveries of these days stand in each state."""
    rows = (
        Delivery.objects.filter(received_at__gte=since, received_at__lt=until)
        .order_by()
        .values("channel_id", "state")
        .annotate(number=Count("pk"))
    )
    counted: dict[int, dict[str, int]] = {}
    for row in rows:
        counted.setdefault(row["channel_id"], {})[row["state"]] = row["number"]
    return counted


def channels_reading_late(*, now: datetime, scale: float = 1.0) -> list[Channel]:
    """Return the channels where something waits to be read for longer than we promise."""
    overdue = Delivery.objects.filter(
        state=Delivery.State.PENDING,
        received_at__lt=now - PENDING_TOO_LONG * scale,
        is_history=False,
    )
    return list(Channel.objects.filter(pk__in=overdue.values("channel_id")))


def channels_in_trouble(detail: str) -> list[Channel]:
    """Return the channels whose present trouble is told in these words."""
    return list(Channel.objects.filter(health=Channel.Health.TROUBLED, health_detail=detail))


def count_history(channel: Channel, state: Delivery.State) -> int:
    """Return how much of what was brought in from an older mailbox stands in this state."""
    return Delivery.objects.filter(channel=channel, state=state, is_history=True).count()


def never_stored(channel: Channel, transport_ids: Collection[str]) -> set[str]:
    """Return which of these ids are not in the channel's ledger, where copies stand too."""
    with connection.cursor() as cursor:
        cursor.execute(NEVER_STORED, {"channel": channel.pk, "ids": list(transport_ids)})
        return {found for (found,) in cursor.fetchall()}


# The ledger is not fetched to compare: it only grows, and the source holds a small part of it.
NEVER_STORED = """
SELECT held.id FROM unnest(%(ids)s::text[]) AS held(id)
WHERE NOT EXISTS (SELECT FROM channels_delivery d
                  WHERE d.channel_id = %(channel)s AND d.transport_id = held.id)
"""
