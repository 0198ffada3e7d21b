"""Writes docs/requirements.md: every requirement row, and the tests that show it.

A test carries its rows as `@pytest.mark.row("S0-01")`; the rows themselves stand in docs/rows.txt.
A row of which a part is still to come says so at its end: "(not yet: the part)".
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROWS = "docs/rows.txt"
PAGE = "docs/requirements.md"
NOT_YET = "(not yet: "
Functions = ast.FunctionDef | ast.AsyncFunctionDef
HEAD = """\
# Requirements

Made by `make rows` from [rows.txt](rows.txt) and the marks on the tests; do not edit it by hand. A
row is done when at least one test shows it; the test is named beside it. A row that is partly done
says which part is not there yet.

{done} of {all} rows are done.
"""


def rows(text: str) -> dict[str, dict[str, str]]:
    """Return the rows of rows.txt: title of the part, then row and what it asks."""
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if line.startswith("## "):
            part = found.setdefault(line[3:], {})
        elif match := re.match(r"(S\d-\d\d) (.+)", line):
            part[match[1]] = match[2]
    return found


def marked_rows(node: ast.AST) -> Iterator[str]:
    """Return the rows that a decorator or `pytestmark` names."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.mark.row":
            yield from (str(part.value) for part in call.args if isinstance(part, ast.Constant))


def shown_in(text: str) -> Iterator[tuple[str, str]]:
    """Return (row, name of the test) for every mark in one test file."""
    tree = ast.parse(text)
    for_all = [
        row
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"
        for row in marked_rows(node)
    ]
    for node in ast.walk(tree):
        if isinstance(node, Functions) and node.name.startswith("test_"):
            own = [row for mark in node.decorator_list for row in marked_rows(mark)]
            yield from ((row, node.name) for row in [*for_all, *own])


def test_files(root: Path) -> list[Path]:
    folders = (root / "gehoor", root / "tests")
    return sorted(path for folder in folders for path in folder.rglob("test_*.py"))


def shown(root: Path) -> dict[str, list[str]]:
    """Return for each row the tests that show it, as links from docs/."""
    found = defaultdict(list)
    for path in test_files(root):
        name = path.relative_to(root).as_posix()
        for row, test in shown_in(path.read_text()):
            found[row].append(f"[{test.removeprefix('test_').replace('_', ' ')}](../{name})")
    return found


def page(root: Path) -> str:
    """Return docs/requirements.md as it should be. A mark that names no row is a mistake."""
    parts, tests = rows((root / ROWS).read_text()), shown(root)
    known = {row: asks for part in parts.values() for row, asks in part.items()}
    if unknown := sorted(set(tests) - set(known)):
        raise SystemExit(f"Tests name rows that {ROWS} does not have: {', '.join(unknown)}")
    done = sum(state_of(asks, is_shown=row in tests) == "done" for row, asks in known.items())
    text = [HEAD.format(done=done, all=len(known))]
    for title, part in parts.items():
        text += [f"## {title}\n", "| row | asks | state | shown by |", "|---|---|---|---|"]
        for row, asks in part.items():
            state = state_of(asks, is_shown=row in tests)
            text.append(f"| {row} | {asks} | {state} | {'; '.join(tests.get(row, []))} |")
        text.append("")
    return "\n".join(text)


def state_of(asks: str, *, is_shown: bool) -> str:
    if not is_shown:
        return "not yet"
    return "partly" if NOT_YET in asks else "done"


if __name__ == "__main__":
    (ROOT / PAGE).write_text(made := page(ROOT))
    sys.stdout.write(made)
