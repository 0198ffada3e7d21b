"""A newcomer in the demo: looks around, does the eight tasks, and writes as a resident."""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from playwright.sync_api import Browser, Page, expect

from gehoor.testing.browser import chromium
from gehoor.testing.demo import Demo, demo
from gehoor.testing.processes import wait_until
from tests.journeys.test_axe import AXE, RULES, RUN

pytestmark = [pytest.mark.browser, pytest.mark.processes]

PATIENCE = 30_000
MESSAGE = "Op het Vogelplein ligt sinds vanochtend een grote tak op de glijbaan."
ANSWER = "Dag Wilma, dank voor uw melding. We halen de tak vanmiddag weg."
SCREENS = ("/demo/", "/demo/real/", "/demo/again/", "/demo/residents/", "/demo/residents/fatima/",
           "/inbox/team/")  # fmt: skip
SIZES = ((1440, 900), (768, 1024), (360, 740), (320, 600))


@pytest.fixture(scope="module")
def shown() -> Iterator[Demo]:
    with demo() as running:
        running.start()
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def page(shown: Demo, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=shown.address, locale="nl-NL")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def look_as(page: Page, name: str) -> None:
    page.goto("/demo/")
    page.get_by_role("button", name=f"Kijk als {name}").click()
    expect(page.locator("#demo-as option:checked")).to_contain_text(name)


def ticked(page: Page, number: int) -> None:
    """Wait until so many tasks are ticked, without loading the page anew."""
    expect(page.locator("#demo-tasks-count")).to_have_text(f"Probeer: {number} van 8")
    expect(page.locator("#demo-list .is-done")).to_have_count(number)


def open_by(page: Page, words: str) -> None:
    page.locator("#rows a", has_text=words).first.click()
    expect(page.locator("#messages")).to_be_visible()


