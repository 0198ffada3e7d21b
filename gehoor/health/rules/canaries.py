"""A trial message that did not come in: perhaps what citizens write does not come in, either."""

from datetime import datetime

from gehoor.health.rules.findings import Finding, Level
from gehoor.kit.text import N_

SUBJECT = "canary-"


def judge_canary(
    channel: int, name: str, *, begun_at: datetime, within: int, problem: str
) -> Finding:
    """Return what is told of one that is late after so many minutes, or could not be sent."""
    if problem:
        words = N_("The trial message to ourselves could not be sent.")
        advice = N_(
            "Answers may not leave either; they are kept. Try the connection on the page of the "
            "channel. Gehoor sends another within the hour."
        )
    else:
        words = N_(
            "The trial message to ourselves did not come in within %(number)s minutes. What "
            "came in before is kept, and what stands in the mailbox is not lost."
        )
        advice = N_(
            "Look in the mailbox itself: is it there, or in another folder, such as spam? Mend "
            "that, and send one now on the page of the channel. Gehoor sends another within the "
            "hour; this ends once one comes in."
        )
    return Finding(
        f"{SUBJECT}{channel}",
        N_("Trial message of %(name)s"),
        Level.WRONG,
        words,
        advice,
        {"name": name, "number": within},
        problem,
        begun_at,
        channel,
    )
