"""The page of a thread by plain links and forms, as it works without any script."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gehoor.channels.models import Channel
from gehoor.contracts.connector import Unreachable
from gehoor.flows import threads
from gehoor.inbox.models import Conversation, Looking, Message
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.square import Square, square
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def plein() -> Iterator[Square]:
    with square() as made:
        yield made


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def channel(plein: Square, team: Team) -> Channel:
    return make.channel(connector=plein.key, team=team, name="Plein")


@pytest.fixture
def agent(team: Team, client: Client) -> User:
    return log_in(client, make.user(Role.AGENT, teams=(team,), name="Yusuf", language="en"))


def log_in(client: Client, user: User) -> User:
    client.force_login(user, backend=BACKEND)
    return user


def page(client: Client, thread: Conversation, **asked: str) -> str:
    answer = client.get(reverse("thread", args=[thread.pk]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def posts(shown: str) -> list[str]:
    """The words of each post on a page, in order."""
    return re.findall(r'<div class="words" dir="auto">(.*?)</div>', shown)


def finish(client: Client, thread: Conversation, **given: object) -> str:
    address = reverse("finish_in_thread", args=[thread.pk])
    seen = re.findall(r'name="seen" value="([^"]+)"', page(client, thread))[0]
    fields = {"seen": seen, "do": "seen", "reason": "Geen vraag"} | given
    return client.post(address, fields, follow=True).content.decode()


@pytest.mark.row("S0-18")
def test_a_thread_is_a_tree_with_how_much_there_is_of_it(
    client: Client, agent: User, plein: Square, channel: Channel
) -> None:
    ours = plein.write_as_us("25 gieren!")
    first = plein.write("Mooi", answers=ours)
    plein.write("Waar?", answers=ours)
    plein.write("Eens", answers=first)
    thread = plein.tell(channel, *plein.posts)

    shown = page(client, thread)

    assert posts(shown) == ["25 gieren!", "Mooi", "Eens", "Waar?"]
    assert re.findall(r"depth-\d", shown) == ["depth-0", "depth-1", "depth-2", "depth-1"]
    assert "3 replies" in shown
    assert "1 question" in shown
    assert "3 not dealt with" in shown


@pytest.mark.row("S0-18")
def test_of_1200_replies_every_page_asks_as_many_queries_as_of_a_few(
    client: Client, agent: User, plein: Square, channel: Channel
) -> None:
    few, many = plein.flood(channel, 3), plein.flood(channel, 1200, questions=41)
    page(client, few)
    page(client, many)

    with CaptureQueriesContext(connection) as of_few:
        page(client, few)
    with CaptureQueriesContext(connection) as of_many:
        shown = page(client, many, page="13")

    assert len(of_many) == len(of_few) <= 20
    assert "1200 replies" in shown
    assert "41 questions" in shown
    assert len(posts(shown)) == 50
    assert "Page 13 of 25." in shown


def test_a_thread_can_be_narrowed_to_questions_and_words_and_what_is_left(
    client: Client, agent: User, plein: Square, channel: Channel
) -> None:
    thread = plein.flood(channel, 5, questions=2)
    plein.tell(channel, plein.write("Prachtige vogels", answers="p1"))
    Message.objects.filter(external_id="p2").update(outcome="seen")

    assert len(posts(page(client, thread, questions="yes"))) == 2
    assert posts(page(client, thread, words="vogel")) == ["Prachtige vogels"]
    assert len(posts(page(client, thread, questions="yes", untouched="yes"))) == 1
    assert "Nothing fits." in page(client, thread, words="olifant")


def test_what_fits_is_dealt_with_at_once_and_taken_back(
    client: Client, agent: User, plein: Square, channel: Channel
) -> None:
    thread = plein.flood(channel, 60, questions=2)

    told = finish(client, thread, all="yes", words="mooi")

    assert "58 messages of the thread seen, no action." in told
    assert Message.objects.filter(outcome="seen").count() == 58
    undo = re.findall(r'action="(/many/undo/[^"]+)"', told)[0]
    assert (
        "Undone for 58 messages of the thread." in client.post(undo, follow=True).content.decode()
    )
    assert not Message.objects.filter(outcome="seen").exists()


def test_only_what_is_chosen_is_dealt_with(
    client: Client, agent: User, plein: Square, channel: Channel
) -> None:
    thread = plein.flood(channel, 3)
    chosen = Message.objects.get(external_id="p3")

    finish(client, thread, chosen=[str(chosen.pk)], do="finish")

    found = Message.objects.exclude(outcome="").values_list("pk", "outcome")
    assert list(found) == [(chosen.pk, "handled")]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"all": "yes", "reason": " "}, "Say why they are finished"),
        ({}, "No message is chosen."),
        ({"all": "yes", "do": "burn"}, "Choose what to do with them."),
        ({"chosen": ["x", "-1", "9" * 40]}, "No message is chosen."),
    ],
)
def test_what_cannot_be_done_is_said_with_the_choice_still_there(
    client: Client,
    agent: User,
    plein: Square,
    channel: Channel,
    given: dict[str, object],
    said: str,
) -> None:
    thread = plein.flood(channel, 3)

    assert said in finish(client, thread, **given)

    assert not Message.objects.exclude(outcome="").exists()


def test_what_was_chosen_stays_chosen_when_a_reason_is_missing(
    client: Client, agent: User, plein: Square, channel: Channel
) -> None:
    thread = plein.flood(channel, 3)
    chosen = Message.objects.get(external_id="p3").pk

    told = finish(client, thread, chosen=[str(chosen)], reason="")

    assert re.findall(r'name="chosen" value="(\d+)" checked', told) == [str(chosen)]


def test_a_deleted_parent_and_what_was_taken_away_are_said(
    client: Client, agent: User, plein: Square, channel: Channel
) -> None:
    ours = plein.write_as_us("Onze post")
    between = plein.write("Weg ermee", answers=ours)
    last = plein.write("Daar ben ik het mee eens", answers=between)
    del plein.posts[between]
    gone = plein.write("Nu nog hier", answers=ours)
    thread = plein.tell(channel, ours, last, gone)
    Message.objects.filter(external_id=gone).update(gone_at=make.NOON)

    shown = page(client, thread)

    assert "Answers a post that is not there any more, or that we may not see." in shown
    assert "Taken away at its source" in shown


def test_names_of_strangers_are_words_and_turn_nothing_around(
    client: Client, agent: User, plein: Square, channel: Channel
) -> None:
    hebrew, override = "\u05d9\u05d5\u05e1\u05d9", "a\u202enimda"
    ours = plein.write_as_us("Onze post")
    plein.write("Een", answers=ours, name="<b onclick=alert(1)>Fatima</b>")
    plein.write("Twee", answers=ours, name=hebrew)
    plein.write("Drie", answers=ours, name=override)
    thread = plein.tell(channel, *plein.posts)

    shown = page(client, thread)

    assert "<b onclick" not in shown
    assert "&lt;b onclick" in shown
    assert f'<b dir="auto">{hebrew}</b>' in shown
    assert f"Choose: \u2068{hebrew}\u2069" in shown
    assert f"Choose: \u2068{override}\u2069" in shown


def test_an_analyst_reads_a_thread_without_names_and_changes_nothing(
    client: Client, team: Team, plein: Square, channel: Channel
) -> None:
    log_in(client, make.user(Role.ANALYST, teams=(team,), language="en"))
    thread = plein.flood(channel, 3)

    shown = page(client, thread)

    assert "Inwoner" not in shown
    assert "@inwoner" not in shown
    assert "Name not shown" in shown
    assert 'name="chosen"' not in shown


def test_how_the_fetching_went_is_said_and_it_can_be_asked_for(
    client: Client, agent: User, plein: Square, channel: Channel
) -> None:
    thread = plein.tell(channel, plein.write("Hallo"))
    assert "The thread is being fetched." in page(client, thread)
    plein.troubles = [Unreachable("The Mastodon server asked us to wait.", wait_seconds=600)]
    threads.look_around.function(channel.pk)

    shown = page(client, thread)
    assert "The thread could not be fetched. The Mastodon server asked us to wait." in shown
    assert "It is tried again at" in shown

    Looking.objects.update(due_at=None, problem="")
    told = client.post(reverse("fetch_thread", args=[thread.pk]), follow=True).content.decode()
    assert "The thread is being fetched. Look again in a moment." in told
    threads.look_around.function(channel.pk)
    assert "The whole thread, fetched at" in page(client, thread)


def test_a_conversation_leads_to_its_thread_and_shows_what_it_answers(
    client: Client, agent: User, plein: Square, channel: Channel
) -> None:
    first = plein.write("De brug is dicht", is_to_us=False)
    thread = plein.tell(channel, plein.write("Klopt dat?", answers=first))
    threads.look_around.function(channel.pk)
    plein.read(channel)

    shown = client.get(reverse("conversation", args=[thread.pk])).content.decode()

    assert reverse("thread", args=[thread.pk]) in shown
    assert "What this answers" in shown
    assert shown.index("De brug is dicht") < shown.index('<div class="words" dir="auto">Klopt dat?')


def test_a_done_thread_is_told_so_and_offers_nothing_to_choose(
    client: Client, agent: User, plein: Square, channel: Channel
) -> None:
    thread = plein.flood(channel, 3)

    told = finish(client, thread, all="yes")

    assert "This conversation is done." in told
    assert 'name="chosen"' not in told


def test_mail_has_no_thread_and_leads_to_its_conversation(
    client: Client, agent: User, team: Team
) -> None:
    conversation = make.received(make.channel(team=team))

    answer = client.get(reverse("thread", args=[conversation.pk]))

    assert answer["Location"] == reverse("conversation", args=[conversation.pk])


@pytest.mark.parametrize("odd", ["-1", "0", "99999", "x", "\u0663", "1e3"])
def test_a_page_that_is_not_there_is_the_nearest_that_is(
    client: Client, agent: User, plein: Square, channel: Channel, odd: str
) -> None:
    thread = plein.flood(channel, 60)

    assert "Page" in page(client, thread, page=odd)


def test_the_log_of_a_conversation_tells_of_many_messages_in_one_line(
    client: Client, agent: User, plein: Square, channel: Channel
) -> None:
    thread = plein.flood(channel, 5)
    finish(client, thread, all="yes")

    shown = client.get(reverse("log", args=[thread.pk])).content.decode()

    assert shown.count("finished 5 messages of the thread: Seen, no action") == 1
