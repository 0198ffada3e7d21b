"""All work by keyboard alone, with letter keys on and off. Focus is always somewhere to be seen."""

import pytest
from playwright.sync_api import Route, expect

from gehoor.inbox.models import Conversation, Message, Reply
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from tests.journeys.desk import Desk, Desks, wait_for

pytestmark = [pytest.mark.browser]

PASSWORD = "een lange zin over de markt"
SUBJECTS = (
    *("Afval", "Kelder", "Paspoort", "Lantaarn", "Boom", "Fiets"),
    *("Zwemles", "Stoep", "Parkeren", "Vuurwerk", "Bibliotheek", "Trouwen"),
)


@pytest.fixture
def agent(transactional_db: None) -> User:
    """Somebody with twelve conversations, the first one on top."""
    team = make.team(name="Webcare")
    user = make.user(Role.AGENT, teams=(team,), name="Yusuf", language="nl")
    make.user(Role.AGENT, teams=(team,), name="Anouk")
    channel = make.channel(team=team, name="Postbus")
    for subject in SUBJECTS:
        made = make.received(channel, thread=subject, subject=subject, text=f"Over {subject}.")
        Conversation.objects.filter(pk=made.pk).update(assignee=user)
    return user


def named(subject: str) -> Conversation:
    return Conversation.objects.get(subject=subject)


def shows(desk: Desk, subject: str) -> None:
    expect(desk.page.locator("#conversation-title")).to_have_text(subject)
    desk.check_focus()


def open_first(desk: Desk) -> None:
    desk.press("j")
    shows(desk, "Afval")


def test_one_signs_in_with_tab_and_enter(desks: Desks, agent: User) -> None:
    agent.set_password(PASSWORD)
    agent.save()
    desk = desks.desk(path="")
    desk.has_script = False
    desk.open("/login/")

    desk.tab_to("E-mailadres")
    desk.type(agent.email)
    desk.tab_to("Wachtwoord")
    desk.type(PASSWORD)
    desk.press("Enter")

    expect(desk.page.locator("#rows li")).to_have_count(len(SUBJECTS))


