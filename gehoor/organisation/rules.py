"""Rules about setting up. No database, no Django: values in, answer out."""

from collections.abc import Mapping

LONGEST_CONDUCT = 10_000
LONGEST_RETENTION = 120
"""months; who needs longer has an archive, not a desk"""

STEPS = ("organisation", "people", "channel", "hours", "privacy", "stage")
DONE, SKIPPED = "done", "skipped"


def number_of(step: str) -> int:
    """Return which step this is, from 1."""
    return STEPS.index(step) + 1


def step_after(step: str) -> str:
    """Return the next step; empty after the last."""
    return STEPS[number_of(step)] if number_of(step) < len(STEPS) else ""


def step_before(step: str) -> str:
    """Return the step before; empty before the first."""
    return STEPS[STEPS.index(step) - 1] if STEPS.index(step) else ""


def where_to_go_on(at_step: str) -> str:
    """Return the step to show to who comes back; one that no longer exists is the first."""
    return at_step if at_step in STEPS else STEPS[0]


def left_undone(steps: Mapping[str, str]) -> tuple[str, ...]:
    """Return what was skipped or never reached."""
    return tuple(step for step in STEPS if steps.get(step) != DONE)
