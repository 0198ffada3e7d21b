"""An account to which somebody wrote, and that nobody looks after."""

from datetime import datetime

from gehoor.health.rules.findings import Finding, Level
from gehoor.kit.text import N_


def judge_orphan(account: int, name: str, *, waiting: int, since: datetime) -> Finding:
    """Somebody waits there, and whoever looked after it left or was never named."""
    return Finding(
        f"account-{account}",
        N_("Account %(name)s"),
        Level.WRONG,
        N_("Nobody looks after this account, and %(number)s conversations wait for an answer."),
        N_("Name somebody who looks after it, under Set up > Accounts."),
        {"name": name, "number": waiting},
        since=since,
    )
