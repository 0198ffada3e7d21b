"""One act on many conversations: each asked about by the same rules as one, undone as one.

What is asked is written down with every conversation it is asked for. Batches of them are taken
up, each in one transaction: a worker that dies leaves none half done, and another goes on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import About, record_each
from gehoor.flows import (
    following_up,
    keeping_away,
    presence,
    protocol,
    routing,
    skills,
    snoozing,
    terms,
    touching,
)
from gehoor.flows.handling import usable_label
from gehoor.flows.replies import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox import rules
from gehoor.inbox.actions import bulk as acting
from gehoor.inbox.actions import handling
from gehoor.inbox.actions.bulk import Taken
from gehoor.inbox.models import BulkAct, Conversation
from gehoor.kit.busy import step
from gehoor.kit.clock import now
from gehoor.kit.jobs import background
from gehoor.kit.live import announce, announce_all
from gehoor.knowledge.models import ProtocolLine
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import NOBODY, Actor, Place, answer, tag

Act = BulkAct.Act
Outcome = Conversation.Outcome

BATCH = 500
"""conversations in one transaction, which is also what is done before the answer to who asked"""
MOST = 10_000
DAYS_TO_KEEP = 30
NOTHING_MORE: Mapping[int, Mapping[str, object]] = {}
ENDINGS = {Act.SEEN: Outcome.SEEN, Act.FINISH: Outcome.HANDLED}


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for many conversations."""

    act: BulkAct.Act
    seen_message: int
    seen_entry: int
    tag: str = ""
    assignee: User | None = None
    reason: str = ""
    until: datetime | None = None
    """of what is put off, before anybody's hours: each comes back when those are there who work on
    it; None: until an answer comes"""

    @property
    def label(self) -> str:
        return " ".join(self.tag.split())


def begin(actor: Actor, wanted: Wanted, numbers: Sequence[int]) -> BulkAct:
    """Begin with these conversations, as far as the actor sees them. Raises NotPossible.

    The first batch has ended when this returns; a worker goes on with the rest.
    """
    with transaction.atomic():
        bulk = _write_down(actor, wanted, inbox.visible_among(actor, numbers))
        if take_batch(bulk.pk):
            carry_on.wake(bulk.pk)
    bulk.refresh_from_db()
    return bulk


def begin_in_thread(
    actor: Actor, thread: Conversation, wanted: Wanted, numbers: Sequence[int]
) -> BulkAct:
    """Begin with these messages of a thread. Raises NotPossible.

    `wanted.seen_entry` is the newest earlier version of a message there was when it was shown.
    """
    with transaction.atomic():
        bulk = touching.write_down(
            actor,
            thread,
            wanted.act,
            numbers,
            reason=wanted.reason,
            seen_message=wanted.seen_message,
            seen_version=wanted.seen_entry,
        )
        if take_batch(bulk.pk):
            carry_on.wake(bulk.pk)
    bulk.refresh_from_db()
    return bulk


def _write_down(actor: Actor, wanted: Wanted, numbers: Sequence[int]) -> BulkAct:
    _check(wanted, numbers)
    return acting.begin(
        numbers,
        author_id=actor.user_id,
        act=wanted.act,
        tag_id=handling.known_tag(wanted.label).pk if wanted.act == Act.TAG else None,
        assignee=wanted.assignee if wanted.act == Act.ASSIGN else None,
        reason=wanted.reason.strip()[:300],
        until=wanted.until,
        seen_message=wanted.seen_message,
        seen_entry=wanted.seen_entry,
    )


def _check(wanted: Wanted, numbers: Sequence[int]) -> None:
    if not numbers:
        raise NotPossible(_("No conversation is chosen. Nothing has changed."))
    if len(numbers) > MOST:
        raise NotPossible(
            _("These are too many at once: at most %(most)s. Narrow the list. Nothing has changed.")
            % {"most": MOST}
        )
    if wanted.act == Act.TAG:
        usable_label(wanted.label)
    if wanted.act == Act.ASSIGN:
        skills.refuse_many(wanted.assignee.pk if wanted.assignee else None, numbers)
    if wanted.act == Act.SNOOZE:
        snoozing.check(wanted.until)
    wants_why = may_want_why(wanted.act, len(numbers)) and not wanted.reason.strip()
    if wants_why and inbox.count_unanswered(numbers):
        raise NotPossible(
            _("Not all of these were answered. Say why they are finished without an answer. "
              "Nothing has changed.")
        )  # fmt: skip
    if wanted.act in ENDINGS and not wants_why and not wanted.reason.strip():
        _line_of(numbers)


