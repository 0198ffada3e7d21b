"""The palette without a script: what one may see is found, nothing else."""

import re

import pytest
from django.test import Client

from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = pytest.mark.django_db
ADDRESS = "/palette/"
FRAGMENT = {"X-Fragment": "1"}


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


def log_in(client: Client, *roles: Role, team: Team) -> User:
    user = make.user(*roles, teams=(team,), language="en")
    client.force_login(user, backend=BACKEND)
    return user


def shown(client: Client, words: str = "", **headers: str) -> str:
    return client.get(ADDRESS, {"q": words} if words else {}, headers=headers).content.decode()


def test_words_find_conversations_of_own_channels_alone(client: Client, team: Team) -> None:
    log_in(client, Role.AGENT, team=team)
    make.received(make.channel(team=team), subject="Lantaarn stuk", text="De lantaarn is stuk.")
    make.received(make.channel(), subject="Lantaarn elders", text="Een andere lantaarn.")

    page = shown(client, "lantaarns")

    assert "Lantaarn stuk" in page
    assert "Lantaarn elders" not in page


def test_an_analyst_finds_conversations_with_names_hidden(client: Client, team: Team) -> None:
    log_in(client, Role.ANALYST, team=team)
    make.received(make.channel(team=team), subject="Lantaarn stuk", text="De lantaarn is stuk.")

    page = shown(client, "lantaarn", **FRAGMENT)

    assert "Lantaarn stuk" in page
    assert "Fatima" not in page


def test_screens_are_offered_to_who_may_open_them(client: Client, team: Team) -> None:
    log_in(client, Role.ADMINISTRATOR, team=team)

    page = shown(client)

    _own, _heading, setting_up = page.partition("<h2>Set up</h2>")
    assert ">People</a>" in setting_up
    assert "Sending problems" not in page
    assert "My work" not in page


def test_every_screen_of_the_menus_can_be_gone_to_by_its_name(client: Client, team: Team) -> None:
    log_in(client, Role.AGENT, Role.COORDINATOR, team=team)
    head, _main, page = shown(client).partition("<main")
    menus = set(re.findall(r'<li><a href="(/[^"]*)"', head))

    offered = set(re.findall(r'<a href="(/[^"]*)"', page))

    assert "/security/" in menus
    # The first of a menu leads to the first of its screens.
    assert menus - offered <= {"/settings/"}


def test_a_name_leads_to_its_screen(client: Client, team: Team) -> None:
    log_in(client, Role.AGENT, team=team)

    page = shown(client, "problems")

    assert 'href="/problems/"' in page
    assert 'href="/profile/">' not in page.partition("<main")[2]


def test_the_dialog_names_acts_with_the_keys_that_do_them(client: Client, team: Team) -> None:
    log_in(client, Role.AGENT, team=team)

    dialog = shown(client, **FRAGMENT)

    assert dialog.lstrip().startswith("<dialog")
    assert 'data-key="e"' in dialog
    assert "<kbd>e</kbd>" in dialog
