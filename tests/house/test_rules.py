"""Every rule of the house holds, and every rule is proven by a file that breaks it."""

from pathlib import Path

import pytest

from tests.house import clocks, safety, scripts, sizes, walls
from tests.house.reading import CHECKS, ROOT, Check

# Importing them declared their rules.
DECLARED_BY = (clocks, safety, scripts, sizes, walls)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_the_house_keeps_the_rule(check: Check) -> None:
    assert check.problems(ROOT) == []


@pytest.mark.parametrize(
    ("check", "name", "text"),
    [
        pytest.param(check, name, text, id=f"{check.name}-{number}")
        for check in CHECKS
        for number, (name, text) in enumerate(check.canaries)
    ],
)
def test_a_file_that_breaks_the_rule_is_reported(
    check: Check, name: str, text: str, tmp_path: Path
) -> None:
    canary = tmp_path / name
    canary.parent.mkdir(parents=True)
    canary.write_text(text)

    assert check.problems(tmp_path)


def test_no_rule_goes_without_a_canary() -> None:
    assert [check.name for check in CHECKS if not check.canaries] == []
