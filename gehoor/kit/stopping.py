"""Whether this process was asked to stop. Who works through a queue then begins nothing new."""

import threading
from typing import Final

ASKED: Final = threading.Event()
"""Set once, by whoever hears the request; never unset in a process of ours."""
