"""Everything asked of the protocol."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Value
from django.db.models.functions import NullIf

from gehoor.kit.portable import in_order, values
from gehoor.knowledge.models import KeptAnswer, ProtocolLine
from gehoor.knowledge.rules.protocol import Case, Scope, applying
from gehoor.people.policies import Place

OF_LINE = ("name", "kind", "way", "sender", "verdict", "why", "text", "link")


def lines() -> list[ProtocolLine]:
    """Return the whole table: by kind, what holds for every kind at the end."""
    found = ProtocolLine.objects.select_related("channel")
    by_kind = NullIf("kind", Value("")).asc(nulls_last=True)
    return list(found.order_by(by_kind, "channel", "way", "sender", "pk"))


def find_line(pk: int) -> tuple[ProtocolLine, Place] | None:
    line = ProtocolLine.objects.select_related("channel").filter(pk=pk).first()
    return (line, Place(team=line.channel.team_id if line.channel else None)) if line else None


def line_for(table: list[ProtocolLine], case: Case) -> ProtocolLine | None:
    """Return the line of a table that holds for a message."""
    number = applying([scope_of(line) for line in table], case)
    return next((line for line in table if line.pk == number), None)


def scope_of(line: ProtocolLine) -> Scope:
    return Scope(line.pk or 0, line.kind, line.channel_id, line.way, line.sender)


def of_same_case(line: ProtocolLine) -> ProtocolLine | None:
    """Return another line for exactly the same messages, if there is one."""
    found = ProtocolLine.objects.filter(
        kind=line.kind, channel=line.channel_id, way=line.way, sender=line.sender
    )
    return found.exclude(pk=line.pk).first()


def has_other_line_named(line: ProtocolLine) -> bool:
    return ProtocolLine.objects.filter(name__iexact=line.name).exclude(pk=line.pk).exists()


def misconceptions_for(team: int) -> list[KeptAnswer]:
    """Return what a team has to put right what people take for true."""
    found = KeptAnswer.objects.exclude(misconception="").filter(team__isnull=True)
    own = KeptAnswer.objects.exclude(misconception="").filter(team=team)
    return list((found | own).order_by("pk"))


def line_records() -> Iterator[dict[str, Any]]:
    """Return the protocol as the open format has it."""
    for line in in_order(ProtocolLine.objects.all()):
        yield values(line, id="pk", channel="channel_id", **{name: name for name in OF_LINE})
