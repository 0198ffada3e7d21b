"""Dealing with many messages of one thread at once: each is touched, and has its line in the log.

It is an act on many like those of `flows.bulk`, which takes it up, carries it on and undoes it.
When nothing of the thread is left the thread is finished; else who still waits, waits on.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from gehoor.audit.actions import About, record, record_each
from gehoor.flows import presence, terms
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox import rules
from gehoor.inbox.actions import bulk as acting
from gehoor.inbox.actions import handling, touching
from gehoor.inbox.actions.touching import TakenMessage
from gehoor.inbox.models import BulkAct, Conversation
from gehoor.inbox.queries.approvals import waiting_in
from gehoor.kit.clock import now
from gehoor.kit.live import announce
from gehoor.people import queries as people
from gehoor.people.policies import Actor, answer

Act = BulkAct.Act
Outcome = Conversation.Outcome

BATCH = 2_000
"""messages in one transaction; a batch of messages is lighter than one of conversations"""
MOST = 10_000
OUTCOMES = {Act.SEEN: Outcome.SEEN, Act.FINISH: Outcome.HANDLED}


def write_down(
    actor: Actor,
    thread: Conversation,
    act: BulkAct.Act,
    numbers: Sequence[int],
    *,
    reason: str,
    seen_message: int,
    seen_version: int,
) -> BulkAct:
    """Write down what somebody asks for these messages. Raises NotPossible."""
    if act not in OUTCOMES:
        raise NotPossible(_("Choose what to do with them. Nothing has changed."))
    if not numbers:
        raise NotPossible(_("No message is chosen. Nothing has changed."))
    if len(numbers) > MOST:
        raise NotPossible(
            _("These are too many at once: at most %(most)s. Narrow the thread. "
              "Nothing has changed.") % {"most": MOST}
        )  # fmt: skip
    if not reason.strip():
        raise NotPossible(_("Say why they are finished without an answer. Nothing has changed."))
    return touching.begin(
        thread,
        numbers,
        author_id=actor.user_id,
        act=act,
        reason=reason.strip()[:300],
        seen_message=seen_message,
        seen_entry=seen_version,
    )


def take_batch(bulk: BulkAct) -> bool:
    """Take up the next batch of messages; False when the act has ended."""
    thread = touching.lock(bulk)
    taken = touching.take(bulk, thread, size=BATCH)
    if taken:
        is_undo = bulk.state == BulkAct.State.UNDOING
        (_undo if is_undo else _apply)(bulk, thread, taken)
        terms.renew([thread.pk])
    if len(taken) < BATCH:
        acting.end(bulk, now=now())
    announce(f"team-{thread.channel.team_id}", "conversation", thread.pk)
    announce(f"user-{bulk.author_id}", "bulk", bulk.pk)
    return len(taken) == BATCH


def _apply(bulk: BulkAct, thread: Conversation, taken: Sequence[TakenMessage]) -> None:
    actor = people.actor_of(bulk.author)
    may = answer(actor, inbox.place_of(thread))
    states = {each.item: rules.verdict(_turn(each, may=may)) for each in taken}
    acting.settle(states)
    applied = [each for each in taken if states[each.item] == "applied"]
    if applied:
        outcome = OUTCOMES[Act(bulk.act)]
        touching.end([each.message for each in applied], outcome=outcome)
        _log(actor, "message.finished", bulk, thread, applied, outcome=outcome)
        _finish_or_wait_on(actor, bulk, thread, applied)


def _turn(each: TakenMessage, *, may: bool) -> rules.Turn:
    return rules.Turn(may=may, has_changed=each.has_changed, is_so_already=each.is_touched)


def _finish_or_wait_on(
    actor: Actor, bulk: BulkAct, thread: Conversation, applied: Sequence[TakenMessage]
) -> None:
    """Finish the thread when nothing of it is left; else count anew who waits."""
    is_undecided = inbox.has_unsettled_problem(thread) or bool(waiting_in([thread.pk]))
    stays_open = rules.must_stay_open(has_problem=thread.has_problem, is_undecided=is_undecided)
    if stays_open or inbox.has_untouched(thread):
        handling.recount_waiting(thread)
        return
    outcome = Outcome.ANSWERED if inbox.is_answered(thread) else OUTCOMES[Act(bulk.act)]
    handling.finish(thread, outcome=outcome, reason=bulk.reason)
    presence.end_all_writing(thread)
    touching.note_that_all_ended([each.item for each in applied])
    _record(actor, "conversation.finished", thread, reason=bulk.reason, outcome=outcome)


def _undo(bulk: BulkAct, thread: Conversation, taken: Sequence[TakenMessage]) -> None:
    """Put back what this act did; what ended otherwise since stays as it is."""
    actor = people.actor_of(bulk.author)
    may = answer(actor, inbox.place_of(thread))
    items = [each.item for each in taken] if may else []
    back = touching.take_back(items, outcome=OUTCOMES[Act(bulk.act)])
    acting.settle({each.item: "undone" if each.message in back else "kept" for each in taken})
    undone = [each for each in taken if each.message in back]
    _log(actor, "message.reopened", bulk, thread, undone, undoes=bulk.pk)
    is_done = thread.status == Conversation.Status.DONE
    if is_done and any(each.ended_all for each in undone):
        handling.reopen(thread)
        _record(actor, "conversation.reopened", thread, undoes=bulk.pk)
    elif undone and not is_done:
        handling.recount_waiting(thread)


def _record(
    actor: Actor, act: str, thread: Conversation, *, reason: str = "", **told: object
) -> None:
    record(
        actor, act, "conversation", thread.pk, conversation_id=thread.pk,
        team_id=thread.channel.team_id, reason=reason, **told,
    )  # fmt: skip


def _log(
    actor: Actor,
    act: str,
    bulk: BulkAct,
    thread: Conversation,
    touched: Sequence[TakenMessage],
    **told: object,
) -> None:
    """One line for each message, which says that it was one of many."""
    details = {"bulk": bulk.pk, "of": bulk.total, **told}
    record_each(
        actor,
        act,
        [
            About(thread.pk, thread.channel.team_id, details, message_id=each.message)
            for each in touched
        ],
        reason=bulk.reason if act == "message.finished" else "",
    )
