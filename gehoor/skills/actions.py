"""Everything that changes skills and who has them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from gehoor.kit.portable import go_on_counting
from gehoor.skills.models import Held, Skill


def keep(skill: Skill) -> None:
    """Keep a skill as it now is, new or not."""
    skill.save()


def forget(skill: Skill) -> None:
    skill.delete()


def grant(skill: Skill, *, user: int, by: int, until: date | None, now: datetime) -> bool:
    """Write down that somebody has it; tells whether anything is different."""
    if Held.objects.filter(skill=skill, user=user, until=until).exists():
        return False
    Held.objects.update_or_create(
        skill=skill, user_id=user,
        defaults={"granted_by_id": by, "granted_at": now, "until": until},
    )  # fmt: skip
    return True


def take_back(held: Held) -> None:
    held.delete()


def add_skill_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make skills, with who has them, out of records of the open format."""
    for record in records:
        same = {name: record[name] for name in record if name != "held"}
        skill = Skill.objects.create(**same)
        Held.objects.bulk_create(
            Held(
                skill=skill, user_id=each["user"], granted_by_id=each["granted_by"],
                granted_at=each["granted_at"], until=each["until"],
            )
            for each in record["held"]
        )  # fmt: skip
    go_on_counting(Skill)
