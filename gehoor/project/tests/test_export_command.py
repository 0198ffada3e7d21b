"""`gehoor export` says why, asks a second person, and never writes over anything."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from pytest_django import Settings

from gehoor.audit.models import Entry
from gehoor.flows import second_person
from gehoor.inbox.models import Message
from gehoor.people.policies import Role
from gehoor.people.queries import actor_of
from gehoor.project.commands import main
from gehoor.testing import make

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "--reason=Overstap"


@pytest.fixture(autouse=True)
def attachments(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "export.zip"


def written(number: int) -> None:
    conversation = make.conversation()
    Message.objects.bulk_create(
        Message(
            conversation=conversation, channel=conversation.channel, sequence=each + 1, kind="in",
            text="Dag", sent_at=make.NOON,
        )
        for each in range(number)
    )  # fmt: skip


def test_without_a_reason_nothing_is_written(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(file)]) == 1

    assert "--reason" in capsys.readouterr().err
    assert not file.exists()
    assert not Entry.objects.exists()


def test_the_reason_is_in_the_log_and_everything_in_the_file(file: Path) -> None:
    written(3)

    assert main(["export", str(file), WHY]) == 0

    with ZipFile(file) as archive:
        assert json.loads(archive.read("export.json"))["counts"]["messages"] == 3
    begun = Entry.objects.get(act="export.begun")
    assert begun.reason == "Overstap"
    assert begun.details["account"]


def test_more_than_one_may_take_alone_waits_for_the_privacy_officer(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(second_person.MOST_ALONE + 1)
    officer = actor_of(make.user(Role.PRIVACY_OFFICER))

    assert main(["export", str(file), WHY]) == 1
    said = capsys.readouterr().err
    assert "a second person agrees first" in said
    assert "Nothing was written" in said
    assert not file.exists()

    [request] = second_person.waiting_for(officer)
    second_person.agree(officer, request.pk)
    assert main(["export", str(file), WHY]) == 0
    assert file.exists()


def test_going_alone_writes_the_file_and_leaves_a_request_to_see(file: Path) -> None:
    written(second_person.MOST_ALONE + 1)
    officer = actor_of(make.user(Role.PRIVACY_OFFICER))

    assert main(["export", str(file), WHY, "--alone"]) == 0

    [request] = second_person.waiting_for(officer)
    assert request.is_done
    assert file.exists()
