"""What takes long has its turn in some runs of `make test`, and always in others."""

import pytest

from gehoor.testing.turns import has_its_turn

NAMES = [f"tests/test_a.py::test_{number}" for number in range(40)]


def test_each_has_its_turn_in_about_so_many_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEHOOR_TURNS", "yes")
    turns = dict.fromkeys(NAMES, 0)
    for seed in range(100):
        monkeypatch.setenv("GEHOOR_FAULT_SEED", str(seed))
        for name in NAMES:
            turns[name] += has_its_turn(name, one_of=2)

    assert all(25 < number < 75 for number in turns.values())


def test_without_turns_all_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GEHOOR_TURNS", raising=False)

    assert all(has_its_turn(name) for name in NAMES)
