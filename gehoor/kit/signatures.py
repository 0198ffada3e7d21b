"""Signatures of what programs send each other: keyed hashes, compared in constant time."""

import hmac
from datetime import datetime, timedelta
from typing import Final

WINDOW: Final = timedelta(minutes=5)
"""How far the clocks of two programs may be apart, and how long a signed message may travel."""


def sign(secret: str, message: bytes) -> str:
    """Return the HMAC-SHA256 of `message` in hexadecimal."""
    return hmac.digest(secret.encode(), message, "sha256").hex()


def is_signed(secret: str, message: bytes, *, given: str) -> bool:
    """Was `given` made with `secret`? Without a secret nothing is."""
    if not secret:
        return False
    return hmac.compare_digest(sign(secret, message).encode(), given.encode())


def is_recent(moment: datetime, *, now: datetime) -> bool:
    """Was it signed within the window, by a clock that is neither far behind nor far ahead?"""
    return abs(now - moment) <= WINDOW
