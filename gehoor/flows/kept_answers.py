"""Texts to answer with again: kept, looked after, put in a reply, and never sent half filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.channels.queries import is_chat
from gehoor.contracts.posts import Visibility
from gehoor.flows import agenda, audience, quoting
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox import rules
from gehoor.inbox.models import Conversation, Message
from gehoor.inbox.rules.ways import way_of
from gehoor.kit.clock import now
from gehoor.knowledge import actions, queries
from gehoor.knowledge.models import KeptAnswer
from gehoor.knowledge.queries.forms import Said, forms_of, said_in
from gehoor.knowledge.rules import Known, fill, first_name, gaps, with_link
from gehoor.knowledge.rules.kept_forms import Form, form_of
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
    form: Form | None = None
    """of which its text is; None: the text of the answer itself"""
    looks_again: bool = False
    """the answer was changed after the text of this form was written"""


@transaction.atomic
def keep(actor: Actor, answer: KeptAnswer, wanted: Mapping[str, Any]) -> bool:
    """Keep an answer as it is `wanted`; tells whether that is new. Raises NotKept.

    `forms` are its own texts by form, as far as they are named. When the text changes, those that
    stay as they are must be looked at again, unless `forms_fit` says that somebody did.
    """
    is_new = answer.pk is None
    changed = [name for name in AS_CHOSEN if getattr(answer, name) != wanted[name]]
    for name in changed:
        setattr(answer, name, wanted[name])
    _refuse_doubles(answer)
    if is_new or changed:
        actions.keep(answer)
    fits, is_other = wanted.get("forms_fit", False), "text" in changed and not is_new
    look_again = False if fits else True if is_other else None
    changed += actions.keep_forms(answer, wanted.get("forms", {}), look_again=look_again)
    if is_new or changed:
        record(actor, "keep" if is_new else "change", "kept_answer", answer.pk,
               team_id=answer.team_id, changed=changed)  # fmt: skip
    return bool(is_new or changed)


@transaction.atomic
def keep_written(
    actor: Actor, answer: KeptAnswer, wanted: Mapping[str, Any], *, quote_reason: str
) -> bool:
    """Keep what a colleague wrote, unless it quotes somebody who was not asked. Raises NotKept."""
    said = {answer.text if answer.pk else "", *(each.text for each in forms_of(answer))}
    written = [each for each in (wanted["text"], *wanted.get("forms", {}).values()) if each]
    is_new = keep(actor, answer, wanted)
    if new := [each for each in written if each not in said]:
        about = quoting.About("kept_answer", answer.pk, answer.team_id)
        try:
            quoting.look_at_quotes(actor, "\n\n".join(new), reason=quote_reason, about=about)
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
    actor: Actor,
    conversation: Conversation,
    *,
    answers: int | None = None,
    readers: Visibility = Visibility.UNSAID,
) -> Sequence[Offered]:
    """Return what can be put in a reply here, with what is known filled in.

    `answers` is the message that stands above the reply, as its form names it; `readers` who will
    read it, as its writer chose: what only one person reads is said as in a direct message.
    """
    answered = _answered(conversation, answers)
    visibility = rules.visibility_of_answer(audience.visibility_of(answered), wanted=readers)
    way = way_of(visibility=visibility, is_answer=False, is_chat=is_chat(conversation.channel))
    form = form_of(way)
    facts = _facts(actor, conversation, answered)
    return _filled(list(islice(said_in(conversation.channel.team_id, form), MOST_OFFERED)), facts)


def scripts(actor: Actor, conversation: Conversation) -> Sequence[Offered]:
    """Return what can be said on the phone with whoever this is with: what has a text for that."""
    found = said_in(conversation.channel.team_id, Form.PHONE)
    own = [each for each in found if each.form is Form.PHONE]
    return _filled(own, _facts(actor, conversation, _answered(conversation, None)))


def _filled(found: Sequence[Said], facts: dict[Known, str]) -> list[Offered]:
    if any(AGENDA in each.text.casefold() for each in found):
        facts[Known.AGENDA] = agenda.in_an_answer()
    return [
        Offered(
            each.kept,
            fill(_with_link(each), {**facts, Known.LINK: each.kept.link}),
            each.form,
            each.looks_again,
        )
        for each in found
    ]


def _with_link(said: Said) -> str:
    """Nobody says an address aloud, unless the script does."""
    return said.text if said.form is Form.PHONE else with_link(said.text, said.kept.link)


def filled_in(actor: Actor, conversation: Conversation, text: str) -> str:
    """Return a text with what is known of a conversation in the place of its variables."""
    return fill(text, _facts(actor, conversation, _answered(conversation, None)))


def _answered(conversation: Conversation, answers: int | None) -> Message | None:
    chosen = inbox.answerable(conversation, pk=answers) if answers else None
    return chosen or inbox.newest_incoming(conversation)


def _facts(actor: Actor, conversation: Conversation, answered: Message | None) -> dict[Known, str]:
    channel = conversation.channel
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
