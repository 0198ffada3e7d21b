"""Which hard words stay under a veil until somebody clicks: the list, and those of one's own."""

from gehoor.inbox.rules.hard_words import Veil
from gehoor.organisation import queries as organisation


def veil() -> Veil:
    """Return the veil of the organisation: one query."""
    return veil_of(organisation.shown())


def veil_of(shown: organisation.Shown) -> Veil:
    return Veil(shown.veils, shown.veiled, shown.unveiled)
