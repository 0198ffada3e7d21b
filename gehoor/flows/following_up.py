"""After a public complaint: telling in its thread that it is solved, and keeping what was advised.

Who read the complaint should read how it ended (row S2-24). Closing it makes the task; its text
leaves as an ordinary reply to the message with which it began.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import About, record, record_each
from gehoor.channels import queries as channels
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import follow_ups as actions
from gehoor.inbox.actions import handling
from gehoor.inbox.models import Conversation, Draft, Message, Reply
from gehoor.kit.clock import now
from gehoor.kit.live import announce
from gehoor.knowledge.rules.kinds import wants_it_solved
from gehoor.people.policies import Actor
from gehoor.planning import queries as planning
from gehoor.planning import rules as planned

DUE_AFTER: Final = timedelta(days=3)


def note_closing(actor: Actor, conversation: Conversation) -> None:
    """Make the task when a public complaint that was answered is closed. Part of closing it."""
    if not _is_answered_complaint(conversation):
        return
    moment = now()
    if actions.make(conversation, by_id=actor.user_id, due_at=_due(moment), now=moment):
        _log(actor, "conversation.follow_up_made", conversation)


def note_closing_many(actor: Actor, numbers: Collection[int]) -> None:
    """Make the tasks of those of these that need one. Part of closing them at once."""
    complaints = [each for each in inbox.began_in_public(numbers) if _is_complaint(each)]
    if not complaints:
        return
    moment = now()
    actions.make_many(
        [each.conversation_id for each in complaints],
        by_id=actor.user_id or 0, due_at=_due(moment), now=moment,
    )  # fmt: skip
    teams = {each.conversation_id: each.conversation.channel.team_id for each in complaints}
    _log_each(actor, "conversation.follow_up_made", teams)


def note_opening_many(actor: Actor, teams: Mapping[int, int], *, closed: datetime) -> None:
    """Take away the tasks that closing these made, each with its team. Part of undoing that."""
    taken = actions.unmake(teams, since=closed)
    _log_each(actor, "conversation.follow_up_dropped", {each: teams[each] for each in taken})


def _is_complaint(began: Message) -> bool:
    said = f"{began.conversation.subject}\n{began.text}"
    return wants_it_solved(said) and channels.can_answer(began.conversation.channel)


def _due(moment: datetime) -> datetime:
    return planned.when_there(planning.hours(), moment + DUE_AFTER)


def _is_answered_complaint(conversation: Conversation) -> bool:
    if not conversation.is_public or not channels.can_answer(conversation.channel):
        return False
    began = inbox.first_complaint(conversation)
    return began is not None and inbox.is_answered(conversation) and _is_complaint(began)


@transaction.atomic
def write(actor: Actor, conversation: Conversation) -> int:
    """Begin the answer that says it is solved; return the number of the message it answers.

    A text somebody is writing already stays as it is. Raises NotPossible.
    """
    began = inbox.first_complaint(conversation)
    if began is None or not actions.begin_writing(conversation):
        raise NotPossible(
            _("There is nothing left to tell here: it was told, or the message is gone.")
        )
    if actor.user_id and not inbox.draft_text_of(
        conversation, actor.user_id, kind=Draft.Kind.REPLY
    ):
        handling.keep_draft(
            conversation, author_id=actor.user_id, kind=Draft.Kind.REPLY,
            text=_("Good news: this is solved. Thank you for telling us."),
            now=now(), answers=began.external_id,
        )  # fmt: skip
    return began.pk


@transaction.atomic
def drop(actor: Actor, conversation: Conversation) -> None:
    """It need not be told."""
    if actions.drop(conversation, by_id=actor.user_id, now=now()):
        _log(actor, "conversation.follow_up_dropped", conversation)
        _tell(conversation)


def note_reply(actor: Actor, conversation: Conversation, reply: Reply) -> None:
    """The reply that was begun for it leaves: it is told. Part of storing that reply."""
    if actions.end_by_reply(conversation, reply=reply, by_id=actor.user_id, now=now()):
        _log(actor, "conversation.follow_up_told", conversation)


def note_withdrawn(reply: Reply) -> None:
    """That reply was taken back. Part of taking it back."""
    actions.open_again(reply)


def _log(actor: Actor, act: str, conversation: Conversation) -> None:
    record(
        actor, act, "conversation", conversation.pk, conversation_id=conversation.pk,
        team_id=conversation.channel.team_id,
    )  # fmt: skip


def _log_each(actor: Actor, act: str, teams: Mapping[int, int]) -> None:
    record_each(actor, act, [About(number, team, {}) for number, team in sorted(teams.items())])


def _tell(conversation: Conversation) -> None:
    for team in inbox.teams_of(conversation):
        announce(f"team-{team}", "conversation", conversation.pk)
