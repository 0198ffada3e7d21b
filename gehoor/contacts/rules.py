"""Rules about the addresses people write from."""

import unicodedata

LONGEST_HANDLE = 320
LONGEST_NAME = 200


def fold(handle: str) -> str:
    """Return the one spelling under which an address is known."""
    return unicodedata.normalize("NFKC", handle.strip()).casefold()[:LONGEST_HANDLE]
