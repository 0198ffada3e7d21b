"""What an answer that is being written answers, and whether its writer chose that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from gehoor.contracts.posts import Visibility
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Message
from gehoor.inbox.rules import first_words
from gehoor.people.policies import Actor, see_names
from gehoor.screens.access import Request
from gehoor.screens.narrowing import part_in

NEWEST = "newest"
"""in an address: back to what an answer answers by itself"""
LONGEST_NUMBER = 18
LONGEST_QUOTE = 240
LONGEST_PART = 600


@dataclass(frozen=True, slots=True)
class Answered:
    """One message, as the composer names it."""

    pk: int
    author: str
    handle: str
    text: str
    sent_at: datetime
    visibility: Visibility
    is_there: bool
    is_open: bool
    """everybody can read it, so it can be named as what is answered"""


@dataclass(frozen=True, slots=True)
class Answering:
    """What is answered."""

    message: Answered | None
    is_chosen: bool = False
    """its writer chose it: by a link, or when they began to write"""
    is_newest: bool = True
    is_lost: bool = False
    """what was chosen cannot be answered any more, so this is the newest"""

    @property
    def number(self) -> int | None:
        """What is sent along, so that an answer reaches who stands above it and nobody else."""
        found = self.message
        return found.pk if found and found.is_open and found.is_there else None


def asked_in(request: Request, *, is_refused: bool) -> str:
    """Return which message somebody chose to answer, as an address says it, or the form that was
    refused: the number of a message, "newest", or nothing."""
    given = request.POST if is_refused else request.GET
    return str(given.get("answers", ""))[:LONGEST_NUMBER]


def thread_asked(request: Request) -> str:
    """Return the part of a thread from which one came to answer, as its address says it."""
    given = request.POST if request.method == "POST" else request.GET
    return given.get("thread", "")[:LONGEST_PART]


def thread_in(request: Request, conversation: Conversation) -> str:
    """Return the address of what one answered in the thread one came from; empty: from nowhere."""
    if not (asked := thread_asked(request)):
        return ""
    number = number_in(request.POST.get("answers", ""))
    return part_in(QueryDict(asked)).address(conversation) + (f"#post-{number}" if number else "")


def number_in(asked: str) -> int | None:
    is_number = asked.isascii() and asked.isdecimal() and len(asked) <= LONGEST_NUMBER
    return int(asked) if is_number else None


def answering_for(
    actor: Actor,
    conversation: Conversation,
    thread: Sequence[inbox.ThreadItem],
    *,
    asked: str,
    kept: str,
) -> Answering:
    """Return what is answered: as asked, else what the kept text (`kept`: by the platform's name)
    was written to, else the newest. One query, and only when something was chosen."""
    newest = newest_in(thread)
    number = number_in(asked)
    if not number and (asked or not kept):
        return Answering(newest)
    which = {"pk": number} if number else {"external_id": kept}
    found = inbox.answerable(conversation, **which)
    if found is None:
        return Answering(newest, is_lost=True)
    named = see_names(actor, inbox.place_of(conversation))
    is_newest = newest is not None and newest.pk == found.pk
    return Answering(_as_shown(found, named=named), is_chosen=True, is_newest=is_newest)


def newest_in(thread: Sequence[inbox.ThreadItem]) -> Answered | None:
    """Return what an answer answers by itself, as `inbox.newest_incoming` does."""
    found = [item for item in reversed(thread) if item.kind == "in"]
    item = next((item for item in found if item.gone_at is None), found[0] if found else None)
    if item is None:
        return None
    visibility = Visibility(item.visibility)
    return Answered(
        item.pk, item.author, item.handle, item.text, item.sent_at, visibility,
        is_there=item.gone_at is None, is_open=visibility.is_open,
    )  # fmt: skip


def _as_shown(message: Message, *, named: bool) -> Answered:
    return Answered(
        message.pk,
        message.author_name if named else "",
        message.author_handle if named else "",
        first_words(message.text, length=LONGEST_QUOTE),
        message.sent_at,
        Visibility(message.visibility),
        is_there=True,
        is_open=True,
    )
