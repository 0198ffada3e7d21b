"""The wheel holds everything the program shows, sends or reads."""

import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes

ROOT = Path(__file__).resolve().parents[1]
NEEDED = ("pyproject.toml", "README.md", "LICENSE")


def test_the_wheel_holds_every_file_of_the_program(tmp_path: Path) -> None:
    _refuse_old_builder()
    # A copy, so that nothing of an earlier build creeps in.
    shutil.copytree(ROOT / "gehoor", tmp_path / "gehoor", ignore=shutil.ignore_patterns("*.pyc"))
    for name in NEEDED:
        shutil.copy(ROOT / name, tmp_path)

    built = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", ".", "--no-deps", "--no-build-isolation", "-q"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert built.returncode == 0, built.stderr
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        held = set(opened.namelist())
    copied = (tmp_path / "gehoor").rglob("*")
    files = {path.relative_to(tmp_path) for path in copied if path.is_file()}
    wanted = {path.as_posix() for path in files if "__pycache__" not in path.parts}
    assert wanted - held - {"gehoor/screens/static/.gitkeep"} == set()


def _refuse_old_builder() -> None:
    try:
        major = int(version("setuptools").split(".")[0])
    except PackageNotFoundError:
        major = 0
    if major < 77:
        pytest.skip("NOT SHOWN: needs requirements/build.txt, as `make test` installs it.")
