"""Whether everything may leave now: somebody says why, and a second person agrees beforehand.

Who may run commands on the server can read the database, so this stops nobody who means harm. It
makes that nothing leaves unseen: the reason and both names are in the log before the first line is
written, and who goes ahead alone is seen to have done so (ADR 20).
"""

from typing import Any

from gehoor.audit.actions import record
from gehoor.flows import second_person
from gehoor.flows.second_person import EVERYTHING, MOST_ALONE
from gehoor.inbox import queries as inbox
from gehoor.people.policies import Actor

SYSTEM = Actor(system="export")


class AgreementNeeded(Exception):
    """It is so much that a second person must agree; they were asked."""


def begin(*, reason: str, account: str, alone: bool = False) -> None:
    """Write down that everything leaves now, and why.

    `account`: who asks, as the server knows them. Raises AgreementNeeded, and has then asked.
    """
    lines = inbox.count_messages()
    told: dict[str, Any] = {"reason": reason, "lines": lines, "account": account}
    if not second_person.may_take(SYSTEM, EVERYTHING, lines=lines):
        if not alone:
            second_person.ask(SYSTEM, EVERYTHING, **told)
            raise AgreementNeeded
        second_person.go_alone(SYSTEM, EVERYTHING, **told)
    record(SYSTEM, "export.begun", "installation", 0, **told)


def words_for_who_waits() -> str:
    """Return what to tell who asked."""
    return (
        f"This is more than {MOST_ALONE} messages of people, so a second person agrees first. The "
        "privacy officer was asked: it stands on every page they open. Once they agreed, within a "
        "day, run the same command again. With --alone you go ahead without; that is in the log, "
        "and the privacy officer and the administrators hear of it."
    )
