"""Reads what platforms handed us, in a guarded child; the parent never touches raw bytes itself.

with Readers() as readers:
    for read in readers.read("email", raws): ...
"""

from gehoor.contracts.reading.parent import Read, Readers
from gehoor.kit.guard import Failure

__all__ = ["Failure", "Read", "Readers"]
