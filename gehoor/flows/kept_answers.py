"""Texts to answer with again: kept, looked after, put in a reply, and never sent half filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.flows import agenda, quoting
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import now
from gehoor.knowledge import actions, queries
from gehoor.knowledge.models import KeptAnswer
from gehoor.knowledge.rules import Known, fill, first_name, gaps, with_link
from gehoor.organisation import queries as organisation
from gehoor.people.policies import Actor
from gehoor.people.rules import sign

MOST_OFFERED: Final = 500
HOLDS_FOR: Final = 12
"""months until somebody looks at it again, unless another day is chosen"""
AGENDA: Final = "{agenda}"
QUOTE_REASON: Final = "quote_reason"
"""the field in which one says why somebody is quoted who was not asked"""
AS_CHOSEN: Final = (
    "team_id", "title", "shortcut", "text", "link", "misconception", "labels", "owner_id",
    "review_on",
)  # fmt: skip


@dataclass
class NotKept(Exception):
    """It goes against another one. Nothing was changed."""

    field: str
    told: str


@dataclass(frozen=True)
class Offered:
    """One answer as it would be put in a reply."""

    kept: KeptAnswer
    text: str = field(repr=False)


@transaction.atomic
def keep(actor: Actor, answer: KeptAnswer, wanted: Mapping[str, Any]) -> bool:
    """Keep an answer as it is `wanted`; tells whether that is new. Raises NotKept."""
    is_new = answer.pk is None
    changed = [name for name in AS_CHOSEN if getattr(answer, name) != wanted[name]]
    for name in changed:
        setattr(answer, name, wanted[name])
    _refuse_doubles(answer)
    if is_new or changed:
        actions.keep(answer)
        record(actor, "keep" if is_new else "change", "kept_answer", answer.pk,
               team_id=answer.team_id, changed=changed)  # fmt: skip
    return bool(is_new or changed)


@transaction.atomic
def keep_written(
    actor: Actor, answer: KeptAnswer, wanted: Mapping[str, Any], *, quote_reason: str
) -> bool:
    """Keep what a colleague wrote, unless it quotes somebody who was not asked. Raises NotKept."""
    is_text_new = answer.text != wanted["text"] or answer.pk is None
    is_new = keep(actor, answer, wanted)
    if is_text_new:
        about = quoting.About("kept_answer", answer.pk, answer.team_id)
        try:
            quoting.look_at_quotes(actor, answer.text, reason=quote_reason, about=about)
        except quoting.NeedsReason as problem:
            raise NotKept(QUOTE_REASON, str(problem)) from problem
    return is_new


def _refuse_doubles(answer: KeptAnswer) -> None:
    if queries.has_other(answer, "title"):
        raise NotKept("title", _("There is one of this name already. Choose another name."))
    if answer.shortcut and queries.has_other(answer, "shortcut"):
        raise NotKept("shortcut", _("Another one has this shortcut. Choose another."))


@transaction.atomic
def review(actor: Actor, answer: KeptAnswer) -> date:
    """Somebody looked, and it is still true; returns when somebody looks again."""
    review_on = next_review(timezone.localdate(now()))
    actions.review(answer, review_on=review_on)
    record(actor, "review", "kept_answer", answer.pk, team_id=answer.team_id)
    return review_on


def next_review(today: date) -> date:
    """Return the same day a year later; of the last of February the last."""
    try:
        return today.replace(year=today.year + HOLDS_FOR // 12)
    except ValueError:
        return today.replace(year=today.year + HOLDS_FOR // 12, day=28)


@transaction.atomic
def forget(actor: Actor, answer: KeptAnswer) -> None:
    """Remove it. What was answered with it stays as it is."""
    record(actor, "forget", "kept_answer", answer.pk, team_id=answer.team_id)
    actions.forget(answer)


def offered(
    actor: Actor, conversation: Conversation, *, answers: int | None = None
) -> Sequence[Offered]:
    """Return what can be put in a reply here, with what is known filled in.

    `answers` is the message that stands above the reply, as its form names it.
    """
    facts = _facts(actor, conversation, answers=answers)
    found = list(queries.kept_for(conversation.channel.team_id)[:MOST_OFFERED])
    if any(AGENDA in each.text.casefold() for each in found):
        facts[Known.AGENDA] = agenda.in_an_answer()
    return [
        Offered(kept, fill(with_link(kept.text, kept.link), {**facts, Known.LINK: kept.link}))
        for kept in found
    ]


def filled_in(actor: Actor, conversation: Conversation, text: str) -> str:
    """Return a text with what is known of a conversation in the place of its variables."""
    return fill(text, _facts(actor, conversation, answers=None))


def _facts(actor: Actor, conversation: Conversation, *, answers: int | None) -> dict[Known, str]:
    channel = conversation.channel
    chosen = inbox.answerable(conversation, pk=answers) if answers else None
    answered = chosen or inbox.newest_incoming(conversation)
    handle = answered.author_handle if answered else ""
    name = _called(answered.author_name if answered else conversation.contact.name, handle)
    return {
        Known.NAME: name,
        Known.FIRST_NAME: first_name(name),
        Known.HANDLE: handle if handle.startswith("@") else "",
        Known.COLLEAGUE: sign(actor.name, channel.team.identity, channel.team.name),
        Known.TEAM: channel.team.name,
        Known.CHANNEL: channel.name,
        Known.ORGANISATION: organisation.name(),
        Known.SUBJECT: conversation.subject,
        Known.TODAY: date_format(timezone.localdate(now()), "j F Y"),
    }


def _called(name: str, handle: str) -> str:
    """Return a name; an address that stands in the place of one is none."""
    return "" if "@" in name or name == handle else name


@transaction.atomic
def count_use(conversation: Conversation, pk: int) -> None:
    """An answer was put in a reply here. One that is not offered here is not counted."""
    found = queries.kept_for(conversation.channel.team_id).filter(pk=pk).first()
    if found:
        actions.count_use(found, now=now())


def refuse_gaps(text: str) -> None:
    """Raise NotPossible while something in a text is still to be filled in."""
    if left := gaps(text):
        raise NotPossible(
            _("Not sent: %(gaps)s must still be filled in. Your text is kept.")
            % {"gaps": ", ".join(left)}
        )
