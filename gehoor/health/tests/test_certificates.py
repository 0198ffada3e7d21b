"""A certificate that ends is told days ahead, in words."""

from datetime import UTC, datetime, timedelta

import pytest

from gehoor.health import actions, queries
from gehoor.health.models import Certificate
from gehoor.health.rules import Level, judge_certificate

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "level", "words"),
    [
        (60.5, Level.WELL, "Good for another 60 days."),
        (21, Level.WELL, "Good for another 21 days."),
        (20.5, Level.ATTENTION, "Ends in 20 days."),
        (14, Level.ATTENTION, "Ends in 14 days."),
        (13.9, Level.WRONG, "Ends in 13 days."),
        (1.5, Level.WRONG, "Ends within two days."),
        (0, Level.WRONG, "Has ended: nobody who looks at it connects any more."),
        (-3, Level.WRONG, "Has ended: nobody who looks at it connects any more."),
    ],
)
def test_it_is_told_earlier_than_it_hurts(days: float, level: Level, words: str) -> None:
    found = judge_certificate("mail.example", ends_at=NOW + timedelta(days=days), now=NOW)

    assert found.level is level
    assert found.words % found.facts == words
    assert found.title % found.facts == "Certificate of mail.example"
    assert bool(found.advice) == (level is not Level.WELL)


@pytest.mark.django_db
def test_what_was_seen_last_is_told_and_what_is_long_unseen_forgotten() -> None:
    actions.keep_certificates({"old.example": NOW}, now=NOW - timedelta(days=3))
    actions.keep_certificates({"mail.example": NOW + timedelta(days=1)}, now=NOW)
    actions.keep_certificates({"mail.example": NOW + timedelta(days=90)}, now=NOW)

    [kept] = Certificate.objects.all()
    assert (kept.host, kept.ends_at) == ("mail.example", NOW + timedelta(days=90))
    told = {each.subject: each.level for each in queries.look(now=NOW)}
    assert told["certificate@mail.example"] is Level.WELL
