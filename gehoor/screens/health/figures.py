"""Figures for Prometheus: counts and ages from the database, so that any process tells the same.

Nothing about people: channels go by their number, and no text of anybody is in a label.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest

from gehoor import __version__
from gehoor.health import queries, rules
from gehoor.health.models import Alarm
from gehoor.health.rules import ChannelFacts, Heart
from gehoor.kit.clock import now

CHANNEL = ("channel",)


def as_text() -> bytes:
    """Return the figures of this moment. Raises the database's errors."""
    registry = CollectorRegistry()
    registry.register(_Once(list(_figures(now()))))
    return generate_latest(registry)


class _Once:
    """Hands over figures that were measured just now."""

    def __init__(self, figures: Iterable[Metric]) -> None:
        self.figures = figures

    def collect(self) -> Iterable[Metric]:
        return self.figures


def _figures(moment: datetime) -> Iterator[Metric]:
    hearts = queries.all_hearts()
    yield _labelled("gehoor_info", "Which version answers.", ("version",), {(__version__,): 1})
    yield from _processes(hearts, moment)
    jobs = queries.waiting()
    yield _plain("gehoor_jobs_waiting", "Jobs that could be done now and are not.", jobs.number)
    yield _plain(
        "gehoor_jobs_waiting_age_seconds",
        "How long the oldest of them waits.",
        _age(jobs.oldest, moment),
    )
    yield _plain("gehoor_alarms", "Alarms that stand now.", Alarm.objects.count())
    yield from _channels(queries.channel_facts(now=moment), moment)


def _processes(hearts: list[Heart], moment: datetime) -> Iterator[Metric]:
    living = rules.alive(hearts, now=moment, scale=settings.TIME_SCALE)
    yield _labelled(
        "gehoor_processes",
        "Processes that gave a sign of life lately.",
        ("part",),
        {(part,): sum(heart.part == part for heart in living) for part in rules.PARTS},
    )
    yield _labelled(
        "gehoor_disk_free_bytes",
        "Room left on the disk with the attachments.",
        ("machine",),
        {(name,): free for name, (free, _) in queries.disks(hearts, now=moment).items()},
    )
    yield _labelled(
        "gehoor_disk_size_bytes",
        "Size of that disk.",
        ("machine",),
        {(name,): total for name, (_, total) in queries.disks(hearts, now=moment).items()},
    )


def _channels(channels: list[ChannelFacts], moment: datetime) -> Iterator[Metric]:
    told = (
        (
            "gehoor_channel_works",
            "1 while the channel answers, 0 while it does not.",
            lambda one: float(one.state in ("well", "new")),
        ),
        (
            "gehoor_deliveries_waiting",
            "Deliveries that nobody has read yet.",
            lambda one: one.waiting.number,
        ),
        (
            "gehoor_deliveries_waiting_age_seconds",
            "How long the oldest of them waits.",
            lambda one: _age(one.waiting.oldest, moment),
        ),
        (
            "gehoor_deliveries_failed",
            "Deliveries that could not be read.",
            lambda one: one.failed,
        ),
        (
            "gehoor_replies_on_their_way",
            "Replies that should have left by now.",
            lambda one: one.overdue.number,
        ),
        (
            "gehoor_replies_on_their_way_age_seconds",
            "How long the oldest of them waits.",
            lambda one: _age(one.overdue.oldest, moment),
        ),
        (
            "gehoor_replies_to_decide",
            "Replies that a person must decide about.",
            lambda one: one.doubtful,
        ),
    )
    for name, help_text, value in told:
        yield _labelled(
            name, help_text, CHANNEL, {(str(one.number),): value(one) for one in channels}
        )


def _plain(name: str, help_text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, help_text, value=value)


def _labelled(
    name: str, help_text: str, labels: tuple[str, ...], values: dict[tuple[str, ...], float]
) -> Metric:
    family = GaugeMetricFamily(name, help_text, labels=labels)
    for names, value in values.items():
        family.add_metric(names, value)
    return family


def _age(since: datetime | None, moment: datetime) -> float:
    return max(0.0, (moment - since).total_seconds()) if since else 0.0
