"""Everything that changes matters, their links and the answers given in one go."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime

from gehoor.inbox.models import Matter, MatterGo, MatterLink, MatterTurn, Reply

Turn = MatterTurn.State


def open_matter(*, team_id: int, name: str, by_id: int, now: datetime) -> tuple[Matter, bool]:
    """Return the open matter of this name in a team, and whether it is new."""
    return Matter.objects.get_or_create(
        team_id=team_id, name=name, ended_at=None, defaults={"made_by_id": by_id, "made_at": now}
    )


def lock(matter: Matter) -> Matter:
    return Matter.objects.select_for_update().get(pk=matter.pk)


def link(matter: Matter, numbers: Collection[int], *, by_id: int, now: datetime) -> None:
    """Let these be about a matter; one that was about another is about this from now on."""
    MatterLink.objects.filter(conversation__in=numbers).exclude(matter=matter).delete()
    MatterLink.objects.bulk_create(
        [
            MatterLink(matter=matter, conversation_id=number, by_id=by_id, at=now)
            for number in numbers
        ],
        ignore_conflicts=True,
    )


def unlink(conversation_id: int) -> int | None:
    """Return the matter it was about; None: it was about none."""
    found = MatterLink.objects.filter(conversation=conversation_id)
    matter = found.values_list("matter_id", flat=True).first()
    found.delete()
    return matter


def end(matter: Matter, *, now: datetime) -> None:
    Matter.objects.filter(pk=matter.pk, ended_at=None).update(ended_at=now)


def begin_go(
    matter: Matter,
    *,
    text: str,
    chosen: Mapping[int, int],
    click: uuid.UUID,
    by_id: int,
    now: datetime,
) -> MatterGo:
    """Write down what is to be sent to whom; `chosen`: how far each was read."""
    go = MatterGo.objects.create(matter=matter, by_id=by_id, text=text, click=click, at=now)
    MatterTurn.objects.bulk_create(
        MatterTurn(
            go=go,
            conversation_id=number,
            seen_sequence=seen,
            click=uuid.uuid5(click, str(number)),
        )
        for number, seen in sorted(chosen.items())
    )
    return go


def next_turn(go_id: int) -> MatterTurn | None:
    """Return a turn that waits, held; those others are at are passed over."""
    found = MatterTurn.objects.select_for_update(of=("self",), skip_locked=True)
    waiting = found.select_related("go__by").filter(go=go_id, state=Turn.WAITS)
    return waiting.order_by("pk").first()


def settle(turn: MatterTurn, *, reply: Reply | None = None, told: str = "") -> None:
    turn.state = Turn.GIVEN if reply else Turn.LEFT
    turn.reply, turn.told = reply, told[:500]
    turn.save(update_fields=["state", "reply", "told"])


def end_go(go_id: int, *, now: datetime) -> None:
    """End a go in which nothing waits any more."""
    if not MatterTurn.objects.filter(go=go_id, state=Turn.WAITS).exists():
        MatterGo.objects.filter(pk=go_id, ended_at=None).update(ended_at=now)
