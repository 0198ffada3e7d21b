"""A compliment has its own thanks and its own count."""

import pytest
from django.test import Client

from gehoor.flows import compliments
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation
from gehoor.knowledge.rules.kinds import praises
from gehoor.people import queries as people
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = pytest.mark.row("S2-01")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Complimenten voor de mannen van de groendienst!", True),
        ("Ik ben heel vriendelijk geholpen aan de balie", True),
        ("Goed bezig, gemeente 👏", True),
        ("Great job, thank you", True),
        ("Fantastisch hoor, de lamp is al weken kapot", False),
        ("Goed geregeld, maar de bak staat er nog", False),
        ("Complimenten, maar wanneer komt de rest?", False),
        ("Dank u wel", False),
    ],
)
def test_praise_is_recognised_without_a_but(text: str, is_one: bool) -> None:
    assert praises(text) is is_one


@pytest.mark.django_db
def test_one_is_thanked_for_with_one_press_and_counted_once(client: Client) -> None:
    team = make.team()
    user = make.user(Role.AGENT, teams=(team,))
    found = make.received(make.channel(team=team), text="Complimenten voor de groendienst!")
    client.force_login(user)

    page = client.get(f"/conversations/{found.pk}/").content.decode()
    client.post(f"/conversations/{found.pk}/thank/")
    client.post(f"/conversations/{found.pk}/compliment/")
    other = make.received(make.channel(team=team), text="Hulde voor jullie!")
    compliments.finish(people.actor_of(user), other)
    figures = client.get("/figures/day/").content.decode()

    assert "Dit leest als een compliment" in page
    assert "Wat fijn om te horen" in inbox.draft_text_of(found, user.pk, kind="reply")
    assert Conversation.objects.get(pk=found.pk).outcome_reason == "Compliment"
    assert (compliments.counted().thanked, compliments.counted().finished) == (1, 1)
    assert "Complimenten in de laatste 30 dagen: 2, waarvan 1 bedankt" in figures
