"""The public square on a Bluesky network of its own programs: from a new channel to the answer as
Bluesky's own client shows it to who asked; `make peers` only."""

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from gehoor.inbox.models import Message
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.blueskynetwork import (
    CITIZEN,
    HERE,
    OURS,
    PASSWORDS,
    RealNetwork,
    program,
    real_network,
)
from tests.journeys import real
from tests.journeys.desk import Desks, wait_for

pytestmark = [pytest.mark.peers]

QUESTION = "Wanneer is de brug weer open? 🌉"
# Signs of several bytes before each name and link: who counts characters points at the wrong words.
BEFORE = "Één dag nog 👨‍👩‍👧‍👦, "
LINK = "www.gemeente.nl/brug"
ANSWER = f"{BEFORE}@{CITIZEN}. Zie {LINK} #brug"
SIGNED = "^Yusuf"


@pytest.fixture(scope="module")
def network() -> Iterator[RealNetwork]:
    with real_network() as running:
        yield running


@pytest.fixture
def team(network: RealNetwork, transactional_db: None, settings: Settings) -> Team:
    settings.FETCH_ALSO = network.also
    return make.team(name="Webcare")


@pytest.fixture
def agent(team: Team) -> User:
    return make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")


@pytest.mark.row("S1-03")
@pytest.mark.row("S2-28")
def test_a_mention_is_first_in_line_and_its_answer_is_found_by_who_asked(
    network: RealNetwork, team: Team, agent: User, desks: Desks
) -> None:
    administrator = make.user(Role.ADMINISTRATOR, name="Ria", language="nl")
    at_settings = desks.desk(administrator, "/settings/channels/")
    account = {
        "Handle": f"@{OURS}",
        "App-wachtwoord": PASSWORDS[OURS],
        "Adres van de server": network.pds,
    }
    real.connect(at_settings, "Bluesky", account, secret="App-wachtwoord")
    real.go_live(at_settings)
    real.said_on_our_pages(team)
    desk = desks.desk(agent, "/inbox/unassigned/")
    expect(desk.page.locator(".rows li")).to_contain_text("altijd druk")
    asked = network.citizen.mention(network.ours.did, f"@{OURS} {QUESTION}")

    mention = Message.objects.filter(text__endswith=QUESTION)
    real.read_until(mention.exists, connector="bluesky")
    real.open_first(desk, "Wanneer is de brug weer open?")
    expect(desk.page.locator("#audience-public")).to_be_checked()
    real.add_picture(desk.page)
    reply = real.send(desk.page, ANSWER)

    wait_for(lambda: bool(seen(network, asked["uri"])), real.SECONDS)
    [found] = seen(network, asked["uri"])
    assert (found["uri"], found["handle"]) == (reply.message.external_id, OURS)
    assert found["pictures"] == [real.DESCRIPTION]
    assert "".join(each["text"] for each in found["parts"]) == f"{ANSWER} {SIGNED}"
    pointed = [each for each in found["parts"] if set(each) != {"text"}]
    assert pointed == [
        {"text": f"@{CITIZEN}", "did": network.citizen.did},
        {"text": LINK, "link": f"https://{LINK}"},
        {"text": "#brug", "tag": "brug"},
    ]
    wait_for(lambda: told_of(network, reply.message.external_id) == 1, real.SECONDS)
    # It comes back among what we posted, and is no second answer.
    real.read("bluesky")
    assert reply.message.conversation.messages.count() == 2
    assert len(seen(network, asked["uri"])) == 1


def seen(network: RealNetwork, uri: str) -> list[Any]:
    """Return the replies to a post as who asked sees them, with Bluesky's own client."""
    asked = {
        "service": network.pds,
        "identifier": CITIZEN,
        "password": PASSWORDS[CITIZEN],
        "uri": uri,
    }
    told = subprocess.run(
        [program(), "look.mjs"],
        cwd=HERE, input=json.dumps(asked), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    return list(json.loads(told.stdout))


def told_of(network: RealNetwork, uri: str) -> int:
    """Return how often the AppView tells who asked of a post."""
    name = "app.bsky.notification.listNotifications"
    told = network.citizen.ask(name).json()["notifications"]
    return [each["uri"] for each in told].count(uri)
