"""Everything that changes kept answers."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import F

from gehoor.kit.portable import add_rows
from gehoor.knowledge.models import KeptAnswer, KeptForm


def keep(answer: KeptAnswer) -> None:
    """Keep an answer as it now is, new or not."""
    answer.save()


def keep_forms(
    answer: KeptAnswer, wanted: Mapping[str, str], *, look_again: bool | None
) -> list[str]:
    """Keep its own texts for forms; an empty one goes, one that is not named stays. Return which
    are other than they were.

    `look_again`: must somebody look at those that stay as they are? None: as far as they had to.
    """
    there = {each.kind: each for each in answer.forms.all()}
    changed = []
    for kind in sorted({*there, *wanted}):
        before = there.get(kind)
        text = wanted.get(kind, before.text if before else "")
        if before and text == before.text:
            if look_again is not None and look_again != before.looks_again:
                answer.forms.filter(kind=kind).update(looks_again=look_again)
                changed.append(kind)
        elif text.strip():
            new = {"text": text, "looks_again": False}
            KeptForm.objects.update_or_create(answer=answer, kind=kind, defaults=new)
            changed.append(kind)
        elif before:
            before.delete()
            changed.append(kind)
    return changed


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
    add_rows(KeptAnswer, records, "forms")
    KeptForm.objects.bulk_create(
        KeptForm(answer_id=record["id"], **form) for record in records for form in record["forms"]
    )
