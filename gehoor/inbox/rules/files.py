"""Rules about files that wait for room. No database, no Django: values in, answer out."""

from datetime import timedelta

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(days=1)
MOST_COUNTED = 6
"""looks after which waiting takes no longer: 1, 4, 16, 64, 256 and 1024 minutes, then a day"""


def wait_before_look(looks: int) -> timedelta:
    """How long after so many looks in vain is a file looked for once more?

    It never ends: the message as it came is kept, and what cannot be read today may be readable
    with another version.
    """
    longer: int = 4 ** min(looks, MOST_COUNTED)
    return min(FIRST_WAIT * longer, LONGEST_WAIT)
