"""Whom Voorbeeldstad asks when it does not know an answer. Numbers nobody has."""

from collections.abc import Mapping
from typing import Any, Final

from gehoor.consultations.models import Expert
from gehoor.flows import phone_book
from gehoor.people.policies import Actor

LINES: Final[tuple[Mapping[str, Any], ...]] = (
    {
        "name": "Vergunningen (fictief)", "phone": "0000 12 34 01", "term_hours": 4,
        "reachable": "maandag tot en met donderdag, 9 tot 12 uur",
    },
    {
        "name": "Afval en reiniging (fictief)", "phone": "0000 12 34 02", "term_hours": 2,
        "reachable": "elke werkdag, ook 's middags",
    },
)  # fmt: skip
EMPTY: Final[Mapping[str, Any]] = {"department_id": None, "email": ""}


def fill_phone_book(actor: Actor) -> None:
    """Fill it, as a coordinator does."""
    for line in LINES:
        phone_book.keep(actor, Expert(), {**EMPTY, **line})
