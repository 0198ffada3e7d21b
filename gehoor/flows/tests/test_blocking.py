"""Who is blocked is kept and counted, seen, and answered again once it ends."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from gehoor.audit.models import Entry
from gehoor.contacts.models import Block
from gehoor.contracts.connector import Author
from gehoor.flows import blocking, handling
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.models import Conversation, Message
from gehoor.kit.clock import now
from gehoor.people.models import Team
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db
KEES = Author(handle="kees@voorbeeld.example", name="Kees Boos")


@pytest.fixture
def team() -> Team:
    return make.team()


@pytest.fixture
def boss(team: Team) -> Actor:
    return make.actor(Role.COORDINATOR, teams=(team,), name="Ria de Boer")


def blocked(boss: Actor, team: Team) -> Conversation:
    found = make.received(make.channel(team=team), author=KEES, text="Ik weet je te vinden.")
    until = now() + timedelta(days=7)
    blocking.block(boss, found, reason="Bedreigde een collega", until=until)
    return found


def again(found: Conversation, text: str) -> Conversation:
    """The same person writes in a conversation of their own."""
    return make.received(found.channel, author=KEES, text=text, thread="anders")


def test_what_they_write_is_kept_and_finished_with_the_reason_so_nothing_is_untouched(
    boss: Actor, team: Team
) -> None:
    found = blocked(boss, team)

    later = again(found, "Waarom antwoorden jullie niet?")

    assert (later.status, later.outcome, later.waiting_since) == ("done", "seen", None)
    assert "Blocked for now" in later.outcome_reason
    assert Message.objects.filter(conversation=later).count() == 1


def test_who_may_be_in_danger_comes_on_top_all_the_same(boss: Actor, team: Team) -> None:
    found = blocked(boss, team)

    later = again(found, "Help, er ligt iemand in het water bij de brug!")

    assert (later.status, later.is_emergency) == ("open", True)


FATIMA = Author(handle="fatima@voorbeeld.example", name="Fatima Bakker")


def under_fatimas_post(boss: Actor, team: Team, text: str) -> Conversation:
    """A public thread of Fatima that was finished, in which the blocked Kees writes."""
    channel = blocked(boss, team).channel
    thread = make.received(channel, author=FATIMA, thread="fatima", **IN_PUBLIC)
    handling.finish(boss, thread, outcome=Conversation.Outcome.HANDLED, reason="Gebeld")
    return make.received(channel, author=KEES, thread="fatima", text=text, **IN_PUBLIC)


IN_PUBLIC: dict[str, Any] = {"visibility": "public", "is_public": True, "is_to_us": True}


def test_under_the_post_of_somebody_else_they_wake_nothing_and_are_seen_as_blocked(
    client: Client, boss: Actor, team: Team
) -> None:
    thread = under_fatimas_post(boss, team, "Bij mij ook nooit!")
    client.force_login(make.user(Role.AGENT, teams=(team,)))

    page = client.get(f"/conversations/{thread.pk}/").content.decode()

    assert (thread.status, thread.waiting_since, thread.is_unread) == ("done", None, False)
    assert thread.outcome_reason == "Gebeld"
    newest = thread.messages.latest("sequence")
    assert (newest.text, newest.outcome) == ("Bij mij ook nooit!", "seen")
    assert Entry.objects.get(act="message.finished").subject_id == newest.pk
    assert page.count("Nu geblokkeerd: bewaard en geteld, niet beantwoord.") == 1


def test_in_danger_they_wake_the_thread_of_somebody_else_too(boss: Actor, team: Team) -> None:
    thread = under_fatimas_post(boss, team, "Help, er ligt iemand in het water bij de brug!")

    assert (thread.status, thread.is_emergency) == ("open", True)
    assert thread.waiting_since is not None


def test_who_asks_something_under_the_post_of_who_is_blocked_waits_as_ever(
    boss: Actor, team: Team
) -> None:
    channel = blocked(boss, team).channel
    theirs = make.received(channel, author=KEES, thread="kees", **IN_PUBLIC)
    assert theirs.status == "done"

    make.received(channel, author=FATIMA, thread="kees", text="Wanneer dan?", **IN_PUBLIC)
    make.received(channel, author=KEES, thread="kees", text="Nooit!", **IN_PUBLIC)

    theirs.refresh_from_db()
    assert theirs.status == "open"
    assert theirs.waiting_since is not None


def test_it_ends_by_itself_and_by_hand(boss: Actor, team: Team) -> None:
    found = blocked(boss, team)
    Block.objects.update(since=now() - timedelta(days=2), until=now() - timedelta(days=1))
    over = again(found, "Is er al nieuws?")

    blocking.block(boss, found, reason="Weer", until=now() + timedelta(days=1))
    blocking.lift(boss, found)
    lifted = make.received(found.channel, author=KEES, text="Hallo?", thread="derde")

    assert (over.status, lifted.status) == ("open", "open")
    assert Block.objects.latest("pk").lifted_by_id == boss.user_id


def test_a_year_after_its_end_it_is_forgotten_and_with_its_contact_at_once(
    boss: Actor, team: Team
) -> None:
    found = blocked(boss, team)
    contact = found.contact
    ended, standing = now() - timedelta(days=367), now() + timedelta(days=1)
    by: dict[str, Any] = {"contact": contact, "reason": "Dreigt", "by_id": boss.user_id}
    Block.objects.create(**by, since=ended - timedelta(days=7), until=ended)
    Block.objects.create(**by, since=ended, until=standing, lifted_at=ended)

    blocking.forget_ended_blocks()
    assert Block.objects.get().until > standing

    Conversation.objects.all().delete()
    contact.delete()
    assert not Block.objects.exists()


@pytest.mark.parametrize(
    ("reason", "days", "told"),
    [("", 7, "Say why"), ("Dreigt", None, "always ends"), ("Dreigt", -1, "from now on"),
     ("Dreigt", 500, "within a year")],
)  # fmt: skip
def test_nobody_is_blocked_without_a_reason_or_an_end(
    boss: Actor, team: Team, reason: str, days: int | None, told: str
) -> None:
    found = make.received(make.channel(team=team))
    until = None if days is None else now() + timedelta(days=days)

    with pytest.raises(NotPossible, match=told):
        blocking.block(boss, found, reason=reason, until=until)

    assert not Block.objects.exists()


def test_colleagues_see_it_and_only_a_coordinator_makes_or_lifts_it(
    client: Client, boss: Actor, team: Team
) -> None:
    found = make.received(make.channel(team=team), author=KEES)
    agent = make.user(Role.AGENT, teams=(team,))
    coordinator = make.user(Role.COORDINATOR, teams=(team,), name="Ria de Boer")
    address = f"/conversations/{found.pk}/block/"
    client.force_login(agent)
    refused = client.post(address, {"reason": "Dreigt", "term": "week"})
    client.force_login(coordinator)

    open_end = client.post(address, {"reason": "Dreigt", "term": ""})
    client.post(address, {"reason": "Dreigt", "term": "week"})
    page = client.get(f"/conversations/{found.pk}/").content.decode()
    client.post(f"{address}lift/")

    assert refused.status_code == 403
    assert open_end.status_code == 409
    assert "eindigt altijd" in open_end.content.decode()
    assert "door Ria de Boer: Dreigt" in page
    assert Block.objects.get().lifted_at is not None
