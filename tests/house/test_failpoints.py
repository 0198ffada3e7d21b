"""Failpoints are not there unless a test asks, and every one is named once and found by F2."""

import json
import os
import subprocess
import sys
from collections import Counter

import pytest

from gehoor.kit import failpoints
from tests.faults import points
from tests.house.reading import ROOT

# Imports everything as the program does, and prints where the code of each decorated function is.
LOOK = """
import json, pkgutil, importlib, django
django.setup()
import gehoor
from gehoor.kit import failpoints
wrapped = []
for found in pkgutil.walk_packages(gehoor.__path__, "gehoor."):
    if {"tests", "testing", "migrations", "__main__", "demo"} & set(found.name.split(".")):
        continue
    for name, value in vars(importlib.import_module(found.name)).items():
        code = getattr(value, "__code__", None)
        ours = getattr(value, "__module__", "") == failpoints.__name__
        if code and code.co_filename == failpoints.__file__ and not ours:
            wrapped.append(f"{value.__module__}.{name}")
print(json.dumps(sorted(set(wrapped))))
"""


def wrapped(**settings: str) -> list[str]:
    """Return the functions that a program with these settings runs through the failpoints."""
    ours = {"DJANGO_SETTINGS_MODULE": "gehoor.project.settings", "GEHOOR_SECRET_KEY": "x" * 40}
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GEHOOR_")}
    command = [sys.executable, "-c", LOOK]
    answer = subprocess.run(
        command, env=kept | ours | settings, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return list(json.loads(answer.stdout.splitlines()[-1]))


def test_a_program_that_is_no_test_has_no_failpoints_whatever_it_is_asked() -> None:
    assert wrapped() == []
    assert wrapped(GEHOOR_FAILPOINT="reply.send:before:kill") == []
    assert wrapped(GEHOOR_TESTING="1") == []


def test_a_test_that_asks_has_them_all() -> None:
    found = wrapped(GEHOOR_TESTING="1", GEHOOR_FAILPOINT="*")

    assert "gehoor.flows.sending._hand_over" in found
    assert len(found) >= len({name for name, _ in points.named()})


def test_what_is_not_armed_is_the_very_function_that_was_written() -> None:
    def send() -> None:
        """Nothing."""

    assert not failpoints.ARMED, "the tests themselves run without failpoints"
    assert failpoints.around("x")(send) is send
    assert failpoints.written("x")(send) is send


def test_every_point_has_a_name_of_its_own() -> None:
    moments = Counter(points.moments())

    assert len({name for name, _ in points.named()}) >= 25
    assert [moment for moment, times in moments.items() if times > 1] == []


@pytest.mark.parametrize("source", ['@failpoints.around("a", did=bool)\ndef f(): ...'])
def test_points_are_read_from_the_source(source: str) -> None:
    assert list(points.in_text(source)) == [("a", "before"), ("a", "after")]