def may_want_why(act: BulkAct.Act, number: int) -> bool:
    """Is a reason wanted when not all were answered? As on its own page, "seen" says enough of one
    alone."""
    return act in ENDINGS and not (act == Act.SEEN and number == 1)


def _line_of(numbers: Sequence[int]) -> ProtocolLine | None:
    """Return the line of the protocol by which one alone is left. Raises NotPossible.

    Of more than one a reason was given, or all were answered.
    """
    found = inbox.find(numbers[0]) if len(numbers) == 1 else None
    if found is None or inbox.is_answered(found[0]):
        return None
    return protocol.line_for_ending(found[0], reason="")


def take_batch(number: int) -> bool:
    """Take up the next batch of an act; False when it ended, or when another is at work on it."""
    step()
    with transaction.atomic():
        bulk = acting.claim(number)
        if bulk is None:
            return False
        if bulk.thread_id:
            return touching.take_batch(bulk)
        taken = acting.take(bulk, size=BATCH)
        is_undo = bulk.state == BulkAct.State.UNDOING
        if taken:
            (_undo if is_undo else _apply)(bulk, taken)
            if bulk.act in ENDINGS:
                terms.renew([each.conversation for each in taken])
        if len(taken) < BATCH:
            acting.end(bulk, now=now())
        _tell(bulk, taken)
        return len(taken) == BATCH


@background(queue="bulk", actor="bulk")
def carry_on(number: int) -> None:
    """Go on with act `number` until all its conversations had their turn."""
    while take_batch(number):
        continue


def wake_unfinished() -> None:
    """Wake the acts that nobody is at work on; the timer calls this."""
    for number in inbox.unfinished_bulk_acts():
        carry_on.wake(number)


def forget_old() -> None:
    """Forget how acts of long ago went; the log keeps its lines."""
    acting.forget_bulk_acts(now=now(), days=DAYS_TO_KEEP)


@transaction.atomic
def undo(actor: Actor, number: int) -> BulkAct:
    """Take back a whole act, as far as nobody went on with what it did. Raises NotPossible."""
    bulk = acting.lock_of(actor.user_id, number)
    if bulk is None:
        raise NotPossible(_("There is nothing to undo."))
    if bulk.state in (BulkAct.State.UNDOING, BulkAct.State.UNDONE):
        return bulk
    if not rules.may_undo(ended_at=bulk.ended_at, now=now()):
        raise NotPossible(_("This was longer than a minute ago, so it cannot be undone as one."))
    acting.begin_undo(bulk)
    if take_batch(bulk.pk):
        carry_on.wake(bulk.pk)
    bulk.refresh_from_db()
    return bulk


def _apply(bulk: BulkAct, taken: Sequence[Taken]) -> None:
    actor = people.actor_of(bulk.author)
    receiver = people.actor_of(bulk.assignee) if bulk.assignee else None
    away = _kept_from(bulk, taken)
    states = {
        each.item: rules.verdict(
            _turn(bulk, each, actor, NOBODY if each.conversation in away else receiver)
        )
        for each in taken
    }
    acting.settle(states)
    applied = [each for each in taken if states[each.item] == "applied"]
    numbers = [each.conversation for each in applied]
    if bulk.act == Act.TAG and bulk.tag_id:
        acting.add_tag(numbers, bulk.tag_id)
        _log(actor, "conversation.tagged", bulk, applied, tag=bulk.tag_id)
        routing.label_was_set_on(numbers, bulk.tag.name if bulk.tag else "")
        skills.label_was_set_on(actor, numbers, bulk.tag.name if bulk.tag else "")
    elif bulk.act == Act.ASSIGN:
        acting.assign(numbers, bulk.assignee_id)
        _log(actor, "conversation.assigned", bulk, applied, after=bulk.assignee_id)
    elif bulk.act == Act.SNOOZE:
        until = snoozing.when_back(bulk.until, applied)
        acting.put_off(until, by=bulk.author_id)
        written = {number: {"until": snoozing.written(each)} for number, each in until.items()}
        _log(actor, "conversation.snoozed", bulk, applied, of_each=written)
    elif bulk.act == Act.INBOX:
        acting.leave_to_answer(numbers)
        heard = [each for each in applied if each.tier == rules.Tier.FOUND]
        _log(actor, "conversation.sent_to_webcare", bulk, heard)
        rest = [each for each in applied if each.tier != rules.Tier.FOUND]
        _log(actor, "conversation.left_to_answer", bulk, rest)
    else:
        _finish(bulk, actor, applied)


