"""Every screen, in every state, passes the automated check of axe: WCAG 2.2 A and AA, and more.

Each in one of four looks (two languages, light and dark), by its name; `make axe` in all of them.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4
from zlib import crc32

import pytest
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from playwright.sync_api import Page

from gehoor.channels import actions as channels
from gehoor.channels.models import Channel
from gehoor.contracts.connector import IncomingAttachment
from gehoor.contracts.reading import Failure
from gehoor.flows import attaching, handling, health, incoming, staffing
from gehoor.inbox.models import Conversation, Message, Reply
from gehoor.organisation.rules import STEPS
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.screens.untrusted.links import original_url
from gehoor.testing import make, seed
from gehoor.testing.turns import has_its_turn
from tests.journeys.desk import Desk, Desks

pytestmark = [pytest.mark.browser]

AXE = Path(__file__).parents[1] / "vendor" / "axe-core-4.14.1" / "axe.min.js"
FORM = "main form"
LOOKS = tuple(product(("nl", "en"), ("light", "dark")))
WITH_ALL = os.environ.get("GEHOOR_AXE") == "all"
OF_THE_LAW = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
RULES = (*OF_THE_LAW, "best-practice")
RUN = """async (rules) => {
  const found = await axe.run(document, {
    runOnly: {type: "tag", values: rules}, resultTypes: ["violations"], iframes: false,
  });
  return found.violations.flatMap((each) => each.nodes.map(
    (node) => `${each.id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ""}`));
}"""
PICTURE = (Path(__file__).parents[2] / "docs" / "images" / "inbox-360-light.png").read_bytes()


@dataclass(frozen=True)
class Screen:
    """One screen in one state: where it is, and what to do there first."""

    name: str
    path: str
    first: Callable[[Page], Any] = lambda _: None

    def looks(self) -> tuple[tuple[str, str], ...]:
        return LOOKS if WITH_ALL else (LOOKS[crc32(self.name.encode()) % len(LOOKS)],)


def check(desks: Desks, screens: list[Screen], user: User | None = None) -> list[str]:
    """Look at each screen; return what is wrong, in words."""
    at = {language: desks.desk(user, locale=language) for language in ("nl", "en")}
    found = []
    for screen in screens:
        for language, theme in screen.looks():
            if user:
                User.objects.filter(pk=user.pk).update(language=language, theme=theme)
            wrong = violations(at[language], screen, language, theme)
            found += [f"{screen.name} {language} {theme}: {each}" for each in wrong]
    return found


def violations(desk: Desk, screen: Screen, language: str, theme: Any) -> list[str]:
    desk.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    desk.page.goto(desk.address + screen.path)
    screen.first(desk.page)
    assert desk.page.locator("html").get_attribute("lang") == language, screen.name
    if not WITH_ALL and not has_its_turn(screen.name):
        return []
    desk.page.evaluate(AXE.read_text())
    found: list[str] = desk.page.evaluate(RUN, RULES)
    return found


def submit(page: Page, form: str = FORM) -> None:
    """Send a form as a browser without our script or its own checks would."""
    with page.expect_navigation():
        page.evaluate("form => document.querySelector(form).submit()", form)


def fill_and_submit(form: str, **fields: str) -> Callable[[Page], None]:
    def first(page: Page) -> None:
        for name, value in fields.items():
            page.locator(f"{form} [name={name}]").evaluate(
                "(field, value) => { field.value = value; }", value
            )
        submit(page, form)

    return first


def finish(page: Page) -> None:
    """Finish a conversation, also when an earlier look did so."""
    if page.locator("form[data-act=reopen]").count():
        submit(page, "form[data-act=reopen]")
    submit(page, "form[data-act=finish]")


def keep_without_a_name(page: Page) -> None:
    with page.expect_navigation():
        page.locator("button[value=keep]").click()


def press(key: str, then: str) -> Callable[[Page], None]:
    def first(page: Page) -> None:
        page.wait_for_selector("html[data-script]", state="attached")
        page.keyboard.press(key)
        page.wait_for_selector(then)

    return first


def unfold(what: str) -> Callable[[Page], None]:
    def first(page: Page) -> None:
        page.locator(what).first.evaluate("each => { each.open = true; }")  # maybe drawn anew
        page.wait_for_load_state("networkidle") if "data-lazy" in what else None

    return first


def show_lost(page: Page) -> None:
    page.evaluate("document.getElementById('connection-lost').hidden = false")


@pytest.fixture
def agent(transactional_db: None) -> User:
    return seed.fill()


def test_the_inbox_has_no_barriers(desks: Desks, agent: User) -> None:
    views = [
        Screen(f"inbox-{view}", f"/inbox/{view}/")
        for view in ("mine", "unassigned", "team", "done")
    ]
    others = [
        Screen("found", "/inbox/team/?words=bezwaar"),
        Screen("found-nothing", "/inbox/team/?words=xyzzy"),
        Screen("connection-lost", "/inbox/team/", show_lost),
        Screen("own-menu", "/inbox/team/", unfold("header [data-own]")),
        Screen("problems-menu", "/inbox/team/", unfold(".main-menu .menu")),
        Screen("help-dialog", "/inbox/team/", press("?", "dialog[open]")),
        Screen("palette-dialog", "/inbox/team/", press("Control+k", "dialog[open]")),
        Screen("views-menu", "/inbox/team/", unfold(".list-ways .menu")),
        Screen("narrowed", "/inbox/team/?unread=yes"),
        Screen("narrowed-to-nothing", "/inbox/team/?tag=Bestaat+niet"),
    ]

    assert check(desks, views + others, agent) == []


def test_an_empty_inbox_has_no_barriers(desks: Desks) -> None:
    nobody = make.user(Role.AGENT, teams=(make.team(),))
    places = ("inbox/mine", "inbox/unassigned", "inbox/team", "inbox/done", "problems", "failures")
    screens = [Screen(f"empty-{place}", f"/{place}/") for place in places]

    assert check(desks, screens, nobody) == []


def test_a_conversation_has_no_barriers(desks: Desks, agent: User) -> None:
    longest = max(Conversation.objects.all(), key=lambda each: each.messages.count())
    place = f"/conversations/{longest.pk}/?in=team"
    long_text = {"text": "x" * 100_001}
    screens = [
        Screen("conversation", place),
        Screen("assign-menu", place, unfold("details[data-act=assign]")),
        Screen("log-unfolded", place, unfold("#log")),
        Screen("log", f"/conversations/{longest.pk}/log/"),
        Screen("note", place, press("n", "#note-text:focus")),
        Screen("too-long", place, fill_and_submit("form.write.reply", **long_text)),
        Screen("finished", place, finish),
        *[
            Screen(f"conversation-{state}", f"/conversations/{pk}/?in=team")
            for state, pk in states(agent)
        ],
    ]

    assert check(desks, screens, agent) == []


def states(agent: User) -> Iterator[tuple[str, int]]:
    """A conversation for every state a reply can be in, and for what a mail can carry."""
    team = Team.objects.get(members=agent)
    post = Channel.objects.get(name="Postbus gemeente")
    for state in Reply.State:
        conversation = make.received(post, thread=state, subject=f"Over {state}")
        reply = make.reply(conversation)
        if state != Reply.State.QUEUED:
            Reply.objects.filter(pk=reply.pk).update(
                state=state, due_at=None, started_at=make.NOON, attempt=1
            )
        yield state, conversation.pk
    listening = make.channel(team=team, stage=Channel.Stage.LISTEN)
    yield "listening", make.received(listening).pk
    yield "public", make.received(post, thread="public", is_public=True).pk
    picture = IncomingAttachment("bak.png", "image/png", PICTURE, preview=PICTURE)
    paper = IncomingAttachment("brief.pdf", "application/pdf", b"%PDF-1.7")
    rich = make.received(
        post,
        thread="rich",
        html="<p>De <b>bak</b>.</p>",
        attachments=(picture, paper),
        warnings=("One attachment was left out, because it was too large.",),
        reply_to="ander@voorbeeld.example",
        is_automatic=True,
    )
    yield "rich", rich.pk
    attached = make.received(make.channel(team=team), thread="attached", is_public=True)
    attaching.add(people.actor_of(agent), attached, [attaching.Given("bak.png", PICTURE)])
    yield "attached", attached.pk


def test_what_strangers_sent_is_shown_without_barriers(desks: Desks, agent: User) -> None:
    conversation = make.received(html="<p>De <a href='https://voorbeeld.example'>bak</a>.</p>")
    message = Message.objects.get(conversation=conversation)
    address = original_url(message.pk, people.actor_of(agent))
    page = desks.context(bypass_csp=True).new_page()

    page.goto(address)
    page.evaluate(AXE.read_text())

    # How they order their headings is theirs.
    assert page.evaluate(RUN, OF_THE_LAW) == []


def test_problems_failures_and_ones_own_screens_have_no_barriers(desks: Desks, agent: User) -> None:
    channel = Channel.objects.get(name="Postbus gemeente")
    failed = make.delivery(channel)
    incoming.receive(channel, [failed], [Failure("This mail could not be read.")])
    by_hand = f"/failures/{failed.pk}/by-hand/"
    screens = [
        Screen("problems", "/problems/"),
        Screen("failures", "/failures/"),
        Screen("by-hand", by_hand),
        Screen("by-hand-errors", by_hand, submit),
        Screen("balance-of-day", "/figures/day/"),
        Screen("first-time", "/figures/first-time/"),
        Screen("profile", "/profile/"),
        Screen("profile-kept", "/profile/", submit),
        Screen("password", "/password/"),
        Screen("password-errors", "/password/", submit),
        Screen("palette", "/palette/"),
        Screen("palette-found", "/palette/?q=post"),
        Screen("views", "/inbox/views/"),
        Screen("views-errors", "/inbox/views/", keep_without_a_name),
        Screen("components", "/components/"),
        Screen("not-there", "/conversations/999999/"),
        Screen("not-allowed", "/settings/people/new/"),
    ]

    assert check(desks, screens, agent) == []


def test_setting_up_has_no_barriers(desks: Desks, agent: User) -> None:
    admin = make.user(Role.ADMINISTRATOR, name="Bea Mulder")
    channel = Channel.objects.order_by("pk")[0]
    team = Team.objects.order_by("pk")[0]
    pages = {
        "people": "people/",
        "invite": "people/new/",
        "colleague": f"people/{agent.pk}/",
        "teams": "teams/",
        "team-new": "teams/new/",
        "team": f"teams/{team.pk}/",
        "channels": "channels/",
        "choose": "channels/new/",
        "connect": "channels/new/email/",
        "channel": f"channels/{channel.pk}/",
        "change-channel": f"channels/{channel.pk}/change/",
        "listen": f"channels/{channel.pk}/stage/listen/",
        "live": f"channels/{channel.pk}/stage/live/",
        "changes": "log/",
    }
    with_errors = ("invite", "team-new", "connect", "change-channel", "live")
    screens = [Screen(name, f"/settings/{path}") for name, path in pages.items()]
    screens += [
        Screen(f"{name}-errors", f"/settings/{pages[name]}", empty_and_submit)
        for name in with_errors
    ]
    invited = {"name": "Nieuw", "email": "nieuw@gemeente.example"}
    screens.append(Screen("link", f"/settings/{pages['invite']}", fill_and_submit(FORM, **invited)))

    assert check(desks, screens, admin) == []


def test_consent_and_who_saw_what_have_no_barriers(desks: Desks, agent: User) -> None:
    officer = make.user(Role.ADMINISTRATOR, Role.PRIVACY_OFFICER, name="Petra Officier")
    handling.show(people.actor_of(agent), Conversation.objects.order_by("pk")[0])
    channel = make.channel(connector="email", settings={"login": "google"}, vault_id=uuid4())
    screens = [
        Screen("seen", "/settings/log/seen/"),
        Screen("seen-added-up", "/settings/log/seen/?by=contact"),
        Screen("seen-errors", "/settings/log/seen/?since=x"),
        Screen("seen-nothing", "/settings/log/seen/?since=2020-01-01&until=2020-01-02"),
        Screen("no-consent", f"/settings/channels/{channel.pk}/"),
        Screen("consent", f"/settings/channels/{channel.pk}/consent/"),
    ]

    assert check(desks, screens, officer) == []


def test_setting_up_step_by_step_and_health_have_no_barriers(desks: Desks, agent: User) -> None:
    admin = make.user(Role.ADMINISTRATOR, name="Bea Mulder")
    channel = Channel.objects.order_by("pk")[0]
    channels.record_health(channel, Channel.Health.LOCKED_OUT, "It did not accept the password.")
    health.look_around()
    newcomer = {"name_0": "Nieuw", "email_0": "nieuwe@gemeente.example", "role_0": "agent"}
    account = "/settings/begin/channel/email/?preset=google"
    own = [
        Screen(place, f"/settings/{place}/")
        for place in ("organisation", "hours", "agreements", "may-be-public", "privacy")
    ]
    steps = [Screen(f"begin-{step}", f"/settings/begin/{step}/") for step in STEPS]
    others = [
        Screen("begin-account", account),
        Screen("begin-account-errors", account, empty_and_submit),
        Screen("begin-errors", "/settings/begin/organisation/", empty_and_submit),
        Screen("begin-links", "/settings/begin/people/", fill_and_submit(FORM, **newcomer)),
        Screen("begin-done", "/settings/begin/done/"),
        Screen("hours-errors", "/settings/hours/", fill_and_submit(FORM, day_0="negen uur")),
        Screen("health", "/health/"),
    ]

    assert check(desks, [*own, *steps, *others], admin) == []


def test_an_empty_house_has_no_barriers(desks: Desks) -> None:
    admin = make.user(Role.ADMINISTRATOR)
    screens = [
        Screen(f"no-{place}", f"/settings/{place}/") for place in ("teams", "channels", "log")
    ]

    assert check(desks, screens, admin) == []


def test_coming_in_has_no_barriers(desks: Desks) -> None:
    welcome = urlsplit(staffing.first_link()).path
    screens = [
        Screen("login", "/login/"),
        Screen("login-errors", "/login/", fill_and_submit(FORM, login="a@b.example", password="x")),
        Screen("welcome", welcome),
        Screen("welcome-errors", welcome, fill_and_submit(FORM, password="kort")),
        Screen("no-longer-valid", "/welcome/onbekend/"),
        Screen("not-there-for-visitors", "/nergens/"),
        Screen("without-token", "/login/", without_token),
        Screen("locked", "/login/", try_too_often),
    ]

    assert check(desks, screens) == []


def test_pages_about_our_own_mistakes_have_no_barriers(
    desks: Desks, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> HttpResponse:
        raise RuntimeError("on purpose")

    def suspicious(*_: Any) -> HttpResponse:
        raise SuspiciousOperation("on purpose")

    monkeypatch.setattr("gehoor.screens.help.views.render", broken)
    monkeypatch.setattr("gehoor.screens.components.views.render", suspicious)
    screens = [Screen("our-mistake", "/help/keys/"), Screen("odd-request", "/components/")]

    assert check(desks, screens, agent) == []


def empty_and_submit(page: Page) -> None:
    page.evaluate(
        "document.querySelectorAll('main form input:not([type=hidden], [type=checkbox])')"
        ".forEach((field) => { field.value = ''; })"
    )
    submit(page)


def without_token(page: Page) -> None:
    page.evaluate("document.querySelector('[name=csrfmiddlewaretoken]').value = ''")
    submit(page)


def try_too_often(page: Page) -> None:
    for _ in range(9):
        if page.locator(FORM).count():
            fill_and_submit(FORM, login="ria@gemeente.example", password="mis")(page)
    assert page.locator(FORM).count() == 0
