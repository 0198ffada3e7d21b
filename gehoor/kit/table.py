"""Tables for spreadsheets, in which no cell can act: what looks like a formula is text."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

ACTS: Final = ("=", "+", "-", "@", "|", "%")
"""what a spreadsheet may take for a formula or a command, at the beginning of a cell"""
MARK: Final = "\ufeff"
"""tells spreadsheets that this is UTF-8"""
LONGEST: Final = 32_000
"""a spreadsheet holds no more in one cell"""


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as the spreadsheets here expect it: semicolons, quotes, and UTF-8 said so."""
    written = io.StringIO()
    written.write(MARK)
    writer = csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([harmless(each) for each in head])
    writer.writerows([harmless(each) for each in row] for row in rows)
    return written.getvalue()


def harmless(cell: object) -> str:
    """Return the text of a cell, so that a spreadsheet shows it and does nothing else.

    Signs that cannot be seen go, because a spreadsheet skips them before it looks for a formula;
    full-width forms are looked at as the signs they stand for.
    """
    text = "" if cell is None else str(cell)
    text = "".join(sign if _is_seen(sign) else " " for sign in text)[:LONGEST]
    begins = unicodedata.normalize("NFKC", text.lstrip())
    return f"'{text}" if begins.startswith(ACTS) else text


def _is_seen(sign: str) -> bool:
    return sign == " " or unicodedata.category(sign)[0] not in "CZ"
