"""Everything that changes what is kept of the organisation."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from gehoor.kit.portable import add_rows
from gehoor.organisation.models import ONLY, Acceptance, Conduct, Organisation


def change(**facts: Any) -> list[str]:
    """Keep these facts; return the names of those that were different."""
    row = _ours()
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, facts[name])
        row.full_clean()
        row.save(update_fields=changed)
    return changed


def note_step(step: str, *, became: str, next_step: str) -> None:
    """Write down what became of a step, and where to go on."""
    row = _ours()
    row.steps = {**row.steps, step: became}
    row.at_step = next_step or step
    row.save(update_fields=["steps", "at_step"])


def stand_at(step: str) -> None:
    """Remember where somebody is, so that they can stop and return."""
    _ours()
    Organisation.objects.filter(pk=ONLY).exclude(at_step=step).update(at_step=step)


def finish(*, at: datetime) -> None:
    """Write down that setting up came to its end; the first time counts."""
    _ours()
    Organisation.objects.filter(pk=ONLY, set_up_at=None).update(set_up_at=at)


def _ours() -> Organisation:
    """Return the row, made when it was not there, and nobody else's until the commit."""
    Organisation.objects.get_or_create(pk=ONLY)
    return Organisation.objects.select_for_update().get(pk=ONLY)


def publish_conduct(text: str, *, at: datetime) -> Conduct | None:
    """Keep a new version of the code of conduct; None when it says what the last one says."""
    _ours()  # nobody else makes a version until the commit
    last = Conduct.objects.order_by("-version").first()
    if (last.text if last else "") == text:
        return None
    return Conduct.objects.create(version=last.version + 1 if last else 1, text=text, made_at=at)


def accept_conduct(conduct: Conduct, person: int, *, at: datetime) -> bool:
    """Write down that a colleague accepted it; False when they had."""
    _row, is_new = Acceptance.objects.get_or_create(
        conduct=conduct, person_id=person, defaults={"accepted_at": at}
    )
    return is_new


def add_conduct_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make the versions of the code of conduct, and who accepted them, out of records."""
    add_rows(Conduct, records, "acceptances")
    Acceptance.objects.bulk_create(
        Acceptance(
            conduct_id=record["id"], person_id=each["person"], accepted_at=each["accepted_at"]
        )
        for record in records
        for each in record["acceptances"]
    )


def add_organisation_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make the organisation out of its record of the open format."""
    Organisation.objects.bulk_create(Organisation(**record) for record in records)
