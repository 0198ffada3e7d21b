"""By when an answer was promised: worked out, kept on the conversation, and renewed.

A term begins with the post of the first who waits, and counts opening time only. Its clock stands
still while a conversation is put off until an answer comes. It is worked out in the transaction
that lets somebody wait; what no flow thought of, and everything once norms or hours change, is seen
on the row by the timer and worked out in the background, in batches.

The row also tells when the wait its term is of has ended; that is noted in the same two ways.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gehoor.audit.actions import record
from gehoor.channels import queries as channels
from gehoor.inbox.actions import terms as keeping
from gehoor.inbox.actions import waits
from gehoor.inbox.actions.terms import Stop, Waiting, Worked
from gehoor.inbox.actions.waits import Ended, Line
from gehoor.inbox.queries.terms import has_old_terms
from gehoor.inbox.rules.ways import way_of
from gehoor.kit.busy import step
from gehoor.kit.clock import now
from gehoor.kit.jobs import background
from gehoor.kit.live import announce_all
from gehoor.people.policies import Actor
from gehoor.planning import actions as planning
from gehoor.planning import queries as planned
from gehoor.planning.models import Norm
from gehoor.planning.rules import Hours, terms
from gehoor.planning.rules.calendar import calendar_of
from gehoor.planning.rules.desks import Desks
from gehoor.planning.rules.norms import Promise, Way, promised
from gehoor.planning.rules.terms import Pause

BATCH = 500
ALL = 0
"""the number of the one job there is"""


@dataclass(frozen=True)
class Kept:
    """What a term is worked out by."""

    promises: Sequence[Promise]
    desks: Desks
    chats: Collection[int]
    """the channels in which people sit waiting"""


NOTHING = Kept((), Desks(Hours()), ())


def renew(numbers: Collection[int]) -> None:
    """Note which waits ended, and work out anew what is old, of these; part of the transaction that
    changed them."""
    if numbers:
        # First: working out a term writes over the one of a wait that ended.
        note_ends(numbers)
        _work_out(keeping.take_old(numbers, most=len(numbers)))


@transaction.atomic
def renew_batch() -> bool:
    """Work out the next that are old; False when there are no more that nobody is busy with."""
    step()
    note_ends()
    waiting = keeping.take_old(most=BATCH)
    _work_out(waiting)
    for team in {each.team for each in waiting}:
        announce_all(
            f"team-{team}", "conversation", [each.pk for each in waiting if each.team == team]
        )
    return len(waiting) == BATCH


@background(queue="bulk", actor="timer")
def renew_old(number: int) -> None:
    """Go on until no term is old."""
    while renew_batch():
        continue


def wake_old() -> None:
    """Let old terms be renewed; the timer calls this."""
    if has_old_terms():
        renew_old.wake(ALL)


def _work_out(waiting: Sequence[Waiting]) -> None:
    if not waiting:
        return
    kept, moment = _kept(), now()
    keeping.keep([_worked(each, kept, moment) for each in waiting])
    waits.take_away([each.pk for each in waiting])


def _kept() -> Kept:
    promises = planned.promises()
    if not promises:
        return NOTHING
    # Which channels are chats is asked only where it makes a difference.
    has_of_chat = any(each.way == Way.CHAT for each in promises)
    return Kept(promises, planned.desks(), channels.chats() if has_of_chat else frozenset())


def note_ends(numbers: Collection[int] | None = None) -> None:
    """Note the ends of waits, and take away those of what goes on; of these, or of all that nobody
    is busy with. Needs a transaction."""
    is_all = False
    while not is_all:
        ended, moment = waits.take_ended(numbers, most=BATCH), now()
        # Of what goes on another wait may have ended before.
        is_all = len(ended) < BATCH and not any(each.goes_on for each in ended)
        has_unknown = any(each.due_at is None and not each.goes_on for each in ended)
        kept = _kept() if has_unknown else NOTHING
        lines = [_line(each, kept, moment) for each in ended]
        if ended:
            waits.note(ended, [line for line in lines if line is not None])


def _line(ended: Ended, kept: Kept, moment: datetime) -> Line | None:
    """Return what is noted of a wait that ended; None: it goes on, or nothing was promised."""
    if ended.goes_on or ended.message is None:
        return None
    # Without a moment nothing was promised, or the clock stood still; then it goes on now.
    due_at = ended.due_at or _worked(ended.waiting, kept, moment).due_at
    return Line(ended.message, ended.owner, due_at, moment) if due_at else None


def _worked(waiting: Waiting, kept: Kept, moment: datetime) -> Worked:
    stops = _stops(waiting, moment)
    way = way_of(
        visibility=waiting.visibility,
        is_answer=bool(waiting.answers),
        is_chat=waiting.channel in kept.chats,
    )
    norm = promised(kept.promises, channel=waiting.channel, way=way, sender=waiting.sender)
    if norm is None:
        return Worked(waiting, None, None, stops)
    calendar = calendar_of(kept.desks.of(channel=waiting.channel, team=waiting.team))
    term = terms.begin(calendar, norm, waiting.since, [_pause(stop) for stop in stops])
    if term is None or term.due_at is None:
        return Worked(waiting, None, None, stops)
    return Worked(waiting, term.due_at, term.warn_at, stops)


def _stops(waiting: Waiting, moment: datetime) -> list[Stop]:
    """Return when the clock stood still while this wait lasts, with what begins or ends now."""
    kept = [stop for stop in waiting.stops if _is_of_this_wait(stop, waiting.waiting_since)]
    is_stopped = bool(kept) and kept[-1]["until"] is None
    if waiting.is_stopped and not is_stopped:
        return [*kept, {"since": moment.isoformat(), "until": None}]
    if is_stopped and not waiting.is_stopped:
        return [*kept[:-1], {**kept[-1], "until": moment.isoformat()}]
    return kept


def _is_of_this_wait(stop: Stop, waiting_since: datetime) -> bool:
    return stop["until"] is None or datetime.fromisoformat(stop["until"]) > waiting_since


def _pause(stop: Stop) -> Pause:
    since, until = stop["since"] or "", stop["until"]
    return Pause(datetime.fromisoformat(since), datetime.fromisoformat(until) if until else None)


@transaction.atomic
def promise(actor: Actor, wanted: Promise) -> bool:
    """Promise something; tells whether that is new. Terms follow in the background."""
    norm, has_changed = planning.promise(wanted)
    if has_changed:
        record(actor, "change", "norm", norm.pk, kind=norm.kind, number=norm.number,
               channel=norm.channel_id, way=norm.way)  # fmt: skip
        renew_all()
    return has_changed


@transaction.atomic
def forget_norm(actor: Actor, norm: Norm) -> None:
    record(actor, "forget", "norm", norm.pk, channel=norm.channel_id, way=norm.way)
    planning.forget_norm(norm)
    renew_all()


def renew_all() -> None:
    """Let every term be worked out anew; part of the transaction that changed what they hang on."""
    keeping.let_all_be_old()
    renew_old.wake(ALL)
