"""Matters and what is to be told as solved, out of the open format, under the numbers they had."""

from collections.abc import Mapping, Sequence
from typing import Any

from gehoor.inbox.models import FollowUp, Matter, MatterGo, MatterLink, MatterTurn
from gehoor.inbox.queries.approvals import replies_of_messages
from gehoor.inbox.queries.records_together import OF_FOLLOW_UP, OF_GO, OF_MATTER, OF_TURN
from gehoor.kit.portable import go_on_counting

Record = Mapping[str, Any]


def add_matter_records(records: Sequence[Record]) -> None:
    """Make matters. A text of which somebody still waits goes on: each is judged again first."""
    Matter.objects.bulk_create(
        Matter(
            pk=record["id"],
            team_id=record["team"],
            made_by_id=record["made_by"],
            **_of(record, OF_MATTER),
        )
        for record in records
    )
    MatterLink.objects.bulk_create(
        MatterLink(
            matter_id=record["id"],
            conversation_id=link["conversation"],
            by_id=link["by"],
            at=link["at"],
        )
        for record in records
        for link in record["links"]
    )
    goes = [(record["id"], go) for record in records for go in record["goes"]]
    made = MatterGo.objects.bulk_create(
        MatterGo(matter_id=matter, by_id=go["by"], **_of(go, OF_GO)) for matter, go in goes
    )
    _add_turns(
        [(row, turn) for row, (_, go) in zip(made, goes, strict=True) for turn in go["turns"]]
    )
    go_on_counting(Matter)


def _add_turns(turns: Sequence[tuple[MatterGo, Record]]) -> None:
    replies = replies_of_messages(turn["became"] for _, turn in turns)
    MatterTurn.objects.bulk_create(
        MatterTurn(
            go=go,
            conversation_id=turn["conversation"],
            reply_id=replies.get(turn["became"]),
            **_of(turn, OF_TURN),
        )
        for go, turn in turns
    )


def add_follow_up_records(records: Sequence[Record]) -> None:
    """Make the tasks to tell that something is solved."""
    replies = replies_of_messages(record["became"] for record in records)
    FollowUp.objects.bulk_create(
        FollowUp(
            pk=record["id"],
            conversation_id=record["conversation"],
            made_by_id=record["made_by"],
            ended_by_id=record["ended_by"],
            reply_id=replies.get(record["became"]),
            **_of(record, OF_FOLLOW_UP),
        )
        for record in records
    )
    go_on_counting(FollowUp)


def _of(record: Record, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: record[name] for name in names}
