"""Everything that changes heartbeats and alarms."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models.functions import Now

from gehoor.health.models import Alarm, Certificate, Heartbeat
from gehoor.health.rules import Finding, Level
from gehoor.kit.live import announce
from gehoor.people.policies import Actor

TOPIC = "settings"
"""who administers listens to it"""
UNSEEN_FOR = timedelta(days=2)
FORGOTTEN_AFTER = timedelta(hours=1)
LONGEST_NAME = 100


def beat(
    *,
    part: str,
    machine: str,
    number: int,
    version: str,
    disk_free: int,
    disk_total: int,
    stuck: str = "",
    stuck_seconds: float = 0.0,
    clock_off: int = 0,
) -> None:
    """Say that a process lives, by the clock of the database, and what of it is stuck."""
    Heartbeat.objects.update_or_create(
        part=part,
        machine=machine,
        number=number,
        defaults={
            "version": version,
            "disk_free": disk_free,
            "disk_total": disk_total,
            "clock_off": clock_off,
            "stuck": stuck[:LONGEST_NAME],
            "stuck_since": Now() - timedelta(seconds=stuck_seconds) if stuck else None,
            "beat_at": Now(),
        },
    )


def stop_beating(*, part: str, machine: str, number: int) -> None:
    """A process that ends in order leaves no row that looks like a dead one."""
    Heartbeat.objects.filter(part=part, machine=machine, number=number).delete()


def forget_the_dead(*, now: datetime) -> None:
    Heartbeat.objects.filter(beat_at__lt=now - FORGOTTEN_AFTER).delete()


def keep_certificates(found: Mapping[str, datetime], *, now: datetime) -> None:
    """Keep until when each server's certificate is good; forget servers long not seen."""
    Certificate.objects.filter(read_at__lt=now - UNSEEN_FOR).delete()
    for host, ends_at in found.items():
        Certificate.objects.update_or_create(
            host=host, defaults={"ends_at": ends_at, "read_at": now}
        )


def note(findings: Iterable[Finding], *, now: datetime) -> list[Alarm]:
    """Let exactly what is wrong now be an alarm; return the new ones.

    Several machines may do this at the same moment: a subject is one row.
    """
    wrong = {finding.subject: finding for finding in findings if finding.level is Level.WRONG}
    mended, _ = Alarm.objects.exclude(subject__in=wrong).delete()
    known = set(Alarm.objects.values_list("subject", flat=True))
    new = [
        Alarm(subject=subject, channel_id=finding.channel, since=finding.since or now)
        for subject, finding in wrong.items()
        if subject not in known
    ]
    Alarm.objects.bulk_create(new, ignore_conflicts=True)
    if new or mended:
        announce(TOPIC, "alarm", 0)
    return list(Alarm.objects.filter(subject__in=[alarm.subject for alarm in new]))


def see(alarm: Alarm, actor: Actor, *, at: datetime) -> None:
    """Write down who saw it first."""
    Alarm.objects.filter(pk=alarm.pk, seen_by=None).update(seen_by_id=actor.user_id, seen_at=at)
