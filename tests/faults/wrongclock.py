"""Processes for which it is another time; what lasts they measure by a clock that nobody sets."""

from pathlib import Path

import pytest

LIBRARY = next(iter(Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None)
NEEDS_LIBRARY = pytest.mark.skipif(
    LIBRARY is None, reason="SKIPPED: no libfaketime; apt install libfaketime."
)
STEADY = {"LD_PRELOAD": str(LIBRARY), "TZ": "UTC", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


def believing(what: str) -> dict[str, str]:
    """Settings of a process that believes this from its start."""
    return STEADY | {"FAKETIME": what}


def set_by(file: Path) -> dict[str, str]:
    """Settings of a process whose clock jumps whenever something else is written in this file."""
    return STEADY | {"FAKETIME_TIMESTAMP_FILE": str(file), "FAKETIME_NO_CACHE": "1"}
