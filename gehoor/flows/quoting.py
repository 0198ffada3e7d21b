"""Quoting who wrote to us: whether they said yes, for what, and what is taken over to publish.

What somebody wrote to us is theirs. A colleague notes with the contact that they said yes: for
what, with their name or without, when, and in which message. Whoever takes a compliment over
without that says why, and that is in the log.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit import queries as audit
from gehoor.audit.actions import record
from gehoor.contacts import actions as contacts
from gehoor.contacts import queries as who
from gehoor.contacts.models import Consent
from gehoor.contracts.posts import Visibility
from gehoor.flows import audience
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Message
from gehoor.inbox.queries.praise import (
    FINISHED,
    THANKED,
    praise_in,
    said_otherwise,
    who_wrote,
    written_in_private,
)
from gehoor.inbox.rules.quoted import STRETCH, in_a_row, passages_in, repeated
from gehoor.kit.clock import now, this_day
from gehoor.kit.live import announce
from gehoor.people.policies import Actor

SHOWN_FOR = timedelta(days=90)
MOST = 200
LONGEST_REASON = 300
SHOWN = 80
"""of a passage, in a question about it"""
TAKEN = "compliment.taken"
QUOTED = "quote"
REPEATED = "conversation.private_repeated"


@dataclass(frozen=True)
class Yes:
    """What somebody said yes to."""

    purpose: Consent.Purpose
    with_name: bool
    given_on: date
    message: int | None = None
    """the number of the message in which; None: in another way"""


@dataclass(frozen=True, slots=True)
class Praise:
    """A compliment, and whether it may be published."""

    message: Message
    consent: Consent | None

    @property
    def name(self) -> str:
        """Return who said it, when that may be told, too."""
        is_named = self.consent is not None and self.consent.with_name
        return self.message.author_name if is_named else ""


@dataclass(frozen=True)
class About:
    """The thing in which somebody is quoted, as the log has it."""

    subject: str
    number: int
    team: int | None


class NeedsReason(NotPossible):
    """Something among it may not be published, and nobody said why it is taken over."""


@dataclass
class RepeatsPrivate(NotPossible):
    """An answer others read repeats what somebody wrote in private; nobody said yet why it may."""

    told: str

    def __str__(self) -> str:
        return self.told


@transaction.atomic
def note(actor: Actor, conversation: Conversation, yes: Yes) -> None:
    """Keep that whoever a conversation is with may be quoted. Raises NotPossible."""
    if yes.given_on > this_day():
        raise NotPossible(_("That day is still to come. Nothing was noted."))
    theirs = conversation.messages.filter(kind=Message.Kind.INCOMING)
    if yes.message is not None and not theirs.filter(pk=yes.message).exists():
        raise NotPossible(_("That message is not in this conversation. Nothing was noted."))
    contacts.note_consent(
        conversation.contact_id,
        purpose=yes.purpose,
        with_name=yes.with_name,
        given_on=yes.given_on,
        message=yes.message,
        by_id=actor.user_id or 0,
        now=now(),
    )
    _log(actor, "conversation.consent_noted", conversation, purpose=str(yes.purpose))


@transaction.atomic
def withdraw(actor: Actor, conversation: Conversation, purpose: str) -> None:
    """They may not be quoted for this any more; what was taken over before cannot be undone.

    Of anything that is no purpose they said yes to nothing is done.
    """
    if purpose not in Consent.Purpose.values:
        return
    is_new = contacts.withdraw_consent(
        conversation.contact_id, purpose=purpose, by_id=actor.user_id or 0, now=now()
    )
    if is_new:
        _log(actor, "conversation.consent_withdrawn", conversation, purpose=purpose)


def compliments_for(actor: Actor) -> list[Praise]:
    """Return the compliments of the last 90 days that somebody may see, the newest first."""
    lines = audit.acts_since((THANKED, FINISHED), since=now() - SHOWN_FOR)
    numbers = [each.conversation_id for each in lines if each.conversation_id]
    return _with_consent(praise_in(inbox.visible_among(actor, numbers))[:MOST])


@transaction.atomic
def take(actor: Actor, numbers: Collection[int], *, reason: str) -> list[Praise]:
    """Take these over to publish them; each has its line in the log.

    Raises NeedsReason when somebody among them did not say yes and no reason is given.
    """
    chosen = [each for each in compliments_for(actor) if each.message.conversation_id in numbers]
    if not chosen:
        raise NotPossible(_("Choose at least one. Nothing was taken over."))
    why = " ".join(reason.split())[:LONGEST_REASON]
    without = sum(each.consent is None for each in chosen)
    if without and not why:
        raise NeedsReason(
            _("%(n)s of these people did not say that they may be quoted. Nothing was taken over. "
              "Ask them first, or say why you take it over without.") % {"n": without}
        )  # fmt: skip
    for each in chosen:
        conversation = each.message.conversation
        record(
            actor, TAKEN, "conversation", conversation.pk, conversation_id=conversation.pk,
            team_id=conversation.channel.team_id, reason="" if each.consent else why,
            consent=each.consent.pk if each.consent else 0,
        )  # fmt: skip
    return chosen


def look_at_quotes(actor: Actor, text: str, *, reason: str, about: About) -> None:
    """Raise NeedsReason when a text that is kept quotes somebody who did not say yes to that.

    A reason is written down. Part of keeping it. Who quotes only themselves, or what nobody here
    wrote, is asked nothing.
    """
    passage = next((each for each in passages_in(text) if _is_unasked(who_wrote(each))), "")
    why = " ".join(reason.split())[:LONGEST_REASON]
    if passage and not why:
        raise NeedsReason(
            _("“%(passage)s” is what somebody wrote to us, and it is not noted that they may be "
              "quoted in answers. Ask them and note it with their conversation, write it in your "
              "own words, or say why you quote it without.") % {"passage": passage[:SHOWN]}
        )  # fmt: skip
    if passage:
        record(actor, QUOTED, about.subject, about.number, team_id=about.team, reason=why)


def refuse(
    actor: Actor, conversation: Conversation, text: str, *, readers: Visibility, reason: str
) -> None:
    """Raise RepeatsPrivate when an answer that others read repeats what somebody wrote to us in
    private, who did not say yes to that; a reason is written down. Part of what sends."""
    found = _given_away(conversation, text, readers=readers)
    if found is None:
        return
    message, passage = found
    if not reason.strip():
        raise RepeatsPrivate(
            _("“%(passage)s” is what %(who)s wrote to you in private, and others read this too. "
              "Nothing was sent; your text is kept. Ask first whether it may be said here and note "
              "it with their conversation, or write it in your own words.")
            % {"passage": passage[:SHOWN],
               "who": _called(message)}
        )  # fmt: skip
    record(
        actor, REPEATED, "conversation", conversation.pk, conversation_id=conversation.pk,
        team_id=conversation.channel.team_id, reason=reason.strip()[:1000],
        message=message.pk,
    )  # fmt: skip


def told_ahead(conversation: Conversation, text: str, *, readers: Visibility) -> list[str]:
    """Say beside a text that is being written what `refuse` will ask about it."""
    found = _given_away(conversation, text, readers=readers)
    if found is None:
        return []
    message, passage = found
    return [
        _("“%(passage)s” is what %(who)s wrote to you in private. Others read this too.")
        % {"passage": passage[:SHOWN], "who": _called(message)}
    ]


def _called(message: Message) -> str:
    return message.author_name or message.author_handle or _("somebody")


def _given_away(
    conversation: Conversation, text: str, *, readers: Visibility
) -> tuple[Message, str] | None:
    """Return the same of an answer that `readers` may read; of a short one nothing, unasked."""
    if not audience.reaches_more(conversation, readers) or len(text.split()) < STRETCH:
        return None
    return _repeats_private(conversation, text)


def _repeats_private(conversation: Conversation, text: str) -> tuple[Message, str] | None:
    """Return what of a text was written to us in private only, and in which message."""
    said = in_a_row(text)
    for message in written_in_private(conversation):
        passage = repeated(said, message.text)
        if (
            passage
            and _is_unasked([message])
            and not _is_said_otherwise(passage, message, conversation)
        ):
            return message, passage
    return None


def _is_said_otherwise(passage: str, message: Message, conversation: Conversation) -> bool:
    """Does it stand in public here as well, or did we say it ourselves?"""
    told = in_a_row(passage)
    return any(repeated(told, each) for each in said_otherwise(conversation, message))


def _is_unasked(found: Sequence[Message]) -> bool:
    """Did none of those who wrote it say that it may be quoted?"""
    people = {each.conversation.contact_id for each in found}
    return bool(people) and not who.standing_consents(people, Consent.Purpose.ANSWERS)


def _with_consent(found: Sequence[Message]) -> list[Praise]:
    people = {each.conversation.contact_id for each in found}
    standing = who.standing_consents(people, Consent.Purpose.PUBLICITY)
    return [Praise(each, standing.get(each.conversation.contact_id)) for each in found]


def _log(actor: Actor, act: str, conversation: Conversation, *, purpose: str) -> None:
    team = conversation.channel.team_id
    record(
        actor, act, "contact", conversation.contact_id, conversation_id=conversation.pk,
        team_id=team, purpose=purpose,
    )  # fmt: skip
    announce(f"team-{team}", "conversation", conversation.pk)
