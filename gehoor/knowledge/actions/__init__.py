"""Everything that changes kept answers."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import F

from gehoor.kit.portable import go_on_counting
from gehoor.knowledge.models import KeptAnswer


def keep(answer: KeptAnswer) -> None:
    """Keep an answer as it now is, new or not."""
    answer.save()


def review(answer: KeptAnswer, *, review_on: date) -> None:
    """Somebody looked whether it is still true; the next time is then."""
    answer.review_on = review_on
    answer.save(update_fields=["review_on"])


def forget(answer: KeptAnswer) -> None:
    answer.delete()


def count_use(answer: KeptAnswer, *, now: datetime) -> None:
    """It was put in a reply once more."""
    used = KeptAnswer.objects.filter(pk=answer.pk)
    used.update(times_used=F("times_used") + 1, last_used_at=now)


def add_kept_answer_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make kept answers out of records of the open format; their teams and owners are there."""
    KeptAnswer.objects.bulk_create(
        KeptAnswer(
            pk=record["id"],
            team_id=record["team"],
            owner_id=record["owner"],
            **{name: record[name] for name in record if name not in {"id", "team", "owner"}},
        )
        for record in records
    )
    go_on_counting(KeptAnswer)
