"""How the machine is doing: database, disks, processes, work, log, backup, mail, address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from gehoor.health.rules.findings import Finding, Level, Queue, level_of, minutes_waited
from gehoor.kit.disk import Limits
from gehoor.kit.text import N_

PARTS = {"web": N_("Pages (web)"), "worker": N_("Work (worker)"), "poll": N_("Fetching (poller)")}
WITHOUT = {
    "web": N_("Nobody can open a page."),
    "worker": N_("What comes in is kept, and not read; replies are kept, and not sent."),
    "poll": N_("Nothing new is fetched from the channels."),
}
SILENT_AFTER = timedelta(seconds=60)
TIME_TO_START = timedelta(minutes=2)
SEALED_WITHIN, UNSEALED_TOO_LONG = timedelta(minutes=5), timedelta(hours=1)
OLDEST_POSTGRESQL = 15
ORDINARY_LIMITS = Limits()
ENDS_SOON, ENDS_LATER = timedelta(days=14), timedelta(days=21)
LONGEST_SUBJECT = 150
OLD_BACKUP = timedelta(days=2)
HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Heart:
    """A process that said it lives."""

    part: str
    machine: str
    started_at: datetime
    beat_at: datetime
    version: str
    disk_free: int
    disk_total: int
    stuck: str = ""
    stuck_since: datetime | None = None
    clock_off: int = 0


def judge_database(version: int, *, place: str) -> Finding:
    facts: dict[str, str | int] = {"version": version, "place": place}
    if version < OLDEST_POSTGRESQL:
        return Finding(
            "database",
            N_("Database"),
            Level.WRONG,
            N_("PostgreSQL %(version)s is older than Gehoor works with."),
            N_("Move to PostgreSQL 15 or newer."),
            facts,
        )
    return Finding(
        "database",
        N_("Database"),
        Level.WELL,
        N_("PostgreSQL %(version)s answers at %(place)s."),
        facts=facts,
    )


def judge_disk(*, free: int, total: int, machine: str, limits: Limits = ORDINARY_LIMITS) -> Finding:
    """Judge the room left, by the limits at which Gehoor itself gives things up."""
    percent = 100 * free / total if total else 0.0
    level, words = _room(percent, limits)
    advice = N_("Make room now, or give the disk more.") if level is not Level.WELL else ""
    facts: dict[str, str | int] = {
        "percent": int(percent),
        "machine": machine,
        "next": f"{limits.refuse_files:g}",
    }
    return Finding(f"disk@{machine}", N_("Disk of %(machine)s"), level, words, advice, facts)


def _room(percent: float, limits: Limits) -> tuple[Level, str]:
    if percent < limits.stop_intake:
        return Level.WRONG, N_("%(percent)s%% of the disk is free. Nothing new is taken in.")
    if percent < limits.refuse_files:
        return Level.WRONG, N_("%(percent)s%% of the disk is free. Attachments are refused.")
    if percent < limits.pause_listening:
        return Level.ATTENTION, N_(
            "%(percent)s%% of the disk is free. Listening pauses. Below %(next)s%% attachments are "
            "refused."
        )
    return Level.WELL, N_("%(percent)s%% of the disk is free.")


def alive(hearts: Iterable[Heart], *, now: datetime, scale: float = 1.0) -> list[Heart]:
    """Return the processes that gave a sign of life lately."""
    return [heart for heart in hearts if now - heart.beat_at <= SILENT_AFTER * max(scale, 0.2)]


def judge_parts(hearts: Sequence[Heart], *, now: datetime, scale: float = 1.0) -> list[Finding]:
    """Is there somebody for every kind of work, on whatever machine?"""
    living = alive(hearts, now=now, scale=scale)
    return [_judge_part(part, hearts, living, now=now) for part in PARTS]


def _judge_part(
    part: str, hearts: Sequence[Heart], living: Sequence[Heart], *, now: datetime
) -> Finding:
    own = [heart for heart in living if heart.part == part]
    if own:
        machines = sorted({heart.machine for heart in own})
        facts: dict[str, str | int] = {"number": len(own), "machines": ", ".join(machines)}
        words = N_("%(number)s alive, on %(machines)s.")
        return Finding(part, PARTS[part], Level.WELL, words, facts=facts)
    last = max((heart.beat_at for heart in hearts if heart.part == part), default=None)
    is_starting = last is None and not any(
        now - heart.started_at > TIME_TO_START for heart in living
    )
    return Finding(
        part,
        PARTS[part],
        Level.ATTENTION if is_starting else Level.WRONG,
        WITHOUT[part],
        N_("Start it (gehoor run does), and look in the log of the program why it ended."),
        since=last,
    )


def judge_versions(hearts: Sequence[Heart], *, ours: str, now: datetime) -> Finding:
    """Two versions at the same time are right only while an update is under way."""
    found = sorted({heart.version for heart in alive(hearts, now=now)} | {ours})
    if len(found) > 1:
        return Finding(
            "version",
            N_("Version"),
            Level.ATTENTION,
            N_("Several versions run at the same time: %(versions)s."),
            N_("Finish the update on every machine."),
            {"versions": ", ".join(found)},
        )
    return Finding(
        "version", N_("Version"), Level.WELL, N_("Gehoor %(version)s."), facts={"version": ours}
    )


def judge_jobs(waiting: Queue, *, now: datetime) -> Finding:
    """A job only wakes somebody; when it waits, something else waits as well."""
    level = level_of(waiting, now=now)
    minutes = minutes_waited(waiting, now=now)
    facts: dict[str, str | int] = {"number": waiting.number, "minutes": minutes}
    if level is Level.WELL:
        return Finding("jobs", N_("Waiting work"), level, N_("Nothing waits long."), facts=facts)
    return Finding(
        "jobs",
        N_("Waiting work"),
        level,
        N_("%(number)s jobs wait, the oldest for %(minutes)s minutes."),
        N_("Look whether the worker lives. Start another one when there is much to do."),
        facts,
        since=waiting.oldest,
    )


def judge_broken_jobs(number: int) -> Finding:
    """One is an accident; many say that something keeps breaking."""
    if not number:
        words = N_("No job was broken off in the last day.")
        return Finding("broken-jobs", N_("Broken work"), Level.WELL, words)
    return Finding(
        "broken-jobs",
        N_("Broken work"),
        Level.ATTENTION,
        N_("%(number)s jobs were broken off in the last day. They were tried again."),
        N_("Look in the log of the program why they broke."),
        {"number": number},
    )


def judge_seals(
    waiting_since: datetime | None, *, now: datetime, checked: tuple[datetime, int] | None = None
) -> Finding:
    """Judge what the last check of the log found, and how long the oldest act waits for a seal."""
    if checked and checked[1]:
        return Finding(
            "seals",
            N_("Log"),
            Level.WRONG,
            N_("%(number)s faults were found in the log: it is not as it was sealed."),
            N_("Run gehoor audit verify: it says where."),
            {"number": checked[1]},
            since=checked[0],
        )
    waits = now - waiting_since if waiting_since else timedelta()
    if waits < SEALED_WITHIN:
        return Finding("seals", N_("Log"), Level.WELL, N_("The log is sealed up to now."))
    return Finding(
        "seals",
        N_("Log"),
        Level.WRONG if waits > UNSEALED_TOO_LONG else Level.ATTENTION,
        N_("Part of the log has waited %(minutes)s minutes for its seal."),
        N_("The poller seals it within seconds. Look whether it lives, and in its log."),
        {"minutes": int(waits.total_seconds() // 60)},
        since=waiting_since,
    )


def judge_backup(made_at: datetime | None, *, now: datetime) -> Finding:
    """Is there a backup of lately? One that somebody makes by other means is not seen here."""
    title, advice = N_("Backup"), N_("Run gehoor backup every night, and keep the file elsewhere.")
    if made_at is None:
        words = N_("No backup was made with Gehoor yet.")
        return Finding("backup", title, Level.ATTENTION, words, advice)
    facts: dict[str, str | int] = {"days": (now - made_at).days}
    if now - made_at > OLD_BACKUP:
        words = N_("The last backup was made %(days)s days ago.")
        return Finding("backup", title, Level.ATTENTION, words, advice, facts, since=made_at)
    words = N_("A backup was made within the last two days.")
    return Finding("backup", title, Level.WELL, words, facts=facts)


def judge_alarm_mail(host: str) -> Finding:
    if not host:
        return Finding(
            "alarm-mail",
            N_("Mail for alarms"),
            Level.ATTENTION,
            N_("Alarms only show on this page: no mail server for them is set."),
            N_("Set GEHOOR_ALARM_SMTP_HOST."),
        )
    return Finding(
        "alarm-mail",
        N_("Mail for alarms"),
        Level.WELL,
        N_("Alarms are mailed to administrators through %(host)s."),
        facts={"host": host},
    )


def judge_address(address: str) -> Finding:
    """May people type their password at this address? The certificate itself is the proxy's."""
    is_here = urlsplit(address).hostname in HERE
    if is_here or address.startswith("https://"):
        return Finding(
            "address",
            N_("Address"),
            Level.WELL,
            N_("People come in at %(address)s."),
            facts={"address": address},
        )
    return Finding(
        "address",
        N_("Address"),
        Level.WRONG,
        N_("People come in at %(address)s: passwords travel unencrypted."),
        N_("Put a proxy with a certificate in front, and set BASE_URL to its https address."),
        {"address": address},
    )


def judge_certificate(host: str, *, ends_at: datetime, now: datetime) -> Finding:
    """A certificate that ends stops everything at once, so it is told days ahead."""
    subject, title = f"certificate@{host}"[:LONGEST_SUBJECT], N_("Certificate of %(host)s")
    days = (ends_at - now).days
    facts: dict[str, str | int] = {"host": host, "days": days}
    if ends_at - now >= ENDS_LATER:
        words = N_("Good for another %(days)s days.")
        return Finding(subject, title, Level.WELL, words, facts=facts)
    level = Level.WRONG if ends_at - now < ENDS_SOON else Level.ATTENTION
    words = N_("Ends in %(days)s days.")
    if ends_at <= now:
        words = N_("Has ended: nobody who looks at it connects any more.")
    elif days <= 1:
        words = N_("Ends within two days.")
    return Finding(subject, title, level, words, N_("Let who runs this server renew it."), facts)
