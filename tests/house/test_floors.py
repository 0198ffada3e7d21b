"""Imports and relations between tables point downwards only, and nothing goes round in circles."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.db import models

from tests.house.reading import ROOT, contract, floors, rooms

LINTER = Path(sys.executable).with_name("lint-imports")


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINTER, "--no-cache", "--no-logo", "--config", "pyproject.toml"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=60,
    )


def broken(answer: subprocess.CompletedProcess[str]) -> list[str]:
    return [line.split(" BROKEN")[0] for line in answer.stdout.splitlines() if " BROKEN" in line]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of our modules, to be broken."""
    no_code = shutil.ignore_patterns("static", "locale", "__pycache__", "*.html")
    shutil.copytree(ROOT / "gehoor", tmp_path / "gehoor", ignore=no_code)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def add(root: Path, name: str, text: str) -> None:
    path = root / "gehoor" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    for folder in [path.parent, *path.parent.parents]:
        if folder.is_relative_to(root / "gehoor") and not (folder / "__init__.py").exists():
            (folder / "__init__.py").touch()
    with path.open("a") as file:
        file.write(f"\n{text}\n")


def test_every_import_contract_holds() -> None:
    answer = lint(ROOT)

    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_a_new_room_must_be_given_a_floor(copy: Path) -> None:
    add(copy, "attic/__init__.py", "")

    answer = lint(copy)

    assert contract("floors")["name"] in broken(answer)
    assert "- gehoor.attic" in answer.stdout


@pytest.mark.parametrize(
    ("identity", "name", "text"),
    [
        ("floors", "people/queries.py", "import gehoor.inbox.models"),
        ("floors", "kit/clock.py", "import gehoor.contracts"),
        ("floors", "project/canary.py", "import gehoor.demo.walls"),
        ("floors", "screens/canary.py", "import gehoor.demo.walls"),
        ("testing", "people/queries.py", "import gehoor.testing.make"),
        ("plug-ins", "connectors/canary/__init__.py", "import django.utils.text"),
        ("plug-ins", "connectors/canary/__init__.py", "import gehoor.kit.clock"),
        ("plug-ins", "connectors/canary/__init__.py", "import gehoor.people.models"),
        ("plug-ins-unnamed", "flows/canary.py", "import gehoor.connectors.canary"),
        ("procrastinate", "inbox/rules.py", "import procrastinate"),
        ("rules", "inbox/rules.py", "import django.db"),
    ],
)
def test_an_import_through_a_wall_is_reported(
    identity: str, name: str, text: str, copy: Path
) -> None:
    add(copy, "connectors/canary/__init__.py", "")
    add(copy, name, text)

    assert contract(identity)["name"] in broken(lint(copy))


@pytest.mark.parametrize(
    ("identity", "wall"), [("plug-ins-apart", "connectors"), ("doors-apart", "screens")]
)
def test_neighbours_do_not_import_each_other(identity: str, wall: str, copy: Path) -> None:
    add(copy, f"{wall}/canary/__init__.py", "")
    add(copy, f"{wall}/another/__init__.py", f"import gehoor.{wall}.canary")

    assert contract(identity)["name"] in broken(lint(copy))


def circles(graph: grimp.ImportGraph) -> list[list[str]]:
    """Return the modules that can reach themselves by what they import directly."""
    found = []
    for module in sorted(graph.modules):
        for imported in graph.find_modules_directly_imported_by(module):
            if back := graph.find_shortest_chain(importer=imported, imported=module):
                found.append([module, *back])
    return found


def test_no_module_imports_itself_by_a_detour() -> None:
    assert circles(grimp.build_graph("gehoor", cache_dir=None)) == []


def test_a_circle_is_found() -> None:
    graph = grimp.ImportGraph()
    graph.add_import(importer="a", imported="b")
    graph.add_import(importer="b", imported="a")

    assert circles(graph)


def pointing_up_or_aside(made: Iterable[type[models.Model]]) -> list[str]:
    """Return relations from one room to a room that is not below it; by name or by class alike."""
    height, wrong = floors(), []
    for model in made:
        here = model._meta.app_label
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            target = field.related_model if field.is_relation else None
            there = here if target is None or isinstance(target, str) else target._meta.app_label
            if there in height and there != here and height[there] >= height[here]:
                wrong.append(f"{field} points at {there}, which is not below {here}.")
    return wrong


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in rooms()]


def test_relations_between_tables_point_downwards() -> None:
    assert our_models()
    assert pointing_up_or_aside(our_models()) == []


def test_a_relation_upwards_by_name_is_reported() -> None:
    class Canary(models.Model):
        conversation = models.ForeignKey("inbox.Conversation", on_delete=models.CASCADE)

        class Meta:
            app_label = "people"
            managed = False

    try:
        assert pointing_up_or_aside([Canary])
    finally:
        apps.all_models["people"].pop("canary")
        apps.clear_cache()


def test_every_table_belongs_to_a_room() -> None:
    ours = {model._meta.app_label for model in apps.get_models() if "gehoor." in model.__module__}

    assert ours <= set(rooms())


def test_every_room_says_in_one_line_what_it_is_for() -> None:
    for name in floors():
        words = (ROOT / "gehoor" / name / "__init__.py").read_text()
        assert words.startswith('"""'), name
        assert words.count("\n") == 1, name
