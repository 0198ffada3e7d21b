"""A link with which somebody of the second line answers one question, once, without an account.

It shows the question and what a colleague chose to add, and nothing else. The first browser that
opens it is the only one: whoever it was sent on to sees nothing
(ADR 29).
"""

import re
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from gehoor.consultations import actions, queries, rules
from gehoor.consultations.models import Consultation, Link
from gehoor.flows import alarms, consulting
from gehoor.flows.consulting import How, State, about
from gehoor.flows.forgotten import TooManyTries, keyed
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import now
from gehoor.logins import actions as logins
from gehoor.organisation import queries as organisation
from gehoor.people.policies import Actor
from gehoor.people.rules import hash_token

EXPERT = Actor(system="expert")
TRY = "expert_link"
SHORTEST_NAME = 4
"""letters of a part of a name that is looked for by itself"""


@dataclass(frozen=True)
class Given:
    """A link as it is shown once, to the colleague who made it."""

    link: str = field(repr=False)
    is_mailed: bool


@dataclass(frozen=True)
class Seen:
    """What a link leads to for one browser."""

    state: rules.Link
    link: Link | None = None

    @property
    def consultation(self) -> Consultation | None:
        """The question, only where it may be seen."""
        return self.link.consultation if self.link and self.state is rules.Link.OPEN else None

    @property
    def changed_at(self) -> datetime | None:
        """When the question was last changed after this browser opened it; None: it was not."""
        if not self.link or not self.link.opened_at or not self.consultation:
            return None
        return queries.last_changed(self.consultation, since=self.link.opened_at)


def give(actor: Actor, consultation: Consultation, *, with_name: bool) -> Given:
    """Make the link, and mail it where that can be; an earlier one stops working.

    Raises NotPossible, also when the citizen's name stands in it and nobody chose that.
    """
    with transaction.atomic():
        current = actions.lock(consultation.pk)
        if current.state != State.OPEN:
            raise NotPossible(_("This question waits for no answer any more. No link was made."))
        conversation = about(current)
        if conversation.status != Conversation.Status.OPEN:
            raise NotPossible(_("This conversation is finished. No link was made."))
        if not with_name:
            refuse_name(conversation, f"{current.question}\n{current.added}")
        address = reverse("expert_question", args=[actions.make_link(current, now=now())])
        consulting.log(actor, "question.linked", current, with_name=with_name)
    link = f"{settings.BASE_URL}{address}"
    return Given(link, _mail(current, link, asker=actor.name))


def refuse_name(conversation: Conversation, text: str) -> None:
    """Raise NotPossible when a text holds the name of whoever the conversation is with."""
    name = " ".join(conversation.contact.name.split())
    parts = [part for part in name.split() if len(part) >= SHORTEST_NAME and part[:1].isupper()]
    for found in (name, *parts):
        if found and re.search(rf"\b{re.escape(found)}\b", text):
            raise NotPossible(
                _("“%(name)s” stands in what they would see: a name of whoever asked. Take it out, "
                  "or say that they may see it. Nothing was sent.") % {"name": found}
            )  # fmt: skip


@transaction.atomic
def withdraw(actor: Actor, consultation: Consultation) -> None:
    """Let the link work no longer. Raises NotPossible when none does."""
    if not actions.withdraw_links(consultation.pk, now=now()):
        raise NotPossible(_("No link to this question works. Nothing has changed."))
    consulting.log(actor, "question.link_withdrawn", consultation)


def look(token: str, *, secret: str, visitor: str) -> Seen:
    """Say what a link leads to. Raises TooManyTries for who tries links that never were.

    `visitor` is the address of a computer, of which only a keyed hash is kept, for minutes.
    """
    link = queries.find_link(token)
    if link is None:
        if not logins.note_try(TRY, keyed(visitor), now=now()):
            raise TooManyTries
        return Seen(rules.Link.UNKNOWN)
    asking = hash_token(secret) if secret else None
    return Seen(rules.state_of(_facts(link), asking=asking, now=now()), link)


def _facts(link: Link) -> rules.Facts:
    consultation = link.consultation
    return rules.Facts(
        is_answered=consultation.state == State.ANSWERED,
        is_taken_back=consultation.state == State.WITHDRAWN,
        is_not_needed=about(consultation).status != Conversation.Status.OPEN,
        is_used=link.used_at is not None,
        is_withdrawn=link.withdrawn_at is not None,
        expires_at=link.expires_at,
        browser=None if link.browser_hash is None else bytes(link.browser_hash),
    )


@transaction.atomic
def open_it(seen: Seen) -> str:
    """Bind a link to the browser that asks; return its secret, or none when another was first."""
    if seen.link is None or seen.state is not rules.Link.CLOSED:
        return ""
    secret = actions.open_link(seen.link, now=now())
    if secret:
        consulting.log(EXPERT, "question.link_opened", seen.link.consultation)
    return secret


@transaction.atomic
def answer(seen: Seen, text: str) -> None:
    """Bring what somebody answered by their link into the conversation. Raises NotPossible."""
    if seen.link is None or seen.state not in (rules.Link.OPEN, rules.Link.NOT_NEEDED):
        raise NotPossible(_("This link does not work any more. Nothing was sent."))
    if not text.strip():
        raise NotPossible(_("Write your answer. Nothing was sent yet."))
    # In this order everywhere: first the question, then its links.
    actions.lock(seen.link.consultation_id)
    if not actions.use_link(seen.link, now=now()):
        raise NotPossible(_("This link does not work any more. Nothing was sent."))
    consulting.answer(EXPERT, seen.link.consultation, text=text, how=How.LINK)


def can_mail(consultation: Consultation) -> bool:
    return bool(settings.EMAIL_HOST and consultation.expert.email)


def _mail(consultation: Consultation, link: str, *, asker: str) -> bool:
    """Mail the link and nothing of the question: a mail is read by more than one pair of eyes."""
    if not can_mail(consultation):
        return False
    with translation.override(organisation.ours().language):
        subject = _("A question from a colleague")
        text = _(
            "%(name)s has one question for you. Read and answer it here; you need no account:\n\n"
            "%(link)s\n\n"
            "The link works in the first browser that opens it, for one answer, for a week. "
            "Please do not send it on."
        ) % {"name": asker, "link": link}
    return alarms.mail(consultation.expert.email, subject, text)
