"""`gehoor audit` tells whether the log is whole, and who saw what."""

import csv
import io
import json
from pathlib import Path

import pytest
from pytest_django import Settings

from gehoor.audit.models import Entry
from gehoor.flows import handling
from gehoor.people.policies import Role
from gehoor.people.queries import actor_of
from gehoor.project.commands import main
from gehoor.testing import make
from gehoor.testing.tampering import act, as_owner, sealed_log

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("S3-29")]


@pytest.fixture(autouse=True)
def head_file(tmp_path: Path, settings: Settings) -> Path:
    settings.AUDIT_HEAD_FILE = tmp_path / "heads.txt"
    settings.AUDIT_HEAD_SECONDS = 0
    return tmp_path / "heads.txt"


def test_a_whole_log_is_told_with_what_was_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    sealed_log(2, 1)
    act(1)

    code = main(["audit", "verify"])

    said = capsys.readouterr().out
    assert code == 0
    assert "4 rows in 2 seals" in said
    assert "2 heads from outside were compared." in said
    assert "1 rows wait for their seal" in said
    assert said.endswith("The log is whole.\n")


def test_a_log_that_was_changed_is_told_with_where(capsys: pytest.CaptureFixture[str]) -> None:
    pk, *_ = sealed_log(2)
    as_owner("UPDATE audit_entry SET reason = 'anders' WHERE id = %s", pk)

    code = main(["audit", "verify", "--json"])

    said = json.loads(capsys.readouterr().out)
    assert code == 1
    assert not said["is_whole"]
    assert [fault["kind"] for fault in said["faults"]] == ["changed"]
    assert f"Row {pk} was changed" in said["faults"][0]["words"]


def test_a_head_that_was_kept_elsewhere_is_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], head_file: Path
) -> None:
    sealed_log(1, 1)
    kept = tmp_path / "journal.txt"
    kept.write_text(f"nov 25 10:00 host gehoor[1]: {head_file.read_text().splitlines()[-1]}\n")
    as_owner("DELETE FROM audit_entry")
    as_owner("DELETE FROM audit_seal")

    code = main(["audit", "verify", "--head", str(kept)])

    assert code == 1
    assert "TRUNCATED: Seal 2 was written down outside" in capsys.readouterr().out


def test_without_a_head_it_says_what_cannot_be_known(
    capsys: pytest.CaptureFixture[str], head_file: Path
) -> None:
    sealed_log(1)
    head_file.unlink()

    assert main(["audit", "verify"]) == 0
    assert "nobody can say whether the end was cut off" in capsys.readouterr().out


@pytest.mark.parametrize(("text", "words"), [(None, "cannot be read"), ("x", "holds no head")])
def test_a_file_without_heads_is_refused_in_words(
    text: str | None, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "other.txt"
    if text:
        file.write_text(text)

    assert main(["audit", "verify", "--head", str(file)]) == 1
    assert words in capsys.readouterr().err


def test_who_saw_what_is_printed_as_a_table_and_that_is_in_the_log(
    capsys: pytest.CaptureFixture[str],
) -> None:
    conversation = make.received()
    user = make.user(Role.AGENT, teams=(conversation.channel.team,), name="Anouk de Vries")
    handling.show(actor_of(user), conversation)

    code = main(["audit", "report", "--colleague", user.email, "--reason", "Melding 12"])

    rows = list(csv.reader(io.StringIO(capsys.readouterr().out.lstrip("\ufeff")), delimiter=";"))
    assert code == 0
    assert [row[1:4] for row in rows[1:]] == [
        ["Anouk de Vries", "Las een gesprek", str(conversation.pk)]
    ]
    entry = Entry.objects.get(act="report.exported")
    assert (entry.system, entry.reason) == ("operator", "Melding 12")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ([], "Say why"),
        (["--reason", "x", "--since", "gisteren"], "is no day"),
        (["--reason", "x", "--colleague", "niemand@x.example"], "no colleague"),
    ],
)
def test_a_report_that_cannot_be_made_says_why(
    asked: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "report", *asked]) == 1
    assert words in capsys.readouterr().err
