"""Who may read an answer and until when, chosen and told by plain forms, without any script."""

import re
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from gehoor.contracts.posts import Visibility
from gehoor.inbox.models import Conversation, Draft, DraftFile, Reply
from gehoor.kit.clock import now
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.pictures import drawn
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.database]
CHOICE = re.compile(
    r'name="visibility" id="audience-\w+" value="(\w+)" autocomplete="off"( checked)?'
)
REFERS = "Wilt u hiervoor bellen met 14 0123?"


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def agent(team: Team, client: Client) -> User:
    user = make.user(Role.AGENT, teams=(team,), name="Yusuf de Vries", language="en")
    client.force_login(user, backend=BACKEND)
    return user


def received(team: Team, visibility: Visibility, **given: Any) -> Conversation:
    settings = {"window": given.pop("window", "none")}
    channel = make.channel(team=team, name="Plein", settings=settings)
    return make.received(
        channel, visibility=visibility, is_public=visibility.is_open, is_to_us=True, **given
    )


def page(client: Client, conversation: Conversation, query: str = "") -> str:
    address = reverse("conversation", args=[conversation.pk])
    return client.get(address + query).content.decode()


def send(client: Client, conversation: Conversation, **given: Any) -> Any:
    facts = {"text": "Dank u.", "client_uuid": str(uuid.uuid4()), "seen_sequence": "99"}
    return client.post(
        reverse("reply", args=[conversation.pk]), facts | {"act": "send"} | given, follow=True
    )


@pytest.mark.row("S2-04")
@pytest.mark.parametrize(
    ("came_in", "offered"),
    [
        (Visibility.PUBLIC, ["public", "followers", "direct"]),
        (Visibility.UNLISTED, ["unlisted", "followers", "direct"]),
        (Visibility.FOLLOWERS, ["followers", "direct"]),
        (Visibility.DIRECT, []),
        (Visibility.UNSAID, []),
    ],
)
def test_it_is_offered_as_it_came_in_or_for_fewer(
    client: Client, agent: User, team: Team, came_in: Visibility, offered: list[str]
) -> None:
    shown = CHOICE.findall(page(client, received(team, came_in)))

    assert [value for value, _ in shown] == offered
    assert [value for value, checked in shown if checked] == offered[:1]


@pytest.mark.row("S2-04")
def test_a_narrower_choice_is_sent_as_chosen(client: Client, agent: User, team: Team) -> None:
    conversation = received(team, Visibility.PUBLIC)

    send(client, conversation, visibility="direct", meant_for="fatima@voorbeeld.example")

    assert Reply.objects.get().visibility == "direct"


@pytest.mark.row("S2-04")
def test_a_wider_one_than_came_in_is_narrowed_also_when_the_form_was_tampered_with(
    client: Client, agent: User, team: Team
) -> None:
    conversation = received(team, Visibility.DIRECT)

    send(client, conversation, visibility="public")

    assert Reply.objects.get().visibility == "direct"


def test_a_value_that_is_none_of_ours_sends_nothing_and_keeps_the_text(
    client: Client, agent: User, team: Team
) -> None:
    answer = send(client, received(team, Visibility.PUBLIC), visibility="iedereen")

    assert answer.status_code == 409
    assert "Dank u." in answer.content.decode()
    assert not Reply.objects.exists()


def test_what_was_kept_for_one_person_never_stands_under_everybody(
    client: Client, agent: User, team: Team
) -> None:
    """A, then B, then A, by forms alone."""
    first, second = received(team, Visibility.PUBLIC), received(team, Visibility.PUBLIC)
    send(client, first, act="draft", text="Uw dossier", visibility="direct")
    send(client, second, act="draft", text="Iedereen welkom", visibility="public")

    again, other = page(client, first), page(client, second)

    assert Draft.objects.get(conversation=first).kind == "private"
    assert ("direct", " checked") in CHOICE.findall(again)
    assert "Uw dossier" in again
    assert ("public", " checked") in CHOICE.findall(other)
    assert "Iedereen welkom" in other
    assert "Uw dossier" not in other


def test_of_two_kept_texts_each_is_reached_without_a_script_and_what_is_typed_stays(
    client: Client, agent: User, team: Team
) -> None:
    conversation = received(team, Visibility.PUBLIC)
    send(client, conversation, act="draft", text="Voor Fatima", visibility="direct")
    send(client, conversation, act="draft", text="Voor iedereen", visibility="public")

    public = page(client, conversation)
    typed = {"written_for": "reply", "visibility": "public", "text": "Voor iedereen, en meer"}
    private = other(client, conversation, "direct", **typed)
    typed = {"written_for": "private", "visibility": "direct", "text": "Voor Fatima alleen"}
    again = other(client, conversation, "public", **typed)

    assert typed_in(public) == "Voor iedereen"
    assert "Keep this, and go on with what is for one person" in public
    assert typed_in(private) == "Voor Fatima"
    assert ("direct", " checked") in CHOICE.findall(private)
    assert "Keep this, and go on with what is for all readers" in private
    assert typed_in(again) == "Voor iedereen, en meer"
    assert dict(Draft.objects.values_list("kind", "text")) == {
        "reply": "Voor iedereen, en meer", "private": "Voor Fatima alleen",
    }  # fmt: skip


