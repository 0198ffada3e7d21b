"""Everything out in an open format and in again: equal, or refused by line and reason."""

import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import override_settings
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker as Blocker

from gehoor.channels import actions as channel_actions
from gehoor.channels.models import Channel
from gehoor.contracts.connector import IncomingAttachment
from gehoor.flows.portable.exporting import RECORDS, export
from gehoor.flows.portable.importing import Imported, bring_in
from gehoor.flows.portable.kinds import KINDS
from gehoor.flows.portable.reading import Refused
from gehoor.inbox.models import Conversation, Draft, Message, MessageVersion, Reply
from gehoor.kit import files
from gehoor.kit.clock import now
from gehoor.people.models import Team
from gehoor.people.policies import Role
from gehoor.project import schema
from gehoor.testing import make, seed
from tests.backups.elsewhere import OWNER_URL, Elsewhere, database_of_its_own

PICTURE = b"\x89PNG rest of it"


def quiet(_: str) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def filled(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Blocker
) -> Path:
    """An export of an installation with something of every kind."""
    place = tmp_path_factory.mktemp("filled")
    with (
        database_of_its_own(OWNER_URL) as url,
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=place / "files", DATABASE_OWNER_URL=url),
        schema.connected_as_owner(),
    ):
        schema.bring_up_to_date()
        fill()
        export(place / "export.zip", say=quiet)
    return place / "export.zip"


def fill() -> None:
    agent = seed.fill()
    make.user(Role.ADMINISTRATOR, name="Bea Mulder", email="bea@gemeente.example")
    channel = Channel.objects.order_by("pk")[0]
    channel_actions.seal_credentials(channel, {"password": "een-bewaard-geheim"})
    file = IncomingAttachment("foto.png", "image/png", PICTURE, "<foto>", b"kleiner")
    first = make.received(channel, attachments=(file,), subject="Met foto\\n \"en\" 'tekens' 🚲")
    second = make.received(channel)
    Conversation.objects.filter(pk=first.pk).update(possibly_belongs_to=second.pk)
    MessageVersion.objects.create(message=first.messages.get(), text="Zo stond het er eerst.")
    Draft.objects.create(conversation=second, author=agent, kind="reply", text="Nog niet af")
    for state in ("queued", "sending"):
        reply = make.reply(make.received(channel))
        begun = {"attempt": uuid.uuid4(), "started_at": now()} if state == "sending" else {}
        Reply.objects.filter(pk=reply.pk).update(state=state, **begun)


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


@pytest.fixture
def fresh(elsewhere: Elsewhere) -> Elsewhere:
    elsewhere.migrate()
    return elsewhere


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


def test_the_same_again_brings_in_nothing(filled: Path, fresh: Elsewhere) -> None:
    first = brought_in(fresh, filled)
    content = fresh.content()

    again = brought_in(fresh, filled)

    assert sum(first.counts.values()) > 100
    assert set(again.counts.values()) == {0}
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
        Team.objects.update(id=lines_of(filled, "teams")[0]["id"])

    with pytest.raises(Refused, match=r"teams.jsonl, line 1: .*another record under number"):
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
