"""Ruff, the migrations and the lists of packages agree with what the house asks."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.house.reading import ROOT, project_settings

RUFF = Path(sys.executable).with_name("ruff")
MOST_DEPENDENCIES = 25
TANGLE = "def f(a: int) -> int:\n" + "".join(
    f"    if a == {number}:\n        return {number}\n" for number in range(9)
)


def ruff(*arguments: str) -> str:
    settings = f"--config={ROOT / 'pyproject.toml'}"
    command = [str(RUFF), "check", settings, "--output-format=concise", *arguments]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return "" if answer.returncode == 0 else answer.stdout + answer.stderr


def test_no_function_is_too_complex_and_every_lint_is_clean() -> None:
    assert ruff("gehoor", "tests", "tools", "benchmarks") == ""


def test_a_tangled_function_is_reported(tmp_path: Path) -> None:
    canary = tmp_path / "canary.py"
    canary.write_text(TANGLE)

    assert "C901" in ruff(str(canary))


@pytest.mark.django_db
def test_every_change_of_a_table_has_its_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def declared() -> list[str]:
    dependencies: list[str] = project_settings()["project"]["dependencies"]
    return dependencies


def test_there_are_few_direct_dependencies() -> None:
    assert len(declared()) <= MOST_DEPENDENCIES


def test_every_dependency_has_its_reason_beside_it() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()

    for dependency in declared():
        [line] = [line for line in lines if f'"{dependency}"' in line and line.startswith("    ")]
        assert re.search(r"#\s+\w+", line), f"{dependency} has no reason beside it."


@pytest.mark.parametrize("name", ["base.txt", "dev.txt"])
def test_packages_are_pinned_by_hash_and_without_addresses(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    pins = re.findall(r"^[\w.-]+(?:\[[\w,-]+\])?==", text, re.MULTILINE)

    assert pins
    assert text.count("--hash=sha256:") >= len(pins)
    assert "://" not in text
    assert not re.search(r"^--(index|extra-index)-url", text, re.MULTILINE)


def test_every_declared_package_is_pinned() -> None:
    pinned = (ROOT / "requirements" / "base.txt").read_text().lower()

    for dependency in declared():
        [name] = re.findall(r"^[\w.-]+", dependency)
        assert re.search(rf"^{re.escape(name.lower())}(\[.*\])?==", pinned, re.MULTILINE), name[0]
