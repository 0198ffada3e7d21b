"""One conversation by plain links and forms, as it works without any script."""

import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.contracts.connector import Author, IncomingAttachment
from gehoor.contracts.reading.tidy import tidy
from gehoor.inbox.models import Conversation, Draft, Message, Reply
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.pictures import png_that_claims
from gehoor.testing.web import BACKEND

pytestmark = pytest.mark.django_db


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
    return make.received(make.channel(team=team, name="Postbus"), text="De bak is vol.")


def page(client: Client, conversation: Conversation) -> str:
    return client.get(reverse("conversation", args=[conversation.pk])).content.decode()


def reply_form(**given: Any) -> dict[str, Any]:
    return {"text": "Dank u.", "client_uuid": str(uuid.uuid4()), "seen_sequence": "99", **given}


def test_a_conversation_says_who_wrote_what_and_how_one_answers(
    client: Client, agent: User, conversation: Conversation
) -> None:
    shown = page(client, conversation)

    assert "Fatima Bakker via Postbus" in shown
    assert "De bak is vol." in shown
    assert "You sign as Yusuf." in shown


def test_one_that_is_finished_is_read_all_the_same(
    client: Client, agent: User, conversation: Conversation
) -> None:
    closed = {"status": "done", "outcome": Conversation.Outcome.HANDLED}
    Conversation.objects.filter(pk=conversation.pk).update(**closed)

    assert "De bak is vol." in page(client, conversation)


def test_without_a_subject_it_is_called_as_it_began_and_not_by_our_answer(
    client: Client, agent: User, team: Team
) -> None:
    channel = make.channel(team=team, name="Postbus")
    conversation = make.received(channel, subject="", text="De bak is vol.")
    make.reply(conversation, text="Wij komen morgen.")

    shown = page(client, conversation)

    assert '<h2 id="conversation-title" tabindex="-1">De bak is vol.</h2>' in shown
    assert "<title>De bak is vol. - Gehoor</title>" in shown
    listed = client.get(reverse("inbox_view", args=["team"])).content.decode()
    assert '<span class="row-what">De bak is vol.</span>' in listed


def test_showing_a_conversation_is_kept_in_the_log_and_fetching_it_ahead_is_not(
    client: Client, agent: User, conversation: Conversation
) -> None:
    address = reverse("conversation", args=[conversation.pk])

    client.get(address, headers={"X-Fragment": "1"})
    assert not Entry.objects.filter(act="conversation.shown").exists()

    client.post(reverse("shown", args=[conversation.pk]))
    assert Entry.objects.filter(act="conversation.shown").count() == 1


def test_a_reply_stands_in_the_thread_with_a_way_to_take_it_back(
    client: Client, agent: User, conversation: Conversation
) -> None:
    answer = client.post(reverse("reply", args=[conversation.pk]), reply_form(), follow=True)

    shown = answer.content.decode()
    assert "On its way" in shown
    assert reverse("withdraw", args=[Reply.objects.get().pk]) in shown


def test_the_same_form_sent_twice_is_one_reply(
    client: Client, agent: User, conversation: Conversation
) -> None:
    form = reply_form()

    for _ in range(2):
        client.post(reverse("reply", args=[conversation.pk]), form)

    assert Reply.objects.count() == 1


def test_an_empty_reply_is_refused_in_words(
    client: Client, agent: User, conversation: Conversation
) -> None:
    answer = client.post(reverse("reply", args=[conversation.pk]), reply_form(text="  "))

    assert answer.status_code == 409
    assert "Nothing was sent." in answer.content.decode()


def test_what_was_typed_stays_when_a_colleague_was_first(
    client: Client, agent: User, conversation: Conversation
) -> None:
    make.reply(conversation)

    answer = client.post(
        reverse("reply", args=[conversation.pk]), reply_form(text="Mijn tekst", seen_sequence="1")
    )

    assert answer.status_code == 409
    assert "A colleague answered in the meantime" in answer.content.decode()
    assert "Mijn tekst</textarea>" in answer.content.decode()


def test_our_script_is_told_the_same_in_plain_words(
    client: Client, agent: User, conversation: Conversation
) -> None:
    answer = client.post(
        reverse("reply", args=[conversation.pk]), reply_form(text=""), headers={"X-Fragment": "1"}
    )

    assert answer.status_code == 409
    assert answer["Content-Type"].startswith("text/plain")


