"""Matters and what is to be told as solved, as the open format has them."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model, Prefetch

from gehoor.inbox.models import FollowUp, Matter, MatterGo, MatterTurn, Reply
from gehoor.kit.portable import in_order, values

OF_TURN = ("seen_sequence", "click", "state", "told")
OF_GO = ("text", "click", "at", "ended_at")
OF_MATTER = ("name", "made_at", "ended_at")
OF_FOLLOW_UP = ("state", "due_at", "made_at", "ended_at")


def matter_records() -> Iterator[dict[str, Any]]:
    """Return matters with what is linked to them and what was sent."""
    turns = Prefetch("turns", MatterTurn.objects.select_related("reply").order_by("pk"))
    goes = Prefetch("goes", MatterGo.objects.prefetch_related(turns).order_by("pk"))
    for matter in in_order(Matter.objects.prefetch_related("links", goes), at_once=20):
        yield {
            **_own(matter, OF_MATTER, id="pk", team="team_id", made_by="made_by_id"),
            "links": [
                values(link, conversation="conversation_id", by="by_id", at="at")
                for link in sorted(matter.links.all(), key=lambda link: link.pk)
            ],
            "goes": [
                {
                    **_own(go, OF_GO, by="by_id"),
                    "turns": [
                        {
                            **_own(turn, OF_TURN, conversation="conversation_id"),
                            "became": _became(turn.reply),
                        }
                        for turn in go.turns.all()
                    ],
                }
                for go in matter.goes.all()
            ],
        }


def follow_up_records() -> Iterator[dict[str, Any]]:
    for task in in_order(FollowUp.objects.select_related("reply")):
        yield {
            **_own(
                task, OF_FOLLOW_UP, id="pk", conversation="conversation_id",
                made_by="made_by_id", ended_by="ended_by_id",
            ),
            "became": _became(task.reply),
        }  # fmt: skip


def _own(row: Model, names: tuple[str, ...], **others: str) -> dict[str, Any]:
    return values(row, **others, **{name: name for name in names})


def _became(reply: Reply | None) -> int | None:
    return reply.message_id if reply else None
