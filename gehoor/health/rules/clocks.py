"""Clocks that do not agree: what others say of the time, a certificate for one, is then refused."""

from collections.abc import Sequence
from datetime import datetime

from gehoor.health.rules.findings import Finding, Level
from gehoor.health.rules.machine import Heart, alive
from gehoor.kit.text import N_

OFF, FAR_OFF = 60, 300
"""seconds; five minutes is also what a signed push and most providers of log-in put up with"""
AHEAD = N_("Its clock is %(minutes)s minutes ahead of the database's.")
BEHIND = N_("Its clock is %(minutes)s minutes behind the database's.")


def judge_clocks(hearts: Sequence[Heart], *, now: datetime, scale: float = 1.0) -> list[Finding]:
    """Return one finding for each machine of which the clock is not the database's."""
    living = sorted(alive(hearts, now=now, scale=scale), key=lambda heart: abs(heart.clock_off))
    off = {each.machine: each.clock_off for each in living}
    return [_judge(machine, seconds) for machine, seconds in off.items() if abs(seconds) >= OFF]


def _judge(machine: str, seconds: int) -> Finding:
    return Finding(
        f"clock@{machine}",
        N_("Clock of %(machine)s"),
        Level.WRONG if abs(seconds) >= FAR_OFF else Level.ATTENTION,
        AHEAD if seconds > 0 else BEHIND,
        N_(
            "Set the clocks of this machine and of the database, and let them follow a time server"
            " (NTP). Nothing is lost or sent twice by it, but a provider of log-in, a mail server"
            " or a platform may refuse us."
        ),
        {"machine": machine, "minutes": abs(seconds) // 60},
    )
