"""What was split, merged or done to many, as the open format has it: labels by their names."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gehoor.inbox.models import BulkAct, Regrouping, Tag
from gehoor.kit.portable import in_order, values


def regrouping_records() -> Iterator[dict[str, Any]]:
    names = dict(Tag.objects.values_list("pk", "name"))
    for regrouping in in_order(Regrouping.objects.all()):
        yield {
            **values(
                regrouping, id="pk", kind="kind", kept="kept_id", other="other_id",
                author="author_id", created_at="created_at", undone_at="undone_at",
            ),
            "before": _pictures(regrouping.before, names),
            "after": _pictures(regrouping.after, names),
            "moved": [
                {"message": message, "conversation": conversation, "sequence": sequence}
                for message, conversation, sequence in regrouping.moved
            ],
        }  # fmt: skip


def _pictures(
    pictures: Mapping[str, Mapping[str, Any]], names: Mapping[int, str]
) -> Sequence[dict[str, Any]]:
    return [
        {
            "conversation": int(number),
            "columns": picture["columns"],
            "tags": sorted(names[pk] for pk in picture["tags"] if pk in names),
            "drafts": [
                {"author": author, "kind": kind, "text": text}
                for author, kind, text in picture["drafts"]
            ],
        }
        for number, picture in sorted(pictures.items(), key=lambda each: int(each[0]))
    ]


def bulk_records() -> Iterator[dict[str, Any]]:
    for act in in_order(BulkAct.objects.select_related("tag").prefetch_related("items"), at_once=5):
        items = sorted(act.items.all(), key=lambda item: item.pk)
        yield {
            **values(
                act, id="pk", author="author_id", act="act", state="state",
                assignee="assignee_id", reason="reason", until="until", thread="thread_id",
                seen_message="seen_message", seen_entry="seen_entry", total="total",
                created_at="created_at", ended_at="ended_at",
            ),
            "tag": act.tag.name if act.tag else None,
            "items": [
                values(
                    item, conversation="conversation_id", message="message_id", state="state",
                    before="before",
                )
                for item in items
            ],
        }  # fmt: skip
