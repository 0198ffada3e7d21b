"""Every failpoint there is, read from the source: what stands there is what must be tried."""

import ast
from collections.abc import Iterator
from pathlib import Path

import gehoor

SOURCE = Path(gehoor.__file__).parent
MOMENTS = {"around": ("before", "after"), "written": ("written",)}


def named(source: Path = SOURCE) -> list[tuple[str, str]]:
    """Return (name, moment) of every failpoint in the program, sorted."""
    found = []
    for path in sorted(source.rglob("*.py")):
        if not {"tests", "testing"} & set(path.relative_to(source).parts):
            found += list(in_text(path.read_text()))
    return sorted(found)


def in_text(text: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for mark in node.decorator_list:
            if isinstance(mark, ast.Call) and ast.unparse(mark.func).startswith("failpoints."):
                [name] = [arg.value for arg in mark.args if isinstance(arg, ast.Constant)]
                for moment in MOMENTS[ast.unparse(mark.func).partition(".")[2]]:
                    yield str(name), moment


def unnamed_commits(text: str) -> list[str]:
    """Return the functions of a file that are a transaction and have no failpoint around it."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            marks = {ast.unparse(mark).partition("(")[0] for mark in node.decorator_list}
            if "transaction.atomic" in marks and "failpoints.around" not in marks:
                found.append(node.name)
    return found


def moments() -> list[str]:
    """Return every moment in which a process may be ended, as `name:moment`."""
    return [f"{name}:{moment}" for name, moment in named()]
