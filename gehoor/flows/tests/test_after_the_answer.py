"""What is finished goes on sleeping by thanks; who tried before goes ahead of who did not."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from gehoor.contracts.posts import Visibility
from gehoor.flows import earlier_contact, handling
from gehoor.flows import incoming as intake
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Message
from gehoor.kit.clock import now
from gehoor.people.models import Team
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make.team()


def finished_with(team: Team, text: str, **how: Any) -> Conversation:
    """A conversation that was finished, and in which somebody then wrote this."""
    agent = make.actor(Role.AGENT, teams=(team,))
    channel = make.channel(team=team)
    how = how or {"thread": "een"}
    found = make.received(channel, **how)
    handling.finish(agent, found, outcome=Conversation.Outcome.HANDLED, reason="Gebeld")
    answer = make.incoming(text=text, subject="Re: Afval", **how)
    intake.receive(channel, [make.delivery(channel)], [(answer,)])
    assert Message.objects.filter(conversation=found, kind="in").count() == 2
    return Conversation.objects.get(pk=found.pk)


@pytest.mark.row("S2-24")
@pytest.mark.parametrize(
    "text",
    ["dank", "bedankt 👍", "Dank u wel!\n\nOp di 24 nov 2026 schreef Anouk:\n> Het is opgelost?"],
)
def test_thanks_do_not_wake_what_was_finished_and_are_kept(team: Team, text: str) -> None:
    found = finished_with(team, text)

    assert (found.status, found.waiting_since, found.is_unread) == ("done", None, False)


@pytest.mark.row("S2-24")
def test_thanks_in_a_direct_message_stay_with_what_was_finished_last(team: Team) -> None:
    found = finished_with(team, "Dank je wel 👍", visibility=Visibility.DIRECT, is_to_us=True)

    assert found.status == "done"
    assert Conversation.objects.count() == 1


@pytest.mark.row("S2-24")
@pytest.mark.parametrize(
    "text", ["Bedankt! En wanneer komt de grijze bak?", "Dank, maar hij staat er nog"]
)
def test_a_question_or_anything_more_wakes_it(team: Team, text: str) -> None:
    found = finished_with(team, text)

    assert found.status == "open"
    assert found.waiting_since is not None


@pytest.mark.row("S2-26")
def test_who_says_that_they_tried_before_goes_four_hours_ahead_and_keeps_their_term(
    team: Team,
) -> None:
    agent = make.actor(Role.AGENT, teams=(team,))
    channel = make.channel(team=team)
    first = make.received(channel, text="De bak is niet geleegd.")
    again = make.received(channel, text="Ik heb al drie keer gebeld over de bak.")
    Conversation.objects.filter(pk=first.pk).update(
        sort_at=again.sort_at - timedelta(hours=3), waiting_since=again.sort_at - timedelta(hours=3)
    )

    rows = inbox.page_of(agent, "team").rows

    assert [each.pk for each in rows] == [again.pk, first.pk]
    assert [each.had_contact for each in rows] == ["text", ""]
    assert rows[0].waiting_since == again.waiting_since

    earlier_contact.say(agent, inbox.find(again.pk)[0], had_contact=False)  # type: ignore[index]
    assert [each.pk for each in inbox.page_of(agent, "team").rows] == [first.pk, again.pk]


@pytest.mark.row("S2-26")
def test_who_wrote_lately_is_known_by_the_person_and_a_page_says_why(
    client: Client, team: Team
) -> None:
    channel = make.channel(team=team)
    first = make.received(channel, subject="Paspoort", text="Kan ik langskomen?")
    at_once = make.received(channel, subject="Identiteitskaart", text="En wat kost die?")
    assert at_once.had_contact == ""
    before = now() - timedelta(days=2)
    Message.objects.filter(conversation=first).update(received_at=before)
    again = make.received(channel, subject="Rijbewijs", text="Hoeveel kost het?")
    client.force_login(make.user(Role.AGENT, teams=(team,)))

    page = client.get(f"/conversations/{again.pk}/").content.decode()
    client.post(f"/conversations/{again.pk}/earlier-contact/", {"had_contact": "no"})

    assert "schreven ons in de afgelopen twee weken" in page
    assert Conversation.objects.get(pk=again.pk).had_contact == ""
