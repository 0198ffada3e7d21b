"""What a rule passed on stands with the other team, and one key gives it back."""

import pytest
from playwright.sync_api import expect

from gehoor.flows import routing
from gehoor.inbox.models import Conversation
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from tests.journeys.desk import Desks

pytestmark = [pytest.mark.browser, pytest.mark.row("S2-33")]
SETUP = Actor(system="setup")


@pytest.mark.usefixtures("transactional_db")
def test_what_was_passed_on_comes_by_itself_and_goes_back_with_one_key(desks: Desks) -> None:
    service, marketing = make.team(name="Klantenservice"), make.team(name="Marketing")
    channel = make.channel(team=service, name="Postbus")
    marketer = make.user(Role.AGENT, teams=(marketing,), name="Milan", language="nl")
    agent = make.user(Role.AGENT, teams=(service,), name="Anouk", language="nl")
    routing.add_rule(
        SETUP, name="Acties", when="arrival", words="korting\nactie", to_team=marketing
    )
    make.received(channel, thread="a", subject="Actie", text="Welke actie loopt er?")
    theirs = desks.desk(marketer, "/inbox/unassigned/")
    ours = desks.desk(agent, "/inbox/unassigned/")

    offer = make.received(channel, thread="b", subject="Korting", text="Is er korting?")

    row = theirs.page.locator(f"#row-{offer.pk}")
    expect(row).to_contain_text("Korting")
    expect(ours.page.locator("#rows")).to_have_count(0)
    row.locator("a").click()
    expect(theirs.page.locator(".notice.routed")).to_contain_text(
        "De regel “Acties” gaf dit door van Klantenservice aan Marketing"
    )
    theirs.page.fill("#give-back-reason", "Dit is een klacht")
    theirs.press("Escape", "t")

    expect(row).to_have_count(0)
    expect(theirs.page.locator("#flashes")).to_contain_text("Teruggegeven.")
    theirs.check_focus()
    expect(ours.page.locator(f"#row-{offer.pk}")).to_contain_text("Korting")
    assert Conversation.objects.get(pk=offer.pk).routed_to is None
