"""Splitting a conversation and merging two, each with its line in both logs and its way back."""

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.contacts import queries as contacts
from gehoor.flows import terms
from gehoor.flows.replies import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox import rules
from gehoor.inbox.actions import regrouping
from gehoor.inbox.models import Conversation, Regrouping
from gehoor.kit.live import announce
from gehoor.people.policies import Actor, answer


@transaction.atomic
def split(
    actor: Actor, conversation: Conversation, *, sequence: int, subject: str = ""
) -> Conversation:
    """Let a new conversation begin with message number `sequence`; return it."""
    found = regrouping.lock([conversation.pk])[conversation.pk]
    first = inbox.first_incoming(found, since=sequence)
    if found.merged_into_id or first is None or not inbox.has_incoming_before(found, sequence):
        raise NotPossible(
            _("Before and after the split there must be a message of the resident. "
              "Nothing has changed.")
        )  # fmt: skip
    contact = contacts.who_writes_from(found.channel.connector, first.author_handle)
    done = regrouping.split(
        found,
        sequence=sequence,
        subject=" ".join(subject.split()) or found.subject,
        contact_id=contact or found.contact_id,
        author_id=actor.user_id,
    )
    _log(actor, done, "conversation.split", "conversation.split_off")
    return done.other


@transaction.atomic
def merge(actor: Actor, one: Conversation, two: Conversation) -> Conversation:
    """Make one conversation of two; return the one that remains, which is the older."""
    if not answer(actor, inbox.place_of(two)):
        raise NotPossible(_("There is no such conversation. Nothing has changed."))
    found = regrouping.lock([one.pk, two.pk])
    kept, other = (found[pk] for pk in (min(one.pk, two.pk), max(one.pk, two.pk)))
    why = rules.why_not_merged(
        is_same=kept.pk == other.pk or bool(kept.merged_into_id or other.merged_into_id),
        same_channel=kept.channel_id == other.channel_id,
        same_contact=kept.contact_id == other.contact_id,
        same_openness=kept.is_public == other.is_public,
    )
    if why:
        raise NotPossible(_(why))
    done = regrouping.merge(kept, other, author_id=actor.user_id)
    _log(actor, done, "conversation.merged", "conversation.merged_away")
    return done.kept


@transaction.atomic
def undo(actor: Actor, done: Regrouping | None) -> Conversation:
    """Put everything back as it was, as long as nothing was split or merged since."""
    if done is None:
        raise NotPossible(_("There is nothing to undo."))
    found = regrouping.lock([done.kept_id, done.other_id])
    current = Regrouping.objects.select_for_update().get(pk=done.pk)
    if current.undone_at or inbox.was_regrouped_since(current):
        raise NotPossible(
            _("This was undone already, or split or merged again since. Nothing has changed.")
        )
    regrouping.undo(current, found)
    act = "conversation.split_undone" if current.kind == "split" else "conversation.merge_undone"
    _log(actor, current, act, act)
    return found[done.kept_id]


def _log(actor: Actor, done: Regrouping, act_of_kept: str, act_of_other: str) -> None:
    """One line in each of the two, that names the other; and what is due in each."""
    team = done.kept.channel.team_id
    also = {each for each in (done.kept.routed_to_id, done.other.routed_to_id) if each}
    terms.renew([done.kept_id, done.other_id])
    for act, mine, beside in (
        (act_of_kept, done.kept_id, done.other_id),
        (act_of_other, done.other_id, done.kept_id),
    ):
        record(actor, act, "conversation", mine, conversation_id=mine, team_id=team, beside=beside)
        for each in sorted({team, *also}):
            announce(f"team-{each}", "conversation", mine)
