"""What is measured in the database, and what the checks say of it. Works from any process."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from gehoor import __version__
from gehoor.accounts import queries as register
from gehoor.audit import queries as audit
from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.contracts.connector import NotAllowed
from gehoor.health import rules
from gehoor.health.models import Alarm, Certificate, Heartbeat
from gehoor.health.rules import ChannelFacts, Finding, Heart, Queue
from gehoor.inbox import queries as inbox
from gehoor.kit.jobs import broken_off, waiting_jobs
from gehoor.people.policies import ORGANISATION, Actor, Place, administer, see_health
from gehoor.planning import queries as planning
from gehoor.planning.rules.telling import Says

OF_A_REPLY_LATE = ("queued", "sending")
OF_A_REPLY_DOUBTFUL = ("unknown", "failed", "refused")


def look(*, now: datetime) -> list[Finding]:
    """Look at every part; what is wrong comes first."""
    hearts = all_hearts()
    scale = settings.TIME_SCALE
    return rules.by_gravity(
        [
            _database(),
            *rules.judge_parts(hearts, now=now, scale=scale),
            *rules.judge_stuck(hearts, now=now, scale=scale),
            *rules.judge_clocks(hearts, now=now, scale=scale),
            *(
                rules.judge_disk(
                    free=free, total=total, machine=machine, limits=settings.DISK_LIMITS
                )
                for machine, (free, total) in disks(hearts, now=now).items()
            ),
            rules.judge_jobs(waiting(), now=now),
            rules.judge_broken_jobs(broken_off(within_hours=24)),
            *(rules.judge_channel(facts, now=now) for facts in channel_facts(now=now)),
            *_orphans(),
            *_profiles(),
            *_canaries(now),
            rules.judge_seals(audit.waiting_since(), now=now, checked=audit.last_check()),
            rules.judge_backup(audit.last_time("backup.made", "installation", 0), now=now),
            rules.judge_alarm_mail(settings.EMAIL_HOST),
            rules.judge_address(settings.BASE_URL),
            *(
                rules.judge_certificate(row.host, ends_at=row.ends_at, now=now)
                for row in Certificate.objects.order_by("host")
            ),
            rules.judge_versions(hearts, ours=__version__, now=now),
        ]
    )


def visible(findings: Iterable[Finding], actor: Actor) -> list[Finding]:
    """Leave out what this colleague may not see: a coordinator sees the channels of own teams."""
    if administer(actor, ORGANISATION):
        return list(findings)
    teams = dict(Channel.objects.values_list("pk", "team_id"))
    return [
        finding
        for finding in findings
        if finding.channel and see_health(actor, Place(teams.get(finding.channel)))
    ]


def all_hearts() -> list[Heart]:
    return [
        Heart(
            part=row.part,
            machine=row.machine,
            started_at=row.started_at,
            beat_at=row.beat_at,
            version=row.version,
            disk_free=row.disk_free,
            disk_total=row.disk_total,
            stuck=row.stuck,
            stuck_since=row.stuck_since,
            clock_off=row.clock_off,
        )
        for row in Heartbeat.objects.order_by("part", "machine", "number")
    ]


def disks(hearts: Iterable[Heart], *, now: datetime) -> dict[str, tuple[int, int]]:
    """Return what is free and there on each machine that lives, as it was said last."""
    living = sorted(rules.alive(hearts, now=now), key=lambda heart: heart.beat_at)
    return {heart.machine: (heart.disk_free, heart.disk_total) for heart in living}


def waiting() -> Queue:
    """Return the jobs that could be done now and are not."""
    return Queue(*waiting_jobs())


def channel_facts(*, now: datetime) -> list[ChannelFacts]:
    """Return what is known about every open channel, in a few queries however many there are."""
    incoming, failed = channels.waiting_deliveries(), channels.failed_counts()
    silent = channels.strangely_silent(now=now)
    outgoing = inbox.unsettled_replies()
    return [
        ChannelFacts(
            number=channel.pk,
            name=channel.name,
            state=channel.health,
            since=channel.health_since,
            says=channel.health_detail,
            waiting=Queue(*incoming.get(channel.pk, (0, None))),
            failed=failed.get(channel.pk, 0),
            overdue=_sum(outgoing.get(channel.pk, {}), OF_A_REPLY_LATE),
            doubtful=_sum(outgoing.get(channel.pk, {}), OF_A_REPLY_DOUBTFUL).number,
            has_sealed_secrets_we_cannot_open=_is_locked(channel),
            silent_since=silent.get(channel.pk),
        )
        for channel in channels.open_channels()
    ]


def _orphans() -> list[Finding]:
    """Look for accounts that nobody looks after and where somebody waits."""
    accounts = register.without_owner()
    waiting = inbox.waiting_in([each.channel_id or 0 for each in accounts]) if accounts else {}
    return [
        rules.judge_orphan(each.pk, each.name, waiting=number, since=since)
        for each in accounts
        for number, since in [waiting.get(each.channel_id or 0, (0, None))]
        if since
    ]


def _profiles() -> list[Finding]:
    """Look for profiles that told other opening hours when somebody looked last."""
    other = [each for each in planning.looks().values() if each.says == Says.OTHER]
    names = {each.pk: each.name for each in channels.open_channels()} if other else {}
    return [
        rules.judge_profile(each.channel_id, names[each.channel_id], looked_at=each.looked_at)
        for each in other
        if each.channel_id in names
    ]


def _canaries(now: datetime) -> list[Finding]:
    """Look for channels whose last trial message did not come in."""
    return [
        rules.judge_canary(
            each.channel_id,
            each.channel.name,
            begun_at=each.begun_at,
            within=round(channels.late_after().total_seconds() / 60),
            problem=each.problem,
        )
        for each in channels.unproven(now=now)
    ]


def alarms(actor: Actor) -> QuerySet[Alarm]:
    """Return the alarms this colleague may see, oldest first."""
    found = Alarm.objects.select_related("channel", "seen_by").order_by("since", "pk")
    if administer(actor, ORGANISATION):
        return found
    own = [team for team in actor.teams if see_health(actor, Place(team))]
    return found.filter(channel__team_id__in=own)


def find_alarm(pk: int) -> tuple[Alarm, Place] | None:
    alarm = Alarm.objects.select_related("channel").filter(pk=pk).first()
    if alarm is None:
        return None
    return alarm, Place(alarm.channel.team_id) if alarm.channel else ORGANISATION


def _database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        [version] = cursor.fetchone()
    return rules.judge_database(version, place=_place())


def _place() -> str:
    """Name the server; a socket is on this machine, and its path tells nobody anything."""
    host = str(connection.settings_dict["HOST"] or "")
    return "localhost" if host.startswith("/") or not host else host


def _sum(states: dict[str, tuple[int, datetime | None]], wanted: Iterable[str]) -> Queue:
    found = [states[state] for state in wanted if state in states]
    moments = [oldest for _, oldest in found if oldest]
    return Queue(sum(number for number, _ in found), min(moments, default=None))


def _is_locked(channel: Channel) -> bool:
    try:
        channels.account_of(channel)
    except NotAllowed:
        return True
    return False
