"""What is asked of answers that a second person looks at."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from gehoor.inbox.models import Approval, Conversation, Draft, DraftFile, Message, Reply
from gehoor.inbox.queries.records import draft_file_record
from gehoor.inbox.queries.where import place_of
from gehoor.kit.portable import in_order, values
from gehoor.people.policies import Actor, Place, coordinate, see_names

MOST_APPROVALS = 100
MOST_OF_CONVERSATION = 30
MOST_TEXTS = 50
OF_APPROVAL = (
    "client_uuid", "kind", "text", "approved_text", "visibility", "meant_for", "answers",
    "seen_sequence", "given", "reasons", "named", "state", "asked_at", "decided_at", "note",
)  # fmt: skip
# What waits for somebody as the second person, and what was given back to them and is not gone yet.
COUNT_APPROVALS = """
    (SELECT count(*) FROM inbox_approval a
     JOIN inbox_conversation ac ON ac.id = a.conversation_id
     JOIN channels_channel ach ON ach.id = ac.channel_id
     WHERE a.state = 'waiting' AND a.author_id <> %(user)s AND CASE WHEN a.named = '[]'
         THEN ach.team_id = ANY(%(coordinating)s) OR ac.routed_to_id = ANY(%(coordinating)s)
         ELSE a.named @> to_jsonb(%(user)s::bigint)
              AND (ach.team_id = ANY(%(teams)s) OR ac.routed_to_id = ANY(%(teams)s)) END)
  + (SELECT count(*) FROM inbox_approval a WHERE a.author_id = %(user)s AND a.state = 'returned'
     AND EXISTS (SELECT FROM inbox_draft d WHERE d.conversation_id = a.conversation_id
                 AND d.author_id = a.author_id AND d.kind = a.kind AND d.text <> '')
     AND NOT EXISTS (SELECT FROM inbox_approval b WHERE b.follows_id = a.id))
