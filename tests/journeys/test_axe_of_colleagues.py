"""Who else is here, passing on and what to choose from: without barriers, in every look."""

import pytest
from playwright.sync_api import Page

from gehoor.flows import compliments, presence
from gehoor.inbox.models import Conversation
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.testing import make, seed
from gehoor.testing.outbox import agent_of
from tests.journeys.desk import Desks
from tests.journeys.test_axe import Screen, check, fill_and_submit, unfold

pytestmark = [pytest.mark.browser]


@pytest.fixture
def agent(transactional_db: None) -> User:
    return seed.fill()


def pass_on_menu(page: Page) -> None:
    with page.expect_response("**/presence/"):
        page.fill("#reply-text", "Dank u.")
    page.wait_for_selector("[data-act=pass]")
    unfold("[data-act=pass]")(page)


def test_colleagues_at_one_conversation_have_no_barriers(desks: Desks, agent: User) -> None:
    channel = max(Conversation.objects.all(), key=lambda each: each.messages.count()).channel
    names = ("theirs", "mine", "answered", "empty")
    theirs, mine, answered, empty = (make.received(channel, thread=name) for name in names)
    presence.write(agent_of(theirs), theirs)
    presence.look(agent_of(theirs, "Kees"), theirs)
    presence.claim(people.actor_of(agent), mine)
    make.reply(answered)
    compliments.thank(people.actor_of(agent), mine)
    unseen = {"text": "Nog een antwoord.", "seen_sequence": "0"}
    was_first = fill_and_submit("form.write.reply", **unseen)
    screens = [
        Screen("compliments", "/compliments/"),
        Screen("may-be-quoted", f"/conversations/{mine.pk}/quoting/"),
        Screen("board", "/board/"),
        Screen("minutes", "/figures/minutes/"),
        Screen("in-time", "/figures/in-time/"),
        Screen("log-out", "/logout/"),
        Screen("list-with-colleagues", "/inbox/team/"),
        Screen("colleague-types", f"/conversations/{theirs.pk}/?in=team"),
        Screen("one-types-oneself", f"/conversations/{mine.pk}/?in=team"),
        Screen("colleague-was-first", f"/conversations/{answered.pk}/?in=team", was_first),
        Screen("pass-on-menu", f"/conversations/{empty.pk}/?in=team", pass_on_menu),
    ]

    assert check(desks, screens, agent) == []
