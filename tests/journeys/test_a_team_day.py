"""One day of a team, by keys: from the start of duty to a balance that closes.

Every key is counted. What a person needs for it is worked out with figures of others: 0.28 s a key
and 1.35 s a decision (Card, Moran and Newell, 1980); what is for us is read at 238 words a minute
(Brysbaert, 2019), what was only found is looked through at 450 (Carver, 1990).
"""

import json
import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

import gehoor.demo
from gehoor.channels import actions
from gehoor.channels.models import Channel
from gehoor.contracts.connector import Author
from gehoor.contracts.posts import Visibility
from gehoor.flows import sending
from gehoor.inbox.models import Conversation, Message, Reply
from gehoor.kit.clock import now
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.standin import TOKEN, StandIn, stand_in
from tests.journeys.desk import Desk, Desks, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.row("S3-04"), pytest.mark.long]

TO_US, ON_OUR_PAGES, FOUND = 24, 36, 240
FROM_OUR_PAGES = 6
"""of those, to be answered"""
A_KEY, A_DECISION = 0.28, 1.35
READ, LOOKED_THROUGH = 60 / 238, 60 / 450
"""seconds a word"""
AT_MOST_MINUTES = 40
REPORT = os.environ.get("GEHOOR_DAY_REPORT")
DATA = Path(gehoor.demo.__file__).parent / "data"
TYPED = (
    "Dank u wel voor uw bericht. Een collega gaat morgen kijken, en daarna hoort u van mij hoe het "
    "verder gaat."
)
AFVAL, STRAAT = "conversations/01-afval.toml", "conversations/03-straat.toml"
REASON = "Alleen genoemd"


@dataclass
class Counting(Desk):
    """A desk at which every key, every decision and every word that is read counts."""

    keys: int = 0
    decisions: int = 0
    read: int = 0
    """words"""
    looked_through: int = 0
    answered: list[int] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        self.keys += sum(1 + each.count("+") for each in keys)
        super().press(*keys)

    def type(self, text: str) -> None:
        self.keys += len(text)
        super().type(text)

    def minutes(self, *, looking: float = LOOKED_THROUGH) -> float:
        reading = self.read * READ + self.looked_through * looking
        return (self.keys * A_KEY + self.decisions * A_DECISION + reading) / 60


def texts(*files: str) -> Iterator[str]:
    """What made-up residents wrote, over and over."""
    found = [tomllib.loads((DATA / name).read_text()) for name in files]
    said = [each["text"] for one in found for each in one.get("drop", ())]
    said += [each["message"][0]["text"] for one in found for each in one.get("conversation", ())]
    return cycle(said)


@pytest.fixture
def team(transactional_db: None) -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def agent(team: Team) -> User:
    user = make.user(Role.AGENT, Role.COORDINATOR, teams=(team,), name="Yusuf", language="nl")
    make.kept_answer(
        title="Doorgegeven", shortcut="1", owner=user, team=team,
        text="Dank u, ik heb het doorgegeven aan de buitendienst. U hoort morgen van ons.",
    )  # fmt: skip
    return user


@pytest.fixture
def platform() -> Iterator[StandIn]:
    with stand_in() as running:
        yield running


def three_hundred(team: Team, platform: StandIn) -> None:
    """Let a day's worth come in by the real intake: mail, below our posts, and news."""
    given = {"url": platform.url, "account": "gemeente", "outcome_class": "A", "timeout": "5"}
    mail, square = (
        make.channel(team=team, name=name, settings=given) for name in ("Postbus", "Plein")
    )
    for channel in (mail, square):
        actions.seal_credentials(channel, {"token": TOKEN})
    comes_in(mail, TO_US, AFVAL, STRAAT)
    comes_in(square, ON_OUR_PAGES, "storm.toml", is_public=True, visibility=Visibility.PUBLIC)
    news = make.channel(team=team, name="Nieuws", connector="feed")
    comes_in(news, FOUND, "storm.toml", is_public=True, is_automatic=True)


def comes_in(channel: Channel, number: int, *files: str, **given: Any) -> None:
    for place, text in enumerate(islice(texts(*files), number)):
        author = Author(f"burger{place}@voorbeeld.example", f"Burger {place}")
        make.received(channel, thread=f"{channel.pk} {place}", text=text, author=author, **given)


def words_in(conversation: int) -> int:
    told = Message.objects.filter(conversation=conversation, kind="in")
    return sum(len(each.text.split()) for each in told)


def answers(desk: Counting, place: int) -> None:
    """Answer what is open with what is kept, every third time in one's own words, and go on."""
    desk.press("r")
    expect(desk.page.locator("#reply-text")).to_be_focused()
    if place % 3:
        desk.type("/1")
        expect(desk.page.locator("#reply-text")).to_have_value(
            "Dank u, ik heb het doorgegeven aan de buitendienst. U hoort morgen van ons."
        )
    else:
        desk.type(TYPED)
    desk.press("Control+Shift+Enter")


def next_after(desk: Counting, number: int) -> int:
    """Return which conversation is open once it is another one than that."""
    other = desk.page.locator(f"#conversation[data-pk]:not([data-pk='{number}'])")
    expect(other).to_be_visible()
    return int(other.get_attribute("data-pk") or 0)


