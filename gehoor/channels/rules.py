"""Rules about channels. No database, no Django: values in, answer out."""

from collections.abc import Iterable, Mapping

from gehoor.contracts.connector import Field

STAGES = ("listen", "practise", "live")
SECRET = "secret"  # noqa: S105  (the kind of a field, not a secret)


def may_become(current: str, wanted: str) -> bool:
    """Forward goes one stage at a time, so that nobody goes live by a slip; back goes at once."""
    return wanted != current and STAGES.index(wanted) <= STAGES.index(current) + 1


def part_account(
    fields: Iterable[Field], filled_in: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Part what was filled in into settings, kept in the open, and secrets for the vault."""
    settings: dict[str, str] = {}
    secrets: dict[str, str] = {}
    for field in fields:
        part = secrets if field.kind == SECRET else settings
        part[field.name] = filled_in.get(field.name, "")
    return settings, secrets