def other(client: Client, conversation: Conversation, readers: str, **given: Any) -> str:
    """Press the button that keeps what is typed and goes on with what is for other readers."""
    facts = {"client_uuid": str(uuid.uuid4()), "seen_sequence": "99", "other": readers}
    address = reverse("reply", args=[conversation.pk])
    return client.post(address, facts | given, follow=True).content.decode()


def test_who_says_that_they_answer_stays_with_the_readers_they_chose(
    client: Client, agent: User, team: Team
) -> None:
    conversation = received(team, Visibility.PUBLIC)
    send(client, conversation, act="draft", text="Voor iedereen", visibility="public")

    address = reverse("presence", args=[conversation.pk])
    asked = {"doing": "claim", "text": "Voor Fatima", "visibility": "direct"}
    shown = client.post(address, asked, follow=True).content.decode()

    assert typed_in(shown) == "Voor Fatima"
    assert ("direct", " checked") in CHOICE.findall(shown)


@pytest.mark.parametrize("act", ["send", "finish", "draft"])
def test_what_stood_there_for_one_person_never_goes_to_all_by_another_choice_alone(
    client: Client, agent: User, team: Team, act: str
) -> None:
    """Without a script the text stays in its field when another choice is ticked."""
    conversation = received(team, Visibility.PUBLIC)
    send(client, conversation, act="draft", text="Uw dossier", visibility="direct")

    asked = {"act": act, "text": "Uw dossier 7", "visibility": "public", "written_for": "private"}
    told = send(client, conversation, **asked).content.decode()

    assert not Reply.objects.exists()
    assert not Draft.objects.filter(kind="reply").exists()
    assert ("direct", " checked") in CHOICE.findall(told)
    assert typed_in(told) == "Uw dossier 7"
    assert ("written for one person only" in told) == (act != "draft")


