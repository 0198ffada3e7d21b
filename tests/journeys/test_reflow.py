"""Every screen fits a narrow window, and the work is done on a telephone too (WCAG 1.4.10)."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from gehoor.flows import presence, snoozing
from gehoor.inbox.models import Conversation, Reply
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make, seed
from gehoor.testing.outbox import agent_of
from gehoor.testing.turns import has_its_turn
from tests.journeys.desk import Desk, Desks, wait_for

pytestmark = [pytest.mark.browser]

WIDTHS = (320, 360, 768)
# WCAG 1.4.12: at least this much room, and nothing may be lost.
MORE_ROOM = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important } p { margin-bottom: 2em !important }"""
LOST = """() => [...document.querySelectorAll("main *")].filter((each) => {
  const style = getComputedStyle(each);
  const isMeant = style.textOverflow === "ellipsis"
    || each.closest(".unseen, [hidden], svg, textarea");
  const isCut = style.overflow === "hidden" || style.overflowX === "hidden";
  return isCut && !isMeant && (each.scrollWidth > each.clientWidth + 1
    || each.scrollHeight > each.clientHeight + 1);
}).map((each) => each.outerHTML.slice(0, 120))"""
# WCAG 2.5.8: 24 px, but for links within a sentence and what stands well apart.
SMALL = """() =>
  [...document.querySelectorAll("a, button, summary, select, input:not([type=hidden])")]
  .filter((each) => each.checkVisibility({checkOpacity: true}))
  .filter((each) => !each.closest("p, .unseen, .skip"))
  .map((each) => [each, (each.type === "radio" || each.type === "checkbox") && each.labels[0]
    ? each.labels[0].getBoundingClientRect() : each.getBoundingClientRect()])
  .filter(([, box]) => box.width > 2 && (box.width < 24 || box.height < 24))
  .map(([each]) => each.outerHTML.slice(0, 120))"""


@pytest.fixture
def agent(transactional_db: None) -> User:
    return seed.fill()


def narrow(desks: Desks, user: User, width: int) -> Desk:
    return desks.desk(user, viewport={"width": width, "height": 740}, has_touch=width < 768)


def too_wide(desk: Desk, paths: list[str]) -> list[str]:
    found = []
    for path in paths:
        if not has_its_turn(f"{path} {desk.page.viewport_size}"):
            continue
        desk.open(path)
        width = desk.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"{path}: {width} pixels too wide"] if width > 0 else []
    return found


def longest() -> Conversation:
    return max(Conversation.objects.all(), key=lambda each: each.messages.count())


@pytest.mark.parametrize("width", WIDTHS)
def test_no_screen_scrolls_sideways(desks: Desks, agent: User, width: int) -> None:
    failed = make.delivery(longest().channel)
    type(failed).objects.filter(pk=failed.pk).update(state="failed", problem="This mail is empty.")
    views = [f"/inbox/{view}/" for view in ("mine", "unassigned", "team", "snoozed", "done")]
    views.append("/inbox/team/?upto=found")
    pk = longest().pk
    snoozing.snooze(people.actor_of(agent), longest(), until=now() + timedelta(days=3))
    make.received(make.channel(team=longest().channel.team, connector="feed"), is_automatic=True)
    presence.write(agent_of(longest(), "Anouk van der Wielen-Hoogeveen"), longest())
    own = ["/problems/", "/failures/", f"/failures/{failed.pk}/by-hand/", "/profile/", "/password/"]
    rest = [f"/conversations/{pk}/?in=team", f"/conversations/{pk}/log/", "/help/keys/"]
    rest += [f"/conversations/{pk}/snooze/", "/figures/day/", "/board/"]
    rest += ["/figures/own-channel/", "/figures/first-time/", "/figures/minutes/"]
    admin = make.user(Role.ADMINISTRATOR)
    channel = longest().channel_id
    places = ["people/", "people/new/", "teams/", "teams/new/", "channels/", "channels/new/email/"]
    places += [f"channels/{channel}/", f"channels/{channel}/stage/live/", "log/"]

    found = too_wide(
        narrow(desks, agent, width), [*views, *own, *rest, "/components/", "/nergens/"]
    )
    places += ["hours/", "agreements/", "begin/people/", "begin/hours/", "begin/channel/"]
    settings = [f"/settings/{place}" for place in places]
    found += too_wide(narrow(desks, admin, width), [*settings, "/health/"])

    assert found == []


