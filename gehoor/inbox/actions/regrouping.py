"""Splitting and merging: messages move between two conversations, and back as they were.

Every function wants the caller's transaction. Places in a conversation are never given twice: what
is merged gets fresh ones, so that who answers from an older screen is told of every answer they
have not seen.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from gehoor.inbox import rules
from gehoor.inbox.actions import handling, tiers
from gehoor.inbox.models import Conversation, Draft, Message, Regrouping, Reply
from gehoor.inbox.queries.waiting import asks_us
from gehoor.kit.clock import now

Kind = Regrouping.Kind
Place = tuple[int, int, int]
"""a message, its conversation, its place there"""

COLUMNS = (
    "subject", "opening", "status", "outcome", "outcome_reason", "kind", "assignee_id",
    "is_unread", "has_problem", "waiting_since", "sort_at", "last_message_at", "tier", "is_snoozed",
    "snoozed_until", "snoozed_by_id", "back_because", "is_emergency", "emergency_kind",
    "emergency_words", "had_contact",
)  # fmt: skip
MOMENTS = ("waiting_since", "sort_at", "last_message_at", "snoozed_until")


def lock(numbers: Iterable[int]) -> dict[int, Conversation]:
    """Lock conversations and what is on its way in them; replies first, as the sender does."""
    wanted = sorted(set(numbers))
    replies = Reply.objects.filter(message__conversation__in=wanted, state__in=rules.UNSETTLED)
    list(replies.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    found = Conversation.objects.select_for_update(of=("self",)).filter(pk__in=wanted)
    return {each.pk: each for each in found.select_related("channel").order_by("pk")}


def split(
    kept: Conversation, *, sequence: int, subject: str, contact_id: int, author_id: int | None
) -> Regrouping:
    """Let a new conversation begin with message number `sequence` of this one."""
    before = {str(kept.pk): _picture(kept)}
    places = _places(kept.messages.filter(sequence__gte=sequence))
    made = Conversation.objects.create(
        channel_id=kept.channel_id,
        contact_id=contact_id,
        is_public=kept.is_public,
        next_sequence=kept.next_sequence,
        **{name: getattr(kept, name) for name in COLUMNS} | {"subject": subject[:300]},
    )
    made.tags.set(kept.tags.all())
    _move([(pk, made.pk, place) for pk, _, place in places])
    for each in (kept, made):
        _work_out(each)
    return _keep(Kind.SPLIT, kept, made, before, places, author_id=author_id)


def merge(kept: Conversation, other: Conversation, *, author_id: int | None) -> Regrouping:
    """Let everything of `other` stand in `kept`, in the order in which it came."""
    before = {str(each.pk): _picture(each) for each in (kept, other)}
    places = [place for each in (kept, other) for place in _places(each.messages.all())]
    first = max(kept.next_sequence, other.next_sequence)
    ordered = _in_order(kept, other)
    _move([(pk, kept.pk, first + number) for number, pk in enumerate(ordered)])
    _join_drafts(kept, other)
    other.approvals.update(conversation=kept)
    kept.tags.add(*other.tags.all())
    _take_over(kept, other)
    kept.next_sequence = other.next_sequence = first + len(ordered)
    _close(other, into=kept)
    _work_out(kept)
    return _keep(Kind.MERGE, kept, other, before, places, author_id=author_id)


def _in_order(kept: Conversation, other: Conversation) -> list[int]:
    """Return all messages by when they came; within each conversation the order stays its own."""
    keyed = []
    for which, each in enumerate((kept, other)):
        latest: datetime | None = None
        for pk, moment, place in each.messages.order_by("sequence").values_list(
            "pk", "received_at", "sequence"
        ):
            latest = moment if latest is None else max(latest, moment)
            keyed.append((latest, which, place, pk))
    return [pk for *_, pk in sorted(keyed)]


def _take_over(kept: Conversation, other: Conversation) -> None:
    kept.assignee_id = kept.assignee_id or other.assignee_id
    kept.subject = kept.subject or other.subject
    kept.kind = kept.kind or other.kind
    kept.is_unread = kept.is_unread or other.is_unread
    if other.is_emergency and not kept.is_emergency:
        kept.is_emergency = True
        kept.emergency_kind, kept.emergency_words = other.emergency_kind, other.emergency_words
    kept.had_contact = kept.had_contact or other.had_contact
    waiting = [each.waiting_since for each in (kept, other) if each.waiting_since]
    _join_snoozes(kept, other)
    if other.status == Conversation.Status.OPEN:
        kept.status, kept.outcome, kept.outcome_reason = Conversation.Status.OPEN, "", ""
    kept.waiting_since = min(waiting, default=None)


def _join_snoozes(kept: Conversation, other: Conversation) -> None:
    """Two that were put off come back with the one that is sooner; with one that was not, now."""
    open_ones = [each for each in (kept, other) if each.status == Conversation.Status.OPEN]
    moments = [(each.snoozed_until, each.snoozed_by_id) for each in open_ones if each.snoozed_until]
    soonest = min(moments, key=lambda each: each[0], default=None)
    reasons = [each.back_because for each in open_ones if each.back_because]
    kept.is_snoozed = bool(open_ones) and all(each.is_snoozed for each in open_ones)
    kept.back_because = reasons[0] if reasons and not kept.is_snoozed else Conversation.Back.NOT
    by = kept.snoozed_by_id or other.snoozed_by_id
    kept.snoozed_until, kept.snoozed_by_id = soonest or (None, by)


def _close(other: Conversation, *, into: Conversation) -> None:
    """Nothing is left in it but its number, which leads to where everything is."""
    other.status, other.outcome = Conversation.Status.DONE, Conversation.Outcome.HANDLED
    other.merged_into = into
    other.waiting_since, other.has_problem, other.is_unread = None, False, False
    other.is_snoozed, other.snoozed_until = False, None
    other.back_because = Conversation.Back.NOT
    other.save()


def undo(regrouping: Regrouping, found: dict[int, Conversation]) -> None:
    """Put back what was moved. What came since goes with what it answers, else stays."""
    kept, other = found[regrouping.kept_id], found[regrouping.other_id]
    was_merge = regrouping.kind == Kind.MERGE
    places = [(pk, where, place) for pk, where, place in regrouping.moved]
    known = {pk for pk, _, _ in places}
    moved_from = kept if was_merge else other
    newer = moved_from.messages.exclude(pk__in=known).order_by("sequence")
    came = list(newer.values_list("pk", "answers", "external_id"))
    is_quiet = not came and _is_as_left(regrouping, kept, other)
    kept.next_sequence = other.next_sequence = max(kept.next_sequence, other.next_sequence)
    if was_merge:
        _move([*places, *_following(came, places, other)])
        other.merged_into = None
        _give_back_drafts(regrouping, kept, other)
        asked = regrouping.before[str(other.pk)].get("approvals", ())
        kept.approvals.filter(pk__in=asked).update(conversation=other)
        kept.tags.remove(*_tags_added(regrouping, kept))
    else:
        first = kept.next_sequence
        _move([*places, *((pk, kept.pk, first + n) for n, (pk, *_) in enumerate(came))])
        kept.next_sequence = other.next_sequence = first + len(came)
        _join_drafts(kept, other)
        other.approvals.update(conversation=kept)
        kept.tags.add(*other.tags.exclude(pk__in=regrouping.before[str(kept.pk)]["tags"]))
        _take_over(kept, other)
        _close(other, into=kept)
    _restore(regrouping, kept, other, is_quiet=is_quiet)
    regrouping.undone_at = now()
    regrouping.save(update_fields=["undone_at"])


def _restore(
    regrouping: Regrouping, kept: Conversation, other: Conversation, *, is_quiet: bool
) -> None:
    """Put columns back where nobody went on; else work them out of what stands there now."""
    was = regrouping.before
    if regrouping.kind == Kind.MERGE:
        _put_back(other, was[str(other.pk)])
        other.save()
        if not is_quiet:
            _work_out(other)
    if is_quiet:
        _put_back(kept, was[str(kept.pk)])
        kept.save()
    else:
        _work_out(kept)


def _following(
    came: Sequence[tuple[int, str, str]], places: Sequence[Place], other: Conversation
) -> list[Place]:
    """Return what came since and answers something of `other`, itself or by what it answers."""
    mine = [pk for pk, where, _ in places if where == other.pk]
    ids = set(Message.objects.filter(pk__in=mine).values_list("external_id", flat=True)) - {""}
    goes = []
    for pk, answers, external_id in came:
        if answers and answers in ids:
            goes.append(pk)
            ids.update({external_id} - {""})
    found = Message.objects.filter(pk__in=goes).values_list("pk", "sequence")
    return [(pk, other.pk, place) for pk, place in found]


def _is_as_left(regrouping: Regrouping, kept: Conversation, other: Conversation) -> bool:
    """Did nobody go on with what the splitting or merging left?"""
    left = regrouping.after
    same = ("status", "outcome", "outcome_reason", "assignee_id", "has_problem", "waiting_since",
            "is_snoozed", "tier", "opening", "last_message_at")  # fmt: skip
    # One that was made by an earlier release has no picture of what came later.
    return all(
        now_there[name] == left[str(each.pk)]["columns"].get(name, now_there[name])
        for each in (kept, other)
        for now_there in [_picture(each)["columns"]]
        for name in same
    )


def _tags_added(regrouping: Regrouping, kept: Conversation) -> list[int]:
    was = set(regrouping.before[str(kept.pk)]["tags"])
    return [pk for pk in regrouping.before[str(regrouping.other_id)]["tags"] if pk not in was]


def _keep(
    kind: Kind,
    kept: Conversation,
    other: Conversation,
    before: dict[str, Any],
    places: Sequence[Place],
    *,
    author_id: int | None,
) -> Regrouping:
    return Regrouping.objects.create(
        kind=kind,
        kept=kept,
        other=other,
        author_id=author_id,
        before=before,
        after={str(each.pk): _picture(each) for each in (kept, other)},
        moved=[list(place) for place in places],
    )


def _picture(conversation: Conversation) -> dict[str, Any]:
    """Return what undoing puts back."""
    columns = {name: getattr(conversation, name) for name in COLUMNS}
    moments = {name: columns[name].isoformat() if columns[name] else None for name in MOMENTS}
    drafts = conversation.drafts.order_by("author", "kind")
    asked = sorted(conversation.approvals.values_list("pk", flat=True))
    return {
        "columns": columns | moments,
        "tags": sorted(conversation.tags.values_list("pk", flat=True)),
        "drafts": [[each.author_id, each.kind, each.text] for each in drafts],
        **({"approvals": asked} if asked else {}),
    }


def _put_back(conversation: Conversation, picture: dict[str, Any]) -> None:
    # What was moved by an earlier release has no picture of why it came back.
    unknown = {"back_because": Conversation.Back.NOT, "is_emergency": False,
               "emergency_kind": "", "emergency_words": "", "had_contact": ""}  # fmt: skip
    for name, value in {**unknown, **picture["columns"]}.items():
        is_moment = name in MOMENTS and value
        setattr(conversation, name, datetime.fromisoformat(value) if is_moment else value)


def _places(messages: Any) -> list[Place]:
    return list(messages.order_by("sequence").values_list("pk", "conversation_id", "sequence"))


def _move(places: Sequence[Place]) -> None:
    """One statement, so that no place is taken twice on the way."""
    pks, conversations, sequences = (list(each) for each in zip(*places, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [pks, conversations, sequences])


MOVE = """
UPDATE inbox_message m SET conversation_id = n.conversation, sequence = n.place
FROM unnest(%s::bigint[], %s::bigint[], %s::int[]) n(id, conversation, place) WHERE m.id = n.id
"""


def _work_out(conversation: Conversation) -> None:
    """Work out anew what the list shows of the messages that stand in it now."""
    conversation.save()
    said = conversation.messages.exclude(kind=Message.Kind.NOTE).order_by("sequence")
    theirs = None if conversation.subject else said.filter(kind=Message.Kind.INCOMING).last()
    told = theirs or said.last()
    newest = conversation.messages.order_by("sequence").last()
    if newest is not None:
        conversation.last_message_at = newest.received_at
    if told is not None:
        conversation.opening = rules.first_words(told.text)
    undecided = Q(state__in=rules.PROBLEMS) | Q(held_at__isnull=False)
    replies = Reply.objects.filter(message__conversation=conversation)
    conversation.has_problem = replies.filter(undecided).exists()
    tiers.work_out(conversation)
    waited_since = conversation.waiting_since
    conversation.save()
    if conversation.status == Conversation.Status.OPEN:
        handling.recount_waiting(conversation)
        _keep_waiting(conversation, waited_since)
    else:
        conversation.sort_at = conversation.last_message_at
        conversation.save(update_fields=["sort_at"])


def _keep_waiting(conversation: Conversation, since: datetime | None) -> None:
    """Who waited before still waits: an answer to the one thing is none to the other.

    What came in at once has one moment, so only who turned to us counts.
    """
    if since is None:
        return
    if (
        asks_us(conversation.messages.all()).filter(received_at=since).exists()
        and (conversation.waiting_since or since) >= since
    ):
        conversation.waiting_since = conversation.sort_at = since
        conversation.save(update_fields=["waiting_since", "sort_at"])


def _join_drafts(kept: Conversation, other: Conversation) -> None:
    """What was being written in either is kept; of one writer and kind in both, both texts."""
    mine = {(each.author_id, each.kind): each for each in kept.drafts.all()}
    for draft in other.drafts.all():
        beside = mine.get((draft.author_id, draft.kind))
        if beside is None:
            draft.conversation = kept
            draft.save(update_fields=["conversation"])
        else:
            beside.text = joined(beside.text, draft.text)
            beside.save(update_fields=["text"])
            draft.files.update(draft=beside)
            draft.delete()


def joined(one: str, other: str) -> str:
    return f"{one}\n\n{other}" if one and other else one or other


def _give_back_drafts(regrouping: Regrouping, kept: Conversation, other: Conversation) -> None:
    """Give drafts back to where they were written, unless somebody wrote on."""
    was = {
        (author, kind): text
        for author, kind, text in regrouping.before[str(kept.pk)]["drafts"]
    }  # fmt: skip
    for author, kind, text in regrouping.before[str(other.pk)]["drafts"]:
        mine = was.get((author, kind))
        left = joined(mine, text) if mine is not None else text
        here = kept.drafts.filter(author_id=author, kind=kind, text=left)
        if not here.exists():
            continue
        if mine is None:
            here.update(conversation=other)
        else:
            here.update(text=mine)
            Draft.objects.create(conversation=other, author_id=author, kind=kind, text=text)
