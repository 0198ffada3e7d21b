"""Small files, small functions, imports at the top, names that say something."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from tests.house.reading import Source, rule

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
EMPTY_NAMES = re.compile(r"(Manager|Helper|Util|Utils|Service)$")
EMPTY_WORDS = frozenset({"process", "handle", "data", "info", "util", "utils", "helpers", "misc"})
LEFT_FOR_LATER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
# Words of Django (what makes users) and PostgreSQL (its folder): theirs to choose.
NAMED_BY_OTHERS = frozenset(
    {
        ("gehoor/people/models.py", "UserManager"),
        ("gehoor/project/embedded.py", "data"),
    }
)
# The plug-in of pytest is loaded before Django may be: it cannot import at the top.
LOADED_BEFORE_DJANGO = frozenset({"gehoor/testing/plugin.py", "tools/tables.py"})

Functions = ast.FunctionDef | ast.AsyncFunctionDef
FIRST_LINE = '"""Canary."""\n'


@rule(("gehoor/inbox/rules.py", FIRST_LINE + "a = 1\n" * LONGEST_FILE))
def files_are_short(source: Source) -> Iterator[str]:
    if (length := source.text.count("\n")) > LONGEST_FILE:
        yield source.at(LONGEST_FILE, f"has {length} lines; {LONGEST_FILE} is the most.")


@rule(("tests/test_a.py", "def f() -> None:\n" + "    a = 1\n" * LONGEST_FUNCTION))
def functions_are_short(source: Source) -> Iterator[str]:
    for node in source.nodes:
        if isinstance(node, Functions) and node.end_lineno:
            length = node.end_lineno - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield source.at(
                    node, f"{node.name} has {length} lines; {LONGEST_FUNCTION} at most."
                )


@rule(("gehoor/kit/a.py", "def f() -> None:\n    import json\n"))
def imports_stand_at_the_top(source: Source) -> Iterator[str]:
    if source.name in LOADED_BEFORE_DJANGO:
        return
    functions = [node for node in source.nodes if isinstance(node, Functions)]
    for node in source.nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for function in functions:
                if function.lineno <= node.lineno <= (function.end_lineno or 0):
                    yield source.at(node, f"imports inside {function.name}.")


@rule(
    ("gehoor/kit/a.py", "import json\n"),
    ("gehoor/kit/b.py", '"""\nLater.\n"""\n'),
    ("gehoor/kit/c.py", '"""no sentence"""\n'),
)
def the_first_line_says_what_lives_here(source: Source) -> Iterator[str]:
    if not source.text.strip():
        return
    sentence = (ast.get_docstring(source.tree, clean=False) or "").split("\n")[0].strip()
    if not re.match(r"[A-Z`].*[.?!:;]$|[A-Z`].{60,}$", sentence):
        yield source.at(1, "does not begin with a sentence on what lives here.")


@rule(
    ("gehoor/kit/a.py", "class MailManager: ...\n"),
    ("gehoor/kit/b.py", "def process(a): ...\n"),
    ("gehoor/kit/utils.py", '"""Things."""\n'),
)
def names_say_something(source: Source) -> Iterator[str]:
    if source.name.rsplit("/", 1)[-1].removesuffix(".py") in EMPTY_WORDS:
        yield source.at(1, "the file's name says nothing.")
    for node in source.nodes:
        if isinstance(node, ast.ClassDef | Functions):
            is_empty = EMPTY_NAMES.search(node.name) or node.name.strip("_") in EMPTY_WORDS
            if is_empty and (source.name, node.name) not in NAMED_BY_OTHERS:
                yield source.at(node, f"{node.name} says nothing.")


@rule(("gehoor/kit/a.py", "a = 1  # TODO later\n"), ("gehoor/kit/b.py", "# FIXME\n"))
def nothing_is_left_for_later(source: Source) -> Iterator[str]:
    if not LEFT_FOR_LATER.search(source.text):
        return
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type == tokenize.COMMENT and LEFT_FOR_LATER.search(token.string):
            yield source.at(token.start[0], "leaves work for later; do it or write an issue.")
