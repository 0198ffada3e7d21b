"""Who saw what: each display of what people wrote, in the log, with the right it was seen by.

Once per colleague, thing and quarter of an hour. What a script fetches ahead is not seen by anybody
until it says so. Of a search is kept that somebody searched, never the words.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.db import transaction

from gehoor.audit import queries as audit
from gehoor.audit.actions import About, record, record_each
from gehoor.channels.models import Delivery
from gehoor.flows import second_person
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Attachment, Conversation, Message
from gehoor.inbox.queries import Asked, Seen
from gehoor.people.policies import Actor, rights_to_see

AGAIN_AFTER = timedelta(minutes=15)
REPORT = "report"
MOST_COUNTED = 100_001
SEARCH = "search"


def conversation(actor: Actor, shown: Conversation) -> None:
    """Somebody has a conversation before them."""
    place = {"conversation_id": shown.pk, "team_id": shown.channel.team_id}
    _once(actor, "conversation.shown", "conversation", shown.pk, **place)


@transaction.atomic(savepoint=False)
def conversations(actor: Actor, shown: Mapping[int, int]) -> None:
    """Somebody has many conversations before them at once, each with the team it is of."""
    act, subject = "conversation.shown", "conversation"
    lately = audit.read_lately(act, subject, shown, user_id=actor.user_id, within=AGAIN_AFTER)
    by = {"by": rights_to_see(actor)}
    record_each(actor, act, [About(pk, team, by) for pk, team in shown.items() if pk not in lately])


def original(actor: Actor, message: Message) -> None:
    """Somebody sees a message as its sender laid it out."""
    _once(actor, "original.shown", "message", message.pk, **_place(message))


def picture(actor: Actor, attachment: Attachment) -> None:
    """Somebody sees the picture we drew of an attachment."""
    place = _place(attachment.message)
    _once(actor, "attachment.shown", "attachment", attachment.pk, **place)


def file(actor: Actor, attachment: Attachment) -> None:
    """Somebody takes an attachment along; each time counts, because it is theirs then."""
    place = _place(attachment.message)
    _note(actor, "attachment.downloaded", "attachment", attachment.pk, **place)


def raw(actor: Actor, delivery: Delivery) -> None:
    """Somebody takes along what came in, as it came."""
    team = delivery.channel.team_id
    _note(actor, "delivery.downloaded", "delivery", delivery.pk, team_id=team)


def search(actor: Actor) -> None:
    """Somebody searched what people wrote."""
    _once(actor, "conversations.searched", SEARCH, 0)


def report(actor: Actor) -> None:
    """Somebody looked at this very report."""
    _once(actor, "report.shown", REPORT, 0)


class AgreementNeeded(Exception):
    """It is so much that a second person must agree; they were asked."""


def export(actor: Actor, asked: Asked, *, reason: str) -> Iterator[Seen]:
    """Hand out the whole report. Raises AgreementNeeded, and has then asked for it."""
    lines = inbox.count_seen(asked, most=MOST_COUNTED)
    question = second_person.question_of(asked)
    if not second_person.may_take(actor, question, lines=lines):
        second_person.ask(actor, question, reason=reason, lines=lines)
        raise AgreementNeeded
    return _hand_out(actor, asked, reason=reason)


@transaction.atomic
def _hand_out(actor: Actor, asked: Asked, *, reason: str) -> Iterator[Seen]:
    """Hand it out, with the reason somebody gave for taking it along."""
    record(
        actor,
        "report.exported",
        REPORT,
        0,
        reason=reason,
        since=asked.since.isoformat(),
        until=asked.until.isoformat(),
        colleague=asked.user_id,
        conversation=asked.conversation_id,
        contact=asked.contact_id,
        by=rights_to_see(actor),
    )
    return inbox.all_seen(asked)


def _place(message: Message) -> dict[str, int]:
    return {"conversation_id": message.conversation_id, "team_id": message.channel.team_id}


@transaction.atomic(savepoint=False)
def _once(actor: Actor, act: str, subject: str, number: int, **place: int) -> None:
    if not audit.has_read(act, subject, number, user_id=actor.user_id, within=AGAIN_AFTER):
        _note(actor, act, subject, number, **place)


def _note(actor: Actor, act: str, subject: str, number: int, **place: int) -> None:
    record(
        actor,
        act,
        subject,
        number,
        conversation_id=place.get("conversation_id"),
        team_id=place.get("team_id"),
        by=rights_to_see(actor),
    )
