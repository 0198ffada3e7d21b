"""The home of a demo: no command turns it into a real installation, or carries it into one."""

from pathlib import Path

import pytest

from gehoor.project.commands import COMMANDS, main
from gehoor.project.environment import DEMO_MARK, is_demo

LOOKS_ONLY = {"demo", "doctor", "balance", "checkreply", "audit", "processing"}
WORDS = {name: ["file"] for name in ("backup", "restore", "export", "import", "setup")}


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - LOOKS_ONLY))
def test_a_command_for_real_installations_refuses_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / DEMO_MARK).touch()
    monkeypatch.setenv("GEHOOR_HOME", str(tmp_path))

    assert main([name, *WORDS.get(name, [])]) == 1
    assert "was made for a demo" in capsys.readouterr().err


def test_only_what_looks_may_look_at_it() -> None:
    assert {name for name, command in COMMANDS.items() if command.also_in_demo} == LOOKS_ONLY


def test_any_other_home_is_no_demo(tmp_path: Path) -> None:
    assert not is_demo(tmp_path)
