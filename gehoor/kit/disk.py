"""How much room the disks have, and what is given up first when it grows scarce.

Measured when it is asked, by whoever asks: one call to the system, and no state that could be old.
So everything goes on by itself as soon as there is room again.
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Limits:
    """Below how many per cent free something is given up."""

    pause_listening: float = 15
    """what was not written to us, and pictures drawn small"""
    refuse_files: float = 8
    """the files that come with messages; the messages themselves are taken in"""
    stop_intake: float = 4
    """everything: it is kept where it comes from"""


@dataclass(frozen=True)
class Room:
    """What there is room for at this moment."""

    percent_free: float
    limits: Limits

    @property
    def to_listen(self) -> bool:
        return self.percent_free >= self.limits.pause_listening

    @property
    def for_files(self) -> bool:
        return self.percent_free >= self.limits.refuse_files

    @property
    def for_messages(self) -> bool:
        return self.percent_free >= self.limits.stop_intake


def percent_free(folder: Path) -> float:
    """Measure the disk that holds `folder`, or will hold it."""
    while not folder.exists():
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    return 100 * usage.free / usage.total if usage.total else 100.0


def room(
    folders: Sequence[Path],
    limits: Limits,
    *,
    measure: Callable[[Path], float] = percent_free,
) -> Room:
    """Return what there is room for: the fullest of these disks decides."""
    return Room(min(measure(folder) for folder in folders), limits)
