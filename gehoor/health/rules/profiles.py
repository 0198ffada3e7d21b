"""A profile that tells other opening hours than we keep: citizens go by it, and wait in vain."""

from datetime import datetime

from gehoor.health.rules.findings import Finding, Level
from gehoor.kit.text import N_


def judge_profile(channel: int, name: str, *, looked_at: datetime) -> Finding:
    """What an account says about itself names other hours than those that hold there."""
    return Finding(
        f"profile-{channel}",
        N_("Profile of %(name)s"),
        Level.ATTENTION,
        N_("It tells other opening hours than those that hold there."),
        N_(
            "Copy the text under Set up > Telling the hours into the profile. Gehoor "
            "looks again every day."
        ),
        {"name": name},
        since=looked_at,
        channel=channel,
    )
