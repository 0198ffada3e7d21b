"""Long answers that go out as numbered parts, and what citizens must have seen of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from gehoor.inbox.models import Reply

SENTENCES: Final = {1: 1, 2: 12, 3: 20}
"""how many sentences of the text below the pretend platform takes in so many parts"""
HOW_LONG: Final = (1, 1, 2, 3)
"""in how many parts the answers of a fault run go: half of them in one"""
MOST: Final = 3
LEFT_TO_A_PERSON: Final = ("unknown", "failed", "refused")


def text_in(parts: int) -> str:
    """Return an answer that goes out in so many parts, of which no two sentences are the same."""
    return " ".join(
        f"Zin {number}: wij hebben uw melding gelezen en komen kijken."
        for number in range(1, SENTENCES[parts] + 1)
    )


@dataclass(frozen=True)
class Part:
    """A part of an answer, as we say of it."""

    series: str
    number: int
    of: int
    key: str
    state: str
    is_shown: bool = False
    """does its conversation say that something is wrong?"""
    is_held_up: bool = False
    """does it wait behind a part, also of another answer, that is left to a person?"""


def parts_now() -> list[Part]:
    """Return every part of every long answer, as our tables have them."""
    found = Reply.objects.exclude(series=None).select_related("message__conversation")
    waiting = set(Reply.objects.filter(held_up()).values_list("pk", flat=True))
    return [
        Part(
            str(reply.series),
            reply.part,
            reply.parts,
            reply.key,
            reply.state,
            is_shown=reply.message.conversation.has_problem,
            is_held_up=reply.pk in waiting,
        )
        for reply in found.order_by("series", "part")
    ]


def stopped_conversations() -> QuerySet[Reply, int]:
    """Return where nothing more is sent before a person decides: a part is in doubt or failed."""
    stopped = Reply.objects.filter(
        state__in=LEFT_TO_A_PERSON, due_at=None, series__isnull=False, part__lt=F("parts")
    )
    return stopped.values_list("message__conversation", flat=True)


def held_up() -> Q:
    """Return which queued replies wait for a person."""
    return Q(state="queued", message__conversation__in=stopped_conversations())


def broken_parts(effects: Sequence[Mapping[str, Any]], parts: Sequence[Part]) -> list[str]:
    """Return what citizens saw in a wrong order or place, in words. True at every moment.

    `effects` in the order in which they reached somebody.
    """
    first = {effect["key"]: number for number, effect in reversed([*enumerate(effects)])}
    said = []
    for before, part in pairwise(parts):
        if part.series != before.series or part.key not in first:
            continue
        name, seen = f"part {part.number} of {part.of} ({part.key})", effects[first[part.key]]
        if first.get(before.key, len(effects)) > first[part.key]:
            said.append(f"{name} arrived before the part that comes before it")
        elif seen["answers"] != effects[first[before.key]]["id"]:
            said.append(f"{name} stands under another post than the part before it")
        if f"({part.number}/{part.of})" not in seen["text"]:
            said.append(f"{name} does not say which part it is")
    return said


def missing_parts(reached: set[str], parts: Sequence[Part]) -> list[str]:
    """Return the parts that never arrived and of which nobody is told, once all is quiet."""
    said = []
    for _, each in groupby(parts, key=lambda part: part.series):
        series = list(each)
        is_told = any(
            part.is_shown and (part.state in LEFT_TO_A_PERSON or part.is_held_up) for part in series
        )
        said += [
            f"part {part.number} of {part.of} ({part.key}) is missing, and nobody is told"
            for part in series
            if part.key not in reached and part.state != "withdrawn" and not is_told
        ]
    return said
