"""What colleagues agreed about answering this conversation, as its page shows it."""

from typing import Any, Final

from django.utils.translation import gettext as _

from gehoor.contracts.posts import Visibility
from gehoor.flows import audience, kept_answers, protocol, quoting, styling
from gehoor.flows.protocol import Applying
from gehoor.inbox.models import Conversation, Draft
from gehoor.knowledge.rules.kinds import NAMES, Kind
from gehoor.knowledge.rules.protocol import Verdict
from gehoor.people.policies import Actor

CHOICES = tuple(kind for kind in Kind if kind is not Kind.DANGER)
"""what a colleague can say that it is; danger has a button of its own"""


def agreed_for(actor: Actor, conversation: Conversation, here: Applying) -> dict[str, Any]:
    """Return what is shown above the messages: the line, its text, the other kinds there are."""
    return {
        "tips": styling.tips_for(here),
        "agreed": {
            "here": here,
            "kind": _(NAMES[here.kind]),
            "told": _told(here),
            "why": here.line.why if here.line else "",
            "text": text_of(actor, conversation, here),
            "kinds": [(str(kind), _(NAMES[kind])) for kind in CHOICES],
            "wants_why": here.has_table and here.verdict != Verdict.LEAVE,
            "is_open": bool(here.text) or here.verdict in (Verdict.ASK, Verdict.LEAVE),
        },
    }


NO_REMARKS: Final[dict[str, list[str]]] = {"remarks": [], "asked_ahead": []}


def remarks_on(
    conversation: Conversation,
    readers: Visibility,
    text: str,
    here: Applying | None = None,
) -> dict[str, list[str]]:
    """Return in words what in a text for `readers` goes against the house style, and about what
    sending it will ask."""
    if not text.strip():
        return NO_REMARKS
    here = here or protocol.applying_to(conversation)
    medical = [
        _("“%(words)s”: this looks like medical advice.") % {"words": words}
        for words in styling.advice_in_words(conversation, text, here)
    ]
    return {
        "remarks": [styling.in_words(each) for each in styling.remarks(conversation, text, here)],
        "asked_ahead": [*medical, *quoting.told_ahead(conversation, text, readers=readers)],
    }


def remarks_on_draft(
    conversation: Conversation, *, kind: str, text: str, answers: int | None
) -> dict[str, list[str]]:
    """Return the same of a text that is kept while somebody writes; nothing of a note."""
    if kind == Draft.Kind.NOTE:
        return NO_REMARKS
    readers = audience.readers_of(conversation, kind, answers=answers)
    return remarks_on(conversation, readers, text)


def text_of(actor: Actor, conversation: Conversation, here: Applying) -> str:
    """Return the text of the line, with what is known filled in."""
    return kept_answers.filled_in(actor, conversation, here.text) if here.text else ""


def _told(here: Applying) -> str:
    """Return what the protocol says, in a few words."""
    if here.verdict == Verdict.ANSWER:
        return _("answer")
    if here.verdict == Verdict.ASK:
        return _("ask first")
    if here.verdict == Verdict.LEAVE:
        return _("do not come between them") if here.kind is Kind.PEERS else _("do not answer")
    return _("no line fits this") if here.has_table else ""
