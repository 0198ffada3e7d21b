"""Everything asked of the organisation."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from gehoor.kit import often
from gehoor.kit.personal.finding import find
from gehoor.kit.personal.found import Kind, Own, Span
from gehoor.kit.portable import flat, in_order, values
from gehoor.organisation.models import ONLY, Acceptance, Conduct, Organisation

AS_IT_IS = (
    "name", "language", "identity", "signature", "purpose", "retention_months", "roster",
    "first_line", "second_line", "third_line", "style", "coordination", "public_numbers",
    "public_addresses", "public_names", "case_forms", "emergency_words", "emergency_text",
    "answers_emergencies", "emergency_answer", "veils_hard_words", "veiled_words",
    "publishes_hours", "unveiled_words", "go_live_on", "at_step", "steps", "set_up_at",
)  # fmt: skip


def ours() -> Organisation:
    """Return the organisation as it is kept, or an empty one that was never saved."""
    return Organisation.objects.filter(pk=ONLY).first() or Organisation(pk=ONLY)


class Shown(NamedTuple):
    """What every page shows of the organisation, or needs to show what others wrote."""

    name: str = ""
    """empty while nobody told"""
    veils: bool = True
    veiled: tuple[str, ...] = ()
    unveiled: tuple[str, ...] = ()


# A piece of the one statement that `flows.around` asks for every page.
SHOWN: Final = f"""
    SELECT json_build_array(name, veils_hard_words, veiled_words, unveiled_words)
    FROM organisation_organisation WHERE id = {ONLY}
"""  # noqa: S608  (a constant)


def as_shown(row: list[Any] | None) -> Shown:
    """Return it of what SHOWN gives: nothing while nobody told."""
    if row is None:
        return Shown()
    name, veils, veiled, unveiled = row
    return Shown(name, veils, tuple(_lines(veiled)), tuple(_lines(unveiled)))


def shown() -> Shown:
    """Return that by itself, for what is no page."""
    rows = often.ask(SHOWN, {})
    return as_shown(rows[0][0] if rows else None)


def name() -> str:
    return shown().name


def what_is_public() -> Own:
    """Return what the organisation gives of itself, so that it may stand in a public answer."""
    row = ours()
    signed = what_is_in(row.signature)
    return Own(
        numbers=[*_lines(row.public_numbers), *signed.numbers],
        addresses=[*_lines(row.public_addresses), *signed.addresses],
        names=[*_lines(row.public_names), *signed.names, row.name],
        case_forms=_lines(row.case_forms),
    )


def what_is_in(signature: str) -> Own:
    """Return what a closing line gives: its numbers, addresses and names are meant to be read."""
    found = find(signature, Own(case_forms=())) if signature else ()
    words = {kind: [signature[a:b] for a, b in _places(found, kind)] for kind in Kind}
    return Own(
        numbers=[*words[Kind.PHONE], *words[Kind.IBAN]],
        addresses=[*words[Kind.EMAIL], *words[Kind.POSTCODE_ADDRESS]],
        names=_lines(signature),
    )


def _places(found: Sequence[Span], kind: Kind) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in found if span.kind is kind]


def _lines(written: str) -> list[str]:
    return [line.strip() for line in written.splitlines() if line.strip()]


def emergency_words() -> tuple[str, ...]:
    """Return our own words that say that somebody may be in danger. Asked for all that comes in."""
    found = Organisation.objects.filter(pk=ONLY).values_list("emergency_words", flat=True).first()
    return tuple(_lines(found or ""))


def answers_emergencies() -> bool:
    """Does an answer leave by itself when somebody may be in danger and nobody is there?"""
    return Organisation.objects.filter(pk=ONLY, answers_emergencies=True).exists()


def conduct() -> Conduct | None:
    """Return the code of conduct that holds now; None when there is none."""
    last = Conduct.objects.order_by("-version").first()
    return last if last and last.text else None


def conduct_to_accept(person: int) -> Conduct | None:
    """Return what somebody has to accept before they answer; asked for every reply."""
    current = conduct()
    if current is None or current.acceptances.filter(person=person).exists():
        return None
    return current


def has_accepted_any(person: int) -> bool:
    return Acceptance.objects.filter(person=person).exists()


def acceptances_of(current: Conduct) -> dict[int, datetime]:
    """Return who accepted this version, and when."""
    return dict(current.acceptances.values_list("person", "accepted_at"))


def conduct_records() -> Iterator[dict[str, Any]]:
    """Return the versions of the code of conduct as the open format has them."""
    for row in in_order(Conduct.objects.prefetch_related("acceptances")):
        accepted = sorted(row.acceptances.all(), key=lambda each: each.pk)
        yield {
            **values(row, "id", "version", "text", "made_at"),
            "acceptances": [values(each, "person", "accepted_at") for each in accepted],
        }


def publishes_hours() -> bool:
    """May anybody read the opening hours?"""
    return Organisation.objects.filter(pk=ONLY, publishes_hours=True).exists()


def is_set_up() -> bool:
    """Has somebody come to the end of setting up?"""
    return Organisation.objects.filter(pk=ONLY, set_up_at__isnull=False).exists()


def organisation_records() -> Iterator[dict[str, Any]]:
    """Return the organisation as the open format has it; nothing while nobody told of it."""
    return flat(Organisation.objects.all(), "id", *AS_IT_IS)
