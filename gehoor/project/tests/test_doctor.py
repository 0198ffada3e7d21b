"""The doctor names each trouble in words, with what to do."""

import json
import socket
from pathlib import Path

import pytest

from gehoor.project import keys
from gehoor.project.commands import main
from gehoor.project.doctor import Colour, Finding, Space, examine, judge_disk
from gehoor.project.lock import held


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation that has its keys and does not run."""
    for name in (*keys.FILES, "DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.delenv(name, raising=False)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("GEHOOR_PORT", str(free.getsockname()[1]))
    keys.make_if_absent(tmp_path)
    return tmp_path


def found(home: Path, subject: str, *, free: int = 50) -> Finding:
    findings = examine(home, space=lambda _: Space(free=free, total=100))
    [finding] = [finding for finding in findings if finding.subject == subject]
    return finding


@pytest.mark.parametrize(
    ("free", "colour", "words"),
    [
        (15, Colour.GREEN, "15% of the disk is free"),
        (14, Colour.AMBER, "Below 8% attachments are refused"),
        (7, Colour.RED, "Attachments are refused"),
        (3, Colour.RED, "Nothing new is taken in"),
    ],
)
def test_a_disk_that_fills_is_told_with_what_stops(free: int, colour: Colour, words: str) -> None:
    finding = judge_disk(Space(free=free, total=100))

    assert finding.colour is colour
    assert words in finding.words


def test_the_figures_of_the_disk_can_be_handed_in(home: Path) -> None:
    assert found(home, "disk", free=2).colour is Colour.RED


def test_missing_keys_are_red(home: Path) -> None:
    for file in (home / "keys").iterdir():
        file.unlink()

    assert found(home, "keys").colour is Colour.RED


def test_an_installation_that_runs_as_a_test_is_red(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEHOOR_TESTING", "1")
    assert found(home, "mode").colour is Colour.RED

    monkeypatch.delenv("GEHOOR_TESTING")
    assert found(home, "mode").colour is Colour.GREEN


def test_a_port_that_a_stranger_holds_is_red(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.listen()
        port = stranger.getsockname()[1]
        monkeypatch.setenv("GEHOOR_PORT", str(port))

        finding = found(home, "port")

    assert finding.colour is Colour.RED
    assert f"{port} on 127.0.0.1 is taken by another program" in finding.words


def test_a_port_that_we_hold_is_green(home: Path) -> None:
    with held(home, address="http://localhost:1"):
        finding = found(home, "port")

    assert finding.colour is Colour.GREEN
    assert "Gehoor runs, at http://localhost:1" in finding.words


def test_a_database_of_ones_own_that_does_not_answer_is_red(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://gehoor:geheim@127.0.0.1:1/gehoor")

    finding = found(home, "database")

    assert finding.colour is Colour.RED
    assert "127.0.0.1 cannot be reached" in finding.words
    assert "geheim" not in finding.words


def test_an_embedded_database_rests_while_nobody_runs_it(home: Path) -> None:
    assert found(home, "database").colour is Colour.AMBER


def test_a_folder_with_too_long_a_name_for_a_socket_is_red(home: Path) -> None:
    deep = home / ("x" * 100)

    finding = found(deep, "folder")

    assert finding.colour is Colour.RED
    assert "too long for a database socket" in finding.words


def test_the_doctor_tells_programs_the_same(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GEHOOR_HOME", str(home))

    code = main(["doctor", "--json"])

    told = json.loads(capsys.readouterr().out)
    assert told["is_well"] == (code == 0)
    by_subject = {each["subject"]: each for each in told["findings"]}
    assert by_subject["keys"]["colour"] == "green"
    assert "not running" in by_subject["database"]["words"]
