"""The public square on snac2, a fediverse server by others: from a new channel to two answers, as
the citizen who asked finds them there; `make peers` only."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from gehoor.connectors.mastodon.tests.peer import words_in
from gehoor.inbox.models import Message
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.fediverse import OTHERS, THEM, US
from gehoor.testing.snacserver import LOOPBACK, PORT, Snac, snac
from tests.journeys import real
from tests.journeys.desk import Desks, wait_for

pytestmark = [pytest.mark.peers, pytest.mark.allow_hosts(LOOPBACK)]

QUESTION = "Hoe ziet de nieuwe brug eruit?"
IN_PUBLIC, IN_PRIVATE = "Dit wordt de nieuwe brug.", "In uw eigen straat verandert er niets."


@pytest.fixture(scope="module")
def server() -> Iterator[Snac]:
    with snac() as running:
        yield running


@pytest.fixture
def team(server: Snac, transactional_db: None, settings: Settings) -> Team:
    settings.FETCH_ALSO = frozenset({(server.address, PORT)})
    return make.team(name="Webcare")


@pytest.fixture
def agent(team: Team) -> User:
    return make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")


@pytest.mark.row("S1-03")
@pytest.mark.row("S2-28")
def test_a_mention_is_first_in_line_and_its_two_answers_are_found_by_who_asked(
    server: Snac, team: Team, agent: User, desks: Desks
) -> None:
    administrator = make.user(Role.ADMINISTRATOR, name="Ria", language="nl")
    at_settings = desks.desk(administrator, "/settings/channels/")
    account = {
        "Adres van de server": server.url,
        "Naam van het account": f"@{US}",
        "Toegangssleutel": server.tokens[US],
    }
    real.connect(at_settings, "Mastodon", account, secret="Toegangssleutel")
    real.go_live(at_settings)
    real.said_on_our_pages(team)
    desk = desks.desk(agent, "/inbox/unassigned/")
    expect(desk.page.locator(".rows li")).to_contain_text("altijd druk")
    asked = server.mention(QUESTION)

    real.read_until(Message.objects.filter(text=QUESTION).exists, connector="mastodon")
    real.open_first(desk, QUESTION)
    real.add_picture(desk.page)
    openly = real.send(desk.page, IN_PUBLIC)
    desk.page.locator("label[for=audience-direct]").click()
    privately = real.send(desk.page, IN_PRIVATE)

    wait_for(lambda: len(server.below(asked["id"], by=THEM)) == 2, real.SECONDS)
    found = {each["id"]: each for each in server.below(asked["id"], by=THEM)}
    assert set(found) == {openly.message.external_id, privately.message.external_id}
    shown, hidden = found[openly.message.external_id], found[privately.message.external_id]
    assert (shown["visibility"], hidden["visibility"]) == ("public", "direct")
    assert {each["account"]["username"] for each in (shown, hidden)} == {US}
    assert words_in(shown).startswith(IN_PUBLIC)
    assert words_in(hidden).startswith(IN_PRIVATE)
    assert [each["description"] for each in shown["media_attachments"]] == [real.DESCRIPTION]
    assert hidden["media_attachments"] == []
    # Who asked is told of both, once; a passer-by never of the private one.
    wait_for(lambda: [told_of(server, THEM, each) for each in found] == [1, 1], real.SECONDS)
    assert told_of(server, OTHERS, hidden["id"]) == 0
    assert hidden["id"] not in {each["id"] for each in public_square(server)}
    # They come back among what we posted, and are no further answers.
    real.read("mastodon")
    conversation = openly.message.conversation
    assert conversation.messages.count() == 3
    assert len(server.below(asked["id"], by=THEM)) == 2


def told_of(server: Snac, name: str, identity: str) -> int:
    """Return how often somebody is told of a post by their own server."""
    told = [each.get("status") or {} for each in server.notified(name)]
    return [each.get("id") for each in told].count(identity)


def public_square(server: Snac) -> list[Any]:
    path, asked = "/api/v1/timelines/public", {"limit": 40}
    return list(server.ask("GET", path, by=OTHERS, params=asked))
