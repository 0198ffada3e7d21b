"""Pictures with a reply, from the button to what the citizen gets; also by keyboard and paste."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import FilePayload, Page, expect

from gehoor.channels import actions as channels
from gehoor.flows import sending
from gehoor.inbox.models import Attachment, Conversation, DraftFile, Reply
from gehoor.kit.clock import now
from gehoor.kit.files import open_stored
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.pictures import SECRETS, drawn, from_a_phone
from gehoor.testing.standin import TOKEN, StandIn, stand_in
from tests.journeys.desk import Desk, Desks, wait_for
from tests.journeys.test_axe import AXE, RULES, RUN

pytestmark = [pytest.mark.browser]
PNG = drawn("PNG", (80, 60))
# Hands over a file as a mouse or a clipboard does.
HAND_OVER = """([kind, bytes, words]) => {
  const handed = new DataTransfer();
  handed.items.add(new File([new Uint8Array(bytes)], "plakken.png", {type: "image/png"}));
  if (words) handed.setData("text/plain", words);
  const how = {bubbles: true, cancelable: true};
  const event = kind === "paste" ? new ClipboardEvent(kind, {...how, clipboardData: handed})
    : new DragEvent(kind, {...how, dataTransfer: handed});
  document.getElementById("reply-text").dispatchEvent(event);
}"""


@pytest.fixture
def running() -> Iterator[StandIn]:
    with stand_in() as platform:
        yield platform


@pytest.fixture
def agent(transactional_db: None, running: StandIn) -> User:
    team = make.team(name="Webcare")
    user = make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")
    settings = {"url": running.url, "account": "gemeente", "outcome_class": "A", "timeout": "5"}
    channel = make.channel(team=team, name="Plein", settings=settings)
    channels.seal_credentials(channel, {"token": TOKEN})
    made = make.received(channel, text="Wanneer gaat de brug open?")
    Conversation.objects.filter(pk=made.pk).update(assignee=user)
    return user


def at_composer(desks: Desks, agent: User, **how: bool) -> Desk:
    return desks.desk(agent, f"/conversations/{Conversation.objects.get().pk}/?in=mine", **how)


def add(page: Page, content: bytes = PNG, name: str = "brug.png") -> None:
    page.locator("#reply-files").set_input_files(
        [FilePayload(name=name, mimeType="image/png", buffer=content)]
    )


def leave_now() -> None:
    wait_for(Reply.objects.exists)
    Reply.objects.update(due_at=now())
    sending.send_lane(Reply.objects.get().channel_id)


def test_a_picture_is_described_sent_and_seen_by_the_citizen(
    desks: Desks, agent: User, running: StandIn
) -> None:
    desk = at_composer(desks, agent)
    page = desk.page
    add(page, from_a_phone("JPEG"), "IMG_1.jpg")
    described = page.get_by_label("Wat is er te zien?")
    expect(described).to_be_focused()
    desk.check_focus()
    desk.type("De brug, half rood en half blauw")
    page.fill("#reply-text", "Vanaf maandag.")

    desk.press("Control+Enter")
    expect(page.locator("#messages img")).to_have_attribute(
        "alt", "De brug, half rood en half blauw"
    )
    expect(page.locator(".draft-file")).to_have_count(0)
    leave_now()

    [effect] = running.platform.effects
    [file] = effect["files"]
    assert file["description"] == "De brug, half rood en half blauw"
    sent = Attachment.objects.get()
    assert file["sha256"] == sent.stored_as
    assert not any(secret in kept(sent.stored_as) for secret in SECRETS)


def kept(name: str) -> bytes:
    with open_stored(name) as file:
        return file.read()


def test_a_picture_without_a_description_is_asked_for_it_and_nothing_is_sent(
    desks: Desks, agent: User
) -> None:
    desk = at_composer(desks, agent)
    add(desk.page)
    expect(desk.page.locator(".draft-file")).to_have_count(1)
    desk.page.fill("#reply-text", "De brug is weer open.")

    desk.press("Control+Enter")

    expect(desk.page.get_by_label("Wat is er te zien?")).to_be_focused()
    expect(desk.page.locator("#reply-text")).to_have_value("De brug is weer open.")
    assert not Reply.objects.exists()


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_is_pasted_or_dropped_and_typing_goes_on(
    desks: Desks, agent: User, kind: str
) -> None:
    desk = at_composer(desks, agent)
    desk.page.locator("#reply-text").focus()
    desk.page.evaluate(HAND_OVER, [kind, list(PNG), ""])
    desk.type("Kijk eens.")

    expect(desk.page.locator(".draft-file")).to_contain_text("plakken.png")
    expect(desk.page.locator("#reply-text")).to_be_focused()
    expect(desk.page.locator("#reply-text")).to_have_value("Kijk eens.")


def test_text_that_brings_a_picture_of_itself_is_pasted_as_text(desks: Desks, agent: User) -> None:
    """Word and Excel put both on the clipboard."""
    desk = at_composer(desks, agent)
    desk.page.evaluate(HAND_OVER, ["paste", list(PNG), "Uit een tabel"])
    # What is handed over after it is there, so that came and went.
    desk.page.evaluate(HAND_OVER, ["paste", list(PNG), ""])

    expect(desk.page.locator(".draft-file")).to_have_count(1)
    wait_for(DraftFile.objects.exists)
    assert DraftFile.objects.count() == 1


def test_what_is_refused_is_said_and_the_rest_stays(desks: Desks, agent: User) -> None:
    page = at_composer(desks, agent).page
    page.fill("#reply-text", "De brug is weer open.")
    add(page)
    expect(page.locator(".draft-file")).to_have_count(1)
    page.get_by_label("Wat is er te zien?").fill("Een brug")

    add(page, b"MZ\x90\0", "virus.png")

    expect(page.locator(".draft-files [role=alert]")).to_contain_text("virus.png")
    expect(page.get_by_label("Wat is er te zien?")).to_have_value("Een brug")
    expect(page.locator("#reply-text")).to_have_value("De brug is weer open.")


def test_a_reply_taken_back_has_its_picture_again(desks: Desks, agent: User) -> None:
    desk = at_composer(desks, agent)
    add(desk.page)
    desk.page.get_by_label("Wat is er te zien?").fill("Een brug")
    desk.page.fill("#reply-text", "De brug is weer open.")
    desk.press("Control+Enter")
    expect(desk.page.locator("form.undo")).to_have_count(1)

    desk.press("Escape", "z")

    expect(desk.page.get_by_label("Wat is er te zien?")).to_have_value("Een brug")
    expect(desk.page.locator("#reply-text")).to_have_value("De brug is weer open.")


def test_a_file_is_taken_out_by_keyboard(desks: Desks, agent: User) -> None:
    desk = at_composer(desks, agent)
    add(desk.page)
    expect(desk.page.get_by_label("Wat is er te zien?")).to_be_focused()
    desk.press("Tab")
    desk.check_focus()
    desk.press("Enter")

    expect(desk.page.locator(".draft-file")).to_have_count(0)
    expect(desk.page.locator("#reply-text")).to_be_focused()
    assert not DraftFile.objects.exclude(draft=None).exists()


def test_without_a_script_a_picture_is_added_described_and_sent(desks: Desks, agent: User) -> None:
    page = at_composer(desks, agent, java_script_enabled=False).page
    page.fill("#reply-text", "De brug is weer open.")
    add(page)
    page.get_by_role("button", name="Bij dit antwoord bewaren").click()
    expect(page.locator("#reply-text")).to_have_value("De brug is weer open.")
    page.get_by_label("Wat is er te zien?").fill("Een brug")

    page.locator("button[value=send]").click()

    expect(page.locator("#messages img")).to_have_attribute("alt", "Een brug")


def test_files_and_pickers_have_no_barriers_and_fit_a_narrow_screen(
    desks: Desks, agent: User
) -> None:
    context = desks.context(agent, viewport={"width": 320, "height": 700}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{desks.address}/conversations/{Conversation.objects.get().pk}/?in=mine")
    page.wait_for_selector("html[data-script]", state="attached")
    add(page)
    expect(page.locator(".draft-file")).to_have_count(1)
    page.evaluate(AXE.read_text())
    wrong = page.evaluate(RUN, RULES)
    page.locator("form.reply [data-sign=':']").click()
    expect(page.locator("#picker")).to_be_visible()
    wrong += page.evaluate(RUN, RULES)
    page.locator("#picker-words").press("Escape")
    page.locator("#reply-text").press_sequentially("Dag :duim")
    expect(page.locator("#picker")).to_be_visible()
    wrong += page.evaluate(RUN, RULES)

    assert wrong == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
