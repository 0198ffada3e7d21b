"""The page of known holes names a test for each, and each test that it names exists."""

import ast
import re
from functools import cache

from tests.house import safety, scripts
from tests.house.reading import CHECKS, ROOT

# Importing them declared their rules.
DECLARED_BY = (safety, scripts)
PAGE = ROOT / "docs" / "known-holes.md"
TEST = re.compile(r"`([\w/]+\.py)::(\w+)`")
RULE = re.compile(r"House rule `(\w+)`")
HOLES = 53
NOT_BUILT = {"51"}


@cache
def functions_of(name: str) -> frozenset[str]:
    path = ROOT / name
    tree = ast.parse(path.read_text()) if path.is_file() else ast.Module([], [])
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def missing(text: str) -> list[str]:
    return [
        f"{file}::{name}" for file, name in TEST.findall(text) if name not in functions_of(file)
    ] + [name for name in RULE.findall(text) if name not in {check.name for check in CHECKS}]


def test_every_test_that_is_named_exists() -> None:
    assert missing(PAGE.read_text()) == []


def test_every_hole_has_its_row_and_a_test() -> None:
    rows = re.findall(r"^\| (\d+) \|(.*)$", PAGE.read_text(), re.MULTILINE)

    assert [number for number, _ in rows] == [str(number) for number in range(1, HOLES + 1)]
    assert {number for number, row in rows if not TEST.search(row)} == NOT_BUILT


def test_a_test_that_is_gone_is_reported() -> None:
    here = "tests/house/test_known_holes_page.py"
    told = (
        f"`{here}::test_gone` `{here}::test_a_test_that_is_gone_is_reported` `no/file.py::test_x`"
    )

    assert missing(told) == [f"{here}::test_gone", "no/file.py::test_x"]
    assert missing("House rule `no_such_rule`.") == ["no_such_rule"]
