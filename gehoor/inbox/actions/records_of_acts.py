"""What was split, merged or done to many, out of an open format, under the numbers it had."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from gehoor.inbox.models import BulkAct, BulkItem, Regrouping, Tag
from gehoor.kit.portable import go_on_counting

Record = Mapping[str, Any]
OF_REGROUPING = ("kind", "created_at", "undone_at")
OF_BULK_ACT = (
    "act", "state", "reason", "until", "seen_message", "seen_entry", "total", "created_at",
    "ended_at",
)  # fmt: skip


def tags_named(names: Collection[str]) -> dict[str, Tag]:
    """Return the labels of these names, made where there were none."""
    return {name: Tag.objects.get_or_create(name=name)[0] for name in sorted(names)}


def add_regrouping_records(records: Sequence[Record]) -> None:
    """Make what leads from a merged number to where it went, and back."""
    pictures = [each for record in records for each in [*record["before"], *record["after"]]]
    tags = tags_named({name for picture in pictures for name in picture["tags"]})
    Regrouping.objects.bulk_create(
        Regrouping(
            pk=record["id"],
            kept_id=record["kept"],
            other_id=record["other"],
            author_id=record["author"],
            before=_as_kept(record["before"], tags),
            after=_as_kept(record["after"], tags),
            moved=[[m["message"], m["conversation"], m["sequence"]] for m in record["moved"]],
            **{name: record[name] for name in OF_REGROUPING},
        )
        for record in records
    )
    go_on_counting(Regrouping)


def _as_kept(pictures: Sequence[Record], tags: Mapping[str, Tag]) -> dict[str, Any]:
    return {
        str(picture["conversation"]): {
            "columns": picture["columns"],
            "tags": sorted(tags[name].pk for name in picture["tags"]),
            "drafts": [[each["author"], each["kind"], each["text"]] for each in picture["drafts"]],
        }
        for picture in pictures
    }


def add_bulk_records(records: Sequence[Record]) -> None:
    """Make acts on many. A worker goes on with one that had not ended, as it was asked for."""
    tags = tags_named({record["tag"] for record in records if record["tag"] is not None})
    BulkAct.objects.bulk_create(
        BulkAct(
            pk=record["id"],
            author_id=record["author"],
            assignee_id=record["assignee"],
            thread_id=record["thread"],
            tag=tags.get(record["tag"]),
            **{name: record[name] for name in OF_BULK_ACT},
        )
        for record in records
    )
    BulkItem.objects.bulk_create(
        BulkItem(
            bulk_id=record["id"],
            conversation_id=item["conversation"],
            message_id=item["message"],
            state=item["state"],
            before=item["before"],
        )
        for record in records
        for item in record["items"]
    )
    go_on_counting(BulkAct)
