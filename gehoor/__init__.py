"""Gehoor: open-source webcare for Dutch public organisations."""

import sys

# httpx has a command line of its own, which brings rich and pygments into every process of ours
# wherever those happen to be installed. Said to be absent, it goes without, as its own code can.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]

__version__ = "0.1.0"
