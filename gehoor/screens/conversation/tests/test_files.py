"""Files with a reply by plain forms, as it works without any script."""

import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Attachment, Conversation, Draft, DraftFile, Reply
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.screens.untrusted.links import draft_file_url
from gehoor.testing import make
from gehoor.testing.pictures import drawn
from gehoor.testing.web import BACKEND

pytestmark = pytest.mark.django_db
PNG = drawn("PNG")


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def agent(team: Team, client: Client) -> User:
    user = make.user(Role.AGENT, teams=(team,), name="Yusuf de Vries", language="en")
    client.force_login(user, backend=BACKEND)
    return user


@pytest.fixture
def conversation(team: Team) -> Conversation:
    return make.received(make.channel(team=team, name="Plein"), text="De bak is vol.")


def form(**given: Any) -> dict[str, Any]:
    facts = {
        "text": "De brug is weer open.",
        "client_uuid": str(uuid.uuid4()),
        "seen_sequence": "99",
    }
    return facts | {"whole": "yes"} | given


def upload(name: str = "brug.png", content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/html")


def post(client: Client, what: str, conversation: Conversation, **given: Any) -> Any:
    return client.post(reverse(what, args=[conversation.pk]), form(**given))


def page(client: Client, conversation: Conversation) -> str:
    return client.get(reverse("conversation", args=[conversation.pk])).content.decode()


def test_a_file_is_added_and_the_text_stays(
    client: Client, agent: User, conversation: Conversation
) -> None:
    answer = post(client, "draft_files", conversation, files=upload())

    assert answer.status_code == 302
    shown = page(client, conversation)
    assert "brug.png" in shown
    assert "What is to be seen?" in shown
    assert "De brug is weer open.</textarea>" in shown
    assert not Reply.objects.exists()


def test_the_picture_is_shown_while_one_writes(
    client: Client, agent: User, conversation: Conversation
) -> None:
    post(client, "draft_files", conversation, files=upload())
    [file] = DraftFile.objects.all()

    address = urlsplit(draft_file_url(file.pk, people.actor_of(agent)))
    answer = client.get(address.path, headers={"host": address.netloc})

    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_what_cannot_go_along_is_said_with_the_text_still_there(
    client: Client, agent: User, conversation: Conversation
) -> None:
    answer = post(client, "draft_files", conversation, files=upload("virus.png", b"MZ\x90"))

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "“virus.png” is not of a kind that goes along here: JPEG, PNG, GIF, WebP." in shown
    assert "De brug is weer open.</textarea>" in shown
    assert Draft.objects.get().text == "De brug is weer open."


def test_half_an_upload_keeps_nothing_of_it(
    client: Client, agent: User, conversation: Conversation
) -> None:
    answer = post(client, "draft_files", conversation, files=upload(), whole="")

    assert "broke off halfway" in answer.content.decode()
    assert not DraftFile.objects.exists()


def test_a_description_is_kept_and_a_file_taken_out(
    client: Client, agent: User, conversation: Conversation
) -> None:
    post(client, "draft_files", conversation, files=[upload(), upload("weg.png", drawn("GIF"))])
    first, second = DraftFile.objects.order_by("pk")

    told = {f"description-{first.pk}": "Een brug", "remove": str(second.pk)}
    post(client, "draft_files", conversation, **told)

    [left] = DraftFile.objects.exclude(draft=None)
    assert (left.pk, left.description) == (first.pk, "Een brug")


def test_a_picture_without_a_description_is_not_sent_and_one_with_it_is(
    client: Client, agent: User, conversation: Conversation
) -> None:
    post(client, "draft_files", conversation, files=upload())
    [file] = DraftFile.objects.all()
    refused = post(client, "reply", conversation, file=str(file.pk))

    assert "Describe “brug.png” first" in refused.content.decode()
    assert "De brug is weer open.</textarea>" in refused.content.decode()
    assert not Reply.objects.exists()

    told = {f"description-{file.pk}": "Een brug"}
    post(client, "reply", conversation, file=str(file.pk), **told)

    assert Attachment.objects.get().message == Reply.objects.get().message
    shown = page(client, conversation)
    assert 'alt="Een brug"' in shown
    assert "draft-file-name" not in shown


def test_a_file_chosen_and_sent_at_once_is_asked_for_its_description_first(
    client: Client, agent: User, conversation: Conversation
) -> None:
    answer = post(client, "reply", conversation, files=upload())

    assert "Describe “brug.png” first" in answer.content.decode()
    assert len(inbox.draft_files_of(conversation, agent.pk)) == 1


def test_a_description_written_in_vain_is_still_there(
    client: Client, agent: User, conversation: Conversation
) -> None:
    post(client, "draft_files", conversation, files=upload())
    [file] = DraftFile.objects.all()

    told = {f"description-{file.pk}": "Een brug", "text": ""}
    post(client, "reply", conversation, file=str(file.pk), **told)

    assert DraftFile.objects.get().description == "Een brug"


def test_throwing_a_text_away_throws_its_files_away(
    client: Client, agent: User, conversation: Conversation
) -> None:
    post(client, "draft_files", conversation, files=upload())

    post(client, "reply", conversation, act="discard")

    assert not Draft.objects.exists()
    assert DraftFile.objects.get().draft is None


def test_a_script_gets_the_list_and_what_was_refused(
    client: Client, agent: User, conversation: Conversation
) -> None:
    answer = client.post(
        reverse("draft_files", args=[conversation.pk]),
        {"files": [upload(), upload("leeg.png", b"")], "whole": "yes"},
        headers={"X-Fragment": "1"},
    )

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "brug.png" in shown
    assert "“leeg.png” is empty." in shown
    assert "<textarea" not in shown


def test_where_nothing_can_go_along_nothing_is_offered(
    client: Client, agent: User, team: Team
) -> None:
    listening = make.received(make.channel(team=team, stage="listen"))

    assert 'type="file"' not in page(client, listening)


def test_people_of_the_conversation_can_be_named_and_in_a_note_colleagues(
    client: Client, agent: User, conversation: Conversation
) -> None:
    conversation.messages.update(author_handle="@fatima", author_name="Fatima Bakker")
    place = reverse("people_here", args=[conversation.pk])

    people_there = client.get(place).content.decode()
    colleagues = client.get(f"{place}?kind=note").content.decode()

    assert 'data-inserts="@fatima "' in people_there
    assert "Yusuf" not in people_there
    assert 'data-inserts="@Yusuf de Vries "' in colleagues
    assert "fatima" not in colleagues


def test_emoji_are_called_as_one_reads_and_found_in_both_languages(
    client: Client, agent: User
) -> None:
    in_english = client.get(reverse("emoji")).content.decode()
    User.objects.update(language="nl")
    in_dutch = client.get(reverse("emoji")).content.decode()

    assert in_english.count('role="option"') == in_dutch.count('role="option"') == 120
    assert "thumbs up</li>" in in_english
    assert "duim omhoog</li>" in in_dutch
    assert 'data-words="duim omhoog thumbs up"' in in_english
