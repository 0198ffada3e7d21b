"""Everything asked of macros."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, QuerySet

from gehoor.inbox.models import Macro, Tag
from gehoor.kit.portable import flat
from gehoor.people.policies import Place


def macros() -> QuerySet[Macro]:
    """Return all of them, those of every team first."""
    found = Macro.objects.select_related("team", "kept_answer")
    return found.order_by(F("team__name").asc(nulls_first=True), "name")


def macros_for(team: int) -> QuerySet[Macro]:
    """Return what a team can do at once: its own first, then what every team can."""
    found = Macro.objects.select_related("kept_answer").filter(Q(team=team) | Q(team=None))
    return found.order_by(F("team").asc(nulls_last=True), "name")


def find_macro(pk: int) -> tuple[Macro, Place] | None:
    found = Macro.objects.filter(pk=pk).select_related("team", "kept_answer").first()
    return (found, Place(team=found.team_id)) if found else None


def has_other_macro(macro: Macro) -> bool:
    """Has another one for the same team the same name?"""
    same = Macro.objects.filter(team=macro.team_id, name=macro.name)
    return same.exclude(pk=macro.pk).exists()


def is_tag(name: str) -> bool:
    return Tag.objects.filter(name=name).exists()


def macro_records() -> Iterator[dict[str, Any]]:
    """Return macros as the open format has them."""
    return flat(
        Macro.objects.all(), "id", "team", "name", "inserts", "kept_answer", "tag", "gives",
        "ends", "created_at",
    )  # fmt: skip
