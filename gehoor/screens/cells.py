"""Cells of a table that say their column: on a telephone they stand one below another."""

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

BEGINS = re.compile(r"<(tr|td|th)(?=[\s>])")
# A browser forgets what a row and a cell are once they are shown as blocks, unless it is said.
ROLES = {"tr": "row", "td": "cell", "th": "rowheader"}


def with_columns(rows: Markup, headings: Sequence[str]) -> Markup:
    """Return the rows of a table with the heading of its column in each cell.

    They are our own templates' rows, in which what people wrote is escaped: it begins no cell.
    """
    column = 0

    def named(found: re.Match[str]) -> str:
        nonlocal column
        if found[1] == "tr":
            column = 0
            return f'{found[0]} role="{ROLES["tr"]}"'
        heading = escape(headings[column])
        column += 1
        return f'{found[0]} role="{ROLES[found[1]]}" data-column="{heading}"'

    return Markup(BEGINS.sub(named, rows))  # noqa: S704
