"""Takes what is personal out of a text by whole sentences, so that both halves can be read."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from gehoor.kit.personal.found import Span
from gehoor.kit.personal.known import SHORTENED

END: Final = re.compile("[.!?\u2026][\"'\u201d\u2019)\\]]*\\s+|\n+")
LAST_WORD: Final = re.compile(r"(\w+)$")
ALSO_SHORTENED: Final = frozenset({"nr", "tel", "geb", "bijv", "st", "ca", "t", "v", "n", "a", "o"})


def in_two(text: str, spans: Sequence[Span]) -> tuple[str, str]:
    """Return the sentences that hold nothing of `spans`, and those that do. Together they are the
    text, but for the white around them."""
    rest: list[str] = []
    personal: list[str] = []
    for start, end in _sentences(text, spans):
        is_touched = any(span.start < end and start < span.end for span in spans)
        (personal if is_touched else rest).append(text[start:end])
    return "".join(rest).strip(), "".join(personal).strip()


def _sentences(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    start = 0
    for found in END.finditer(text):
        is_inside = any(span.start < found.end() < span.end for span in spans)
        if not is_inside and not _is_in_a_sentence(text, found):
            yield start, found.end()
            start = found.end()
    if start < len(text):
        yield start, len(text)


def _is_in_a_sentence(text: str, found: re.Match[str]) -> bool:
    """Is this the dot of "dhr." or of an initial, or does it go on in small letters?"""
    if found[0][0] != "." or "\n" in found[0]:
        return False
    word = LAST_WORD.search(text[max(0, found.start() - 20) : found.start()])
    is_short = word is not None and word[1].lower() in SHORTENED | ALSO_SHORTENED
    is_initial = word is not None and len(word[1]) == 1 and word[1].isupper()
    return is_short or is_initial or text[found.end() : found.end() + 1].islower()