def _finish(bulk: BulkAct, actor: Actor, applied: Sequence[Taken]) -> None:
    numbers = [each.conversation for each in applied]
    line = None if bulk.reason or bulk.total > 1 or not numbers else _line_of(numbers)
    reason, by_line = bulk.reason or (line.name if line else ""), line.pk if line else None
    ended = acting.finish(numbers, outcome=ENDINGS[Act(bulk.act)], reason=reason, line=by_line)
    presence.end_all_writing_in(numbers)
    told: dict[str, Any] = {"line": by_line, "rule": reason} if by_line else {}
    for how in sorted(set(ended.values())):
        these = [each for each in applied if ended[each.conversation] == how]
        _log(actor, "conversation.finished", bulk, these, outcome=how, **told)
    following_up.note_closing_many(actor, numbers)


def _kept_from(bulk: BulkAct, taken: Sequence[Taken]) -> set[int]:
    """Return from which of these the colleague keeps away to whom they would be given."""
    if bulk.assignee_id is None or bulk.assignee_id == bulk.author_id:
        return set()
    return keeping_away.kept_from(bulk.assignee_id, [each.conversation for each in taken])


def _turn(bulk: BulkAct, each: Taken, actor: Actor, receiver: Actor | None) -> rules.Turn:
    is_so = {Act.TAG: each.is_tagged, Act.ASSIGN: each.assignee == bulk.assignee_id}
    return rules.Turn(
        may=_may(bulk, actor, each)
        and (receiver is None or answer(receiver, Place(team=each.team, also=each.also))),
        has_changed=each.has_changed,
        is_so_already=is_so.get(Act(bulk.act), each.is_done),
        stays_open=bulk.act in ENDINGS and each.is_undecided,
    )


def _may(bulk: BulkAct, actor: Actor, each: Taken) -> bool:
    return (tag if bulk.act == Act.TAG else answer)(actor, Place(team=each.team, also=each.also))


def _undo(bulk: BulkAct, taken: Sequence[Taken]) -> None:
    """Put back what this act did; what somebody went on with stays, and is told of."""
    actor = people.actor_of(bulk.author)
    mine = [each for each in taken if _may(bulk, actor, each)]
    items = [each.item for each in mine]
    if bulk.act == Act.TAG and bulk.tag_id:
        act = "conversation.untagged"
        back = acting.take_tag_off([each.conversation for each in mine], bulk.tag_id)
    elif bulk.act == Act.ASSIGN:
        act, back = "conversation.assigned", acting.give_back(items, bulk.assignee_id)
    elif bulk.act == Act.SNOOZE:
        act, until = "conversation.brought_back", snoozing.when_back(bulk.until, mine)
        back = acting.put_back({each.item: until[each.conversation] for each in mine})
    elif bulk.act == Act.INBOX:
        act, back = "conversation.marked_unread", acting.take_back_to_read(items)
    else:
        act, back = "conversation.reopened", acting.open_again(items)
    acting.settle({each.item: "undone" if each.conversation in back else "kept" for each in taken})
    undone = [each for each in mine if each.conversation in back]
    for before in {(each.before or {}).get("assignee") for each in undone}:
        these = [each for each in undone if (each.before or {}).get("assignee") == before]
        given: dict[str, Any] = {"after": before} if bulk.act == Act.ASSIGN else {}
        _log(actor, act, bulk, these, undoes=bulk.pk, **given)
    if act == "conversation.reopened":
        teams = {each.conversation: each.team for each in undone}
        following_up.note_opening_many(actor, teams, closed=bulk.created_at)


def _log(
    actor: Actor,
    act: str,
    bulk: BulkAct,
    touched: Sequence[Taken],
    *,
    of_each: Mapping[int, Mapping[str, object]] = NOTHING_MORE,
    **details: object,
) -> None:
    """One line for each conversation, which says that it was one of many."""
    told = {"bulk": bulk.pk, "of": bulk.total, **details}
    was_given = act == "conversation.assigned" and "undoes" not in details
    record_each(
        actor,
        act,
        [
            About(
                each.conversation,
                each.team,
                told
                | ({"before": each.assignee} if was_given else {})
                | dict(of_each.get(each.conversation, {})),
            )
            for each in touched
        ],
        reason=bulk.reason if act == "conversation.finished" else "",
    )


def _tell(bulk: BulkAct, taken: Sequence[Taken]) -> None:
    for team in {each.team for each in taken}:
        numbers = [each.conversation for each in taken if each.team == team]
        announce_all(f"team-{team}", "conversation", numbers)
    announce(f"user-{bulk.author_id}", "bulk", bulk.pk)
