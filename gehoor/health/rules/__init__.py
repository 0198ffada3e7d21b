"""Rules about health. No database, no Django: what was measured in, findings in words out.

Sentences are translated where they are shown; what varies in them stands in `facts`.
"""

from gehoor.health.rules.canaries import judge_canary
from gehoor.health.rules.channels import ChannelFacts, judge_channel
from gehoor.health.rules.clocks import judge_clocks
from gehoor.health.rules.findings import Finding, Level, Queue, by_gravity, worst
from gehoor.health.rules.machine import (
    PARTS,
    Heart,
    alive,
    judge_address,
    judge_alarm_mail,
    judge_backup,
    judge_broken_jobs,
    judge_certificate,
    judge_database,
    judge_disk,
    judge_jobs,
    judge_parts,
    judge_seals,
    judge_versions,
)
from gehoor.health.rules.orphans import judge_orphan
from gehoor.health.rules.profiles import judge_profile
from gehoor.health.rules.stuck import judge_stuck

__all__ = [
    "PARTS",
    "ChannelFacts",
    "Finding",
    "Heart",
    "Level",
    "Queue",
    "alive",
    "by_gravity",
    "judge_address",
    "judge_alarm_mail",
    "judge_backup",
    "judge_broken_jobs",
    "judge_canary",
    "judge_certificate",
    "judge_channel",
    "judge_clocks",
    "judge_database",
    "judge_disk",
    "judge_jobs",
    "judge_orphan",
    "judge_parts",
    "judge_profile",
    "judge_seals",
    "judge_stuck",
    "judge_versions",
    "worst",
]