def test_a_conversation_is_opened_answered_and_finished_on_a_telephone(
    desks: Desks, agent: User
) -> None:
    waste = Conversation.objects.get(subject__startswith="Afval niet")
    desk = narrow(desks, agent, 360)
    desk.open("/inbox/mine/")

    desk.page.locator(f"#row-{waste.pk} a").tap()
    expect(desk.page.locator("#conversation-title")).to_have_text(waste.subject)
    desk.page.fill("#reply-text", "Vanaf de telefoon.")
    desk.page.get_by_role("button", name="Versturen", exact=True).tap()
    expect(desk.page.locator("form.undo")).to_be_visible()
    desk.page.locator("form[data-act=finish] button").tap()

    expect(desk.page.locator("#flashes")).to_contain_text("Afgerond")
    expect(desk.page.locator(f"#row-{waste.pk}")).to_have_count(0)
    assert Reply.objects.filter(message__text="Vanaf de telefoon.").exists()
    wait_for(lambda: Conversation.objects.get(pk=waste.pk).status == "done")


def test_the_menu_of_setting_up_unfolds_by_keyboard_and_without_script_where_there_is_no_room(
    desks: Desks, agent: User
) -> None:
    admin = make.user(Role.ADMINISTRATOR)
    for has_script in (True, False):
        desk = desks.desk(
            admin,
            "/settings/channels/",
            viewport={"width": 768, "height": 1024},
            java_script_enabled=has_script,
        )
        menu = desk.page.get_by_role("navigation", name="Inrichten")
        expect(menu.get_by_role("link")).to_have_count(0)
        assert menu.evaluate("menu => menu.clientHeight") < 60

        menu.locator("summary").focus()
        desk.press("Enter")
        menu.get_by_role("link", name="Openingstijden", exact=True).focus()
        desk.press("Enter")

        expect(desk.page.get_by_role("heading", level=1)).to_have_text("Openingstijden")
        expect(menu.locator("summary")).to_contain_text("Openingstijden")


def test_the_menu_of_setting_up_stands_beside_the_subject_where_there_is_room(
    desks: Desks, agent: User
) -> None:
    page = desks.desk(make.user(Role.ADMINISTRATOR), "/settings/teams/").page
    menu = page.get_by_role("navigation", name="Inrichten")

    expect(menu.get_by_role("link", name="Teams")).to_have_attribute("aria-current", "page")
    expect(menu.get_by_role("list", name="Verantwoording").get_by_role("link")).to_have_count(2)
    assert menu.locator("summary").is_hidden()
    boxes = [page.locator(part).bounding_box() for part in (".side-menu", ".subject")]
    beside, subject = ((box["x"], box["y"], box["width"]) for box in boxes if box)
    assert beside[0] + beside[2] <= subject[0]
    assert beside[1] == subject[1]


@pytest.mark.parametrize("width", [320, 1440])
def test_more_room_between_letters_and_lines_loses_nothing(
    desks: Desks, agent: User, width: int
) -> None:
    page = desks.desk(agent, viewport={"width": width, "height": 900}, bypass_csp=True).page
    for path in ("/inbox/team/", f"/conversations/{longest().pk}/?in=team"):
        page.goto(desks.address + path)
        page.add_style_tag(content=MORE_ROOM)

        assert page.evaluate(LOST) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [360, 1440])
def test_everything_to_press_is_large_enough(desks: Desks, agent: User, width: int) -> None:
    page = narrow(desks, agent, width).page
    for path in ("/inbox/team/", f"/conversations/{longest().pk}/?in=team"):
        page.goto(desks.address + path)

        assert page.evaluate(SMALL) == []
