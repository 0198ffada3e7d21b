"""The luck and the size of a fault run: a fresh seed each time, settings to repeat or enlarge."""

import os
import random
from typing import Final

SEED: Final = int(os.environ.get("GEHOOR_FAULT_SEED", "0")) or random.SystemRandom().randrange(
    1, 10**6
)
ASKED: Final = int(os.environ.get("GEHOOR_FAULT_ROUNDS", "0"))


def size(usual: int, *, most: int) -> int:
    """Return how much to do: the usual, unless somebody asks for more (`make faults` asks 500)."""
    return min(ASKED, most) if ASKED else usual
