"""Reads the project's own files for the checks, and keeps the list of checks and canaries."""

import ast
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OURS = ("gehoor", "tests", "benchmarks", "tools")
# Migrations are generated; what they must be is tested by running them.
NOT_READ = ("/migrations/", "/__pycache__/", "/node_modules/")


@dataclass(frozen=True)
class Source:
    """One file, by its name from the root of the project."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Everything in it, read once for all rules."""
        return list(ast.walk(self.tree))

    @property
    def is_test(self) -> bool:
        return "/tests/" in f"/{self.name}"

    def is_in(self, *folders: str) -> bool:
        return any(self.name.startswith(f"{folder}/") for folder in folders)

    def at(self, node: ast.AST | int, sentence: str) -> str:
        line = node if isinstance(node, int) else getattr(node, "lineno", 1)
        return f"{self.name}:{line}: {sentence}"


def sources(root: Path, suffix: str) -> Iterator[Source]:
    """Return every file of ours that ends in `suffix`."""
    for folder in OURS:
        for path in sorted((root / folder).rglob(f"*{suffix}")):
            name = path.relative_to(root).as_posix()
            if not any(part in f"/{name}" for part in NOT_READ):
                yield Source(name, path.read_text())


Find = Callable[[Source], Iterator[str]]


@dataclass(frozen=True)
class Check:
    """A rule of the house: what breaks it, and files that must be reported."""

    find: Find
    suffix: str
    canaries: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        return self.find.__name__

    def problems(self, root: Path) -> list[str]:
        """Return what breaks this rule below `root`, a line each."""
        return problems_by_rule(root)[self.name]


CHECKS: list[Check] = []


@cache
def problems_by_rule(root: Path) -> dict[str, list[str]]:
    """Return what breaks each rule below `root`; a file is read once, and then let go."""
    found: dict[str, list[str]] = {check.name: [] for check in CHECKS}
    for suffix in {check.suffix for check in CHECKS}:
        checks = [check for check in CHECKS if check.suffix == suffix]
        for source in sources(root, suffix):
            for check in checks:
                found[check.name] += check.find(source)
    return found


def rule(*canaries: tuple[str, str], suffix: str = ".py") -> Callable[[Find], Find]:
    """Declare a rule, with at least one file (name, text) that breaks it."""

    def declare(find: Find) -> Find:
        CHECKS.append(Check(find, suffix, canaries))
        return find

    return declare


def calls(source: Source) -> Iterator[tuple[ast.Call, str]]:
    """Return every call with the last part of the name that is called."""
    for node in source.nodes:
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Attribute(attr=name) | ast.Name(id=name):
                    yield node, name


@cache
def project_settings() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def contract(identity: str) -> dict[str, Any]:
    """Return one contract of the import linter; floors are written down there and nowhere else."""
    contracts = project_settings()["tool"]["importlinter"]["contracts"]
    return next(found for found in contracts if found["id"] == identity)


def floors() -> dict[str, int]:
    """Return the height of every room and wall: 0 is the lowest floor."""
    layers: list[str] = contract("floors")["layers"]
    return {
        room.strip().strip("()"): height
        for height, layer in enumerate(reversed(layers))
        for room in layer.split("|")
    }


def rooms() -> list[str]:
    """Return the rooms: what stands between the flows and the plug-in walls."""
    height = floors()
    return [room for room in height if height["connectors"] < height[room] < height["flows"]]