"""


def asked_before(client_uuid: uuid.UUID) -> Approval | None:
    """Return the answer a browser asked approval for under this number before."""
    return Approval.objects.filter(client_uuid=client_uuid).first()


def find_approval(pk: int) -> tuple[Approval, Place] | None:
    """Return an answer that a second person looks at, with who may decide about it."""
    found = _with_what_is_shown().filter(pk=pk).first()
    return (found, approval_place(found)) if found else None


def approval_place(approval: Approval) -> Place:
    where = place_of(approval.conversation)
    named = frozenset(approval.named)
    return Place(where.team, where.also, named=named, by=approval.author_id)


def find_waiting_file(pk: int) -> tuple[DraftFile, Place] | None:
    """Return a file of an answer that waits, with the place it is in; of no other answer."""
    found = DraftFile.objects.select_related("approval__conversation__channel")
    file = found.filter(pk=pk, approval__state=Approval.State.WAITING).first()
    return (file, place_of(file.approval.conversation)) if file and file.approval else None


def _with_what_is_shown() -> QuerySet[Approval]:
    return Approval.objects.select_related(
        "author", "decided_by", "conversation__channel__team", "conversation__contact",
        "conversation__routed_to", "follows__decided_by", "reply",
    )  # fmt: skip


def coordinated_teams(actor: Actor) -> list[int]:
    return [team for team in actor.teams if coordinate(actor, Place(team))]


def to_approve(actor: Actor) -> Sequence[Approval]:
    """Return what waits for this colleague as the second person, oldest first."""
    waiting = _with_what_is_shown().filter(state=Approval.State.WAITING)
    coordinated = coordinated_teams(actor)
    seen = [team for team in actor.teams if see_names(actor, Place(team))]
    by_team = Q(named=[]) & _in(coordinated)
    by_name = Q(named__contains=[actor.user_id]) & _in(seen)
    found = waiting.filter(by_team | by_name).exclude(author=actor.user_id)
    return list(found.order_by("asked_at", "pk")[:MOST_APPROVALS])


def all_waiting(*, before: datetime) -> Sequence[Approval]:
    """Return what has waited for a second person since before then, newest first."""
    waiting = _with_what_is_shown().filter(state=Approval.State.WAITING, asked_at__lte=before)
    return list(waiting.order_by("-asked_at", "-pk")[:MOST_APPROVALS])


def _in(teams: Collection[int]) -> Q:
    return Q(conversation__channel__team__in=teams) | Q(conversation__routed_to__in=teams)


def asked_by(actor: Actor) -> Sequence[Approval]:
    """Return what this colleague wrote and waits for another, oldest first."""
    mine = _with_what_is_shown().filter(author=actor.user_id, state=Approval.State.WAITING)
    return list(mine.order_by("asked_at", "pk")[:MOST_APPROVALS])


def returned_to(actor: Actor) -> Sequence[Approval]:
    """Return what was given back to this colleague and is a draft of theirs still."""
    draft = Draft.objects.filter(
        conversation=OuterRef("conversation"), author=OuterRef("author"), kind=OuterRef("kind")
    )
    following = Approval.objects.filter(follows=OuterRef("pk"))
    mine = _with_what_is_shown().filter(author=actor.user_id, state=Approval.State.RETURNED)
    open_ones = mine.filter(Exists(draft.exclude(text="")), ~Exists(following))
    return list(open_ones.order_by("-decided_at", "-pk")[:MOST_APPROVALS])


def approvals_in(conversation: Conversation) -> Sequence[Approval]:
    """Return what second persons looked at in a conversation, or are to, newest first."""
    found = Approval.objects.filter(conversation=conversation)
    shown = found.select_related("author", "decided_by", "reply")
    return list(shown.order_by("-pk")[:MOST_OF_CONVERSATION])


def waiting_in(conversations: Iterable[int]) -> set[int]:
    """Return in which of these an answer waits for a second person."""
    found = Approval.objects.filter(
        conversation__in=list(conversations), state=Approval.State.WAITING
    )
    return set(found.values_list("conversation", flat=True))


def last_returned(conversation: Conversation, *, author: int, kind: str) -> Approval | None:
    """Return what was given back to somebody here last, if they asked for nothing since."""
    mine = Approval.objects.filter(conversation=conversation, author=author, kind=kind)
    last = mine.order_by("-pk").first()
    return last if last and last.state == Approval.State.RETURNED else None


def came_after(conversation: Conversation, *, sequence: int) -> Sequence[Message]:
    """Return what was written there after a message somebody had on screen, oldest first."""
    found = conversation.messages.filter(sequence__gt=sequence, is_around=False)
    return list(found.exclude(kind=Message.Kind.NOTE).order_by("sequence")[:MOST_TEXTS])


def newest_place(conversation: Conversation) -> int:
    """Return the number of the newest message in a conversation; 0 when there is none."""
    last = conversation.messages.order_by("-sequence").values_list("sequence", flat=True).first()
    return int(last or 0)


def answered_by(approval: Approval) -> Message | None:
    """Return the message it answers, as it now is: also one that was taken away since."""
    theirs = approval.conversation.messages.filter(kind=Message.Kind.INCOMING)
    if approval.answers:
        return theirs.filter(external_id=approval.answers).order_by("sequence").first()
    before = theirs.filter(is_around=False, sequence__lte=approval.seen_sequence)
    return before.order_by("-sequence").first()


class About(NamedTuple):
    """What an answer answers: its number, and who wrote it."""

    pk: int
    writer: str


def about(message: Message | None) -> About | None:
    return About(message.pk, message.author_handle) if message else None


def texts_about(conversation: Conversation, answered: About | None) -> list[str]:
    """Return what an answer is about: what one person wrote, or in a thread of many what it
    answers, what its writer wrote there too, and how it began."""
    theirs = conversation.messages.filter(kind=Message.Kind.INCOMING).order_by("-sequence")
    if conversation.is_public and conversation.thread and answered:
        same = Q(pk=answered.pk) | Q(author_handle=answered.writer)
        began = theirs.order_by("sequence").values_list("text", flat=True)[:1]
        theirs = theirs.filter(same)
        return [conversation.subject, *began, *theirs.values_list("text", flat=True)[:MOST_TEXTS]]
    return [conversation.subject, *theirs.values_list("text", flat=True)[:MOST_TEXTS]]


def replies_of_messages(messages: Iterable[int | None]) -> dict[int | None, int]:
    """Return the number of the reply that each of these messages is."""
    wanted = [number for number in messages if number]
    return dict(Reply.objects.filter(message__in=wanted).values_list("message_id", "pk"))


def approval_records() -> Iterator[dict[str, Any]]:
    """Return them as the open format has them."""
    rows = Approval.objects.select_related("reply").prefetch_related("files")
    for approval in in_order(rows):
        yield {
            **values(
                approval, id="pk", conversation="conversation_id", author="author_id",
                decided_by="decided_by_id", follows="follows_id",
                **{name: name for name in OF_APPROVAL},
            ),
            "became": approval.reply.message_id if approval.reply else None,
            "files": [
                draft_file_record(file)
                for file in sorted(approval.files.all(), key=lambda each: each.pk)
            ],
        }  # fmt: skip
