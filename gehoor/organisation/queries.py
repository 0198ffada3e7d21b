"""Everything asked of the organisation."""

from collections.abc import Iterator
from typing import Any

from gehoor.kit.personal.found import Own
from gehoor.kit.portable import in_order, values
from gehoor.organisation.models import ONLY, Organisation

AS_IT_IS = (
    "name", "language", "identity", "signature", "purpose", "retention_months", "roster",
    "first_line", "second_line", "third_line", "style", "coordination", "public_numbers",
    "public_addresses", "public_names", "case_forms", "go_live_on", "at_step",
    "steps", "set_up_at",
)  # fmt: skip


def ours() -> Organisation:
    """Return the organisation as it is kept, or an empty one that was never saved."""
    return Organisation.objects.filter(pk=ONLY).first() or Organisation(pk=ONLY)


def name() -> str:
    """Return what the organisation is called; empty while nobody told. Asked for every page."""
    found = Organisation.objects.filter(pk=ONLY).values_list("name", flat=True).first()
    return found or ""


def what_is_public() -> Own:
    """Return what the organisation gives of itself, so that it may stand in a public answer."""
    row = ours()
    return Own(
        numbers=_lines(row.public_numbers),
        addresses=_lines(row.public_addresses),
        names=[*_lines(row.public_names), *_lines(row.signature), row.name],
        case_forms=_lines(row.case_forms),
    )


def _lines(written: str) -> list[str]:
    return [line.strip() for line in written.splitlines() if line.strip()]


def is_set_up() -> bool:
    """Has somebody come to the end of setting up?"""
    return Organisation.objects.filter(pk=ONLY, set_up_at__isnull=False).exists()


def organisation_records() -> Iterator[dict[str, Any]]:
    """Return the organisation as the open format has it; nothing while nobody told of it."""
    for row in in_order(Organisation.objects.all()):
        yield values(row, id="pk", **{name: name for name in AS_IT_IS})
