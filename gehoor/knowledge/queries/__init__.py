"""Everything asked of kept answers."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import F, Q, QuerySet

from gehoor.kit.portable import in_order, values
from gehoor.knowledge.models import KeptAnswer
from gehoor.people.policies import Place


def kept_answers() -> QuerySet[KeptAnswer]:
    """Return all of them, what is to be looked at first on top."""
    found = KeptAnswer.objects.select_related("team", "owner").prefetch_related("forms")
    return found.order_by("review_on", "title", "pk")


def kept_for(team: int) -> QuerySet[KeptAnswer]:
    """Return what a team answers with: its own first, then those of everybody."""
    found = KeptAnswer.objects.filter(Q(team=team) | Q(team=None))
    return found.order_by(F("team").asc(nulls_last=True), "title", "pk")


def find_kept_answer(pk: int) -> tuple[KeptAnswer, Place] | None:
    found = KeptAnswer.objects.filter(pk=pk).select_related("team", "owner").first()
    return (found, Place(team=found.team_id)) if found else None


def has_other(answer: KeptAnswer, *columns: str) -> bool:
    """Has another one for the same team the same in these columns?"""
    same = {column: getattr(answer, column) for column in columns}
    return KeptAnswer.objects.filter(team=answer.team_id, **same).exclude(pk=answer.pk).exists()


def titles_of(pks: Iterable[int]) -> dict[int, str]:
    return dict(KeptAnswer.objects.filter(pk__in=list(pks)).values_list("pk", "title"))


def kept_answer_records() -> Iterator[dict[str, Any]]:
    """Return kept answers as the open format has them."""
    for answer in in_order(KeptAnswer.objects.prefetch_related("forms")):
        yield {
            **values(
                answer, "id", "team", "title", "shortcut", "text", "link", "misconception",
                "labels", "owner", "review_on", "times_used", "last_used_at", "created_at",
            ),
            "forms": [
                values(form, "kind", "text", "looks_again")
                for form in sorted(answer.forms.all(), key=lambda form: form.kind)
            ],
        }  # fmt: skip
