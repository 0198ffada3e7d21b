"""What colleagues do together has no barriers: given, followed, one matter, kept away, blocked."""

import uuid
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from gehoor.contracts.connector import Author
from gehoor.flows import blocking, handing_over, handling, matters
from gehoor.inbox.models import Conversation, Matter, Message
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Actor, Role
from gehoor.testing import make, seed
from tests.journeys.desk import Desks
from tests.journeys.test_axe import Screen, check, fill_and_submit, unfold

pytestmark = [pytest.mark.browser]
COMPLAINT = "Schandalig, de prullenbak is al weken kapot, stelletje klootzakken!"


@pytest.fixture
def agent(transactional_db: None) -> User:
    return seed.fill()


def look_at_each(page: Page) -> None:
    fill_and_submit("form.sheet", text="Dag {voornaam}, wij ruimen op {dag}.")(page)


def storm(actor: Actor, team: Team) -> tuple[Matter, list[Conversation]]:
    """A matter of three, of whom one was answered."""
    channel = make.channel(team=team)
    found = [
        make.received(channel, thread=f"boom-{n}", author=Author(f"p{n}@voorbeeld.example", "Piet"))
        for n in range(3)
    ]
    matter = matters.link(actor, team, "Storm", [each.pk for each in found])
    seen = {found[0].pk: found[0].next_sequence}
    go = matters.begin(actor, matter, text="Dag.", chosen=seen, click=uuid.uuid4())
    matters.carry_on.function(go.pk)
    return matter, found


def blocked(actor: Actor, team: Team) -> Conversation:
    """Somebody who is blocked, in whose thread another wrote, too."""
    channel = make.channel(team=team)
    kees = Author("kees@voorbeeld.example", "Kees Boos")
    public = {"is_public": True, "visibility": "public", "is_to_us": True}
    found = make.received(channel, author=kees, thread="kees", text=COMPLAINT, **public)
    blocking.block(actor, found, reason="Dreigde", until=now() + timedelta(days=7))
    other = make.received(channel, thread="ander", text="Wanneer dan?", **public)
    make.received(channel, author=kees, thread="ander", text="Nooit!", **public)
    Message.objects.filter(conversation=other).update(is_to_us=True)
    return other


def complained(actor: Actor, team: Team) -> Conversation:
    """A public complaint that was answered and closed: to be told as solved."""
    found = make.received(
        make.channel(team=team), text=COMPLAINT, thread="park", is_public=True, is_to_us=True,
        visibility="public", external_id="park-1",
    )  # fmt: skip
    make.reply(found, by=actor, text="Wij plaatsen een nieuwe bak.")
    handling.finish(actor, found, outcome=Conversation.Outcome.ANSWERED)
    return found


def test_what_colleagues_do_together_has_no_barriers(desks: Desks, agent: User) -> None:
    actor, team = people.actor_of(agent), Team.objects.get(members=agent)
    ria = make.actor(Role.COORDINATOR, teams=(team,), name="Ria van Dam")
    matter, linked = storm(actor, team)
    given = make.received(make.channel(team=team), thread="gegeven", text="Mag ik parkeren?")
    handing_over.hand_to_colleague(ria, given, agent, note="Jouw straat.", client_uuid=uuid.uuid4())
    handing_over.follow(actor, linked[1])
    solved, threatened = complained(actor, team), blocked(ria, team)
    place = f"/conversations/{given.pk}/"
    no_reason = fill_and_submit("form.sheet", reason="")
    screens = [
        Screen("more-menu", f"{place}?in=team", unfold("#conversation-head .actions > .right")),
        Screen("hand-over", f"{place}hand-over/"),
        Screen("keep-away", f"{place}keep-away/"),
        Screen("block", f"{place}block/"),
        Screen("block-refused", f"{place}block/", no_reason),
        Screen("blocked-elsewhere", f"/conversations/{threatened.pk}/?in=team"),
        Screen("veiled-and-to-tell", f"/conversations/{solved.pk}/?in=done"),
        Screen("for-you", "/named/"),
        Screen("follow-ups", "/follow-ups/"),
        Screen("matters", "/matters/"),
        Screen("matter", f"/matters/{matter.pk}/"),
        Screen("matter-looked-at", f"/matters/{matter.pk}/", look_at_each),
        Screen("matter-link", f"/matters/link/?chosen={given.pk}"),
        Screen("matter-link-none", "/matters/link/"),
    ]

    assert check(desks, screens, agent) == []
