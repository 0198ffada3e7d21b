"""What would let strangers act in a browser: our own scripts put no text in a page as markup."""

import re
from collections.abc import Iterator

from tests.house.reading import Source, rule

OURS = "gehoor/screens/static/"
NOT_OURS = "gehoor/screens/static/vendor/"
ACTS = (
    (re.compile(r"\.(?:inner|outer)HTML\s*\+?=(?!=)"), "puts text in a page as markup."),
    (re.compile(r"\.insertAdjacentHTML\b|\bdocument\.write"), "puts text in a page as markup."),
    (re.compile(r"\bsetHTMLUnsafe\b|\bcreateContextualFragment\b"), "makes markup of text."),
    (re.compile(r"\beval\s*\(|\bnew Function\b"), "makes a script of text."),
    (re.compile(r"\bset(?:Timeout|Interval)\s*\(\s*[\"'`]"), "makes a script of text."),
)


@rule(
    (f"{OURS}a.js", "place.innerHTML = name;\n"),
    (f"{OURS}b.js", "place.insertAdjacentHTML('beforeend', name);\n"),
    (f"{OURS}c.js", "range.createContextualFragment(name);\n"),
    (f"{OURS}d.js", "new Function(name)();\n"),
    (f"{OURS}e.js", "setTimeout('f()', 1);\n"),
    suffix=".js",
)
def no_script_makes_markup_of_text(source: Source) -> Iterator[str]:
    if not source.name.startswith(OURS) or source.name.startswith(NOT_OURS):
        return
    for number, line in enumerate(source.text.splitlines(), 1):
        for pattern, sentence in ACTS:
            if pattern.search(line):
                yield source.at(number, sentence)
