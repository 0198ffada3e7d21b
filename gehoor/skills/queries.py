"""Everything asked of skills."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from gehoor.kit import often
from gehoor.kit.portable import in_order, values
from gehoor.people.policies import ORGANISATION, Place
from gehoor.skills.models import Held, Skill
from gehoor.skills.rules import Asked

LABELS_OF_ALL = "SELECT id, name, labels FROM skills_skill ORDER BY name"


def skills() -> QuerySet[Skill]:
    return Skill.objects.prefetch_related("held__user", "held__granted_by").order_by("name")


def asked() -> list[Asked]:
    """Return each skill with the labels that take it; asked wherever somebody is given work."""
    return [Asked(*row) for row in often.ask(LABELS_OF_ALL, {})]


def held_by(user: int, skills: Collection[int], *, today: date) -> set[int]:
    """Return which of these skills somebody has today."""
    found = _counting(today).filter(user=user, skill__in=list(skills))
    return set(found.values_list("skill", flat=True))


def who_has(skills: Collection[int], people: Collection[int], *, today: date) -> list[int]:
    """Return which of these people have every one of these skills today."""
    rows = _counting(today).filter(skill__in=list(skills), user__in=list(people))
    having: dict[int, set[int]] = {}
    for user, skill in rows.values_list("user", "skill"):
        having.setdefault(user, set()).add(skill)
    return [user for user, found in having.items() if found == set(skills)]


def _counting(today: date) -> QuerySet[Held]:
    return Held.objects.filter(Q(until=None) | Q(until__gte=today))


def find_skill(pk: int) -> tuple[Skill, Place] | None:
    found = Skill.objects.filter(pk=pk).first()
    return (found, ORGANISATION) if found else None


def find_held(pk: int) -> tuple[Held, Place] | None:
    found = Held.objects.filter(pk=pk).select_related("skill", "user").first()
    return (found, ORGANISATION) if found else None


def holders_of(skill: Skill) -> QuerySet[Held]:
    return skill.held.select_related("user", "granted_by").order_by("user__name", "pk")


def has_other(skill: Skill) -> bool:
    """Is there another one of this name?"""
    return Skill.objects.filter(name__iexact=skill.name).exclude(pk=skill.pk).exists()


def skill_records() -> Iterator[dict[str, Any]]:
    """Return skills as the open format has them, with who has them."""
    for row in in_order(Skill.objects.prefetch_related("held")):
        held = sorted(row.held.all(), key=lambda each: each.pk)
        yield {
            **values(row, "id", "name", "labels", "created_at"),
            "held": [values(each, "user", "granted_by", "granted_at", "until") for each in held],
        }


def names_of(pks: Iterable[int]) -> dict[int, str]:
    return dict(Skill.objects.filter(pk__in=list(pks)).values_list("pk", "name"))