@pytest.mark.long
def test_the_eight_tasks_tick_themselves_by_what_was_really_done(page: Page) -> None:
    look_as(page, "Anouk")
    page.goto("/inbox/team/")
    # Nothing new comes in between, however long this takes.
    page.get_by_role("button", name="Pauze").click()
    page.locator("#demo-tasks summary").click()
    ticked(page, 0)

    # Fatima is answered, by keyboard.
    open_by(page, "Groene bak aan de Lindelaan")
    page.keyboard.press("r")
    page.keyboard.type("Dag Fatima, morgen voor twaalf uur komt er een extra wagen langs.")
    page.keyboard.press("Control+Enter")
    ticked(page, 1)

    # One conversation is taken, and labelled.
    open_by(page, "put voor nummer 12")
    page.keyboard.press("i")
    ticked(page, 2)
    page.keyboard.press("l")
    page.keyboard.type("Water")
    page.keyboard.press("Enter")
    ticked(page, 3)

    # The expert is asked in a note.
    page.locator("#conversation-title").click()
    page.keyboard.press("n")
    page.keyboard.type("Yusuf, kan deze put vandaag nog leeg? Het gaat zo regenen.")
    page.keyboard.press("Control+Enter")
    ticked(page, 4)

    # An answer is taken back before it leaves.
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.keyboard.type("Dag Kees, dit gaat nog niet weg.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("form.undo")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("z")
    ticked(page, 5)

    see_five_at_once(page)
    ticked(page, 6)


def see_five_at_once(page: Page) -> None:
    """From the fourth on: above it is one with an answer that waits for a second person."""
    page.goto("/inbox/team/")
    for _ in range(4):
        page.keyboard.press("j")
    page.keyboard.press("x")
    for _ in range(4):
        page.keyboard.press("Shift+J")
    expect(page.locator("#many-number")).to_have_text("5 gekozen")
    page.keyboard.press("g")
    expect(page.locator("#many-dialog [name=reason]")).to_be_focused()
    page.keyboard.type("Alleen om te proberen")
    page.keyboard.press("Enter")


def test_what_a_resident_writes_comes_in_and_the_answer_reaches_them(
    page: Page, shown: Demo, browser: Browser
) -> None:
    look_as(page, "Ria")
    page.goto("/inbox/team/")
    beside = browser.new_context(base_url=shown.address, locale="nl-NL")
    residents = beside.new_page()
    residents.goto("/demo/residents/")
    with residents.expect_popup() as opened:
        residents.get_by_role("link", name=re.compile("Wilma")).click()
    resident = opened.value

    resident.get_by_label("Hoe", exact=True).select_option("info")
    resident.get_by_label("Onderwerp").fill("Tak op de glijbaan")
    resident.locator("#id_text").fill(MESSAGE)
    resident.get_by_role("button", name="Versturen").first.click()
    expect(resident.locator(".town-thread").first).to_contain_text(MESSAGE)

    # It comes into the inbox by itself, under the name of who wrote.
    row = page.locator("#rows a", has_text="Tak op de glijbaan")
    expect(row).to_contain_text("Wilma Hoekstra (fictief)", timeout=PATIENCE)
    row.click()
    expect(page.locator("#messages")).to_contain_text(MESSAGE)
    page.keyboard.press("r")
    page.keyboard.type(ANSWER)
    page.keyboard.press("Control+Enter")

    # Once its time to undo has passed, the resident has it, and can go on.
    expect(page.locator("form.undo")).to_have_count(0, timeout=2 * PATIENCE)
    expect(async_reload(resident).locator(".town-thread").first).to_contain_text(ANSWER)
    expect(resident.locator(".town-thread").first).to_contain_text("Opgevangen, niet verstuurd")
    resident.locator(".town-thread summary").first.click()
    resident.locator(".town-thread textarea").first.fill("Fijn, dank u wel voor de snelle hulp!")
    resident.locator(".town-thread").first.get_by_role("button", name="Versturen").click()
    expect(page.locator("#messages")).to_contain_text("Fijn, dank u wel", timeout=PATIENCE)
    beside.close()


def async_reload(page: Page) -> Page:
    """Look again until what was recorded is there."""

    def is_there() -> bool:
        page.reload()
        return ANSWER in page.content()

    wait_until(is_there, seconds=2 * PATIENCE / 1000, what="the resident has the answer")
    return page


@pytest.mark.long
def test_the_storm_comes_faster_stands_still_and_goes_on(page: Page, shown: Demo) -> None:
    look_as(page, "Ria")
    page.goto("/demo/real/")

    page.get_by_role("button", name="Versnel").click()
    expect(page).to_have_url(re.compile("/demo/real/$"))
    expect(page.get_by_role("button", name="Gewone snelheid")).to_be_visible()
    page.goto("/inbox/team/")
    expect(page.locator("#rows")).to_contain_text("kelder", timeout=4 * PATIENCE)
    page.get_by_role("button", name="Pauze").click()

    expect(page.get_by_role("button", name="Verder")).to_be_visible()
    # By its number: what others wrote in it since is what its row shows.
    fell = "SELECT conversation_id FROM inbox_message WHERE text LIKE 'Er loopt water de kelder%'"
    wait_until(lambda: bool(shown.rows(fell)), seconds=2 * PATIENCE / 1000, what="it came in")
    page.goto(f"/conversations/{shown.rows(fell)[0][0]}/?in=team")
    seen = page.locator("#messages").get_by_alt_text(re.compile("^Een keldertrap"))
    expect(seen).to_be_visible()
    wait_until(
        lambda: bool(seen.evaluate("each => each.complete && each.naturalWidth > 0")),
        seconds=PATIENCE / 1000,
        what="the picture is drawn",
    )


def test_a_resident_opens_beside_the_desk_and_what_reaches_them_appears_by_itself(
    page: Page,
) -> None:
    look_as(page, "Ria")
    page.goto("/demo/residents/")
    with page.expect_popup() as opened:
        page.get_by_role("link", name=re.compile("Abdel")).click()
    beside = opened.value
    expect(beside.locator("#had")).to_contain_text("Lantaarn bij het zebrapad")

    page.goto("/inbox/team/?words=zebrapad")
    open_by(page, "Lantaarn bij het zebrapad")
    page.keyboard.press("r")
    page.keyboard.type("Dag Abdel, de lantaarn brandt vanavond weer.")
    page.keyboard.press("Control+Enter")

    expect(beside.locator("#had")).to_contain_text("brandt vanavond weer", timeout=3 * PATIENCE)
    expect(page).to_have_url(re.compile("/conversations/"))


@pytest.mark.parametrize(("path", "theme"), list(product(SCREENS, ("light", "dark"))))
def test_the_pages_of_the_demo_pass_axe(page: Page, path: str, theme: str) -> None:
    look_as(page, "Anouk")
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.goto(path)
    page.locator("#demo-tasks summary").click()
    page.evaluate(AXE.read_text())

    assert page.evaluate(RUN, list(RULES)) == []


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_no_page_of_the_demo_is_wider_than_its_window(page: Page, size: tuple[int, int]) -> None:
    look_as(page, "Anouk")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    too_wide = []
    for path in SCREENS:
        page.goto(path)
        page.locator("#demo-tasks").evaluate("each => each.open = true")
        if page.evaluate("document.documentElement.scrollWidth") > size[0]:
            too_wide.append(path)

    assert too_wide == []


def test_without_a_script_one_looks_around_and_writes(shown: Demo, browser: Browser) -> None:
    context = browser.new_context(base_url=shown.address, java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto("/demo/")
    page.get_by_role("button", name="Kijk als Bram").click()
    page.locator("#demo-as").select_option("resident")
    page.get_by_role("button", name="Kijk", exact=True).click()
    page.get_by_role("link", name=re.compile("Noor Timmermans")).click()
    page.get_by_label("Hoe", exact=True).select_option("bluesky")
    page.locator("#id_text").fill("Is het plein bij de singel vanavond open?")
    page.get_by_role("button", name="Versturen").first.click()

    expect(page.locator(".town-thread").first).to_contain_text("vanavond open?")
    context.close()
