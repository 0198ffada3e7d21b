"""What the checks say, each trouble by itself: worst first, in words, with what to do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gehoor.health.rules import (
    PARTS,
    ChannelFacts,
    Heart,
    Level,
    Queue,
    by_gravity,
    judge_address,
    judge_alarm_mail,
    judge_backup,
    judge_channel,
    judge_database,
    judge_disk,
    judge_jobs,
    judge_parts,
    judge_seals,
    judge_stuck,
    judge_versions,
    worst,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LONG_AGO = NOW - timedelta(minutes=20)
WELL = ChannelFacts(number=7, name="Postbus", state="well", since=LONG_AGO, says="")


def heart(
    part: str, *, seconds: float = 5, machine: str = "een", version: str = "1", stuck: str = ""
) -> Heart:
    return Heart(
        part=part,
        machine=machine,
        started_at=LONG_AGO,
        beat_at=NOW - timedelta(seconds=seconds),
        version=version,
        disk_free=50,
        disk_total=100,
        stuck=stuck,
        stuck_since=LONG_AGO if stuck else None,
    )


@pytest.mark.parametrize(
    ("free", "level", "words"),
    [
        (15, Level.WELL, "15% of the disk is free"),
        (14, Level.ATTENTION, "Below 8% attachments are refused"),
        (7, Level.WRONG, "Attachments are refused"),
        (3, Level.WRONG, "Nothing new is taken in"),
        (0, Level.WRONG, "Nothing new is taken in"),
    ],
)
def test_a_disk_that_fills_is_told_with_what_stops(free: int, level: Level, words: str) -> None:
    finding = judge_disk(free=free, total=100, machine="een")

    assert finding.level is level
    assert words in finding.words % finding.facts
    assert bool(finding.advice) == (level is not Level.WELL)


def test_each_kind_of_work_needs_somebody_on_some_machine() -> None:
    hearts = [heart("web"), heart("web", machine="twee"), heart("poll", seconds=61)]

    web, worker, poll = judge_parts(hearts, now=NOW)

    assert (web.level, web.facts) == (Level.WELL, {"number": 2, "machines": "een, twee"})
    assert (worker.level, worker.since) == (Level.WRONG, None)
    assert (poll.level, poll.since) == (Level.WRONG, NOW - timedelta(seconds=61))
    assert all(finding.advice for finding in (worker, poll))


def test_what_starts_is_given_time() -> None:
    new = replace(heart("web"), started_at=NOW - timedelta(seconds=10))

    assert [each.level for each in judge_parts([new], now=NOW)] == [
        Level.WELL,
        Level.ATTENTION,
        Level.ATTENTION,
    ]


def test_who_died_is_no_trouble_while_another_lives() -> None:
    hearts = [heart(part) for part in PARTS] + [heart("worker", seconds=3000, machine="twee")]

    assert worst(judge_parts(hearts, now=NOW)) is Level.WELL


@pytest.mark.parametrize(
    ("seconds", "level"), [(59, Level.WELL), (61, Level.ATTENTION), (301, Level.WRONG)]
)
def test_waiting_work_is_judged_by_its_oldest(seconds: int, level: Level) -> None:
    waiting = Queue(3, NOW - timedelta(seconds=seconds))

    assert judge_jobs(waiting, now=NOW).level is level


@pytest.mark.parametrize(
    ("change", "level", "words"),
    [
        ({}, Level.WELL, "Works"),
        ({"state": "new"}, Level.WELL, "Not asked yet"),
        ({"state": "locked_out", "says": "Wrong."}, Level.WRONG, "Does not accept"),
        ({"says": "No direct messages."}, Level.WELL, "Good to know"),
        ({"has_sealed_secrets_we_cannot_open": True}, Level.WRONG, "cannot be opened"),
        ({"state": "troubled", "since": NOW}, Level.ATTENTION, "tried again by itself"),
        ({"state": "troubled"}, Level.WRONG, "tried again by itself"),
        ({"waiting": Queue(2, LONG_AGO)}, Level.WRONG, "2 messages came in"),
        ({"waiting": Queue(2, NOW)}, Level.WELL, "Works"),
        ({"overdue": Queue(1, LONG_AGO)}, Level.WRONG, "1 replies should have left"),
        ({"failed": 3}, Level.ATTENTION, "3 messages could not be read"),
        ({"doubtful": 4}, Level.ATTENTION, "4 replies wait for the decision"),
        ({"failed": 3, "state": "locked_out"}, Level.WRONG, "Does not accept"),
    ],
)
def test_a_channel_is_told_by_the_worst_that_is_true_of_it(
    change: dict[str, object], level: Level, words: str
) -> None:
    finding = judge_channel(replace(WELL, **change), now=NOW)  # type: ignore[arg-type]

    assert finding.level is level
    assert words in finding.words % finding.facts
    assert finding.title % finding.facts == "Channel Postbus"
    assert finding.channel == 7
    assert bool(finding.advice) == (level is not Level.WELL)


def test_what_a_platform_said_is_quoted() -> None:
    finding = judge_channel(replace(WELL, state="locked_out", says="100% wrong."), now=NOW)

    assert finding.quote == "100% wrong."


def test_an_old_database_is_wrong() -> None:
    assert judge_database(14, place="db").level is Level.WRONG
    assert judge_database(15, place="db").level is Level.WELL


@pytest.mark.parametrize(
    ("minutes", "level"),
    [(0, Level.WELL), (4, Level.WELL), (6, Level.ATTENTION), (61, Level.WRONG)],
)
def test_a_log_that_is_not_sealed_for_long_is_told(minutes: int, level: Level) -> None:
    finding = judge_seals(NOW - timedelta(minutes=minutes), now=NOW)

    assert finding.level is level
    said = finding.words % finding.facts
    assert (f"waited {minutes} minutes" in said) == (level is not Level.WELL)
    assert judge_seals(None, now=NOW, checked=(NOW, 0)).level is Level.WELL


def test_a_log_that_is_not_as_it_was_sealed_is_wrong_from_the_check_on() -> None:
    finding = judge_seals(None, now=NOW, checked=(LONG_AGO, 2))

    assert (finding.level, finding.since) == (Level.WRONG, LONG_AGO)
    assert "2 faults were found" in finding.words % finding.facts


@pytest.mark.parametrize(
    ("days", "level", "words"),
    [
        (None, Level.ATTENTION, "No backup was made"),
        (1, Level.WELL, "within the last two days"),
        (3, Level.ATTENTION, "made 3 days ago"),
    ],
)
def test_a_backup_of_long_ago_is_told(days: int | None, level: Level, words: str) -> None:
    finding = judge_backup(NOW - timedelta(days=days) if days else None, now=NOW)

    assert finding.level is level
    assert words in finding.words % finding.facts
    assert bool(finding.advice) == (level is not Level.WELL)


def test_two_versions_at_a_time_are_told() -> None:
    hearts = [heart("web"), heart("worker", version="2"), heart("poll", version="3", seconds=999)]

    finding = judge_versions(hearts, ours="1", now=NOW)

    assert finding.level is Level.ATTENTION
    assert finding.facts == {"versions": "1, 2"}


@pytest.mark.parametrize(
    ("address", "level"),
    [
        ("https://webcare.gemeente.example", Level.WELL),
        ("http://localhost:8000", Level.WELL),
        ("http://localhost", Level.WELL),
        ("http://127.0.0.1:8000", Level.WELL),
        ("http://webcare.gemeente.example", Level.WRONG),
        ("http://notlocalhost:8000", Level.WRONG),
        ("http://kwaad.example/localhost", Level.WRONG),
    ],
)
def test_passwords_travel_encrypted_or_not_at_all(address: str, level: Level) -> None:
    assert judge_address(address).level is level


def test_without_mail_for_alarms_that_is_told() -> None:
    assert judge_alarm_mail("").level is Level.ATTENTION
    assert judge_alarm_mail("mail.example").level is Level.WELL


def test_what_is_wrong_stands_first() -> None:
    findings = [judge_alarm_mail("a"), judge_alarm_mail(""), judge_database(14, place="db")]

    assert [each.level for each in by_gravity(findings)] == list(Level)[::-1]


def test_one_thread_that_is_stuck_is_told_while_its_process_lives() -> None:
    hearts = [heart("worker", stuck="send_waiting-7"), heart("poll")]

    [finding] = judge_stuck(hearts, now=NOW)

    assert finding.level is Level.WRONG
    assert finding.words % finding.facts == (
        "send_waiting-7 has not moved for 20 minutes. Everything else goes on."
    )
    assert finding.since == LONG_AGO


def test_of_a_process_that_died_it_is_not_told_any_more() -> None:
    hearts = [heart("worker", stuck="send_waiting-7", seconds=61)]

    assert judge_stuck(hearts, now=NOW) == []
