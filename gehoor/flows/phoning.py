"""A phone call with whoever a conversation is with, kept as part of the thread."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.flows import handling, presence
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions.handling import add_message
from gehoor.inbox.models import Conversation, Message
from gehoor.kit.clock import here, now
from gehoor.kit.live import announce
from gehoor.organisation import queries as organisation
from gehoor.people.policies import Actor

EARLIEST: Final = timedelta(days=366)


@dataclass(frozen=True)
class Phoned:
    """What was said, when, and who called whom."""

    said: str
    at: datetime
    is_theirs: bool
    """they called us"""
    client_uuid: uuid.UUID


@transaction.atomic
def keep(
    actor: Actor, conversation: Conversation, phoned: Phoned, *, then_finish: bool = False
) -> Message:
    """Keep a call as a note of the thread, and finish the conversation where that was all.

    The same click twice is one call. Raises NotPossible.
    """
    note_id = f"phoned:{phoned.client_uuid}"
    presence.lock_to_write(conversation)
    if earlier := inbox.find_note(conversation, note_id):
        return earlier
    _refuse(phoned)
    note = add_message(
        conversation,
        kind=Message.Kind.NOTE,
        author_id=actor.user_id,
        author_name=actor.name,
        text=f"{_head(phoned)}\n\n{phoned.said.strip()}",
        now=now(),
        external_id=note_id,
    )
    act = "conversation.they_phoned" if phoned.is_theirs else "conversation.we_phoned"
    record(
        actor, act, "conversation", conversation.pk, conversation_id=conversation.pk,
        team_id=conversation.channel.team_id, sequence=note.sequence, at=phoned.at.isoformat(),
    )  # fmt: skip
    if then_finish and conversation.status == Conversation.Status.OPEN:
        reason = _("Answered by phone")
        handling.finish(actor, conversation, outcome=Conversation.Outcome.HANDLED, reason=reason)
    for team in inbox.teams_of(conversation):
        announce(f"team-{team}", "conversation", conversation.pk)
    return note


def _refuse(phoned: Phoned) -> None:
    if not phoned.said.strip():
        raise NotPossible(_("Write what was said. Nothing was kept yet."))
    moment = now()
    if phoned.at > moment + timedelta(minutes=5):
        raise NotPossible(_("That moment has yet to come. Fill in when the call was."))
    if phoned.at < moment - EARLIEST:
        raise NotPossible(_("That is more than a year ago. Fill in when the call was."))


def _head(phoned: Phoned) -> str:
    with translation.override(organisation.ours().language):
        at = date_format(here(phoned.at), "j F Y, H:i")
        if phoned.is_theirs:
            return _("They phoned us, %(moment)s:") % {"moment": at}
        return _("We phoned them, %(moment)s:") % {"moment": at}
