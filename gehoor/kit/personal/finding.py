"""Finds in a text what says who somebody is. Values in, answer out; nothing is kept."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from gehoor.kit.personal.addresses import find_address, find_email, find_plate
from gehoor.kit.personal.found import NOTHING, Kind, Own, Span, plain
from gehoor.kit.personal.names import find_names
from gehoor.kit.personal.numbers import find_bsn, find_iban, find_phone
from gehoor.kit.personal.records import (
    find_birth_date,
    find_case_number,
    find_form_of_case,
    find_patient_number,
)
from gehoor.kit.personal.small_letters import find_small
from gehoor.kit.personal.spoken import find_spoken_phone

LONGEST: Final = 100_000
"""signs in a text; a reply has no more"""
Finder = Callable[[str, Own], Iterator[Span]]
IN_TURN: Final[tuple[Finder, ...]] = (
    find_iban, find_email, find_patient_number, find_case_number, find_bsn, find_birth_date,
    find_phone, find_spoken_phone, find_address, find_plate,
    find_form_of_case, find_names, find_small,
)  # fmt: skip
"""what is surest comes first: of two that touch, the first stays"""


def find(text: str, own: Own = NOTHING) -> Sequence[Span]:
    """Return what is personal in a text and not the organisation's own, in order of place."""
    signs = plain(text)
    taken = bytearray(len(text))
    for public in own.cases_in(signs):
        # Or its digits would be taken for somebody's, once a BSN is spoken of nearby.
        taken[public.start() : public.end()] = b"\1" * (public.end() - public.start())
    found: list[Span] = []
    for each in IN_TURN:
        for span in each(signs, own):
            if not any(taken[span.start : span.end]):
                found.append(span)
                taken[span.start : span.end] = b"\1" * (span.end - span.start)
    return sorted(found)


def blocks_in_public(span: Span) -> bool:
    """May this not stand where everybody reads it? A name that is greeted or signs is not found at
    all, so whatever is found may not."""
    return span.kind in Kind
