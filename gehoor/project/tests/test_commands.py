"""The command `gehoor` explains itself, and speaks in words when something is wrong."""

import json

import pytest

from gehoor.project.commands import COMMANDS, main
from gehoor.testing import make


def test_the_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    said = capsys.readouterr().out
    assert ended.value.code == 0
    for name, command in COMMANDS.items():
        assert name in said
        assert command.purpose.split()[0] in said


@pytest.mark.django_db
def test_a_balance_that_adds_up_is_told_per_channel(capsys: pytest.CaptureFixture[str]) -> None:
    channel = make.channel(name="Klachten")

    code = main(["balance", "--json"])

    [line] = json.loads(capsys.readouterr().out)["channels"]
    assert code == 0
    assert line["channel"] == channel.name
    assert line["adds_up"]


@pytest.mark.django_db
def test_a_balance_for_people_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    make.channel(name="Klachten")

    code = main(["balance", "--date", "2026-11-24"])

    said = capsys.readouterr().out
    assert code == 0
    assert "Balance of 2026-11-24" in said
    assert "Klachten: received 0" in said
    assert "It adds up." in said


def test_a_day_that_does_not_exist_is_refused_in_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["balance", "--date", "2026-13-01"]) == 1
    assert "Write it as 2026-11-24" in capsys.readouterr().err
