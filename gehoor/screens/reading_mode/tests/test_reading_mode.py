"""The reading mode by plain links and forms, without a script."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.flows import handling, incoming
from gehoor.inbox.models import BulkAct, Conversation
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.screens.reading_mode.views import parted
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def channel(team: Team) -> Channel:
    return make.channel(team=team, name="Postbus")


@pytest.fixture
def agent(team: Team, client: Client) -> User:
    return log_in(client, make.user(Role.AGENT, teams=(team,), name="Yusuf", language="en"))


def log_in(client: Client, user: User) -> User:
    client.force_login(user, backend=BACKEND)
    return user


def written(channel: Channel, number: int, text: str = "Waarom is dat zo?") -> list[int]:
    """Conversations of one message each, in one batch of the real intake."""
    come_in = [
        (make.incoming(thread=f"t{place}", subject=f"Vraag {place}", text=text),)
        for place in range(number)
    ]
    incoming.receive(channel, [make.delivery(channel) for _ in come_in], come_in)
    return list(channel.conversation_set.order_by("pk").values_list("pk", flat=True))


def read(client: Client, **asked: str) -> str:
    return client.get(reverse("reading_mode"), asked).content.decode()


def shown_in(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<li id="row-(\d+)"', page)]


def seen_in(page: str) -> str:
    return str(re.findall(r'name="seen" value="([^"]+)"', page)[0])


def press(client: Client, page: str, **fields: object) -> str:
    given = {"in": "unassigned", "from": "reading", "seen": seen_in(page)} | fields
    return client.post(reverse("many"), given, follow=True).content.decode()


@pytest.mark.row("S3-34")
def test_a_hundred_stand_on_one_screen_with_what_they_say(
    client: Client, agent: User, channel: Channel
) -> None:
    numbers = written(channel, 101, text="Het hele verhaal staat hier.")

    page = read(client)

    assert shown_in(page) == numbers[:100]
    assert page.count("Het hele verhaal staat hier.") == 100
    assert "Untouched: 101." in page
    [following] = re.findall(r'href="([^"]+)" class="button quiet" rel="next"', page)
    assert shown_in(client.get(following.replace("&amp;", "&")).content.decode()) == numbers[100:]


@pytest.mark.row("S3-34")
@pytest.mark.row("S3-29")
def test_a_whole_screen_is_finished_with_a_reason_and_each_has_its_line_in_the_log(
    client: Client, agent: User, channel: Channel
) -> None:
    numbers = written(channel, 3)
    page = read(client)
    chosen = re.findall(r'form="reading-page" name="chosen" value="(\d+)"', page)

    asked = press(client, page, do="seen", chosen=chosen)
    assert "3 were not answered." in asked
    done = press(client, page, do="seen", chosen=chosen, sure="yes", reason="Only named")

    assert "3 conversations seen, no action." in done
    assert "Untouched: 0." in done
    lines = Entry.objects.filter(act="conversation.finished", reason="Only named", actor=agent)
    assert list(lines.order_by("conversation_id").values_list("subject_id", flat=True)) == numbers


@pytest.mark.row("S3-34")
def test_everything_that_fits_is_told_first_and_is_also_what_no_screen_shows(
    client: Client, agent: User, channel: Channel
) -> None:
    written(channel, 102, text="De kapvergunning van de beuk")
    other = make.received(channel, thread="anders", text="Een zwembad").pk
    page = read(client, words="kapvergunningen")
    assert "102 fit what you ask for." in page
    asked = {"do": "seen", "all": "yes", "words": "kapvergunningen"}

    assert "102 conversations: everything that fits" in press(client, page, **asked)
    press(client, page, **asked, sure="yes", reason="Only named")

    assert list(Conversation.objects.filter(status="open").values_list("pk", flat=True)) == [other]


def test_an_emergency_is_not_swept_away_with_the_rest(
    client: Client, agent: User, channel: Channel
) -> None:
    first, second = written(channel, 2)
    Conversation.objects.filter(pk=second).update(is_emergency=True)
    page = read(client)

    assert shown_in(page) == [second, first]
    assert re.findall(r'form="reading-page" name="chosen" value="(\d+)"', page) == [str(first)]
    assert "1 conversation: everything" in press(client, page, do="seen", all="yes")
    press(client, page, do="seen", all="yes", sure="yes", reason="Only named")
    assert Conversation.objects.get(pk=second).status == "open"
    press(client, page, one=f"seen:{second}")
    assert Conversation.objects.get(pk=second).outcome == "seen"


def test_one_is_seen_at_once_and_needs_no_reason(
    client: Client, agent: User, channel: Channel
) -> None:
    first, second = written(channel, 2)

    page = press(client, read(client), one=f"seen:{first}")

    assert "1 conversation seen, no action." in page
    assert shown_in(page) == [second]
    assert Conversation.objects.get(pk=first).outcome == "seen"


def test_what_is_left_to_be_answered_leaves_the_reading_and_stays_to_divide(
    client: Client, agent: User, channel: Channel
) -> None:
    first, second = written(channel, 2)

    page = press(client, read(client), one=f"inbox:{first}")

    assert "1 conversation waits in the inbox for an answer." in page
    assert shown_in(page) == [second]
    assert "Vraag 0" in client.get(reverse("inbox_view", args=["unassigned"])).content.decode()
    log = client.get(reverse("log", args=[first])).content.decode()
    assert "left it to be answered" in log


def test_undoing_it_leads_back_to_the_reading_in_which_it_is_again(
    client: Client, agent: User, channel: Channel
) -> None:
    [number] = written(channel, 1)
    page = press(client, read(client), one=f"inbox:{number}")
    [undo] = re.findall(r'action="(/many/undo/[^"]+)"', page)

    back = client.post(undo.replace("&amp;", "&"), follow=True)

    assert back.redirect_chain[-1][0] == reverse("reading_mode")
    assert shown_in(back.content.decode()) == [number]


@pytest.mark.row("S3-29")
def test_what_changed_under_a_bulk_act_is_left_out_by_name_and_nothing_is_lost(
    client: Client, agent: User, channel: Channel
) -> None:
    first, second = written(channel, 2)
    page = read(client)
    colleague = people.actor_of(make.user(Role.AGENT, teams=(channel.team,)))
    handling.add_tag(colleague, Conversation.objects.get(pk=first), "Bezig")

    done = press(client, page, do="seen", chosen=[first, second], sure="yes", reason="Double")

    assert "1 was left out." in done
    assert "Vraag 0</a>: changed since it was shown" in done
    assert Conversation.objects.get(pk=first).status == "open"


def test_only_what_waits_since_our_last_answer_is_read_and_more_of_it_is_told(
    client: Client, agent: User, channel: Channel
) -> None:
    conversation = make.received(channel, thread="t", text="Allang beantwoord")
    make.reply(conversation)
    for number in range(5):
        make.received(channel, thread="t", external_id=f"m{number}", text=f"Nieuw {number}")

    page = read(client)

    assert "Allang beantwoord" not in page.split('class="read-said"')[1]
    assert "Nieuw 1" not in page
    assert all(f"Nieuw {number}" in page for number in (2, 3, 4))
    assert "2 earlier messages are in the conversation." in page


def test_a_long_text_unfolds_and_nothing_of_it_is_missing() -> None:
    text = " ".join(f"woord{number}" for number in range(300))

    head, rest = parted(text)

    assert len(head) <= 700
    assert f"{head} {rest}" == text
    assert parted("Kort.") == ("Kort.", "")
    assert "".join(parted("x" * 2000)) == "x" * 2000


def test_who_only_reads_can_finish_nothing_and_an_analyst_sees_no_names(
    client: Client, team: Team, channel: Channel
) -> None:
    [number] = written(channel, 1)
    log_in(client, make.user(Role.READER, teams=(team,), language="en"))

    page = read(client)

    assert shown_in(page) == [number]
    assert 'id="reading-page"' not in page
    assert 'name="one"' not in page
    log_in(client, make.user(Role.ANALYST, teams=(team,), language="en"))
    page = read(client)
    assert "Fatima" not in page
    assert f'value="tag:{number}"' in page
    assert f'value="seen:{number}"' not in page


def test_what_a_colleague_has_and_what_other_teams_have_is_not_there(
    client: Client, agent: User, channel: Channel, team: Team
) -> None:
    theirs, ours = written(channel, 2)
    make.received(make.channel(), text="Van een ander team")
    Conversation.objects.filter(pk=theirs).update(assignee=make.user(Role.AGENT, teams=(team,)))

    assert shown_in(read(client)) == [ours]
    assert shown_in(read(client, **{"in": "team"})) == [ours]
    Conversation.objects.filter(pk=ours).update(assignee=agent)
    assert shown_in(read(client, **{"in": "mine"})) == [ours]


def test_what_was_read_is_there_for_who_asks(client: Client, agent: User, channel: Channel) -> None:
    [number] = written(channel, 1)
    Conversation.objects.update(is_unread=False)

    assert "All is read." in read(client)
    assert shown_in(read(client, read="yes")) == [number]


def test_a_script_is_told_what_came_in_since_and_what_still_fits(
    client: Client, agent: User, channel: Channel
) -> None:
    first, second = written(channel, 2)
    seen = seen_in(read(client))
    written(make.channel(team=channel.team), 1)
    Conversation.objects.filter(pk=first).update(is_unread=False)
    asked = {"only": f"{first},{second},x", "seen": seen}

    answer = client.get(reverse("reading_mode"), asked, headers={"X-Fragment": "1"})

    assert shown_in(answer.content.decode()) == [second]
    assert "1 has something new since you opened this page." in answer.content.decode()


def test_each_conversation_that_was_shown_is_in_the_log_once(
    client: Client, agent: User, channel: Channel
) -> None:
    numbers = written(channel, 3)

    read(client)
    read(client)

    shown = Entry.objects.filter(act="conversation.shown", actor=agent)
    assert list(shown.order_by("subject_id").values_list("subject_id", flat=True)) == numbers
    assert shown.first().details == {"by": ["agent"]}  # type: ignore[union-attr]


def test_a_hundred_ask_no_more_of_the_database_than_one(
    client: Client,
    agent: User,
    channel: Channel,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    written(channel, 100)
    read(client)

    with django_assert_max_num_queries(13):
        page = read(client)

    assert len(shown_in(page)) == 100


@pytest.mark.parametrize("fields", [{"one": "seen:x"}, {"one": "burn:1"}, {"one": "seen:999999"}])
def test_odd_forms_change_nothing_and_lead_back_here(
    client: Client, agent: User, channel: Channel, fields: dict[str, str]
) -> None:
    written(channel, 1)

    answer = client.post(reverse("many"), fields | {"from": "reading"}, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("reading_mode")
    assert "Nothing has changed." in answer.content.decode()
    assert not BulkAct.objects.exists()


@pytest.mark.row("S3-05")
def test_listening_is_a_list_of_its_own_from_which_one_sends_to_webcare_and_back(
    client: Client, agent: User, team: Team, channel: Channel
) -> None:
    [to_us] = written(channel, 1)
    feed = make.channel(connector="feed", team=team, name="Nieuws")
    hit, other = (
        make.received(feed, is_automatic=True, is_public=True, thread=name).pk for name in "ab"
    )

    listening = read(client, **{"in": "listening"})
    assert shown_in(listening) == [hit, other]
    assert "To webcare" in listening
    assert to_us in shown_in(client.get(reverse("inbox_view", args=["team"])).content.decode())

    press(client, listening, **{"in": "listening", "do": "inbox", "chosen": hit})

    assert shown_in(read(client, **{"in": "listening"})) == [other]
    webcare = client.get(reverse("inbox_view", args=["team"])).content.decode()
    assert {to_us, hit} <= set(shown_in(webcare))
    assert other not in shown_in(webcare)
    assert Entry.objects.filter(act="conversation.sent_to_webcare").count() == 1

    client.post(f"{reverse('undo_many')}?act={BulkAct.objects.get().pk}&from=reading")

    assert shown_in(read(client, **{"in": "listening"})) == [hit, other]
