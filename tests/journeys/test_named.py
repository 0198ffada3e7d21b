"""A colleague is named in a note, hears of it where they are, and it is done once they look."""

import re

import pytest
from playwright.sync_api import expect

from gehoor.inbox.models import Conversation, Naming
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from tests.journeys.desk import Desks, wait_for

pytestmark = [pytest.mark.browser]


@pytest.fixture
def anouk(transactional_db: None) -> User:
    team = make.team(name="Webcare")
    user = make.user(Role.AGENT, teams=(team,), name="Anouk Smit", language="nl")
    make.received(
        make.channel(team=team, name="Postbus"), thread="a", subject="Volle put", text="Kom!"
    )
    return user


@pytest.fixture
def yusuf(anouk: User) -> User:
    [team] = anouk.teams.all()
    return make.user(Role.READER, teams=(team,), name="Yusuf de Vries", language="nl")


def test_who_is_named_sees_it_in_the_bar_without_loading_anew_and_it_leads_to_the_note(
    desks: Desks, anouk: User, yusuf: User
) -> None:
    pk = Conversation.objects.get().pk
    his = desks.desk(yusuf, "/inbox/mine/")
    in_bar = his.page.locator(".main-menu a[href='/named/']")
    expect(in_bar).to_be_hidden()
    hers = desks.desk(anouk, f"/conversations/{pk}/?in=team")

    hers.press("n")
    expect(hers.page.locator("#note-text")).to_be_focused()
    hers.type("Kan de pomp aan, @yus")
    option = hers.page.locator("#picker").get_by_role("option", name="Yusuf de Vries")
    expect(option).to_be_visible()
    hers.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    hers.press("Enter")
    expect(hers.page.locator("#note-text")).to_have_value("Kan de pomp aan, @Yusuf de Vries ")
    hers.type("vandaag nog?")
    hers.press("Control+Enter")
    expect(hers.page.locator("#messages .note")).to_contain_text("@Yusuf de Vries vandaag nog?")
    wait_for(Naming.objects.exists)

    expect(in_bar).to_be_visible()
    expect(in_bar).to_contain_text(re.compile(r"Voor u\s+1"))
    his.tab_to("Voor u")
    his.press("Enter")
    expect(his.page.locator("#namings li")).to_have_count(1)
    expect(his.page.locator("#namings")).to_contain_text("Anouk Smit")
    expect(his.page.locator("#namings .badge")).to_have_text("Nieuw")
    his.tab_to("Kan de pomp aan")
    his.press("Enter")

    expect(his.page.locator("#messages .note")).to_contain_text("@Yusuf de Vries vandaag nog?")
    wait_for(lambda: not Naming.objects.filter(seen_at=None).exists())
    expect(in_bar).to_be_hidden()


def test_without_a_script_the_list_is_in_the_menu_and_is_read_by_opening(
    desks: Desks, anouk: User, yusuf: User
) -> None:
    pk = Conversation.objects.get().pk
    hers = desks.desk(anouk, f"/conversations/{pk}/?in=team", java_script_enabled=False)
    hers.page.locator("label[for=kind-note]").click()
    hers.page.locator("#note-text").fill("@Yusuf, kijk eens.")
    hers.page.locator("form.note").get_by_role("button", name="Notitie opslaan").click()
    wait_for(Naming.objects.exists)

    his = desks.desk(yusuf, "/inbox/mine/", java_script_enabled=False)
    his.page.locator(".main-menu a[href='/named/']").click()
    his.page.locator("#namings a").click()

    expect(his.page.locator("#messages .note")).to_contain_text("@Yusuf, kijk eens.")
    expect(his.page.locator(".main-menu a[href='/named/']")).to_be_hidden()
