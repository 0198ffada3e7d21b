"""Choosing which of many public messages one answers, by plain links and forms."""

import re
import uuid
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gehoor.channels.models import Channel
from gehoor.flows import handling
from gehoor.inbox.models import Conversation, Draft, Message, Reply
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.square import Square, square
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LOST = "What you were answering is not there any more. You now answer the newest message."
BACK = "Answer the newest message instead"


@pytest.fixture
def plein() -> Iterator[Square]:
    with square() as made:
        yield made


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def channel(plein: Square, team: Team) -> Channel:
    return make.channel(connector=plein.key, team=team, name="Plein", stage="live")


@pytest.fixture
def agent(team: Team, client: Client) -> User:
    user = make.user(Role.AGENT, teams=(team,), name="Yusuf", language="en")
    client.force_login(user, backend=BACKEND)
    return user


@pytest.fixture
def thread(plein: Square, channel: Channel) -> Conversation:
    ours = plein.write_as_us("25 vale gieren gezien!")
    asked = [plein.write(f"Waar was dat, vraagt {n}", answers=ours, name=n) for n in "ABC"]
    return plein.tell(channel, ours, *asked)


def by(name: str) -> Message:
    return Message.objects.get(author_name=name)


def page(client: Client, thread: Conversation, **asked: str | int) -> str:
    answer = client.get(reverse("conversation", args=[thread.pk]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def answered(shown: str) -> list[str]:
    """What the form of a page would send an answer to."""
    return re.findall(r'<input type="hidden" name="answers" value="(\d*)">', shown)


def send(client: Client, thread: Conversation, /, **given: object) -> Any:
    facts = {"text": "Boven de Vliet.", "client_uuid": str(uuid.uuid4()), "seen_sequence": "99"}
    fields = facts | {"act": "send"} | given
    return client.post(reverse("reply", args=[thread.pk]), fields, follow=True)


@pytest.mark.row("S0-18")
def test_each_public_message_can_be_answered_and_the_composer_says_which(
    client: Client, agent: User, thread: Conversation
) -> None:
    chosen = by("A")
    shown = page(client, thread)
    assert shown.count("data-answer>") == 3
    assert f'form="reply-form" name="choose" value="{chosen.pk}"' in shown

    shown = page(client, thread, answers=chosen.pk)

    assert answered(shown) == [str(chosen.pk)]
    composer = shown[shown.index('id="readers"') :]
    assert '<blockquote class="words" dir="auto">Waar was dat, vraagt A</blockquote>' in composer
    assert "You answer this message, of " in composer
    assert "Public reply to A" in composer
    assert BACK in composer


def test_a_chosen_answer_is_sent_to_it_and_the_next_is_for_the_newest(
    client: Client, agent: User, thread: Conversation
) -> None:
    chosen = by("A")

    shown = send(client, thread, answers=chosen.pk).content.decode()

    reply = Reply.objects.get()
    assert (reply.to, reply.message.answers) == (chosen.author_handle, chosen.external_id)
    assert answered(shown) == [str(by("C").pk)]


def test_the_way_back_leads_to_the_newest(
    client: Client, agent: User, thread: Conversation
) -> None:
    chosen = by("A").pk
    assert BACK in page(client, thread, answers=chosen)

    shown = send(client, thread, answers=chosen, choose="newest", act="").content.decode()

    assert answered(shown) == [str(by("C").pk)]
    assert BACK not in shown
    assert "Boven de Vliet.</textarea>" in shown


def test_choosing_another_message_keeps_what_was_typed_and_sends_nothing(
    client: Client, agent: User, thread: Conversation
) -> None:
    answer = send(client, thread, answers=by("C").pk, choose=by("A").pk, act="")
    shown = answer.content.decode()

    assert not Reply.objects.exists()
    assert answered(shown) == [str(by("A").pk)]
    assert "Boven de Vliet.</textarea>" in shown
    assert Draft.objects.get().answers == by("A").external_id


def test_choosing_before_anything_is_typed_leaves_no_draft(
    client: Client, agent: User, thread: Conversation
) -> None:
    shown = send(client, thread, choose=by("A").pk, text="", act="").content.decode()

    assert answered(shown) == [str(by("A").pk)]
    assert not Draft.objects.exists()


def test_what_was_chosen_in_a_thread_leads_back_to_that_part_of_it(
    client: Client, agent: User, thread: Conversation
) -> None:
    place = reverse("thread", args=[thread.pk])
    [(link, _)] = answers_in_thread(client.get(f"{place}?words=vraagt+A").content.decode())
    shown = client.get(link).content.decode()
    [part] = re.findall(r'name="thread" value="([^"]+)"', shown)

    sent = send(client, thread, answers=by("A").pk, thread=unescape(part))
    script = send_by_script(client, thread, answers=by("A").pk, thread=unescape(part))

    there = f"{place}?words=vraagt+A"
    assert sent.redirect_chain == [(f"{there}#post-{by('A').pk}", 302)]
    assert "Your answer is on its way." in sent.content.decode()
    assert "data-undo" in sent.content.decode()
    assert (script.status_code, script["X-Back"]) == (204, f"{there}#post-{by('A').pk}")


def send_by_script(client: Client, thread: Conversation, /, **given: object) -> Any:
    facts = {"text": "Bij de brug.", "client_uuid": str(uuid.uuid4()), "seen_sequence": "99"}
    return client.post(
        reverse("reply", args=[thread.pk]), facts | {"act": "send"} | given,
        headers={"x-fragment": "1"},
    )  # fmt: skip


def answers_in_thread(shown: str) -> list[tuple[str, str]]:
    """Where each post of a thread is answered, and what that is called."""
    found = re.findall(r'href="([^"]+)" data-answer aria-label="([^"]+)"', shown)
    return [(unescape(link), name) for link, name in found]


@pytest.mark.parametrize("odd", ["https://example.org/", "//x", "page=x&words=%00", "&&&"])
def test_the_way_back_to_a_thread_is_always_one_of_ours(
    client: Client, agent: User, thread: Conversation, odd: str
) -> None:
    sent = send(client, thread, answers=by("A").pk, thread=odd)

    [(place, _)] = sent.redirect_chain
    assert place.startswith(reverse("thread", args=[thread.pk]))
    assert sent.status_code == 200


def test_a_choice_and_a_refusal_keep_the_way_back_to_the_thread(
    client: Client, agent: User, thread: Conversation
) -> None:
    chosen = send(client, thread, choose=by("A").pk, thread="page=2", act="").content.decode()
    refused = send(client, thread, text="", thread="page=2").content.decode()

    for shown in (chosen, refused):
        assert 'name="thread" value="page=2"' in shown


def test_who_has_the_newest_before_them_answers_that_also_when_another_writes_meanwhile(
    client: Client, agent: User, thread: Conversation, plein: Square, channel: Channel
) -> None:
    [shown] = answered(page(client, thread))
    plein.tell(channel, plein.write("Ik ook", answers="p1", name="D"))

    send(client, thread, answers=shown)

    assert Reply.objects.get().to == by("C").author_handle


def test_a_chosen_message_that_was_taken_away_is_said_with_the_text_still_there(
    client: Client, agent: User, thread: Conversation
) -> None:
    chosen = by("A")
    Message.objects.filter(pk=chosen.pk).update(gone_at=now())

    answer = send(client, thread, answers=chosen.pk)
    shown = answer.content.decode()

    assert answer.status_code == 409
    assert not Reply.objects.exists()
    assert LOST in shown
    assert "Boven de Vliet.</textarea>" in shown
    assert answered(shown) == [str(by("C").pk)]


@pytest.mark.parametrize("odd", ["0", "-1", "x", "\u0663", "9" * 30, str(2**60), "newest"])
def test_what_is_no_message_of_this_conversation_is_the_newest(
    client: Client, agent: User, thread: Conversation, odd: str
) -> None:
    assert answered(page(client, thread, answers=odd)) == [str(by("C").pk)]


@pytest.mark.parametrize("odd", ["-1", "x", "9" * 30])
def test_a_form_that_names_no_message_sends_nothing(
    client: Client, agent: User, thread: Conversation, odd: str
) -> None:
    assert send(client, thread, answers=odd).status_code == 409

    assert not Reply.objects.exists()


def test_a_kept_text_stands_under_what_it_answers_again(
    client: Client, agent: User, thread: Conversation
) -> None:
    chosen = by("B")

    send(client, thread, answers=chosen.pk, act="draft")
    shown = page(client, thread)

    assert answered(shown) == [str(chosen.pk)]
    assert "Boven de Vliet.</textarea>" in shown


def test_a_script_keeps_what_a_text_answers(
    client: Client, agent: User, thread: Conversation
) -> None:
    fields = {"kind": "reply", "text": "Boven", "answers": by("B").pk}

    client.post(reverse("draft", args=[thread.pk]), fields, headers={"x-fragment": "1"})

    assert Draft.objects.get().answers == by("B").external_id


def test_a_kept_text_for_what_is_gone_says_so(
    client: Client, agent: User, thread: Conversation
) -> None:
    handling.save_draft(
        people.actor_of(agent), thread, kind=Draft.Kind.REPLY, text="Boven", answers=by("B").pk
    )
    Message.objects.filter(author_name="B").update(gone_at=now())

    shown = page(client, thread)

    assert LOST in shown
    assert answered(shown) == [str(by("C").pk)]


def test_who_reads_no_names_reads_none_in_what_is_answered(
    client: Client, team: Team, thread: Conversation
) -> None:
    analyst = make.user(Role.ANALYST, teams=(team,), language="en")
    client.force_login(analyst, backend=BACKEND)

    shown = page(client, thread, answers=by("A").pk)

    assert "@inwoner" not in shown
    assert "data-answer" not in shown
    assert answered(shown) == []


def test_where_nobody_can_be_answered_nothing_is_offered(
    client: Client, agent: User, thread: Conversation, channel: Channel
) -> None:
    Channel.objects.filter(pk=channel.pk).update(stage="listen")

    assert "data-answer" not in page(client, thread)
    assert "data-answer" not in client.get(reverse("thread", args=[thread.pk])).content.decode()


def test_in_the_thread_each_public_message_that_is_there_leads_to_its_answer(
    client: Client, agent: User, thread: Conversation
) -> None:
    Message.objects.filter(author_name="A").update(gone_at=now())
    Message.objects.filter(author_name="B").update(visibility="followers")

    shown = client.get(reverse("thread", args=[thread.pk])).content.decode()

    address = reverse("conversation", args=[thread.pk])
    there = f"{address}?answers={by('C').pk}&thread=page%3D1"
    assert answers_in_thread(shown) == [(there, "Answer C")]


def test_a_choice_costs_one_query(client: Client, agent: User, thread: Conversation) -> None:
    number = by("A").pk
    page(client, thread)
    with CaptureQueriesContext(connection) as without:
        page(client, thread)
    with CaptureQueriesContext(connection) as chosen:
        page(client, thread, answers=number)

    assert len(chosen) == len(without) + 1


def test_mail_is_answered_without_a_choice(client: Client, agent: User, team: Team) -> None:
    conversation = make.received(make.channel(team=team))

    shown = page(client, conversation)

    assert answered(shown) == []
    assert "data-answer" not in shown
