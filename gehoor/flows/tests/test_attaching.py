"""Files with a reply: kept or refused in words, gone when they are dropped."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from pytest_django import Settings

from gehoor.flows import attaching, handling, presence, regrouping
from gehoor.flows.attaching import Given
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Draft, DraftFile
from gehoor.kit import files
from gehoor.kit.clock import now
from gehoor.kit.disk import Limits
from gehoor.people.models import User
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from gehoor.testing.attached import PNG, add, described, let_take, make_old, mine, on_disk, send
from gehoor.testing.outbox import agent_of
from gehoor.testing.pictures import drawn, heavy, png_that_claims
from gehoor.testing.scripted import Scripted

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def agent(conversation: Conversation, scripted: Scripted) -> Actor:
    let_take(scripted)
    return agent_of(conversation)


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "leeg.png", "“leeg.png” is empty"),
        (b"MZ\x90\0", "brug.png", "not of a kind that goes along here: JPEG, PNG, GIF, PDF"),
        (b"<svg onload='a()'/>", "brug.png", "not of a kind"),
        (b"\xff\xd8\xff", "half.jpg", "damaged, or did not come over whole"),
        (PNG[: len(PNG) // 2], "half.png", "did not come over whole"),
        (b"%PDF-" + b"x" * 100_001, "plan.pdf", "too large: at most 0.1 MB"),
        (heavy("GIF"), "kaart.gif", "too large: at most 0.1 MB"),
        (png_that_claims(60_000, 60_000), "bom.png", "60000 by 60000 pixels"),
    ],
)
def test_what_cannot_go_along_is_refused_in_words_and_the_rest_is_kept(
    agent: Actor, conversation: Conversation, content: bytes, name: str, told: str, folder: Path
) -> None:
    handling.save_draft(agent, conversation, kind=Draft.Kind.REPLY, text="Kijk eens.")
    add(agent, conversation)
    before = on_disk(folder)

    [problem] = add(agent, conversation, content, name)

    assert told in problem
    assert len(mine(agent, conversation)) == 1
    assert Draft.objects.get().text == "Kijk eens."
    assert on_disk(folder) == before


def test_a_photo_that_is_too_large_is_made_smaller(
    agent: Actor, conversation: Conversation, scripted: Scripted
) -> None:
    let_take(scripted, max_pixels=4_000_000)
    large = drawn("JPEG", (3000, 2000), quality=100)

    assert add(agent, conversation, large, "groot.jpg") == []

    [file] = inbox.draft_files_of(conversation, agent.user_id)
    assert file.media_type == "image/jpeg"
    assert file.size < len(large)
    assert file.stored_as == file.preview_as


def test_one_more_than_the_platform_takes_is_refused(
    agent: Actor, conversation: Conversation
) -> None:
    contents = [drawn("PNG", (10, each)) for each in (10, 11, 12)]
    given = [Given(f"{number}.png", content) for number, content in enumerate(contents)]

    problems = attaching.add(agent, conversation, given)

    assert problems == ["At most 2 files go along with one reply here."]
    assert len(mine(agent, conversation)) == 2


def test_files_that_are_too_large_together_are_refused(
    agent: Actor, conversation: Conversation, scripted: Scripted
) -> None:
    let_take(scripted, max_total=1_000)
    assert add(agent, conversation, b"%PDF-" + b"x" * 600) == []

    [problem] = add(agent, conversation, b"%PDF-" + b"y" * 600)

    assert "All files together are larger than" in problem


def test_where_no_files_go_along_that_is_said(
    agent: Actor, conversation: Conversation, scripted: Scripted
) -> None:
    scripted.more = {}

    assert add(agent, conversation) == ["No files can be sent in this channel."]


def test_a_disk_that_is_full_keeps_the_text_and_the_other_files(
    agent: Actor, conversation: Conversation, settings: Settings, folder: Path
) -> None:
    handling.save_draft(agent, conversation, kind=Draft.Kind.REPLY, text="Kijk eens.")
    add(agent, conversation)
    before = on_disk(folder)
    settings.DISK_LIMITS = Limits(pause_listening=101, refuse_files=101, stop_intake=0)

    [problem] = add(agent, conversation, drawn("PNG", (11, 11)))

    assert "no room" in problem
    assert (Draft.objects.get().text, len(mine(agent, conversation))) == ("Kijk eens.", 1)
    assert on_disk(folder) == before


def test_a_disk_that_fills_while_a_file_is_written_leaves_nothing_half(
    agent: Actor, conversation: Conversation, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    def full(content: bytes) -> str:
        raise files.NoRoom

    monkeypatch.setattr(files, "store", full)

    [problem] = add(agent, conversation)

    assert "no room" in problem
    assert mine(agent, conversation) == []
    assert on_disk(folder) == set()


def test_files_go_along_when_the_answer_is_passed_on(
    agent: Actor, conversation: Conversation
) -> None:
    described(agent, conversation)
    other = make.actor(Role.AGENT, teams=(conversation.channel.team,))

    presence.pass_on(agent, conversation, User.objects.get(pk=other.user_id or 0))

    [file] = inbox.draft_files_of(conversation, other.user_id)
    assert file.description == "Een brug"


def test_files_of_two_drafts_stand_together_when_their_conversations_are_merged(
    agent: Actor, conversation: Conversation
) -> None:
    beside = make.conversation(channel=conversation.channel, contact=conversation.contact)
    described(agent, conversation)
    described(agent, beside, "Dezelfde brug")

    regrouping.merge(agent, conversation, beside)

    assert DraftFile.objects.filter(draft=Draft.objects.get()).count() == 2


def test_an_empty_text_leaves_the_files_where_they_are(
    agent: Actor, conversation: Conversation
) -> None:
    numbers = described(agent, conversation)

    handling.save_draft(agent, conversation, kind=Draft.Kind.REPLY, text="")

    assert mine(agent, conversation) == numbers


@pytest.mark.parametrize("way", ["drop", "take_away"])
def test_what_is_dropped_is_gone_from_the_disk_within_the_hour(
    agent: Actor, conversation: Conversation, folder: Path, way: str
) -> None:
    numbers = described(agent, conversation)
    if way == "drop":
        attaching.drop(agent, conversation)
    else:
        attaching.take_away(agent, conversation, numbers[0])
    make_old(folder)

    attaching.clean_up()

    assert on_disk(folder) == set()
    assert not DraftFile.objects.exists()
    assert not Draft.objects.exists()


def test_what_somebody_else_still_has_is_not_cleaned_up(
    agent: Actor, conversation: Conversation, folder: Path
) -> None:
    send(agent, conversation, described(agent, conversation))
    described(agent, conversation)
    before = on_disk(folder)
    attaching.drop(agent, conversation)
    make_old(folder)

    attaching.clean_up()

    assert on_disk(folder) == before
    assert not DraftFile.objects.exists()


def test_what_was_dropped_a_moment_ago_waits(
    agent: Actor, conversation: Conversation, folder: Path
) -> None:
    described(agent, conversation)
    attaching.drop(agent, conversation)
    DraftFile.objects.update(added_at=now() - timedelta(hours=2))

    attaching.clean_up()

    assert on_disk(folder)
    assert DraftFile.objects.filter(draft=None).exists()


def test_a_stored_file_has_the_hash_its_row_says(agent: Actor, conversation: Conversation) -> None:
    described(agent, conversation)

    [file] = inbox.draft_files_of(conversation, agent.user_id)
    with files.open_stored(file.stored_as) as stored:
        assert sha256(stored.read()).hexdigest() == file.stored_as
