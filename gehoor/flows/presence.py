"""Who is at a conversation, whose the answer is for now, and how it goes from one to another.

The first character typed makes an answer one's own, so that no two colleagues write the same. That
ends by sending, emptying, leaving, finishing, handing over and a few minutes of silence: a browser
that died holds nothing. Looking and typing are about colleagues, so nothing of it is in the log or
lasts; what somebody takes over or passes on is an act, and is.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.flows import skills
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox import rules
from gehoor.inbox.actions import handling, together
from gehoor.inbox.actions import presence as actions
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import now
from gehoor.kit.live import announce
from gehoor.people.models import User
from gehoor.people.policies import Actor


@transaction.atomic
def look(actor: Actor, conversation: Conversation) -> None:
    """Somebody has the conversation before them, or still has. Others hear only of the first."""
    if actor.user_id and actions.look(conversation, user_id=actor.user_id, now=now()):
        tell(conversation)


@transaction.atomic
def write(actor: Actor, conversation: Conversation) -> None:
    """Somebody types: the answer is theirs, unless a colleague was first."""
    if actor.user_id is None:
        return
    if not actions.go_on_writing(conversation, user_id=actor.user_id, now=now()):
        _begin(actor.user_id, conversation, lasts=rules.WRITES_FOR)


@transaction.atomic
def claim(actor: Actor, conversation: Conversation) -> None:
    """Somebody says that they answer, where no script can tell. Raises NotPossible."""
    skills.refuse(actor.user_id, conversation)
    if actor.user_id and not _begin(actor.user_id, conversation, lasts=rules.WRITES_FOR_IN_FORM):
        raise NotPossible(_("A colleague is already writing an answer. Your text is kept."))


def _begin(user_id: int, conversation: Conversation, *, lasts: timedelta) -> bool:
    lock(conversation)
    moment = now()
    is_theirs = actions.begin_writing(
        conversation, user_id=user_id, now=moment, until=moment + lasts
    )
    if is_theirs or actions.look(conversation, user_id=user_id, now=moment):
        tell(conversation)
    return is_theirs


@transaction.atomic
def stop_writing(actor: Actor, conversation: Conversation) -> None:
    """Somebody emptied the field: nobody need wait for them."""
    if actor.user_id and actions.end_writing(conversation, user_id=actor.user_id):
        tell(conversation)


@transaction.atomic
def leave(actor: Actor, conversation: Conversation) -> None:
    if actor.user_id and actions.leave(conversation, user_id=actor.user_id):
        tell(conversation)


@transaction.atomic
def take_over(actor: Actor, conversation: Conversation) -> None:
    """Go on with what a colleague was answering; theirs stays kept as their draft."""
    if actor.user_id is None:
        return
    skills.refuse(actor.user_id, conversation)
    lock(conversation)
    end_claim_of_other(actor, conversation)
    _begin(actor.user_id, conversation, lasts=rules.WRITES_FOR)
    if conversation.assignee_id != actor.user_id:
        handling.assign(conversation, user_id=actor.user_id)
    announce(f"team-{conversation.channel.team_id}", "conversation", conversation.pk)


def end_claim_of_other(actor: Actor, conversation: Conversation) -> None:
    """Take the answer from the colleague who has it. Needs the conversation locked."""
    other = inbox.other_writer(conversation, than=actor.user_id)
    actions.end_writing(conversation)
    _log(actor, "conversation.taken_over", conversation, before=other.user_id if other else None)
    tell(conversation)


@transaction.atomic
def pass_on(actor: Actor, conversation: Conversation, user: User) -> None:
    """Give an answer that was begun to a colleague, with the text so far. Raises NotPossible.

    One's own text stays kept too; a text the colleague has already is never written over.
    """
    if user.pk == actor.user_id or not inbox.may_be_assigned(user, conversation):
        raise NotPossible(_("This colleague cannot answer in this channel. Nothing has changed."))
    skills.refuse(user.pk, conversation)
    lock(conversation)
    if actor.user_id:
        actions.end_writing(conversation, user_id=actor.user_id)
        handling.copy_drafts(conversation, author_id=actor.user_id, to_id=user.pk, now=now())
    handling.assign(conversation, user_id=user.pk)
    _log(actor, "conversation.passed_on", conversation, after=user.pk)
    tell(conversation)
    announce(f"team-{conversation.channel.team_id}", "conversation", conversation.pk)


def end_all_writing(conversation: Conversation) -> None:
    """The answer is given or no longer needed: it is nobody's any more."""
    if actions.end_writing(conversation):
        tell(conversation)


def end_all_writing_in(conversations: Collection[int]) -> None:
    """The same for many at once."""
    for conversation, team in actions.end_writing_in(conversations):
        announce(f"presence-{team}", "presence", conversation)


@transaction.atomic
def forget_gone() -> None:
    """Forget browsers that died without a word, and let others see that. Taken by the timer."""
    together.forget_past_distances(now=now())
    for conversation, team in actions.forget_gone(now=now()):
        announce(f"presence-{team}", "presence", conversation)


def lock(conversation: Conversation) -> None:
    """Let nobody answer or begin to, until this transaction ends."""
    Conversation.objects.select_for_update().get(pk=conversation.pk)


def lock_to_write(conversation: Conversation) -> None:
    """The same for who adds something to it. Raises NotPossible when nothing stands there any
    more: what was merged away since the page was read is a number that leads elsewhere."""
    if Conversation.objects.select_for_update().get(pk=conversation.pk).merged_into_id:
        raise NotPossible(
            _("This conversation was merged with another one just now. Nothing was sent or saved; "
              "your text is kept. Open it again.")
        )  # fmt: skip


def tell(conversation: Conversation) -> None:
    for team in inbox.teams_of(conversation):
        announce(f"presence-{team}", "presence", conversation.pk)


def _log(actor: Actor, act: str, conversation: Conversation, **details: Any) -> None:
    record(
        actor, act, "conversation", conversation.pk, conversation_id=conversation.pk,
        team_id=conversation.channel.team_id, **details,
    )  # fmt: skip
