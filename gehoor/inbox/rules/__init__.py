"""Rules of the inbox: values in, answer out. No database, no Django."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any, Protocol, assert_never

from gehoor.contracts.connector import (
    IncomingMessage,
    Later,
    OnUnknown,
    Outcome,
    Recorded,
    Refused,
    Sent,
    Unknown,
)
from gehoor.contracts.posts import WIDEST_FIRST, Visibility, narrowest
from gehoor.kit.text import N_

# Which state of a reply may follow which. Everything else is a mistake of ours.
ALLOWED: dict[str, frozenset[str]] = {
    "queued": frozenset({"sending", "withdrawn", "failed"}),
    "sending": frozenset({"sent", "refused", "queued", "unknown", "failed", "practised"}),
    # To itself: a worker that slept hears no answer either, after others gave its try up.
    "unknown": frozenset(
        {"sent", "sending", "queued", "failed", "refused", "unknown", "withdrawn"}
    ),
    "refused": frozenset({"queued", "withdrawn"}),
    "failed": frozenset({"queued", "withdrawn"}),
    "sent": frozenset(),
    "practised": frozenset(),
    "withdrawn": frozenset(),
}
PROBLEMS = frozenset({"refused", "unknown", "failed"})
"""states in which a colleague must do something, so its conversation cannot be closed"""

ANSWERS = frozenset({"queued", "sending", "sent", "practised"})
"""states in which a reply counts as an answer, so that nobody waits for one"""

UNSETTLED = frozenset({"queued", "sending", "unknown"})
"""states in which the machine may still do something"""

AFTER_HELD = frozenset({"queued", "sent", "withdrawn"})
"""what a person may make of a reply that was held after a restore, whatever state it was in: its
state is that of the moment of the backup, and says nothing about what happened since"""

RETRY_WAITS = (60.0, 300.0, 900.0, 3600.0)
LAST_RETRY_WAIT = 4 * 3600.0
LOOK_AFTER = (30.0, 120.0, 600.0)
MOST_LOOKS = 2 * len(LOOK_AFTER)
"""before the one resend, and after it"""
RESEND_SAME_KEY_AFTER = 30.0
WAIT_UNTIL_LIVE = 600.0
SAFE_SHARE_OF_KEY = 0.75
QUEUED_TOO_LONG = timedelta(minutes=5)
SENDING_TOO_LONG = timedelta(minutes=10)

LONGEST_ID = 1000
"""bytes; PostgreSQL indexes no more than 2,700"""

LOOKS_FOR = timedelta(seconds=50)
"""how long somebody looks after the last sign of their browser, which gives one every 20 s"""
WRITES_FOR = timedelta(minutes=3)
"""how long an answer stays with who typed last"""
WRITES_FOR_IN_FORM = timedelta(minutes=10)
"""the same without our script, which cannot tell that somebody goes on typing"""
UNDO_MANY = timedelta(seconds=60)

OLDEST_CLAIM = timedelta(days=365)
NEWEST_CLAIM = timedelta(minutes=5)


def may_follow(state: str, following: str) -> bool:
    return following in ALLOWED[state]


class Standing(Protocol):
    """The columns of a reply that decide what may happen to it."""

    state: Any
    attempt: uuid.UUID | None
    tries: int
    in_doubt: bool
    first_tried_at: datetime | None
    held_at: datetime | None


def begin_try(reply: Standing, *, attempt: uuid.UUID, now: datetime) -> dict[str, Any]:
    """Return what changes when a try begins; a try of what is in doubt leaves the doubt."""
    return {
        "state": "sending",
        "attempt": attempt,
        "tries": reply.tries + 1,
        "started_at": now,
        "first_tried_at": reply.first_tried_at or now,
        "due_at": None,
        "in_doubt": reply.state == "unknown",
    }


def begin_after_absence(reply: Standing, *, attempt: uuid.UUID, now: datetime) -> dict[str, Any]:
    """Return what changes when a try begins of a reply that surely is not there."""
    return begin_try(reply, attempt=attempt, now=now) | {"in_doubt": False}


def begin_anew() -> dict[str, Any]:
    """Return what changes when a person lets a reply be sent once more, from the beginning."""
    return {"first_tried_at": None, "tries": 0, "looks": 0, "in_doubt": False}


def counts(reply: Standing, *, attempt: uuid.UUID | None) -> bool:
    """Does the result of this try still count? Not when another took its place meanwhile."""
    is_open = reply.state in {"sending", "unknown"} and reply.held_at is None
    return is_open and reply.attempt == attempt


def state_after(outcome: Outcome, *, in_doubt: bool, may_try_again: bool) -> str:
    """Return the state after a try.

    While an earlier try may have arrived, that this one surely did not says nothing: the reply
    stays in doubt. Otherwise it would be sent again when the platform has forgotten our key, or be
    called refused while the citizen has it.
    """
    match outcome:
        case Sent():
            return "sent"
        case Recorded():
            return "practised"
        case Unknown():
            return "unknown"
        case Refused():
            return "unknown" if in_doubt else "refused"
        case Later():
            return state_without_try(in_doubt=in_doubt) if may_try_again or in_doubt else "failed"
        case _:
            assert_never(outcome)


def state_without_try(*, in_doubt: bool) -> str:
    """Return the state of a reply that could not be tried: not its own fault, so it waits."""
    return "unknown" if in_doubt else "queued"


def state_too_late(*, in_doubt: bool) -> str:
    """Return the state of a reply whose turn came when it could not be given any more: this try
    sent nothing, but an earlier one may have arrived. Either way a person is told."""
    return "unknown" if in_doubt else "failed"


def state_abandoned(*, is_practice: bool) -> str:
    """Return the state of a reply whose try ended without a word; practice reaches nobody."""
    return "queued" if is_practice else "unknown"


class AfterAbsence(StrEnum):
    """What is done when a look did not find a reply."""

    LOOK_AGAIN = "look_again"
    SEND = "send"
    GIVE_UP = "give_up"


def after_absence(looks: int) -> AfterAbsence:
    """Return what follows when this many looks did not find it: one more try, and never two."""
    if may_resend(looks):
        return AfterAbsence.SEND
    return AfterAbsence.GIVE_UP if is_last_look(looks) else AfterAbsence.LOOK_AGAIN


def clamp(claimed: datetime | None, *, received: datetime) -> datetime:
    """Return when a message was sent: the sender's claim, unless it cannot be true."""
    if claimed is None or not received - OLDEST_CLAIM <= claimed <= received + NEWEST_CLAIM:
        return received
    return min(claimed, received)


