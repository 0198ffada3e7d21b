"""The story of health: processes say they live, the checks look, and an alarm finds somebody."""

import logging
import os
import platform
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.utils import Error
from django.utils import translation
from django.utils.translation import gettext as _

from gehoor import __version__
from gehoor.audit.actions import record
from gehoor.channels import queries as channels
from gehoor.contracts.connector import NotAllowed
from gehoor.flows import alarms
from gehoor.health import actions, queries
from gehoor.health.models import Alarm
from gehoor.health.rules import Finding, Level
from gehoor.health.rules.canaries import SUBJECT
from gehoor.kit.busy import longest_stuck, where
from gehoor.kit.certificates import Certificate, shown_at
from gehoor.kit.clock import now, seconds_off
from gehoor.kit.disk import percent_free
from gehoor.kit.jobs import background
from gehoor.logins.queries import administrators
from gehoor.people.policies import Actor

log = logging.getLogger(__name__)

BEAT_EVERY = 15.0
FURTHEST_OFF = 2_000_000_000
MACHINE = platform.node()[:100]


def beat(part: str, *, clock_off: Callable[[], float] = seconds_off) -> None:
    """Say once that this process lives, how full its disk is, what is stuck, how its clock runs."""
    free, total = _fullest_disk()
    stuck = longest_stuck()
    if stuck and not stuck.work.is_told:
        # The place is what helps most, and it is lost once somebody starts the process again.
        log.error("%s is stuck: %s", stuck.work.name, where(stuck.work))
        stuck.work.is_told = True
    actions.beat(
        part=part,
        machine=MACHINE,
        number=os.getpid(),
        version=__version__,
        disk_free=free,
        disk_total=total,
        stuck=stuck.work.name if stuck else "",
        stuck_seconds=stuck.seconds if stuck else 0.0,
        clock_off=_whole(clock_off()),
    )


def _whole(seconds: float) -> int:
    """A clock may be set to any year; a row holds some sixty of them."""
    return round(max(-FURTHEST_OFF, min(seconds, FURTHEST_OFF)))


@contextmanager
def pulse(part: str) -> Iterator[None]:
    """Say so every few seconds for the block, in a thread, and at the end that it is over."""
    stop = threading.Event()
    beating = threading.Thread(target=_keep_beating, args=(part, stop), name="pulse", daemon=True)
    beating.start()
    try:
        yield
    finally:
        stop.set()
        beating.join(timeout=1)


def _keep_beating(part: str, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            close_old_connections()
            beat(part)
            close_old_connections()
        except Error:
            log.debug("The database does not answer; the next sign of life will tell.")
        except OSError as problem:
            log.warning("The room on our disks cannot be measured: %s.", problem.strerror)
        stop.wait(BEAT_EVERY * settings.TIME_SCALE)
    with suppress(Error):
        actions.stop_beating(part=part, machine=MACHINE, number=os.getpid())
    connection.close()


def look() -> list[Finding]:
    """Look at every part, now; what is wrong comes first."""
    return queries.look(now=now())


def look_around() -> None:
    """Let what the checks find be the alarms that stand; tell of new ones by mail."""
    moment = now()
    findings = queries.look(now=moment)
    with transaction.atomic():
        actions.forget_the_dead(now=moment)
        for alarm in actions.note(findings, now=moment):
            # Of its channels the poller tells itself, with more words; not of a trial message.
            if alarm.channel_id is None or alarm.subject.startswith(SUBJECT):
                tell_of_alarm.wake(alarm.pk)


def look_at_certificates() -> None:
    """Have it looked at beside the timer: a server that is silent must not hold the timer up."""
    read_certificates.wake(0)


@background(queue="alarms", actor="timer")
def read_certificates(_number: int) -> None:
    """Learn until when certificates are good: of channels' servers, and of our own address."""
    ends: dict[str, datetime] = {}
    for shown in _certificates():
        ends[shown.host] = min(shown.ends_at, ends.get(shown.host, shown.ends_at))
    with transaction.atomic():
        actions.keep_certificates(ends, now=now())


def _certificates() -> Iterator[Certificate]:
    for channel in channels.open_channels():
        with suppress(NotAllowed):
            yield from channels.certificates_of(channel)
    if settings.BASE_URL.startswith("https://"):
        with suppress(OSError):
            own = shown_at(settings.BASE_URL)
            yield from [own] if own else []


@transaction.atomic
def see_alarm(actor: Actor, alarm: Alarm) -> None:
    """Tell the others that somebody knows; it stands until it is mended."""
    actions.see(alarm, actor, at=now())
    record(actor, "see_alarm", "alarm", alarm.pk, about=alarm.subject)


@background(queue="alarms", actor="timer")
def tell_of_alarm(number: int) -> None:
    """Mail every administrator what is wrong, unless it was mended meanwhile."""
    alarm = Alarm.objects.filter(pk=number).first()
    found = {each.subject: each for each in look() if each.level is Level.WRONG}
    if not settings.EMAIL_HOST or alarm is None or alarm.subject not in found:
        return
    for person in administrators():
        with translation.override(person.language):
            alarms.mail(person.email, *_letter(found[alarm.subject]))


def _letter(finding: Finding) -> tuple[str, str]:
    subject = _("Gehoor: %(title)s needs you") % {"title": said(finding.title, finding)}
    text = _("%(words)s\n%(advice)s\n\nLook at it here: %(address)s\n") % {
        "words": said(finding.words, finding),
        "advice": said(finding.advice, finding),
        "address": f"{settings.BASE_URL}/health/",
    }
    return subject, text


def said(sentence: str, finding: Finding) -> str:
    """Return a sentence of a finding in the language of the reader, filled in."""
    return _(sentence) % finding.facts if sentence else ""


def _fullest_disk() -> tuple[int, int]:
    """Return the bytes that are free and there, of the disk that is nearest to full."""
    folders = [Path(settings.MEDIA_ROOT), *settings.DISK_FOLDERS]
    fullest = min(folders, key=percent_free)
    while not fullest.exists():
        fullest = fullest.parent
    usage = shutil.disk_usage(fullest)
    return usage.free, usage.total
