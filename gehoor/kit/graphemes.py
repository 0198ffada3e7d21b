"""Counts what a person calls one letter: an emoji of seven code points is one.

Extended grapheme clusters (Unicode, UAX 29), which is how Bluesky counts, too.
"""

from collections.abc import Iterator
from typing import Final

import regex

CLUSTER: Final = regex.compile(r"\X")


def count(text: str) -> int:
    """Return how many letters a person sees."""
    return len(text) if text.isascii() and "\r" not in text else sum(1 for _ in split(text))


def split(text: str) -> Iterator[str]:
    """Yield the clusters, one after the other."""
    for found in CLUSTER.finditer(text):
        yield found[0]