def retry_at(
    *,
    tries: int,
    now: datetime,
    first_tried_at: datetime,
    retry_seconds: float,
    jitter: Callable[[float, float], float],
    asked_wait: float | None = None,
    scale: float = 1.0,
) -> datetime | None:
    """Return when a reply that surely was not sent is tried again; None when it is given up.

    Waits with full jitter (delivery contract, O3), never shorter than the platform asks.
    """
    if now - first_tried_at > timedelta(seconds=retry_seconds * scale):
        return None
    longest = RETRY_WAITS[tries - 1] if tries <= len(RETRY_WAITS) else LAST_RETRY_WAIT
    wait = max(jitter(0.0, longest), min(asked_wait or 0.0, LAST_RETRY_WAIT), 1.0)
    return now + timedelta(seconds=wait * scale)


def next_step_of_unknown(
    on_unknown: OnUnknown,
    *,
    looks: int,
    now: datetime,
    started_at: datetime,
    first_tried_at: datetime,
    key_seconds: float,
    scale: float = 1.0,
) -> datetime | None:
    """Return when the machine may act on a reply of which nobody knows; None: only a person may.

    Class A sends again soon, with the same key. Class B, and A once its key is old, looks three
    times, and three times more after the one resend. Class C never acts. `looks` counts those that
    ended: one that was killed is taken again, because looking does no harm.
    """
    if on_unknown is OnUnknown.BLIND:
        return None
    if is_key_fresh(
        on_unknown, now=now, first_tried_at=first_tried_at, key_seconds=key_seconds, scale=scale
    ):
        return now + timedelta(seconds=RESEND_SAME_KEY_AFTER * scale)
    if looks >= MOST_LOOKS:
        return None
    wait = LOOK_AFTER[looks % len(LOOK_AFTER)]
    return max(now, started_at + timedelta(seconds=wait * scale))


def is_last_look(looks: int) -> bool:
    """Is the look that makes this many the one that decides what happens next?"""
    return looks % len(LOOK_AFTER) == 0


def may_resend(looks: int) -> bool:
    """It was looked for this often and is not there: may the machine send it once more?

    Once only. What became of that resend is looked for too, and then it is up to a person.
    """
    return looks == len(LOOK_AFTER)


def is_key_fresh(
    on_unknown: OnUnknown,
    *,
    now: datetime,
    first_tried_at: datetime,
    key_seconds: float,
    scale: float = 1.0,
) -> bool:
    """Does the platform surely still recognise our key?"""
    life = timedelta(seconds=key_seconds * SAFE_SHARE_OF_KEY * scale)
    return on_unknown is OnUnknown.KEYED and now - first_tried_at < life


def awaits_an_answer(message: IncomingMessage) -> bool:
    """Does somebody wait for us because of this?

    Not when a machine wrote it, nor when a public post does not turn to us, nor by a mere sign.
    """
    is_to_others = message.visibility is not Visibility.UNSAID and not message.is_to_us
    is_quiet = message.is_automatic or message.is_ours or message.is_reaction
    return not (is_quiet or is_to_others)


