"""The composer of a reply: what fits, and what is done about what does not."""

import random
from typing import Final

import pytest
from playwright.sync_api import expect

from gehoor.contracts.posts import Counting, Unit
from gehoor.inbox.models import Conversation, Reply
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from tests.journeys.desk import Desk, Desks

pytestmark = [pytest.mark.browser]
LONG: Final = "Wij komen morgen langs om naar de put te kijken. " * 12
WAYS: Final = (
    Counting(),
    Counting(Unit.GRAPHEMES),
    Counting(Unit.GRAPHEMES, link_length=23, short_mentions=True),
    Counting(link_length=23),
)
PIECES: Final = (
    "a", "\xe9", "e\u0301", " ", "\n", "\r\n", "\x1f", "\xa0", "\ufeff", "\U0001f44d",
    "\U0001f44d\U0001f3fd", "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "\u2764\ufe0f\u200d\U0001f525", "\U0001f1f3\U0001f1f1", "\U0001f1e7",
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "1\ufe0f\u20e3",
    "\u200d", "\uac01", "\u1100", "\u1161", "\u11a8", "\u0928\u093f", "\u0e25\u0e33",
    "\u05e9\u05b8\u05c1", "\u202e", "\u017f", "https://gemeente.example/afval",
    "http://x.example/?q=(1).", "@fatima@social.example", "@kees", "mail@x.example", ".", ")",
    "^",
)  # fmt: skip
COUNT: Final = """async ([address, samples, how]) => {
  const { count } = await import(address);
  return samples.map((text) => count(text, how));
}"""


@pytest.fixture
def agent(transactional_db: None) -> User:
    team = make.team(name="Webcare")
    user = make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")
    made = make.received(make.channel(team=team, name="Plein", connector="pretend"), text="Vol!")
    Conversation.objects.filter(pk=made.pk).update(assignee=user)
    return user


def at_composer(desks: Desks, agent: User, **how: bool) -> Desk:
    return desks.desk(agent, f"/conversations/{Conversation.objects.get().pk}/?in=mine", **how)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_the_browser_counts_what_the_server_counts(
    desks: Desks, agent: User, way: Counting
) -> None:
    desk = at_composer(desks, agent)
    chance = random.Random(20261125)
    samples = ["".join(chance.choices(PIECES, k=chance.randrange(1, 12))) for _ in range(2000)]
    how = {
        "unit": way.unit.value,
        "link": str(way.link_length),
        "mentions": "short" if way.short_mentions else "whole",
    }
    script = desk.page.evaluate(
        "() => performance.getEntriesByType('resource').map((each) => each.name)"
        ".find((name) => name.includes('counting'))"
    )

    counted = desk.page.evaluate(COUNT, [script, samples, how])

    differ = [
        (text, ours, theirs)
        for text, ours, theirs in zip(samples, map(way.count, samples), counted, strict=True)
        if ours != theirs
    ]
    assert differ == []


def test_room_is_counted_down_with_the_signature_and_what_is_too_much_is_said(
    desks: Desks, agent: User
) -> None:
    desk = at_composer(desks, agent)
    field = desk.page.locator("#reply-text")

    field.fill("x" * 374)
    expect(desk.page.locator("#reply-signed")).to_contain_text("Nog 119 tekens")
    field.fill("x" * 500)
    expect(desk.page.locator("#reply-signed")).to_contain_text("7 tekens te lang")


def test_with_keys_a_long_text_is_sent_in_parts_only_after_choosing_so(
    desks: Desks, agent: User
) -> None:
    desk = at_composer(desks, agent)
    desk.page.fill("#reply-text", LONG)

    desk.press("Control+Enter")
    choice = desk.page.get_by_role("button", name="Verstuur in genummerde delen")
    expect(choice).to_be_focused()
    desk.check_focus()
    assert not Reply.objects.exists()
    desk.press("Enter")

    expect(desk.page.locator("#messages")).to_contain_text("deel 2 van 2")
    expect(desk.page.locator("form.undo")).to_have_count(1)
    desk.press("Escape", "z")
    expect(desk.page.locator("#reply-text")).to_have_value(LONG.strip())
    assert set(Reply.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_without_a_script_the_choice_stands_with_the_text(desks: Desks, agent: User) -> None:
    page = at_composer(desks, agent, java_script_enabled=False).page
    page.fill("#reply-text", LONG)
    page.locator("button[value=send]").click()

    expect(page.get_by_role("alert")).to_contain_text("te lang")
    expect(page.locator("#reply-text")).to_have_value(LONG)
    page.get_by_role("button", name="Verstuur in 2 delen").click()

    expect(page.locator("#messages")).to_contain_text("deel 1 van 2")
    assert Reply.objects.count() == 2


def test_a_browser_that_cannot_count_letters_leaves_it_to_the_server(
    desks: Desks, agent: User
) -> None:
    """An older browser has no Intl.Segmenter, and loses nothing but the counting along."""
    channel = make.channel(team=Conversation.objects.get().channel.team, connector="bluesky")
    post = make.received(channel, text="De put is vol!", thread="put", is_public=True)
    context = desks.context(agent)
    context.add_init_script("delete Intl.Segmenter")
    page = context.new_page()
    page.goto(f"{desks.address}/conversations/{post.pk}/?in=team")
    page.wait_for_selector("html[data-script]", state="attached")

    page.fill("#reply-text", LONG)
    expect(page.locator("#reply-signed")).to_contain_text("tekens")
    expect(page.locator(".too-long")).to_be_hidden()
    page.locator("button[value=send]").click()

    expect(page.get_by_role("alert")).to_contain_text("te lang")
    expect(page.locator("#reply-text")).to_have_value(LONG)
    page.get_by_role("button", name="Verstuur in 3 delen").click()
    expect(page.locator("#messages")).to_contain_text("deel 1 van 3")
    assert Reply.objects.count() == 3


TAPS: Final = (
    "addEventListener('click', (event) => { if (event.isTrusted)"
    " sessionStorage.taps = Number(sessionStorage.taps ?? 0) + 1; }, true)"
)


@pytest.mark.row("S0-09")
def test_on_a_phone_a_full_cycle_takes_fewer_than_six_taps(desks: Desks, agent: User) -> None:
    """Open, answer and finish, and the next one open. A roster that says who is on duty is not
    there yet."""
    channel = Conversation.objects.get().channel
    later = make.received(channel, thread="2", subject="Water in de kelder", text="Er staat 10 cm.")
    Conversation.objects.filter(pk=later.pk).update(assignee=agent)
    context = desks.context(agent, viewport={"width": 360, "height": 740}, has_touch=True)
    context.add_init_script(TAPS)
    page = context.new_page()
    page.goto(desks.address + "/inbox/mine/")
    first = page.locator("#rows a").first
    subject = first.inner_text()

    first.tap()
    page.locator("#reply-text").tap()
    page.keyboard.type("Dank u, wij komen langs.")
    page.get_by_role("button", name="Versturen en afronden").tap()
    expect(page.locator("#rows a")).to_have_count(1)
    page.locator("#rows a").first.tap()

    expect(page.locator("#conversation-title")).to_be_visible()
    expect(page.locator("#reply-text")).to_have_value("")
    assert page.locator("#conversation-title").inner_text() not in subject
    assert Reply.objects.get().message.conversation.status == "done"
    assert int(page.evaluate("sessionStorage.taps")) < 6
