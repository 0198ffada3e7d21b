"""The Postvak by plain links."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from gehoor.inbox.models import Conversation
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def agent(team: Team, client: Client) -> User:
    user = make.user(Role.AGENT, teams=(team,), name="Yusuf", language="en")
    client.force_login(user, backend=BACKEND)
    return user


def shown(client: Client, address: str, **headers: str) -> str:
    return client.get(address, headers=headers).content.decode()


def test_the_beginning_leads_to_the_inbox(client: Client, agent: User) -> None:
    assert client.get("/")["Location"] == reverse("inbox")


def test_somebody_who_sees_no_conversations_begins_at_the_settings(client: Client) -> None:
    administrator = make.user(Role.ADMINISTRATOR)
    client.force_login(administrator, backend=BACKEND)

    assert client.get("/")["Location"] == reverse("settings")


def test_a_row_says_who_waits_how_long_about_what_and_where(
    client: Client, agent: User, team: Team
) -> None:
    make.received(make.channel(team=team, name="Postbus"), subject="Lantaarn stuk")

    row = shown(client, reverse("inbox_view", args=["unassigned"]))

    for words in ("Fatima Bakker", "just in", "Lantaarn stuk", "Postbus, private", "Unread"):
        assert words in row


def test_other_teams_conversations_do_not_exist(client: Client, agent: User) -> None:
    make.received(make.channel(), subject="Van een ander team")

    for view in ("mine", "unassigned", "team", "done"):
        assert "Van een ander team" not in shown(client, reverse("inbox_view", args=[view]))
    assert "Van een ander team" not in shown(client, "/inbox/mine/?words=team")


def test_an_empty_list_says_so_and_what_is_useful_next(
    client: Client, agent: User, team: Team
) -> None:
    make.received(make.channel(team=team))

    mine = shown(client, reverse("inbox"))

    assert "All answered." in mine
    assert "1 to divide" in mine


def test_searching_finds_words_in_every_list(client: Client, agent: User, team: Team) -> None:
    make.received(make.channel(team=team), subject="Paspoort", text="Mijn paspoort is verlopen")

    assert "Paspoort" in shown(client, "/inbox/mine/?words=paspoorten")
    assert "Nothing found" in shown(client, "/inbox/mine/?words=zwembad")


def test_pages_follow_each_other_without_gaps_or_repeats(
    client: Client, agent: User, team: Team
) -> None:
    channel = make.channel(team=team)
    made = {make.conversation(channel=channel, thread=f"t{n}").pk for n in range(120)}

    address, seen = reverse("inbox_view", args=["team"]), []
    while address:
        page = shown(client, address)
        seen += [int(pk) for pk in re.findall(r'data-pk="(\d+)"', page)]
        found = re.search(r'href="([^"]*after=[^"]*)"[^>]*rel="next"', page)
        address = found[1].replace("&amp;", "&") if found else ""

    assert len(seen) == 120
    assert set(seen) == made


def test_the_list_alone_is_what_our_script_asks_for(client: Client, agent: User) -> None:
    part = shown(client, reverse("inbox"), **{"X-Fragment": "1"})

    assert part.lstrip().startswith("<section")
    assert "<html" not in part


@pytest.mark.parametrize("address", ["/inbox/unknown/", "/inbox/mine/?after=%00&words=%00&in=x"])
def test_an_odd_address_never_breaks(client: Client, agent: User, address: str) -> None:
    assert client.get(address).status_code in (200, 404)


def test_fifty_rows_cost_no_more_queries_than_one(
    client: Client, agent: User, team: Team,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    channel = make.channel(team=team)
    for number in range(50):
        make.conversation(channel=channel, thread=str(number))
    client.get(reverse("inbox_view", args=["team"]))

    with django_assert_max_num_queries(8):
        page = shown(client, reverse("inbox_view", args=["team"]))

    assert page.count('id="row-') == 50


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", ["inbox", "problems", "failures", "profile", "keys", "components"])
def test_every_screen_speaks_both_languages(
    client: Client, agent: User, name: str, language: str
) -> None:
    User.objects.update(language=language)

    page = shown(client, reverse(name))

    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1


def test_a_conversation_of_the_done_list_says_how_it_ended(
    client: Client, agent: User, team: Team
) -> None:
    conversation = make.conversation(channel=make.channel(team=team))
    Conversation.objects.filter(pk=conversation.pk).update(status="done", outcome="seen")

    assert "Seen, no action" in shown(client, reverse("inbox_view", args=["done"]))


def test_a_sign_that_no_table_can_hold_is_left_out(client: Client, agent: User) -> None:
    for address in (reverse("inbox"), reverse("reading_mode")):
        asked = {"words": "fiets\x00", "tag": "\x00"}

        assert client.get(address, asked).status_code == 200
