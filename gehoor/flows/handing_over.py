"""Handing a conversation over, to a colleague or to a team, with a note; and following one.

Thread, term and drafts stay as they are: only whose it is changes, and who had it is kept.
"""

import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.flows import handling, keeping_away, presence, skills
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import handling as changes
from gehoor.inbox.actions import routing as places
from gehoor.inbox.actions import together
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import now
from gehoor.kit.live import announce
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Actor

LONGEST_NOTE = 1000


@transaction.atomic
def hand_to_colleague(
    actor: Actor, conversation: Conversation, user: User, *, note: str, client_uuid: uuid.UUID
) -> None:
    """Give it to a colleague, with what is being written. Raises NotPossible.

    The same click twice hands over once.
    """
    held = _lock(conversation)
    if _is_done_already(held, note, client_uuid, to_user=user.pk):
        return
    _refuse_who_cannot(actor, user, conversation)
    keeping_away.refuse_if_away(actor, user, conversation)
    before = held.assignee_id
    _begin(actor, conversation, note=note, client_uuid=client_uuid)
    if actor.user_id:
        changes.copy_drafts(conversation, author_id=actor.user_id, to_id=user.pk, now=now())
    changes.assign(conversation, user_id=user.pk)
    _note(actor, conversation, before=before, note=note, to_user=user)
    _log(actor, conversation, before=before, after=user.pk)
    announce(f"user-{user.pk}", "named", conversation.pk)
    _tell(conversation)


@transaction.atomic
def hand_to_team(
    actor: Actor, conversation: Conversation, team: Team, *, note: str, client_uuid: uuid.UUID
) -> None:
    """Give it to a team, where somebody takes it up. Raises NotPossible."""
    held = _lock(conversation)
    if _is_done_already(held, note, client_uuid, to_team=team.pk):
        return
    if not people.answering_in(team.pk):
        raise NotPossible(
            _("In %(team)s there is nobody who can answer now. Nothing has changed.")
            % {"team": team.name}
        )
    is_there = team.pk == (held.routed_to_id or conversation.channel.team_id)
    if is_there and held.assignee_id is None:
        raise NotPossible(_("It is with this team already. Nothing has changed."))
    before, teams = held.assignee_id, inbox.teams_of(conversation)
    _begin(actor, conversation, note=note, client_uuid=client_uuid)
    if team.pk == conversation.channel.team_id:
        places.give_back(conversation)
    else:
        places.pass_to(conversation, team=team.pk)
        changes.assign(conversation, user_id=None)
    _note(actor, conversation, before=before, note=note, to_team=team)
    _log(actor, conversation, before=before, team_name=team.name)
    for each in {*teams, team.pk}:
        announce(f"team-{each}", "conversation", conversation.pk)


@transaction.atomic
def follow(actor: Actor, conversation: Conversation) -> None:
    """Be told what becomes of it, without having it."""
    if actor.user_id:
        together.follow(conversation, user_id=actor.user_id, now=now())


@transaction.atomic
def let_go(actor: Actor, conversation: Conversation) -> None:
    if actor.user_id and together.let_go(conversation, user_id=actor.user_id):
        announce(f"user-{actor.user_id}", "named", conversation.pk)


def _lock(conversation: Conversation) -> Conversation:
    held = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if held.merged_into_id:
        raise NotPossible(
            _("This conversation was merged with another one just now. Open it again.")
        )
    return held


def _is_done_already(held: Conversation, note: str, client_uuid: uuid.UUID, **to: int) -> bool:
    """Was this handed over by this same click?"""
    newest = inbox.handovers_of(held)[-1:]
    is_same = any(
        getattr(each, f"{name}_id") == value for each in newest for name, value in to.items()
    )
    is_theirs = held.assignee_id == to.get("to_user")
    if not (is_same and is_theirs):
        return False
    return not note.strip() or inbox.find_note(held, f"note:{client_uuid}") is not None


def _refuse_who_cannot(actor: Actor, user: User, conversation: Conversation) -> None:
    if user.pk == actor.user_id:
        raise NotPossible(_("That is yourself. Choose a colleague or a team."))
    if not user.is_active:
        raise NotPossible(
            _("%(name)s does not work here any more. Choose somebody else; nothing has changed.")
            % {"name": user.name}
        )
    moment = now()
    for away in people.absences([user.pk], moment, moment + timedelta(minutes=1)):
        told = _("%(name)s is away. Choose somebody else, or the team; nothing has changed.")
        if away.backup:
            told = _(
                "%(name)s is away, and %(backup)s stands in. Choose them, or the team; nothing has"
                " changed."
            )
        raise NotPossible(told % {"name": user.name, "backup": away.backup})
    if not inbox.may_be_assigned(user, conversation):
        raise NotPossible(
            _("%(name)s cannot answer in this channel. Hand it to their team instead, or choose "
              "somebody else. Nothing has changed.") % {"name": user.name}
        )  # fmt: skip
    skills.refuse(user.pk, conversation)


def _begin(actor: Actor, conversation: Conversation, *, note: str, client_uuid: uuid.UUID) -> None:
    """Stop writing, and keep the note where everybody reads it: in the thread."""
    if conversation.status != Conversation.Status.OPEN:
        raise NotPossible(_("This conversation is finished. Open it again to hand it over."))
    if len(note) > LONGEST_NOTE:
        raise NotPossible(
            _("A note has at most %(longest)s characters.") % {"longest": LONGEST_NOTE}
        )
    presence.end_all_writing(conversation)
    if note.strip():
        handling.write_note(actor, conversation, text=note, client_uuid=client_uuid)


def _note(actor: Actor, conversation: Conversation, **facts: Any) -> None:
    before = facts.pop("before")
    together.note_handover(conversation, by_id=actor.user_id, before_id=before, at=now(), **facts)


def _log(actor: Actor, conversation: Conversation, **details: Any) -> None:
    record(
        actor, "conversation.handed_over", "conversation", conversation.pk,
        conversation_id=conversation.pk, team_id=conversation.channel.team_id, **details,
    )  # fmt: skip


def _tell(conversation: Conversation) -> None:
    for team in inbox.teams_of(conversation):
        announce(f"team-{team}", "conversation", conversation.pk)