def goes_through(desk: Counting, conversations: list[int], *, every: int) -> None:
    """Read each in turn; answer one of so many, and only see the others."""
    desk.press("j")
    number, left = 0, set(conversations)
    for place in range(len(conversations)):
        number = next_after(desk, number)
        left.remove(number)
        desk.read += words_in(number)
        desk.decisions += 1
        if place % every == 0:
            desk.answered.append(number)
            answers(desk, place)
        else:
            desk.press("g")
    expect(desk.page.locator("#conversation")).not_to_have_attribute("data-pk", str(number))
    desk.page.wait_for_selector("html[data-script]", state="attached")
    wait_for(lambda: Reply.objects.count() == len(desk.answered))


def goes_to(desk: Counting, name: str, place: str) -> None:
    """Go to a screen by its name, as the palette finds it."""
    desk.press("Control+k")
    expect(desk.page.locator("#palette input, dialog[open] input").first).to_be_focused()
    desk.type(name)
    expect(desk.page.locator("[role=option][aria-selected=true]")).to_contain_text(name)
    desk.press("Enter")
    expect(desk.page).to_have_url(desk.address + place)
    desk.page.wait_for_selector("html[data-script]", state="attached")
    # The keys of a list come with a script of their own.
    desk.page.wait_for_load_state("load")


def says(desk: Counting, button: str, told: str) -> None:
    """Begin or end one's duty, on the roster."""
    goes_to(desk, "Rooster", "/roster/")
    page = desk.page.locator("main")
    expect(page.get_by_role("button", name=button)).to_be_visible()
    desk.tab_to(button)
    desk.press("Enter")
    expect(desk.page.locator("#flashes")).to_contain_text(told)


def reads(desk: Counting, wanted: set[int]) -> None:
    """Read screen after screen; what is for us goes to the inbox, the rest is done at once."""
    rest = ON_OUR_PAGES + FOUND
    desk.press("j")
    while rest:
        shown = desk.page.locator("#rows > li")
        on_screen = min(rest, 100)
        expect(shown).to_have_count(on_screen)
        numbers = [int(each) for each in shown.evaluate_all(
            "(rows) => rows.map((row) => row.id.split('-').pop())"
        )]  # fmt: skip
        for number in numbers:
            expect(desk.page.locator("#rows > li:has(> a:focus)")).to_have_id(f"row-{number}")
            desk.looked_through += words_in(number)
            desk.decisions += 1
            if number in wanted:
                desk.press("i")
            elif number != numbers[-1]:
                desk.press("j")
        desk.press("Shift+G")
        reason = desk.page.locator("#many-dialog [name=reason]")
        expect(reason).to_be_focused()
        if rest == ON_OUR_PAGES + FOUND:
            desk.type(REASON)
        desk.press("Enter")
        rest -= on_screen
    expect(desk.page.locator("#list")).to_contain_text("Alles is gelezen.")


def all_leave() -> None:
    """What was answered leaves: the moment to take it back is over."""
    Reply.objects.filter(state="queued").update(due_at=now())
    for channel in Channel.objects.all():
        sending.send_waiting.function(channel.pk)


def test_300_in_one_day_are_dealt_with_by_keys_in_less_than_forty_minutes(
    desks: Desks, team: Team, agent: User, platform: StandIn
) -> None:
    three_hundred(team, platform)
    to_us = Conversation.objects.filter(channel__name="Postbus").order_by("pk")
    pages = Conversation.objects.filter(channel__name="Plein").order_by("pk")
    wanted = set(pages.values_list("pk", flat=True)[:FROM_OUR_PAGES])
    opened = desks.desk(agent, "/inbox/team/")
    desk = Counting(opened.page, opened.address)

    says(desk, "Ik begin", "U bent in dienst tot")
    goes_to(desk, "Team", "/inbox/team/")
    goes_through(desk, list(to_us.values_list("pk", flat=True)), every=2)
    goes_to(desk, "Leesstand", "/reading/")
    reads(desk, wanted)
    goes_to(desk, "Te verdelen", "/inbox/unassigned/")
    goes_through(desk, sorted(wanted), every=1)
    all_leave()
    goes_to(desk, "Balans van de dag", "/figures/day/")

    expect(desk.page.locator("main")).to_contain_text("Deze dag sluit: onaangeraakt is 0.")
    says(desk, "Ik stop", "U bent niet meer in dienst.")
    assert Conversation.objects.filter(status="open").count() == 0
    assert Reply.objects.filter(state="sent").count() == len(desk.answered) == 18
    assert len(platform.platform.effects) == 18
    assert desk.minutes() < AT_MOST_MINUTES
    if REPORT:
        Path(REPORT).write_text(json.dumps(
            {"minutes": desk.minutes(), "minutes_reading_all": desk.minutes(looking=READ),
             "keys": desk.keys, "read": desk.read, "looked_through": desk.looked_through,
             "decisions": desk.decisions, "messages": TO_US + ON_OUR_PAGES + FOUND,
             "answered": len(desk.answered)}
        ))  # fmt: skip