def test_each_choice_has_its_own_files_and_the_others_wait(
    client: Client, agent: User, team: Team, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    conversation = received(team, Visibility.PUBLIC)
    add_file(client, conversation, "plan.png", visibility="public", written_for="reply")
    private = add_file(client, conversation, "dossier.png", visibility="direct")

    public = page(client, conversation)

    assert files_in(private) == (["dossier.png"], ["plan.png"])
    assert ("direct", " checked") in CHOICE.findall(private)
    assert files_in(public) == (["plan.png"], ["dossier.png"])


def test_a_script_gets_the_files_of_the_readers_it_names(
    client: Client, agent: User, team: Team, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    conversation = received(team, Visibility.PUBLIC)
    add_file(client, conversation, "plan.png", visibility="public", written_for="reply")
    add_file(client, conversation, "dossier.png", visibility="direct", written_for="private")
    address, script = reverse("draft_files", args=[conversation.pk]), {"X-Fragment": "1"}

    shown = {
        readers: client.post(address, {"visibility": readers}, headers=script).content.decode()
        for readers in ("public", "direct")
    }

    assert files_in(shown["public"]) == (["plan.png"], [])
    assert files_in(shown["direct"]) == (["dossier.png"], [])


def test_what_is_on_screen_goes_along_when_one_chooses_fewer_readers(
    client: Client, agent: User, team: Team, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    conversation = received(team, Visibility.PUBLIC)
    add_file(client, conversation, "plan.png", visibility="public", written_for="reply")
    file = str(DraftFile.objects.get().pk)

    asked = {"act": "draft", "visibility": "direct", "written_for": "reply", "file": file}
    private = send(client, conversation, **asked).content.decode()

    assert files_in(private) == (["plan.png"], ["plan.png"])
    assert typed_in(private) == "Dank u."


def add_file(client: Client, conversation: Conversation, name: str, **given: Any) -> str:
    picture = SimpleUploadedFile(name, drawn("PNG"), "image/png")
    address = reverse("draft_files", args=[conversation.pk])
    facts = {"files": picture, "whole": "yes", "text": ""}
    return client.post(address, facts | given, follow=True).content.decode()


def files_in(shown: str) -> tuple[list[str], list[str]]:
    """The names of the files that go along, and of those that wait."""
    here, _, wait = shown.partition("<template data-files>")
    names = re.compile(r'class="draft-file-name">([^<]+)')
    return names.findall(here), names.findall(wait)


def typed_in(shown: str) -> str:
    [found] = re.findall(r'<textarea id="reply-text"[^>]*>\n(.*?)</textarea>', shown, re.DOTALL)
    return str(found)


def test_how_long_one_can_answer_is_said_in_words(client: Client, agent: User, team: Team) -> None:
    written = {"sent_at": now() - timedelta(hours=20, minutes=30), "window": "day"}

    shown = page(client, received(team, Visibility.DIRECT, **written))

    assert shown.count("You can answer for 3 hours more, until") == 1
    assert "data-is-over" not in shown


def test_it_is_warned_of_before_the_end(client: Client, agent: User, team: Team) -> None:
    written = {"sent_at": now() - timedelta(hours=23, minutes=30, seconds=20), "window": "day"}

    shown = page(client, received(team, Visibility.DIRECT, **written))

    assert shown.count("You can answer for 29 min more") == 1
    assert 'data-tone="warning"' in shown


def test_once_it_is_over_the_page_says_so_and_what_one_can_do(
    client: Client, agent: User, team: Team
) -> None:
    conversation = received(
        team, Visibility.DIRECT, sent_at=now() - timedelta(hours=25), window="day"
    )

    shown = page(client, conversation)
    refused = send(client, conversation, text="Te laat geschreven.")

    assert "The time to answer is over since" in shown
    assert "Wait until they write again" in shown
    assert refused.status_code == 409
    assert typed_in(refused.content.decode()) == "Te laat geschreven."
    assert not Reply.objects.exists()


def test_a_public_question_says_it_only_of_the_private_answer(
    client: Client, agent: User, team: Team
) -> None:
    written = {"sent_at": now() - timedelta(hours=30), "window": "day"}

    shown = page(client, received(team, Visibility.PUBLIC, **written))

    assert 'data-is-over data-for="direct"' in shown
    assert 'class="notice" data-tone="error"' not in shown


@pytest.mark.row("S0-05")
def test_a_pure_referral_is_asked_why_with_the_text_still_there(
    client: Client, agent: User, team: Team
) -> None:
    conversation = received(team, Visibility.PUBLIC)

    asked = send(client, conversation, text=REFERS, act="finish", visibility="direct")

    shown = asked.content.decode()
    assert asked.status_code == 409
    assert "Why can it not be answered here?" in shown
    assert typed_in(shown) == REFERS
    assert ("direct", " checked") in CHOICE.findall(shown)
    assert 'name="act" value="finish">' in shown
    assert not Reply.objects.exists()


@pytest.mark.row("S0-05")
def test_the_reason_is_shown_with_the_answer_and_in_the_log(
    client: Client, agent: User, team: Team
) -> None:
    conversation = received(team, Visibility.PUBLIC)

    given = {"referral": "elsewhere", "referral_words": "Dit is van de provincie"}
    shown = send(client, conversation, text=REFERS, **given).content.decode()
    log = client.get(reverse("log", args=[conversation.pk])).content.decode()

    assert "Sent elsewhere. Why: Another organisation is responsible (Dit is van de prov" in shown
    assert "sent them elsewhere: Another organisation is responsible" in log


@pytest.mark.row("S0-05")
def test_one_can_say_that_it_is_no_referral(client: Client, agent: User, team: Team) -> None:
    conversation = received(team, Visibility.PUBLIC)

    shown = send(client, conversation, text=REFERS, referral="none").content.decode()

    assert Reply.objects.get().referral == "none"
    assert "Sent elsewhere" not in shown
    log = client.get(reverse("log", args=[conversation.pk])).content.decode()
    assert "said that the reply is no referral" in log


@pytest.mark.row("S0-05")
def test_a_colleague_who_was_first_comes_before_the_question_and_is_not_forgotten(
    client: Client, agent: User, team: Team
) -> None:
    conversation = received(team, Visibility.PUBLIC)
    make.reply(conversation)

    first = send(client, conversation, text=REFERS, seen_sequence="1").content.decode()
    despite = {"act": "anyway", "answered_up_to": "2", "reason": "Zij vergat iets"}
    asked = send(client, conversation, text=REFERS, seen_sequence="1", **despite).content.decode()
    send(
        client, conversation, text=REFERS, seen_sequence="1", referral="urgent", **despite
    )  # fmt: skip

    assert 'id="collision"' in first
    assert 'id="question"' not in first
    assert 'name="reason" value="Zij vergat iets"' in asked
    assert 'name="act" value="anyway">' in asked
    assert Reply.objects.order_by("pk").last().referral == "urgent"  # type: ignore[union-attr]
