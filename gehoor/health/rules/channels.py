"""How a channel is doing, by the worst that is true of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
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
    silent_since: datetime | None = None
    """when the last message came, if it is silent in hours in which it never is"""


def judge_channel(facts: ChannelFacts, *, now: datetime) -> Finding:
    """Return the worst that is true of a channel; the rest is on its own page."""
    told = next(_true_of(facts, now), _told_of_what_works(facts))
    return Finding(
        f"channel-{facts.number}",
        N_("Channel %(name)s"),
        told.level,
        told.words,
        told.advice,
        {"name": facts.name, "number": told.waiting.number},
        told.quote,
        told.since or told.waiting.oldest,
        facts.number,
    )


@dataclass(frozen=True)
class Told:
    """What is said of a channel, without saying of which."""

    level: Level
    words: str
    advice: str = ""
    waiting: Queue = NOTHING
    quote: str = ""
    since: datetime | None = None


WORKS = (N_("Works."), N_("Not asked yet."))
WORKS_TOLD = Told(Level.WELL, N_("Works. Good to know:"))
SEALED = Told(
    Level.WRONG,
    N_("Its stored password cannot be opened with the keys of this installation."),
    N_("Put back the key file it was written with, or enter the password again."),
)
SHUT_OUT = Told(
    Level.WRONG,
    N_("Does not accept our credentials. Replies wait."),
    N_("Renew the password in the settings of the channel."),
)
STUCK_IN = Told(
    Level.WRONG,
    N_("%(number)s messages came in and are not read yet."),
    N_("Look whether the worker lives, and in the log of the program."),
)
STUCK_OUT = Told(
    Level.WRONG,
    N_("%(number)s replies should have left by now."),
    N_("Look at the sending problems; nothing is lost, and nothing is sent twice."),
)
SILENT = Told(
    Level.ATTENTION,
    N_("Does not work now. It is tried again by itself."),
    N_("When it lasts: try the connection in the settings of the channel."),
)
FAILED = Told(
    Level.ATTENTION,
    N_("%(number)s messages could not be read."),
    N_("An agent of the team finds them under Not processed."),
)
DOUBTFUL = Told(
    Level.ATTENTION,
    N_("%(number)s replies wait for the decision of a person."),
    N_("An agent of the team finds them under Sending problems."),
)
QUIET = Told(
    Level.ATTENTION,
    N_("Nothing comes in, while in each of the last four weeks something did in these hours."),
    N_("Write something to it yourself, and see whether it comes in."),
)


def _told_of_what_works(facts: ChannelFacts) -> Told:
    """Say that it works, and what the platform let us know although it does."""
    if facts.state == "well" and facts.says:
        return replace(WORKS_TOLD, quote=facts.says)
    return Told(Level.WELL, WORKS[facts.state == "new"])


def _true_of(facts: ChannelFacts, now: datetime) -> Iterator[Told]:
    """Yield everything that is wrong, worst first."""
    if facts.has_sealed_secrets_we_cannot_open:
        yield SEALED
    if facts.state == "locked_out":
        yield replace(SHUT_OUT, quote=facts.says, since=facts.since)
    for waiting, stuck in ((facts.waiting, STUCK_IN), (facts.overdue, STUCK_OUT)):
        if level_of(waiting, now=now) is Level.WRONG:
            yield replace(stuck, waiting=waiting)
    if facts.state == "troubled":
        level = Level.WRONG if now - facts.since >= WAITS_TOO_LONG else Level.ATTENTION
        yield replace(SILENT, level=level, quote=facts.says, since=facts.since)
    yield from _to_look_at(facts)


def _to_look_at(facts: ChannelFacts) -> Iterator[Told]:
    """Yield what waits for a person, and what may be wrong although all works."""
    for number, told in ((facts.failed, FAILED), (facts.doubtful, DOUBTFUL)):
        if number:
            yield replace(told, waiting=Queue(number))
    if facts.silent_since:
        yield replace(QUIET, since=facts.silent_since)
