"""`gehoor checkreply` reads lines, answers each, and says what is wrong with a line."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from gehoor.organisation import actions as organisation
from gehoor.project.commands import main

pytestmark = [pytest.mark.row("S2-13"), pytest.mark.django_db]


Give = Callable[..., None]
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def give(monkeypatch: pytest.MonkeyPatch) -> Give:
    def gives(*lines: bytes | str) -> None:
        whole = b"\n".join(each if isinstance(each, bytes) else each.encode() for each in lines)
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(whole)))

    return gives


def line(text: str, id_: str | int = "a") -> str:
    return json.dumps({"id": id_, "text": text})


def answers(capsys: Capture) -> list[dict[str, object]]:
    return [json.loads(each) for each in capsys.readouterr().out.splitlines()]


def test_each_text_is_answered_with_where_something_stands(give: Give, capsys: Capture) -> None:
    give(line("Ahoi \U0001f600 111222333", 1), "", line("Niets.", "b"))

    assert main(["checkreply", "--jsonl"]) == 0
    span = {"start": 7, "end": 16, "type": "bsn", "blocks_in_public": True}
    assert answers(capsys) == [{"id": 1, "spans": [span]}, {"id": "b", "spans": []}]


def test_what_is_set_as_the_organisations_own_is_left_out(give: Give, capsys: Capture) -> None:
    organisation.change(public_numbers="088 123 45 67\n", case_forms="V-2026-0001")
    give(line("Bel 088-1234567 over V-2026-0544."))

    assert main(["checkreply", "--jsonl"]) == 0
    assert answers(capsys)[0]["spans"] == []


def test_what_may_be_public_is_set_by_the_file_of_setting_up(
    give: Give, capsys: Capture, tmp_path: Path
) -> None:
    file = tmp_path / "setup.toml"
    file.write_text('[organisation]\npublic_addresses = "@gemeente.example"\n')
    give(line("Mail jan.smit@gemeente.example."))

    assert main(["setup", str(file)]) == 0
    capsys.readouterr()

    assert main(["checkreply", "--jsonl"]) == 0
    assert answers(capsys)[0]["spans"] == []


def test_a_file_takes_the_place_of_the_settings(
    give: Give, capsys: Capture, tmp_path: Path
) -> None:
    file = tmp_path / "own.toml"
    file.write_text('numbers = ["088 123 45 67"]\n')
    give(line("Bel 088-1234567."))

    assert main(["checkreply", "--jsonl", "--own", str(file)]) == 0
    assert answers(capsys)[0]["spans"] == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("geen json 111222333", "no JSON"),
        (b"\xff\xfe", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[1]", 'must be {"id"'),
        ('{"text": "a"}', '"id" must be'),
        ('{"id": 1, "text": 2}', '"text" must be'),
        (line("a" * 100_001), "at most 100000"),
    ],
)
def test_a_line_that_is_wrong_is_named_and_the_others_are_answered(
    give: Give, capsys: Capture, written: bytes | str, said: str
) -> None:
    give(written, line("Niets."))

    assert main(["checkreply", "--jsonl"]) == 1
    told = capsys.readouterr()
    assert f"line 1: {said}" in told.err or said in told.err
    assert "111222333" not in told.err
    assert json.loads(told.out) == {"id": "a", "spans": []}


@pytest.mark.parametrize("written", ["nummers = []", 'numbers = "1"', "numbers = ["])
def test_a_file_that_is_wrong_is_refused_in_words(
    give: Give, capsys: Capture, tmp_path: Path, written: str
) -> None:
    file = tmp_path / "own.toml"
    file.write_text(written)
    give(line("Niets."))

    assert main(["checkreply", "--jsonl", "--own", str(file)]) == 1
    assert str(file) in capsys.readouterr().err


def test_without_jsonl_it_says_how_it_is_asked(give: Give, capsys: Capture) -> None:
    assert main(["checkreply"]) == 1
    assert "--jsonl" in capsys.readouterr().err