class Tier(IntEnum):
    """How near to us something was said: who turns to us goes before what we only came across."""

    TO_US = 1
    OUR_PAGES = 2
    """below a post of ours or in a thread with us, without naming us"""
    FOUND = 3
    """elsewhere: in what is only read"""


def tier_of(*, visibility: str, is_to_us: bool) -> Tier:
    """Return the tier of one message, where people can be answered. All mail is to us."""
    return Tier.TO_US if is_to_us or visibility == Visibility.UNSAID else Tier.OUR_PAGES


def tier_without_messages(*, is_public: bool) -> Tier:
    """Return the tier of a conversation in which only we wrote."""
    return Tier.OUR_PAGES if is_public else Tier.TO_US


def ends_snooze(message: IncomingMessage, *, is_of_contact: bool) -> bool:
    """Does a conversation that was put off come back because of this message?

    Whoever it is with wrote, or somebody turned to us. A machine's answer brings nothing back, nor
    does what others say to each other in a thread.
    """
    is_quiet = message.is_automatic or message.is_ours or message.is_earlier or message.is_reaction
    return not is_quiet and (is_of_contact or awaits_an_answer(message))


def visibility_of_answer(answered: str, *, wanted: Visibility = Visibility.UNSAID) -> Visibility:
    """Return who may read an answer: as many as what it answers, or fewer, and never more."""
    return narrowest(Visibility(answered), wanted)


def readers_to_choose(
    answered: Visibility, *, known: Sequence[Visibility]
) -> tuple[Visibility, ...]:
    """Return for whom an answer can be, the widest first: as many as read what it answers, or
    fewer. What stands in no list is no choice of its own: everybody may read it all the same."""
    if answered is Visibility.UNSAID:
        return ()
    fewer = WIDEST_FIRST[WIDEST_FIRST.index(answered) + 1 :]
    return (answered, *(each for each in fewer if each in known and not each.is_open))


def usable_id(external_id: str) -> str:
    """Return a platform's id, or nothing when it is too long to be one (and to be indexed)."""
    return external_id if len(external_id.encode()) <= LONGEST_ID else ""


def first_words(text: str, *, length: int = 140) -> str:
    """Return the beginning of a text on one line, for a list."""
    line = " ".join(text[: length * 3].split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def opening_after_ours(text: str, *, subject: str, opening: str) -> str:
    """Return what the list shows once we said this: without a subject, still what they wrote."""
    return opening if opening and not subject else first_words(text)


def signed_text(text: str, *, signed_as: str, signature: str, is_letter: bool) -> str:
    """Return the text as the citizen gets it, with who speaks under it.

    A letter ends with the name on a line of its own and the team's signature; a short post ends
    with ^name, as is the custom there.
    """
    if is_letter:
        lines = (text.rstrip(), "", signed_as, *signature.strip().splitlines())
        return "\n".join(lines) + "\n"
    return f"{text.rstrip()} ^{signed_as.removeprefix('^')}"


def numbered(text: str, *, part: int, parts: int) -> str:
    """Return a part of a text with its number behind it; a whole text needs none."""
    return f"{text.rstrip()} ({part}/{parts})" if parts > 1 else text


def answer_subject(subject: str) -> str:
    """Return the subject of an answer: one "Re:" and no more."""
    bare = subject.strip()
    return bare if bare.lower().startswith("re:") else f"Re: {bare}"


def must_stay_open(*, has_problem: bool, is_undecided: bool) -> bool:
    """Is there a reply that did not go out, or may not have? Then a conversation is not finished,
    neither by itself nor among many."""
    return has_problem or is_undecided


@dataclass(frozen=True, slots=True)
class Turn:
    """How one conversation stands when its turn comes in an act on many."""

    may: bool
    has_changed: bool
    is_so_already: bool
    stays_open: bool = False


def verdict(turn: Turn) -> str:
    """Return what becomes of one conversation in an act on many, as a state of its item."""
    if not turn.may:
        return "not_allowed"
    if turn.is_so_already:
        return "same"
    if turn.has_changed:
        return "changed"
    return "problem" if turn.stays_open else "applied"


def may_undo(*, ended_at: datetime | None, now: datetime) -> bool:
    """An act on many is undone while it is at work and a minute after."""
    return ended_at is None or now - ended_at <= UNDO_MANY


def why_not_merged(
    *, is_same: bool, same_channel: bool, same_contact: bool, same_openness: bool
) -> str:
    """Return why two conversations may not become one; empty when they may.

    An answer leaves by one channel, to who wrote last, as openly as they wrote.
    """
    if is_same:
        return N_("Choose another conversation to merge with. Nothing has changed.")
    if not same_channel:
        return N_("These are in different channels: an answer could leave by the wrong one. "
                  "Nothing has changed.")  # fmt: skip
    if not same_contact:
        return N_("These are of different contacts: an answer could reach the wrong one. "
                  "Nothing has changed.")  # fmt: skip
    if not same_openness:
        return N_("One of these is public and the other is not. Nothing has changed.")
    return ""
