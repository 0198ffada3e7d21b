"""Everything asked of the protocol."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Value
from django.db.models.functions import NullIf

from gehoor.kit import often
from gehoor.kit.portable import flat
from gehoor.knowledge.models import KeptAnswer, ProtocolLine
from gehoor.knowledge.rules.protocol import Case, Scope, applying
from gehoor.people.policies import Place


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


class Agreed(NamedTuple):
    """What a team agreed about answering."""

    lines: list[ProtocolLine]
    misconceptions: list[KeptAnswer]
    """what puts right what people take for true"""
    tips: dict[str, str]
    """of one's own, by kind"""


# A piece of the one statement of `flows.at_hand`; the lines in the order of `lines`.
AGREED = """
    SELECT json_build_array(
        (SELECT json_agg(json_build_object(
             'id', id, 'name', name, 'kind', kind, 'channel_id', channel_id, 'way', way,
             'sender', sender, 'verdict', verdict, 'why', why, 'text', text, 'link', link)
             ORDER BY nullif(kind, '') NULLS LAST, channel_id, way, sender, id)
         FROM knowledge_protocolline),
        (SELECT json_agg(json_build_object(
             'id', id, 'misconception', misconception, 'text', text, 'link', link) ORDER BY id)
         FROM knowledge_keptanswer
         WHERE misconception <> '' AND (team_id IS NULL OR team_id = %(team)s)),
        (SELECT json_object_agg(kind, text) FROM knowledge_tip))
"""


def as_agreed(row: list[Any]) -> Agreed:
    """Return it of what AGREED gives."""
    lines, misconceptions, tips = row
    return Agreed(
        [ProtocolLine(**each) for each in lines or ()],
        [KeptAnswer(**each) for each in misconceptions or ()],
        tips or {},
    )


def agreed_by(team: int) -> Agreed:
    """Return that by itself."""
    ((row,),) = often.ask(AGREED, {"team": team})
    return as_agreed(row)


def line_records() -> Iterator[dict[str, Any]]:
    """Return the protocol as the open format has it."""
    return flat(
        ProtocolLine.objects.all(), "id", "name", "kind", "channel", "way", "sender", "verdict",
        "why", "text", "link",
    )  # fmt: skip
