"""Files with a reply: sent once, exactly those on screen, each picture with its description."""

import uuid
from pathlib import Path

import pytest
from pytest_django import Settings

from gehoor.contracts.connector import OnUnknown, Refused, Sent, Unknown
from gehoor.contracts.posts import OutgoingFile
from gehoor.flows import attaching, replies
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Attachment, Conversation, Draft, DraftFile, Reply
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from gehoor.testing.attached import add, described, let_take, mine, send
from gehoor.testing.outbox import advance, agent_of, run_sender, state_of
from gehoor.testing.pictures import SECRETS, drawn, from_a_phone
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


def test_a_picture_leaves_with_its_description_and_without_where_it_was_taken(
    agent: Actor, conversation: Conversation, scripted: Scripted
) -> None:
    assert add(agent, conversation, from_a_phone("JPEG"), "IMG_1.jpg") == []
    numbers = mine(agent, conversation)
    attaching.describe(agent, conversation, {numbers[0]: "  Een rode\n en een blauwe helft "})

    send(agent, conversation, numbers)
    run_sender(conversation)

    [file] = scripted.sent[0].files
    assert (file.name, file.media_type) == ("IMG_1.jpg", "image/jpeg")
    assert file.description == "Een rode en een blauwe helft"
    assert not any(secret in file.content for secret in SECRETS)
    assert not Draft.objects.exists()


def test_the_files_of_a_reply_stand_with_it_in_the_conversation(
    agent: Actor, conversation: Conversation
) -> None:
    send(agent, conversation, described(agent, conversation))

    item = inbox.thread_of(conversation, agent)[-1]
    [file] = item.attachments
    assert (file["name"], file["description"]) == ("brug.png", "Een brug")
    assert file["has_preview"]
    assert file["is_kept"]


@pytest.mark.parametrize("words", ["", " \n "])
def test_a_picture_without_a_description_holds_the_reply_back(
    agent: Actor, conversation: Conversation, words: str
) -> None:
    numbers = described(agent, conversation, words)

    with pytest.raises(NotPossible, match="Describe “brug"):
        send(agent, conversation, numbers)

    assert not Reply.objects.exists()
    assert mine(agent, conversation) == numbers


def test_where_no_description_can_be_given_none_is_asked(
    agent: Actor, conversation: Conversation, scripted: Scripted
) -> None:
    let_take(scripted, max_description=0)
    add(agent, conversation)

    send(agent, conversation, mine(agent, conversation))

    assert Attachment.objects.count() == 1


def test_only_what_the_writer_had_on_screen_goes_along(
    agent: Actor, conversation: Conversation
) -> None:
    seen = described(agent, conversation)
    add(agent, conversation, drawn("PNG", (12, 12)), "later.png")

    send(agent, conversation, seen)

    assert [each.name for each in Attachment.objects.all()] == ["brug.png"]
    assert [each.name for each in DraftFile.objects.exclude(draft=None)] == ["later.png"]


def test_a_file_taken_out_in_another_window_holds_the_reply_back(
    agent: Actor, conversation: Conversation
) -> None:
    seen = described(agent, conversation)
    attaching.take_away(agent, conversation, seen[0])

    with pytest.raises(NotPossible, match="taken out in another window"):
        send(agent, conversation, seen)


def test_the_file_of_a_colleague_is_nobody_elses(agent: Actor, conversation: Conversation) -> None:
    theirs = described(agent, conversation)
    other = make.actor(Role.AGENT, teams=(conversation.channel.team,))

    attaching.take_away(other, conversation, theirs[0])
    attaching.describe(other, conversation, {theirs[0]: "Iets anders"})
    with pytest.raises(NotPossible):
        send(other, conversation, theirs)

    assert mine(agent, conversation) == theirs
    assert DraftFile.objects.get().description == "Een brug"


def test_a_double_click_sends_the_files_once(
    agent: Actor, conversation: Conversation, scripted: Scripted
) -> None:
    numbers, click = described(agent, conversation), uuid.uuid4()

    first = send(agent, conversation, numbers, client_uuid=click)
    again = send(agent, conversation, numbers, client_uuid=click)
    run_sender(conversation)

    assert first == again
    assert Attachment.objects.count() == 1
    assert len(scripted.sent) == 1


def test_a_platform_that_knows_our_key_gets_the_same_files_again(
    agent: Actor, conversation: Conversation, scripted: Scripted
) -> None:
    scripted.on_unknown, scripted.key_seconds = OnUnknown.KEYED, 3600
    scripted.answers = [Unknown("No answer.")]
    reply = send(agent, conversation, described(agent, conversation))

    run_sender(conversation)
    advance(60)
    run_sender(conversation)

    first, second = scripted.sent
    assert (first.key, first.files) == (second.key, second.files)
    assert state_of(reply) == "sent"


def test_a_blind_channel_never_repeats_a_reply_with_files(
    agent: Actor, conversation: Conversation, scripted: Scripted
) -> None:
    scripted.answers = [Unknown("No answer.")]
    reply = send(agent, conversation, described(agent, conversation))

    for _ in range(5):
        run_sender(conversation)
        advance(1200)

    assert len(scripted.sent) == 1
    assert state_of(reply) == "unknown"


def test_a_reply_whose_file_is_lost_is_refused_and_not_sent_without_it(
    agent: Actor, conversation: Conversation, scripted: Scripted, folder: Path
) -> None:
    reply = send(agent, conversation, described(agent, conversation))
    for place in folder.rglob("*"):
        if place.is_file():
            place.unlink()

    run_sender(conversation)

    assert scripted.sent == []
    assert state_of(reply) == "refused"


def test_the_files_go_with_the_first_part_of_a_long_text(
    agent: Actor, conversation: Conversation, scripted: Scripted
) -> None:
    scripted.max_length = 60
    long = "Wij komen morgen langs om te kijken. De put wordt leeggezogen. Daarna belt u."

    send(agent, conversation, described(agent, conversation), text=long, most_parts=9)
    run_sender(conversation)
    run_sender(conversation)

    assert [len(sent.files) for sent in scripted.sent] == [1, 0]


def test_what_is_taken_back_gives_its_files_back_to_the_draft(
    agent: Actor, conversation: Conversation, scripted: Scripted
) -> None:
    scripted.undo_seconds = 60
    reply = send(agent, conversation, described(agent, conversation))

    replies.withdraw(agent, reply)

    [file] = inbox.draft_files_of(conversation, agent.user_id)
    assert (file.name, file.description) == ("brug.png", "Een brug")
    assert Draft.objects.get().text == "De brug is weer open."
    run_sender(conversation)
    assert scripted.sent == []


def test_a_reply_that_was_refused_is_sent_again_with_its_files(
    agent: Actor, conversation: Conversation, scripted: Scripted
) -> None:
    scripted.answers = [Refused("Too large."), Sent("p2")]
    reply = send(agent, conversation, described(agent, conversation))
    run_sender(conversation)

    replies.send_again(agent, reply, reason="Nu wel")
    run_sender(conversation)

    assert [len(sent.files) for sent in scripted.sent] == [1, 1]


def test_files_that_leave_show_nothing_of_their_content() -> None:
    assert "geheim" not in repr(OutgoingFile("a.png", "image/png", b"geheim"))
