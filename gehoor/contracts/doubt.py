"""What may be done about a reply of which nobody knows whether it arrived."""

from enum import StrEnum


class OnUnknown(StrEnum):
    """What may be done when nobody knows whether a reply arrived (delivery contract, O3)."""

    KEYED = "A"
    """The platform recognises our key: send again with the same key."""
    CHECKABLE = "B"
    """We can look whether it arrived, and decide by that."""
    BLIND = "C"
    """We cannot look: a person decides, the machine never repeats."""