def test_taking_a_reply_back_gives_its_text_back(
    client: Client, agent: User, conversation: Conversation
) -> None:
    client.post(reverse("reply", args=[conversation.pk]), reply_form(text="Te snel"))

    answer = client.post(reverse("withdraw", args=[Reply.objects.get().pk]), follow=True)

    assert "Te snel</textarea>" in answer.content.decode()


def test_a_note_is_for_colleagues_only(
    client: Client, agent: User, conversation: Conversation
) -> None:
    form = {"text": "Aannemer belt terug", "client_uuid": str(uuid.uuid4())}

    client.post(reverse("note", args=[conversation.pk]), form)

    assert Message.objects.get(kind="note").text == "Aannemer belt terug"
    assert not Reply.objects.exists()


def test_a_draft_belongs_to_one_conversation_and_one_kind(
    client: Client, agent: User, conversation: Conversation
) -> None:
    other = make.received(conversation.channel, thread="ander", subject="Ander")
    client.post(reverse("draft", args=[conversation.pk]), {"kind": "reply", "text": "Halve zin"})

    assert "Halve zin" in page(client, conversation)
    assert "Halve zin" not in page(client, other)
    assert Draft.objects.get().kind == "reply"


@pytest.mark.parametrize("outcome", ["handled", "seen", "answered"])
def test_finishing_leads_back_to_the_list_with_a_way_to_undo(
    client: Client, agent: User, conversation: Conversation, outcome: str
) -> None:
    answer = client.post(
        reverse("finish", args=[conversation.pk]), {"outcome": outcome, "in": "team"}, follow=True
    )

    assert answer.redirect_chain[-1][0] == reverse("inbox_view", args=["team"])
    assert reverse("reopen", args=[conversation.pk]) in answer.content.decode()
    client.post(reverse("reopen", args=[conversation.pk]))
    conversation.refresh_from_db()
    assert conversation.status == "open"


def test_it_is_assigned_to_oneself_to_a_colleague_and_to_nobody(
    client: Client, agent: User, team: Team, conversation: Conversation
) -> None:
    anouk = make.user(Role.AGENT, teams=(team,), name="Anouk")
    address = reverse("assign", args=[conversation.pk])

    for to, expected in [("me", agent.pk), (str(anouk.pk), anouk.pk), ("", None)]:
        client.post(address, {"to": to})
        conversation.refresh_from_db()
        assert conversation.assignee_id == expected


def test_nobody_assigns_to_somebody_who_cannot_answer_here(
    client: Client, agent: User, conversation: Conversation
) -> None:
    stranger = make.user(Role.AGENT)

    answer = client.post(reverse("assign", args=[conversation.pk]), {"to": str(stranger.pk)})

    assert answer.status_code == 409
    assert "Nothing has changed." in answer.content.decode()


def test_a_label_is_put_on_and_taken_off(
    client: Client, agent: User, conversation: Conversation
) -> None:
    client.post(reverse("add_tag", args=[conversation.pk]), {"name": "Afval"})
    assert ">Afval<" in page(client, conversation)

    client.post(reverse("remove_tag", args=[conversation.pk]), {"name": "Afval"})
    assert conversation.tags.count() == 0


@pytest.mark.parametrize(
    ("stage", "words", "may_write"),
    [
        (Channel.Stage.LISTEN, "This channel listens.", False),
        (Channel.Stage.PRACTISE, "This channel practises. Nothing leaves.", True),
    ],
)
def test_a_channel_that_is_not_live_says_so_where_one_answers(
    client: Client, agent: User, conversation: Conversation, *, stage: str, words: str,
    may_write: bool,
) -> None:  # fmt: skip
    Channel.objects.update(stage=stage)

    shown = page(client, conversation)

    assert words in shown
    assert ("reply-text" in shown) is may_write
    assert "note-text" in shown


def test_somebody_who_only_reads_gets_no_buttons(
    client: Client, team: Team, conversation: Conversation
) -> None:
    reader = make.user(Role.READER, teams=(team,), language="en")
    client.force_login(reader, backend=BACKEND)

    shown = page(client, conversation)

    assert "De bak is vol." in shown
    assert "<textarea" not in shown
    assert reverse("finish", args=[conversation.pk]) not in shown


def test_an_analyst_sees_no_names(client: Client, team: Team, conversation: Conversation) -> None:
    analyst = make.user(Role.ANALYST, teams=(team,), language="en")
    client.force_login(analyst, backend=BACKEND)

    shown = page(client, conversation)

    assert "Fatima" not in shown
    assert "fatima@" not in shown


