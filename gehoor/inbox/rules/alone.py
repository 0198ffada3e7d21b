"""What holds for an answer that leaves by itself."""

from datetime import timedelta
from typing import Final

from gehoor.kit.text import N_

AT_MOST_ONCE_IN: Final = timedelta(hours=24)
"""to one contact, wherever they write"""
LASTS: Final = timedelta(hours=1)
"""who is in danger is not helped by an answer of yesterday"""
TOO_LATE: Final = N_(
    "This answer was to leave by itself, and could not within the hour. It is not sent any more."
)
