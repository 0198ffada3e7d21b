"""How a channel is doing, by the worst that is true of it."""

from dataclasses import dataclass
from datetime import datetime

from gehoor.health.rules.findings import NOTHING, WAITS_TOO_LONG, Finding, Level, Queue, level_of
from gehoor.kit.text import N_


@dataclass(frozen=True)
class ChannelFacts:
    """What is known about one channel."""

    number: int
    name: str
    state: str
    """the channel's own health: new, well, troubled or locked_out"""
    since: datetime
    says: str
    """why it is so, in a sentence"""
    waiting: Queue = NOTHING
    """deliveries that nobody has read yet"""
    failed: int = 0
    """deliveries that could not be read"""
    overdue: Queue = NOTHING
    """replies that should have left by now"""
    doubtful: int = 0
    """replies that a person must decide about"""
    has_sealed_secrets_we_cannot_open: bool = False


def judge_channel(facts: ChannelFacts, *, now: datetime) -> Finding:
    """Return the worst that is true of a channel; the rest is on its own page."""
    for judge in (_shut_out, _stuck_in, _stuck_out, _silent, _to_decide):
        if found := judge(facts, now):
            return found
    words = N_("Not asked yet.") if facts.state == "new" else N_("Works.")
    return _about(facts, Level.WELL, words)


def _about(
    facts: ChannelFacts,
    level: Level,
    words: str,
    advice: str = "",
    *,
    number: int = 0,
    quote: str = "",
    since: datetime | None = None,
) -> Finding:
    return Finding(
        f"channel-{facts.number}",
        N_("Channel %(name)s"),
        level,
        words,
        advice,
        {"name": facts.name, "number": number},
        quote,
        since,
        facts.number,
    )


def _shut_out(facts: ChannelFacts, now: datetime) -> Finding | None:
    if facts.has_sealed_secrets_we_cannot_open:
        return _about(
            facts,
            Level.WRONG,
            N_("Its stored password cannot be opened with the keys of this installation."),
            N_("Put back the key file it was written with, or enter the password again."),
        )
    if facts.state == "locked_out":
        return _about(
            facts,
            Level.WRONG,
            N_("Does not accept our credentials. Replies wait."),
            N_("Renew the password in the settings of the channel."),
            quote=facts.says,
            since=facts.since,
        )
    return None


def _stuck_in(facts: ChannelFacts, now: datetime) -> Finding | None:
    if level_of(facts.waiting, now=now) is not Level.WRONG:
        return None
    return _about(
        facts,
        Level.WRONG,
        N_("%(number)s messages came in and are not read yet."),
        N_("Look whether the worker lives, and in the log of the program."),
        number=facts.waiting.number,
        since=facts.waiting.oldest,
    )


def _stuck_out(facts: ChannelFacts, now: datetime) -> Finding | None:
    if level_of(facts.overdue, now=now) is not Level.WRONG:
        return None
    return _about(
        facts,
        Level.WRONG,
        N_("%(number)s replies should have left by now."),
        N_("Look at the sending problems; nothing is lost, and nothing is sent twice."),
        number=facts.overdue.number,
        since=facts.overdue.oldest,
    )


def _silent(facts: ChannelFacts, now: datetime) -> Finding | None:
    if facts.state != "troubled":
        return None
    lasts = now - facts.since >= WAITS_TOO_LONG
    return _about(
        facts,
        Level.WRONG if lasts else Level.ATTENTION,
        N_("Does not work now. It is tried again by itself."),
        N_("When it lasts: try the connection in the settings of the channel."),
        quote=facts.says,
        since=facts.since,
    )


def _to_decide(facts: ChannelFacts, now: datetime) -> Finding | None:
    if facts.failed:
        return _about(
            facts,
            Level.ATTENTION,
            N_("%(number)s messages could not be read."),
            N_("An agent of the team finds them under Not processed."),
            number=facts.failed,
        )
    if facts.doubtful:
        return _about(
            facts,
            Level.ATTENTION,
            N_("%(number)s replies wait for the decision of a person."),
            N_("An agent of the team finds them under Sending problems."),
            number=facts.doubtful,
        )
    return None