def test_a_reply_in_doubt_waits_for_a_person_with_a_reason(
    client: Client, agent: User, conversation: Conversation
) -> None:
    reply = make.reply(conversation)
    Reply.objects.update(state="unknown", due_at=None)
    Conversation.objects.update(has_problem=True)
    assert "Possibly already sent" in page(client, conversation)
    assert "Possibly already sent" in client.get(reverse("problems")).content.decode()

    refused = client.post(reverse("finish", args=[conversation.pk]), {"outcome": "handled"})
    assert refused.status_code == 409

    form = {"reason": "Gezien in Verzonden", "back": reverse("problems")}
    answer = client.post(reverse("confirm_arrived", args=[reply.pk]), form)
    assert answer["Location"] == reverse("problems")
    reply.refresh_from_db()
    assert reply.state == "sent"


def test_a_decision_never_leads_to_another_site(
    client: Client, agent: User, conversation: Conversation
) -> None:
    reply = make.reply(conversation)

    answer = client.post(
        reverse("withdraw", args=[reply.pk]), {"back": "https://elsewhere.example/"}
    )

    assert answer["Location"] == reverse("conversation", args=[conversation.pk])


def test_the_log_tells_every_act_in_words(
    client: Client, agent: User, conversation: Conversation
) -> None:
    page(client, conversation)
    client.post(reverse("assign", args=[conversation.pk]), {"to": "me"})
    client.post(reverse("finish", args=[conversation.pk]), {"outcome": "seen"})

    shown = client.get(reverse("log", args=[conversation.pk])).content.decode()

    for act in ("read the conversation", "took it", "finished it: Seen, no action"):
        assert f"<b>Yusuf de Vries</b> {act}" in shown
    assert not re.search(r">(\d\d:\d\d) \1<", shown)


def test_who_does_not_want_to_live_on_is_answered_with_the_113_text(
    client: Client, agent: User, team: Team
) -> None:
    channel = make.channel(team=team)
    despair = make.received(channel, text="Ik wil niet meer leven.", thread="1")
    drowning = make.received(channel, text="Er ligt iemand in het water", thread="2")

    assert "Put the 113 text in my answer" in page(client, despair)
    assert "Put the 112 text in my answer" in page(client, drowning)


def test_opening_a_conversation_asks_the_database_eight_times(
    client: Client, agent: User, conversation: Conversation,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    address = reverse("conversation", args=[conversation.pk])
    client.get(address, headers={"X-Fragment": "1"})

    with django_assert_max_num_queries(8):
        client.get(address, headers={"X-Fragment": "1"})


def test_what_a_stranger_wrote_stays_text(client: Client, agent: User, team: Team) -> None:
    attack = "<img src=x onerror=alert(1)></textarea><script>alert(2)</script>"
    conversation = make.received(make.channel(team=team), subject=attack, text=attack)

    shown = page(client, conversation)

    assert "<img src=x" not in shown
    assert "<script>alert" not in shown


def test_a_name_or_text_from_right_to_left_turns_nothing_else_around(
    client: Client, agent: User, team: Team
) -> None:
    hebrew = "\u05d9\u05d5\u05e1\u05d9"
    author = Author("@yossi@social.example", hebrew)
    conversation = make.received(make.channel(team=team), author=author, text=hebrew, subject="")

    shown = page(client, conversation)

    assert f'<b dir="auto">{hebrew}</b>' in shown
    assert f'<div class="words" dir="auto">{hebrew}</div>' in shown
    assert f"\u2068{hebrew}\u2069 via" in shown
    listed = client.get(reverse("inbox_view", args=["team"])).content.decode()
    assert f"<bdi>{hebrew}</bdi>" in listed


def test_a_picture_that_is_too_large_to_draw_is_told_in_words_and_can_be_had(
    client: Client, agent: User, team: Team, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    bomb = png_that_claims(60_000, 60_000)
    file = IncomingAttachment("brug.png", "image/png", bomb, description="Een kapotte brug")
    read = tidy(make.incoming(attachments=(file,)))
    conversation = make.received(make.channel(team=team), attachments=read.attachments)

    shown = page(client, conversation)

    [told] = re.findall(r'<li class="attachment">(.*?)</li>', shown, re.DOTALL)
    assert "This picture is not shown here" in told
    assert "Een kapotte brug" in told
    assert "<img" not in told
    assert '<a href="' in told
