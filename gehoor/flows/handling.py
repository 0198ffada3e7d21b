"""What colleagues do with a conversation, each act with its line in the log."""

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.flows import (
    answering,
    following_up,
    keeping_away,
    naming,
    presence,
    protocol,
    routing,
    second_eyes,
    seeing,
    skills,
    terms,
)
from gehoor.flows.replies import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox import rules
from gehoor.inbox.actions import handling
from gehoor.inbox.models import Conversation, Draft, Message
from gehoor.inbox.rules.labels import protected_word
from gehoor.kit.clock import now
from gehoor.kit.live import announce
from gehoor.people.models import User
from gehoor.people.policies import Actor

LONGEST_TAG = 40
LONGEST_DRAFT = 100_000


@transaction.atomic
def show(actor: Actor, conversation: Conversation) -> int:
    """Somebody has the conversation before them: it is read, and the log says by whom.

    Once per colleague, conversation and quarter of an hour; prefetching does not count. Return how
    often a colleague names them elsewhere, where they did not look yet.
    """
    if conversation.is_unread:
        handling.mark_read(conversation)
        conversation.is_unread = False
        _tell(conversation)
    named = naming.look(actor, conversation)
    seeing.conversation(actor, conversation)
    return named


@transaction.atomic
def assign(actor: Actor, conversation: Conversation, user: User | None) -> None:
    """Give the conversation to a colleague who may answer it, or to nobody."""
    if user and not inbox.may_be_assigned(user, conversation):
        raise NotPossible(_("This colleague cannot answer in this channel. Nothing has changed."))
    skills.refuse(user.pk if user else None, conversation)
    before = conversation.assignee_id
    if before == (user.pk if user else None):
        return
    if user:
        keeping_away.refuse_if_away(actor, user, conversation)
    handling.assign(conversation, user_id=user.pk if user else None)
    if user is None or user.pk != actor.user_id:
        presence.stop_writing(actor, conversation)
    _log(actor, "conversation.assigned", conversation, before=before, after=user and user.pk)
    _tell(conversation)


@transaction.atomic
def finish(
    actor: Actor, conversation: Conversation, *, outcome: Conversation.Outcome, reason: str = ""
) -> None:
    """Close the conversation with the way it ended. Raises NotPossible.

    Who calls it handled while our answer stands in it, means answered. What ends without an answer
    does so by a line of the protocol, or for a reason.
    """
    is_answered = inbox.is_answered(conversation)
    if outcome == Conversation.Outcome.HANDLED and is_answered:
        outcome = Conversation.Outcome.ANSWERED
    held = Conversation.objects.select_for_update().filter(pk=conversation.pk)
    has_problem = held.values_list("has_problem", flat=True).get()
    is_undecided = inbox.has_unsettled_problem(conversation)
    if rules.must_stay_open(has_problem=has_problem, is_undecided=is_undecided):
        raise NotPossible(
            _("A reply in this conversation did not go out, or may not have. "
              "Decide about that reply first; the conversation stays open.")
        )  # fmt: skip
    second_eyes.refuse_to_finish(conversation)
    line = None if is_answered else protocol.line_for_ending(conversation, reason=reason)
    by_line: dict[str, Any] = {"line": line.pk, "rule": line.name} if line else {}
    reason = (line.name if line else reason).strip()[:300]
    handling.finish(conversation, outcome=outcome, reason=reason, line=line.pk if line else None)
    terms.renew([conversation.pk])
    presence.end_all_writing(conversation)
    following_up.note_closing(actor, conversation)
    _log(actor, "conversation.finished", conversation, reason=reason, outcome=outcome, **by_line)
    _tell(conversation)


@transaction.atomic
def reopen(actor: Actor, conversation: Conversation) -> None:
    handling.reopen(conversation)
    terms.renew([conversation.pk])
    _log(actor, "conversation.reopened", conversation)
    _tell(conversation)


@transaction.atomic
def add_tag(actor: Actor, conversation: Conversation, name: str) -> None:
    tag = handling.add_tag(conversation, name=usable_label(name))
    _log(actor, "conversation.tagged", conversation, tag=tag.pk)
    routing.label_was_set(conversation, name)
    skills.label_was_set(actor, conversation, name)
    _tell(conversation)


def usable_label(name: str) -> str:
    """Return a label as it is kept. Raises NotPossible for one that may not be."""
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_TAG:
        raise NotPossible(
            _("A label has 1 to %(longest)s characters. Nothing has changed.")
            % {"longest": LONGEST_TAG}
        )
    if word := protected_word(name):
        raise NotPossible(
            _(
                "A label says what it is about, not what somebody is. “%(word)s” would put people"
                " in a group, and that is not allowed. Choose a word for the subject. Nothing has"
                " changed."
            )
            % {"word": word}
        )
    return name


@transaction.atomic
def remove_tag(actor: Actor, conversation: Conversation, name: str) -> None:
    handling.remove_tag(conversation, name=name)
    _log(actor, "conversation.untagged", conversation, tag_name=name[:LONGEST_TAG])
    _tell(conversation)


@transaction.atomic
def write_note(
    actor: Actor, conversation: Conversation, *, text: str, client_uuid: uuid.UUID
) -> Message:
    """Add a note that only colleagues see; the same click twice is one note."""
    if not text.strip():
        raise NotPossible(_("Your note is empty. Nothing was saved."))
    note_id = f"note:{client_uuid}"
    presence.lock_to_write(conversation)
    if earlier := inbox.find_note(conversation, note_id):
        return earlier
    moment = now()
    note = handling.add_message(
        conversation,
        kind=Message.Kind.NOTE,
        author_id=actor.user_id,
        author_name=actor.name,
        text=text,
        now=moment,
        external_id=note_id,
    )
    save_draft(actor, conversation, kind=Draft.Kind.NOTE, text="")
    named = naming.tell(actor, note, teams=inbox.teams_of(conversation))
    told: dict[str, Any] = {"named": named} if named else {}
    _log(actor, "note.written", conversation, sequence=note.sequence, **told)
    _tell(conversation)
    return note


@transaction.atomic
def save_draft(
    actor: Actor,
    conversation: Conversation,
    *,
    kind: Draft.Kind,
    text: str,
    answers: int | None = None,
) -> None:
    """Keep what somebody is writing, and the public message it `answers`; no act, so not logged.

    Raises NotPossible when it is too long to keep.
    """
    if len(text) > LONGEST_DRAFT:
        raise NotPossible(
            _("Your text is too long: at most %(longest)s characters.") % {"longest": LONGEST_DRAFT}
        )
    if actor.user_id:
        handling.keep_draft(
            conversation,
            author_id=actor.user_id,
            kind=kind,
            text=text,
            now=now(),
            answers=answering.name_of(conversation, chosen=answers),
        )


@transaction.atomic
def mark_unread(actor: Actor, conversation: Conversation) -> None:
    handling.mark_unread(conversation)
    _log(actor, "conversation.marked_unread", conversation)
    _tell(conversation)


def _log(
    actor: Actor, act: str, conversation: Conversation, *, reason: str = "", **details: Any
) -> None:
    record(
        actor,
        act,
        "conversation",
        conversation.pk,
        conversation_id=conversation.pk,
        team_id=conversation.channel.team_id,
        reason=reason,
        **details,
    )


def _tell(conversation: Conversation) -> None:
    for team in inbox.teams_of(conversation):
        announce(f"team-{team}", "conversation", conversation.pk)
