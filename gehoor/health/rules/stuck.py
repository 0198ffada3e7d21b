"""One thread that is stuck, in a process that lives: it keeps up its own channel, and no other."""

from collections.abc import Sequence
from datetime import datetime

from gehoor.health.rules.findings import Finding, Level
from gehoor.health.rules.machine import LONGEST_SUBJECT, Heart, alive
from gehoor.kit.text import N_


def judge_stuck(hearts: Sequence[Heart], *, now: datetime, scale: float = 1.0) -> list[Finding]:
    """Return one finding for each process that lives and has a thread that gets no further."""
    return [
        _judge(heart, since=heart.stuck_since, now=now)
        for heart in alive(hearts, now=now, scale=scale)
        if heart.stuck and heart.stuck_since
    ]


def _judge(heart: Heart, *, since: datetime, now: datetime) -> Finding:
    facts: dict[str, str | int] = {
        "work": heart.stuck,
        "machine": heart.machine,
        "minutes": int((now - since).total_seconds() // 60),
    }
    return Finding(
        f"stuck-{heart.part}-{heart.stuck}@{heart.machine}"[:LONGEST_SUBJECT],
        N_("Stuck work on %(machine)s"),
        Level.WRONG,
        N_("%(work)s has not moved for %(minutes)s minutes. Everything else goes on."),
        N_("The log of the program says where it stands. Start that process again when it lasts."),
        facts,
        since=since,
    )
