"""Files belong to the readers somebody chose: kept, counted, sent and thrown away by themselves."""

from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from gehoor.contracts.posts import WIDEST_FIRST, Visibility
from gehoor.flows import attaching, handling
from gehoor.flows.attaching import Given
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Attachment, Conversation, Draft, DraftFile, Reply
from gehoor.people.policies import Actor
from gehoor.testing import make
from gehoor.testing.attached import PNG, described, let_take, mine, send
from gehoor.testing.outbox import agent_of
from gehoor.testing.scripted import Scripted

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def asked_in_public(scripted: Scripted, **changed: Any) -> tuple[Actor, Conversation]:
    let_take(scripted, **changed)
    scripted.more |= {"visibilities": WIDEST_FIRST}
    conversation = make.received(
        make.channel(connector=scripted.key), visibility=Visibility.PUBLIC, is_public=True
    )
    return agent_of(conversation), conversation


def names(agent: Actor, conversation: Conversation, kind: str) -> list[str]:
    found = inbox.draft_files_of(conversation, agent.user_id, kind=kind)
    return [file.name for file in found]


def test_what_was_added_for_one_person_never_goes_to_everybody(scripted: Scripted) -> None:
    agent, conversation = asked_in_public(scripted)
    attaching.add(agent, conversation, [Given("brief.png", PNG)], kind=Draft.Kind.PRIVATE)
    numbers = mine(agent, conversation)
    attaching.describe(agent, conversation, dict.fromkeys(numbers, "Een brief"))

    with pytest.raises(NotPossible, match="added for one person only"):
        send(agent, conversation, numbers)
    assert not Reply.objects.exists()

    send(agent, conversation, numbers, visibility=Visibility.DIRECT)
    assert Attachment.objects.count() == 1
    assert not Draft.objects.exists()


def test_files_are_kept_apart_by_readers_and_counted_apart(scripted: Scripted) -> None:
    agent, conversation = asked_in_public(scripted, most=1)
    pictures = {kind: Given(f"{kind}.png", PNG) for kind in ("reply", "private")}

    for kind, given in pictures.items():
        assert attaching.add(agent, conversation, [given], kind=Draft.Kind(kind)) == []
    [problem] = attaching.add(agent, conversation, [pictures["reply"]])

    assert "At most 1 file" in problem
    assert names(agent, conversation, "reply") == ["reply.png"]
    assert names(agent, conversation, "private") == ["private.png"]


def test_sending_to_one_leaves_what_is_for_all_where_it_is(scripted: Scripted) -> None:
    agent, conversation = asked_in_public(scripted)
    public = described(agent, conversation)
    given = Given("brief.pdf", b"%PDF-1")
    attaching.add(agent, conversation, [given], kind=Draft.Kind.PRIVATE)
    [apart] = [pk for pk in mine(agent, conversation) if pk not in public]

    send(agent, conversation, [apart], visibility=Visibility.DIRECT)

    assert [each.name for each in Attachment.objects.all()] == ["brief.pdf"]
    assert mine(agent, conversation) == public


def test_throwing_away_what_is_for_one_leaves_what_is_for_all(scripted: Scripted) -> None:
    agent, conversation = asked_in_public(scripted)
    public = described(agent, conversation)
    attaching.add(agent, conversation, [Given("brief.png", PNG)], kind=Draft.Kind.PRIVATE)

    attaching.drop(agent, conversation, kind=Draft.Kind.PRIVATE)

    assert mine(agent, conversation) == public


def test_what_is_taken_along_has_a_copy_of_its_own_once(scripted: Scripted) -> None:
    agent, conversation = asked_in_public(scripted)
    public = described(agent, conversation)

    for _ in range(2):
        attaching.take_along(agent, conversation, public)
    [copy] = [pk for pk in mine(agent, conversation) if pk not in public]
    attaching.take_away(agent, conversation, copy)

    assert mine(agent, conversation) == public
    assert DraftFile.objects.get(pk=copy).description == "Een brug"


def test_no_more_is_taken_along_than_goes_with_one_answer(scripted: Scripted) -> None:
    agent, conversation = asked_in_public(scripted, most=1)
    public = described(agent, conversation)
    attaching.add(agent, conversation, [Given("brief.pdf", b"%PDF-1")], kind=Draft.Kind.PRIVATE)

    with pytest.raises(NotPossible, match="At most 1 file"):
        attaching.take_along(agent, conversation, public)

    assert names(agent, conversation, "private") == ["brief.pdf"]


def test_the_same_text_with_the_same_file_is_forgotten_for_all_readers(scripted: Scripted) -> None:
    """Who chose one person while writing had both under both; what was only for all stays."""
    agent, conversation = asked_in_public(scripted)
    public = described(agent, conversation)
    attaching.take_along(agent, conversation, public)
    [copy] = [pk for pk in mine(agent, conversation) if pk not in public]
    attaching.add(agent, conversation, [Given("kaart.pdf", b"%PDF-1")])
    for kind in (Draft.Kind.REPLY, Draft.Kind.PRIVATE):
        handling.save_draft(agent, conversation, kind=kind, text="De brug is weer open.")

    send(agent, conversation, [copy], visibility=Visibility.DIRECT)

    assert names(agent, conversation, "reply") == ["kaart.pdf"]
    assert names(agent, conversation, "private") == []
