"""What takes turns: `make test` must end in 25 minutes, so the longest is done a part at a time."""

import os
from zlib import crc32


def has_its_turn(name: str, *, one_of: int = 4) -> bool:
    """Is it done in this run? In `make test` one of so many is, by the luck of the run only."""
    luck = os.environ.get("GEHOOR_FAULT_SEED", "")
    takes_turns = os.environ.get("GEHOOR_TURNS") == "yes"
    return not takes_turns or crc32(f"{name} {luck}".encode()) % one_of == 0