def test_letters_walk_through_the_list_and_into_the_conversation(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/mine/")

    open_first(desk)
    desk.press("j")
    shows(desk, "Kelder")
    desk.press("k")
    shows(desk, "Afval")
    assert desk.focused() == f"row-{named('Afval').pk}"
    desk.press("Enter")
    desk.check_focus()
    assert desk.focused() == "conversation-title"
    desk.press("Escape")
    desk.check_focus()
    assert desk.focused() == f"row-{named('Afval').pk}"
    desk.press("r")
    desk.check_focus()
    assert desk.focused() == "reply-text"
    desk.press("Escape")
    desk.check_focus()
    assert desk.focused() == "conversation-title"


def test_a_row_renewed_while_its_conversation_is_on_its_way_is_the_one_one_is_at(
    desks: Desks, agent: User
) -> None:
    desk = desks.desk(agent, "/inbox/mine/")
    kelder, there = named("Kelder"), f"**/conversations/{named('Kelder').pk}/?*"
    held: list[Route] = []
    desk.page.route(there, lambda route: held.append(route))
    # That it was seen renews the list once more, which would mark the row in the end.
    desk.page.route("**/shown/", lambda route: route.fulfill(status=204))

    open_first(desk)
    desk.press("j")
    make.received(kelder.channel, thread="Kelder", text="Nog iets.")
    expect(desk.page.locator(f"#row-{kelder.pk}")).to_contain_text("Nog iets.")
    desk.page.unroute(there)
    for each in held:
        each.continue_()
    shows(desk, "Kelder")

    assert desk.focused() == f"row-{kelder.pk}"
    assert desk.page.locator(f"#row-{kelder.pk} a[aria-current]").count() == 1
    desk.press("Enter")
    desk.check_focus()
    assert desk.focused() == "conversation-title"


def test_ten_quick_presses_land_on_the_tenth_conversation_and_its_composer(
    desks: Desks, agent: User
) -> None:
    desk = desks.desk(agent, "/inbox/mine/")

    desk.press(*"jjjjjjjjjj", "r")
    shows(desk, SUBJECTS[9])
    expect(desk.page.locator("#reply-text")).to_be_focused()
    desk.type("Voor de tiende")
    desk.press("Control+Enter")

    wait_for(lambda: Reply.objects.exists())
    assert Reply.objects.get().message.conversation == named(SUBJECTS[9])


def test_an_answer_taken_back_gives_its_text_back(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/mine/")

    open_first(desk)
    desk.press("r")
    desk.type("Dank u, wij kijken.")
    desk.press("Control+Enter")
    expect(desk.page.locator("form.undo")).to_be_visible()
    desk.check_focus()
    desk.press("Escape", "z")

    expect(desk.page.locator("#reply-text")).to_have_value("Dank u, wij kijken.")
    desk.check_focus()
    assert Reply.objects.get().state == Reply.State.WITHDRAWN


def test_an_answer_that_also_finished_is_taken_back_whole(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/mine/")

    open_first(desk)
    desk.press("r")
    desk.type("Klaar.")
    desk.press("Control+Shift+Enter")
    shows(desk, "Kelder")
    expect(desk.page.locator("#flashes [data-undo]")).to_be_visible()
    desk.press("z")

    shows(desk, "Afval")
    expect(desk.page.locator("#reply-text")).to_have_value("Klaar.")
    assert Reply.objects.get().state == Reply.State.WITHDRAWN
    assert named("Afval").status == Conversation.Status.OPEN


def test_after_giving_it_away_one_goes_on_with_the_next(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/mine/")

    open_first(desk)
    desk.press("a")
    desk.type("Anouk")
    desk.press("Tab", "Enter")
    expect(desk.page.locator("#rows li")).to_have_count(len(SUBJECTS) - 1)
    desk.press("Escape", "e")

    shows(desk, "Kelder")
    wait_for(lambda: named("Afval").outcome == Conversation.Outcome.HANDLED)


def test_every_letter_does_its_act_and_focus_stays_to_be_seen(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/mine/")

    open_first(desk)
    desk.press("n")
    desk.type("Aannemer gebeld.")
    desk.press("Control+Enter")
    wait_for(lambda: Message.objects.filter(kind="note").exists())
    desk.check_focus()

    desk.press("Escape", "l")
    desk.check_focus()
    desk.type("Groen")
    desk.press("Enter")
    expect(desk.page.locator(".tags .tag")).to_contain_text("Groen")
    desk.check_focus()

    desk.press("Escape", "a")
    desk.check_focus()
    desk.type("Anouk")
    desk.press("Tab", "Enter")
    expect(desk.page.locator(".via")).to_contain_text("Bij Anouk")
    desk.check_focus()
    desk.press("i")
    expect(desk.page.locator(".via")).to_contain_text("Van u")
    desk.check_focus()

    desk.press("?")
    expect(desk.page.locator("dialog[open]")).to_be_visible()
    desk.check_focus()
    desk.press("Escape")
    expect(desk.page.locator("dialog[open]")).to_have_count(0)
    desk.check_focus()

    desk.press("e")
    shows(desk, "Kelder")
    desk.press("g")
    shows(desk, "Paspoort")
    wait_for(lambda: named("Kelder").outcome == Conversation.Outcome.SEEN)
    assert named("Afval").outcome == Conversation.Outcome.HANDLED


def test_after_the_last_conversation_one_is_at_the_empty_list_with_a_way_back(
    desks: Desks, agent: User
) -> None:
    Conversation.objects.exclude(subject="Afval").update(assignee=None)
    desk = desks.desk(agent, "/inbox/mine/")

    open_first(desk)
    desk.press("r")
    desk.type("Het laatste.")
    desk.press("Control+Shift+Enter")
    expect(desk.page.locator("#list")).to_contain_text("Alles is beantwoord")
    expect(desk.page.locator("#flashes")).to_contain_text("Beantwoord en afgerond")
    assert Reply.objects.get().message.text == "Het laatste."
    desk.press("z")

    wait_for(lambda: named("Afval").status == Conversation.Status.OPEN)
    assert Reply.objects.get().state == Reply.State.WITHDRAWN


def test_letters_switched_off_do_nothing_and_tab_and_enter_do_all(
    desks: Desks, agent: User
) -> None:
    desk = desks.desk(agent, "/profile/")
    desk.tab_to("Aan")
    desk.press("ArrowDown")
    desk.tab_to("Keuzes bewaren")
    with desk.page.expect_navigation():
        desk.press("Enter")
    assert not User.objects.get(pk=agent.pk).letter_keys

    desk.open("/inbox/mine/")
    desk.press(*"jegrnalz?")
    assert desk.page.locator("#conversation-title").count() == 0
    assert desk.page.locator("dialog[open]").count() == 0

    desk.tab_to("Over Afval")
    desk.press("Enter")
    shows(desk, "Afval")
    desk.tab_to("Antwoord aan")
    desk.type("Met de tab-toets.")
    desk.tab_to("Versturen")
    desk.tab_to("Versturen")
    desk.press("Enter")
    wait_for(lambda: Reply.objects.filter(message__text="Met de tab-toets.").exists())
    desk.check_focus()
    desk.press("Escape")
    desk.tab_to("Afronden")
    desk.press("Enter")
    shows(desk, "Kelder")
    wait_for(lambda: named("Afval").status == Conversation.Status.DONE)


def test_typing_steers_nothing(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/mine/")

    open_first(desk)
    desk.press("n")
    desk.type("jkegilanrz?")

    shows(desk, "Afval")
    expect(desk.page.locator("#note-text")).to_have_value("jkegilanrz?")


def test_a_draft_stays_with_its_conversation_and_survives_a_reload(
    desks: Desks, agent: User
) -> None:
    desk = desks.desk(agent, "/inbox/mine/")

    open_first(desk)
    desk.press("r")
    desk.type("Alleen voor Afval")
    desk.press("Escape", "j")
    shows(desk, "Kelder")
    expect(desk.page.locator("#reply-text")).to_have_value("")
    desk.press("k")
    shows(desk, "Afval")
    expect(desk.page.locator("#reply-text")).to_have_value("Alleen voor Afval")
    desk.page.reload()

    expect(desk.page.locator("#reply-text")).to_have_value("Alleen voor Afval")


def test_what_changes_meanwhile_leaves_focus_and_draft_alone(desks: Desks, agent: User) -> None:
    desk = desks.desk(agent, "/inbox/mine/")
    open_first(desk)
    desk.press("r")
    desk.type("Half een zin")

    for number in range(3):
        make.received(named("Afval").channel, thread="Afval", text=f"Nog iets {number}.")
        expect(desk.page.locator("#messages")).to_contain_text(f"Nog iets {number}.")
        desk.check_focus()
        assert desk.focused() == "reply-text"
        expect(desk.page.locator("#reply-text")).to_have_value("Half een zin")
    desk.press("Escape", "Escape")
    assert desk.focused() == f"row-{named('Afval').pk}"
    make.received(named("Kelder").channel, thread="Kelder", text="Ook hier nog iets.")
    expect(desk.page.locator("#rows li").first).to_be_visible()
    desk.check_focus()
    assert desk.focused() == f"row-{named('Afval').pk}"
