"""Everything out in an open format and in again: equal, or refused by line and reason."""

import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from pytest_django.fixtures import Settings

from gehoor.flows.portable.exporting import RECORDS, export
from gehoor.flows.portable.importing import Imported, bring_in
from gehoor.flows.portable.kinds import KINDS
from gehoor.flows.portable.reading import Refused
from gehoor.inbox.models import Conversation, Message
from gehoor.kit import files
from gehoor.people.models import Team
from gehoor.testing import make
from tests.backups.elsewhere import Elsewhere, quiet
from tests.backups.filling import PICTURE


def lines_of(path: Path, name: str) -> list[dict[str, Any]]:
    with ZipFile(path) as archive:
        return [json.loads(line) for line in archive.read(f"{name}.jsonl").splitlines()]


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Make another export out of this one."""
    with ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    other = path.with_name(f"{uuid.uuid4().hex}.zip")
    with ZipFile(other, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return other


def brought_in(place: Elsewhere, path: Path) -> Imported:
    with place.looked_at():
        return bring_in(path, say=quiet)


UNSETTLED = {"queued", "sending", "unknown"}


def alike(path: Path, name: str) -> list[dict[str, Any]]:
    """Return records without what an import changes on purpose.

    Channels listen, and where a reply is held somebody waits for an answer again.
    """
    records = lines_of(path, name)
    if name == "channels":
        return [record | {"stage": "listen"} for record in records]
    if name == "conversations":
        held = {
            message["conversation"]
            for message in lines_of(path, "messages")
            if message["reply"] and message["reply"]["state"] in UNSETTLED
        }
        by_clock = {"status": "", "waiting_since": None, "sort_at": ""}
        return [record | by_clock if record["id"] in held else record for record in records]
    return records


def test_what_goes_out_and_in_again_is_equal(
    filled: Path, fresh: Elsewhere, tmp_path: Path
) -> None:
    brought_in(fresh, filled)

    with fresh.looked_at():
        export(tmp_path / "again.zip", say=quiet)

    for kind in KINDS:
        before, after = alike(filled, kind.name), alike(tmp_path / "again.zip", kind.name)
        assert before, kind.name
        # The import itself, and what it held, are the only new lines of the log.
        assert after[: len(before)] == before, kind.name
        assert len(after) == len(before) or kind.name == "log"
    [attached] = [each for each in lines_of(filled, "messages") if each["attachments"]]
    with fresh.looked_at(), files.open_stored(attached["attachments"][0]["file"]) as file:
        assert file.read() == PICTURE
    [drafted] = [each for each in lines_of(filled, "drafts") if each["files"]]
    with fresh.looked_at(), files.open_stored(drafted["files"][0]["file"]) as file:
        assert file.read() == b"gaat-mee"


def test_the_same_again_brings_in_nothing(filled: Path, fresh: Elsewhere) -> None:
    first = brought_in(fresh, filled)
    content = fresh.content()

    again = brought_in(fresh, filled)

    assert sum(first.counts.values()) > 100
    assert again.was_here
    assert again.counts == {}
    assert fresh.content() == content


def test_what_was_done_since_is_left_as_it_is(filled: Path, fresh: Elsewhere) -> None:
    brought_in(fresh, filled)
    fresh.do("UPDATE inbox_conversation SET is_unread = false, subject = 'Anders'")

    brought_in(fresh, filled)

    assert fresh.ask("SELECT count(*) FROM inbox_conversation WHERE subject <> 'Anders'") == 0


def test_there_is_no_secret_in_an_export(filled: Path) -> None:
    with ZipFile(filled) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())

    for secret in (b"een-bewaard-geheim", b"gAAAA", b"argon2", b"password"):
        assert secret not in everything


def test_channels_listen_and_colleagues_need_an_invitation(filled: Path, fresh: Elsewhere) -> None:
    brought_in(fresh, filled)

    assert fresh.ask("SELECT count(*) FROM channels_channel WHERE stage <> 'listen'") == 0
    assert fresh.ask("SELECT count(*) FROM channels_channel WHERE credentials <> ''") == 0
    assert fresh.ask("SELECT count(*) FROM people_user WHERE password NOT LIKE '!%'") == 0


def test_search_and_new_work_go_on_after_an_import(filled: Path, fresh: Elsewhere) -> None:
    brought_in(fresh, filled)

    with fresh.looked_at():
        conversation = Conversation.objects.order_by("pk")[0]
        last = conversation.messages.order_by("sequence").last()
        make.received(conversation.channel, subject="Nieuw na de invoer")
        assert not Message.objects.filter(words=None).exists()
        conversation.refresh_from_db()
        assert last is not None
        assert conversation.next_sequence == last.sequence + 1


def test_what_was_on_its_way_is_held(filled: Path, fresh: Elsewhere) -> None:
    states = [each["reply"]["state"] for each in lines_of(filled, "messages") if each["reply"]]
    underway = [state for state in states if state in UNSETTLED]

    imported = brought_in(fresh, filled)

    assert set(underway) == UNSETTLED
    assert imported.held == len(underway)
    held = "SELECT count(*) FROM inbox_reply WHERE held_at IS NOT NULL AND due_at IS NULL"
    assert fresh.ask(held) == len(underway)


def changed(place: str, line: int, **fields: Any) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        lines = members[f"{place}.jsonl"].splitlines(keepends=True)
        record = json.loads(lines[line - 1])
        record.update(fields)
        lines[line - 1] = json.dumps(record).encode() + b"\n"
        members[f"{place}.jsonl"] = b"".join(lines)

    return change


def without(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        del members[name]

    return change


def with_content(name: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members[name] = content

    return change


def without_last_line(members: dict[str, bytes]) -> None:
    lines = members["messages.jsonl"].splitlines(keepends=True)
    members["messages.jsonl"] = b"".join(lines[:-1])


def with_another_file(members: dict[str, bytes]) -> None:
    name = next(name for name in members if name.startswith("files/"))
    members[name] = b"something else"


BROKEN: dict[str, tuple[Callable[[dict[str, bytes]], None], str]] = {
    "a moment that is none": (
        changed("messages", 3, sent_at="gisteren"),
        r"messages.jsonl, line 3: sent_at: this is no moment",
    ),
    "a number that is a word": (changed("people", 2, id="twee"), "people.jsonl, line 2: id: "),
    "a field too many": (changed("teams", 1, password="x"), "line 1: 'password' is no field"),
    "a state nobody knows": (changed("conversations", 4, status="waiting"), "line 4: status: "),
    "a text that is too long": (changed("people", 1, name="x" * 101), "line 1: name: .*longer"),
    "half a letter": (changed("people", 1, name="\ud800"), "line 1: name: .*no text"),
    "a conversation of nobody": (
        changed("conversations", 2, contact=999_999),
        "line 2: contact: contacts has no 999999",
    ),
    "a conversation that belongs nowhere": (
        changed("conversations", 2, possibly_belongs_to=999_999),
        "line 2: possibly_belongs_to: conversations has no 999999",
    ),
    "a merge into nothing": (
        changed("conversations", 2, status="done", merged_into=999_999),
        "line 2: merged_into: conversations has no 999999",
    ),
    "a draft of nobody in what was merged": (
        changed(
            "regroupings",
            1,
            before=[
                {
                    "conversation": 1,
                    "columns": {},
                    "tags": [],
                    "drafts": [{"author": 999_999, "kind": "note", "text": "x"}],
                }
            ],
        ),
        "line 1: before.drafts.author: people has no 999999",
    ),
    "an act on many that names no conversation": (
        changed(
            "bulk_acts",
            1,
            items=[{"conversation": 999_999, "message": None, "state": "kept", "before": None}],
        ),
        "line 1: items.conversation: conversations has no 999999",
    ),
    "a day that is none": (changed("special_days", 1, day="morgen"), "line 1: day: this is no day"),
    "raw that is no base64": (changed("unread", 1, raw="!"), "line 1: raw: this is no base64"),
    "the same number twice": (changed("messages", 2, id=1), "line [0-9]+: id: 1 came before"),
    "the same place in line twice": (
        changed("messages", 2, conversation=1, sequence=1),
        "goes against the rule one_per_sequence",
    ),
    "a reply of nobody": (
        changed("messages", 1, kind="out", author_name=""),
        "goes against the rule reply_names_its_sender",
    ),
    "a line that is no JSON": (
        with_content("teams.jsonl", b"{"),
        "teams.jsonl, line 1: this is no JSON",
    ),
    "a line as deep as a well": (
        with_content("teams.jsonl", b"[" * 100_000),
        "line 1: this is no JSON",
    ),
    "a list where a record belongs": (
        with_content("teams.jsonl", b"[]"),
        "line 1: this is no object",
    ),
    "fewer lines than were written": (without_last_line, "messages.jsonl holds"),
    "a kind that is missing": (without("contacts.jsonl"), "contacts.jsonl is missing"),
    "no head": (without("export.json"), "no export of Gehoor"),
    "a head of another program": (
        with_content("export.json", b'{"format": "mbox"}'),
        "export.json is not what the format says",
    ),
    "a file with other content": (with_another_file, "is not the file of that name"),
    "a file that climbs": (with_content("../../etc/passwd", b"x"), "has no place"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_refused_with_its_place_and_nothing_is_imported(
    filled: Path, name: str, tmp_path: Path, settings: Settings
) -> None:
    change, words = BROKEN[name]
    broken = rewritten(filled, change)
    settings.MEDIA_ROOT = tmp_path / "there"

    with pytest.raises(Refused, match=f"{words}.*Nothing was imported"):
        bring_in(broken, say=quiet)

    assert [name for name, records in RECORDS.items() if name != "log" and list(records())] == []
    assert [path for path in (tmp_path / "there").rglob("*") if path.is_file()] == []


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04" + b"x" * 400])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)

    with pytest.raises(Refused, match=r"is no export.*Nothing was imported"):
        bring_in(tmp_path / "x.zip", say=quiet)


@pytest.mark.django_db
def test_half_an_export_is_refused(filled: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.zip"
    half.write_bytes(filled.read_bytes()[: filled.stat().st_size // 2])

    with pytest.raises(Refused, match="is no export, or it was damaged"):
        bring_in(half, say=quiet)


def test_an_installation_with_something_else_is_left_alone(filled: Path, fresh: Elsewhere) -> None:
    fresh.do("INSERT INTO people_team (name, identity, signature) VALUES ('Ander', 'name', '')")
    with fresh.looked_at():
        Team.objects.update(id=9_999)

    words = r"in use: it holds teams\. An import does not merge.*Nothing was imported"
    with pytest.raises(Refused, match=words):
        brought_in(fresh, filled)

    assert fresh.ask("SELECT count(*) FROM inbox_message") == 0


@pytest.mark.django_db
def test_nothing_is_overwritten_and_a_broken_off_export_has_no_name(
    filled: Path, tmp_path: Path
) -> None:
    def stop(words: str) -> None:
        if "messages" in words:
            raise KeyboardInterrupt

    with pytest.raises(FileExistsError):
        export(filled, say=quiet)
    with pytest.raises(KeyboardInterrupt):
        export(tmp_path / "half.zip", say=stop)

    assert sorted(path.name for path in tmp_path.glob("half*")) == []
