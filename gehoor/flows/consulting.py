"""A question to the second line: asked by phone first, chased, and answered into the conversation.

Whose the conversation is, by when an answer was promised and where it stands do not change: a
question takes nothing over, and no clock stands still because of it.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.consultations import actions, queries
from gehoor.consultations.models import Call, Consultation, Expert
from gehoor.consultations.rules import FARTHEST, By, Result, deadline, next_try
from gehoor.flows import snoozing
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import handling, naming
from gehoor.inbox.models import Conversation, Message
from gehoor.kit.clock import now
from gehoor.kit.live import announce
from gehoor.organisation import queries as organisation
from gehoor.people import queries as people
from gehoor.people.policies import Actor
from gehoor.planning import queries as planned
from gehoor.planning.rules.calendar import Calendar, calendar_of

State, Way, How = Consultation.State, Consultation.Way, Consultation.How


@dataclass(frozen=True)
class Wanted:
    """What somebody asks, of whom, and by when."""

    expert: Expert
    question: str
    added: str
    way: Consultation.Way
    due_at: datetime
    client_uuid: uuid.UUID


def choices(conversation: Conversation) -> Sequence[tuple[By, datetime]]:
    """Return the deadlines that are offered, in opening time; each moment once."""
    calendar, moment = _calendar(conversation), now()
    found = [(by, deadline(calendar, by, moment, agreed=None)) for by in By if by is not By.AGREED]
    seen: dict[datetime, By] = {}
    for by, at in found:
        seen.setdefault(at, by)
    return [(by, at) for at, by in seen.items()]


def due(conversation: Conversation, by: By, expert: Expert) -> datetime:
    """Return the moment a choice means for who is asked."""
    agreed = queries.agreed_hours(expert)
    return deadline(_calendar(conversation), by, now(), agreed=agreed)


@transaction.atomic
def ask(actor: Actor, conversation: Conversation, wanted: Wanted) -> Consultation:
    """Ask it; the same click twice is one question. Raises NotPossible."""
    if earlier := queries.find_by_uuid(wanted.client_uuid):
        return earlier
    _refuse(conversation, wanted)
    moment = now()
    is_call = wanted.way == Way.CALL
    try:
        with transaction.atomic():
            asked = actions.ask(
                conversation_id=conversation.pk, expert=wanted.expert,
                question=wanted.question.strip(), added=wanted.added.strip(), way=wanted.way,
                due_at=wanted.due_at, call_at=moment if is_call else None,
                asked_by_id=actor.user_id, asked_at=moment, client_uuid=wanted.client_uuid,
            )  # fmt: skip
    except IntegrityError as error:
        raise NotPossible(_already(wanted.expert)) from error
    log(actor, "question.asked", asked, expert=wanted.expert.pk, way=wanted.way,
        due_at=wanted.due_at.isoformat())  # fmt: skip
    return asked


def _refuse(conversation: Conversation, wanted: Wanted) -> None:
    if conversation.status != Conversation.Status.OPEN:
        raise NotPossible(
            _("This conversation is finished. Open it again to ask something about it; your "
              "question was not asked.")
        )  # fmt: skip
    if not wanted.question.strip():
        raise NotPossible(_("Write your question. Nothing was asked yet."))
    check_deadline(wanted.due_at)
    if wanted.way == Way.CALL and not wanted.expert.phone:
        raise NotPossible(
            _("%(name)s has no number in the phone book. Choose a link, or ask your coordinator "
              "to add the number. Your question was not asked.") % {"name": wanted.expert.name}
        )  # fmt: skip
    if queries.open_to(conversation.pk, wanted.expert.pk):
        raise NotPossible(_already(wanted.expert))


def _already(expert: Expert) -> str:
    return _(
        "%(name)s was asked something in this conversation that waits for an answer. Go on with "
        "that question, or take it back first."
    ) % {"name": expert.name}


def check_deadline(due_at: datetime) -> None:
    """Raise NotPossible for a moment that has passed, or is months away."""
    moment = now()
    if due_at <= moment:
        raise NotPossible(_("That moment has passed. Choose a later one; nothing has changed."))
    if due_at > moment + FARTHEST:
        raise NotPossible(_("Choose a moment within a hundred days. Nothing has changed."))


@transaction.atomic
def note_call(
    actor: Actor,
    consultation: Consultation,
    *,
    result: str,
    remark: str,
    call_at: datetime | None,
) -> datetime | None:
    """Note a try to reach them; return when to call again, as chosen or else as proposed.

    Raises NotPossible.
    """
    current = still_waiting(consultation)
    moment = now()
    if result == Call.Result.CALL_BACK and call_at is None:
        raise NotPossible(_("Fill in when you will call back. Nothing was noted."))
    if call_at is not None:
        check_deadline(call_at)
    chosen = call_at or _proposed(current, result, moment)
    actions.note_call(
        current, result=result, remark=remark.strip()[:300], by=actor.user_id, now=moment,
        call_at=chosen,
    )  # fmt: skip
    log(actor, "question.called", current, result=result, call_at=chosen.isoformat())
    return chosen


def _proposed(consultation: Consultation, result: str, moment: datetime) -> datetime:
    in_vain = queries.tries_in_vain(consultation) + 1
    return next_try(
        _calendar(about(consultation)), Result(result), moment,
        in_vain=in_vain, due_at=consultation.due_at,
    )  # fmt: skip


@transaction.atomic
def take_back(actor: Actor, consultation: Consultation) -> None:
    """It need not be answered any more; no link to it works. Raises NotPossible."""
    current = still_waiting(consultation)
    actions.take_back(current, now=now())
    log(actor, "question.taken_back", current)


@transaction.atomic
def answer(actor: Actor, consultation: Consultation, *, text: str, how: Consultation.How) -> None:
    """Bring an answer into the conversation, as a note. Raises NotPossible.

    Also into one that was finished meanwhile: what somebody found out is not lost.
    """
    if not text.strip():
        raise NotPossible(_("Write the answer. Nothing was kept yet."))
    current = still_waiting(consultation)
    actions.answer(current, text=text.strip(), how=how, now=now())
    conversation = about(current)
    note = _note(actor, conversation, current)
    told = _tell_owner(actor, conversation, current, note)
    if conversation.is_snoozed:
        snoozing.bring_back(actor, conversation)
    if how == How.LINK and conversation.status == Conversation.Status.OPEN:
        handling.mark_unread(conversation)
    log(actor, "question.answered", current, how=how, sequence=note.sequence, told=told)


def _note(actor: Actor, conversation: Conversation, answered: Consultation) -> Message:
    with translation.override(organisation.ours().language):
        by_phone = _("%(name)s answered by phone:") % {"name": answered.expert.name}
        by_link = _("%(name)s answered:") % {"name": answered.expert.name}
        head = by_phone if answered.answered_how == How.PHONE else by_link
        asked = _("The question was: %(question)s") % {"question": answered.question}
    return handling.add_message(
        conversation,
        kind=Message.Kind.NOTE,
        author_id=actor.user_id,
        author_name=actor.name or answered.expert.name,
        text=f"{head}\n\n{answered.answer}\n\n{asked}",
        now=now(),
        external_id=f"answer:{answered.pk}",
    )


def _tell_owner(
    actor: Actor, conversation: Conversation, answered: Consultation, note: Message
) -> list[int]:
    """Let whoever has it, and whoever asked, know; as when a note names them."""
    wanted = {conversation.assignee_id, answered.asked_by_id} - {None, actor.user_id}
    teams = inbox.teams_of(conversation)
    able = {each.pk for team in teams for each in people.readers_in(team)} if wanted else set()
    told = sorted(pk for pk in wanted if pk is not None and pk in able)
    naming.name(note, told)
    for user_id in told:
        announce(f"user-{user_id}", "named", conversation.pk)
    return told


def about(consultation: Consultation) -> Conversation:
    """Return the conversation it is about; of one that was merged, where everything is now."""
    found = inbox.find(consultation.conversation_id)
    return found[0] if found else consultation.conversation


def still_waiting(consultation: Consultation) -> Consultation:
    """Return it, held, if it still waits for an answer. Raises NotPossible."""
    current = actions.lock(consultation.pk)
    if current.state == State.ANSWERED:
        raise NotPossible(_("This question was answered meanwhile. Nothing has changed."))
    if current.state == State.WITHDRAWN:
        raise NotPossible(_("This question was taken back. Nothing has changed."))
    return current


def _calendar(conversation: Conversation) -> Calendar:
    channel = conversation.channel
    return calendar_of(planned.desks().of(channel=channel.pk, team=channel.team_id))


def log(actor: Actor, act: str, consultation: Consultation, **details: Any) -> None:
    """Write the line, and let screens of the conversation know. Part of the act."""
    conversation = about(consultation)
    record(
        actor, act, "question", consultation.pk, conversation_id=conversation.pk,
        team_id=conversation.channel.team_id, **details,
    )  # fmt: skip
    for team in inbox.teams_of(conversation):
        announce(f"team-{team}", "conversation", conversation.pk)
