"""Everything that changes what is kept of the organisation."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from gehoor.organisation.models import ONLY, Organisation


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


def add_organisation_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make the organisation out of its record of the open format."""
    Organisation.objects.bulk_create(Organisation(**record) for record in records)
