"""Held back after a restore: what an administrator sees of it, and may decide."""

import pytest
from django.test import Client

from gehoor.channels.models import Channel
from gehoor.flows import holding
from gehoor.inbox.models import Reply
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> Reply:
    reply = make.reply(make.received(), text="Beste Fatima, de bak is geleegd.")
    holding.hold_everything(made_at="2026-11-25T03:00:00+00:00")
    reply.refresh_from_db()
    return reply


def administrator(client: Client, *teams: Team) -> User:
    roles = (Role.ADMINISTRATOR, Role.AGENT) if teams else (Role.ADMINISTRATOR,)
    user = make.user(*roles, teams=teams, language="en")
    client.force_login(user)
    return user


def test_an_administrator_outside_the_team_sees_that_it_waits_and_not_what_it_says(
    client: Client, held: Reply
) -> None:
    administrator(client)

    shown = client.get("/settings/held/").content.decode()

    assert "Anouk de Vries" in shown
    assert "Fatima" not in shown
    assert "geleegd" not in shown
    assert held.to not in shown


def test_who_may_read_the_conversation_reads_the_reply(client: Client, held: Reply) -> None:
    administrator(client, held.channel.team)

    shown = client.get("/settings/held/").content.decode()

    assert "de bak is geleegd" in shown
    assert held.to in shown


def test_nothing_can_be_sent_before_the_channel_is_live(client: Client, held: Reply) -> None:
    administrator(client)

    listening = client.get("/settings/held/").content.decode()
    client.post(f"/settings/held/{held.pk}/send/")
    before = list(Reply.objects.values_list("state", "held_at"))
    Channel.objects.update(stage=Channel.Stage.LIVE)
    live = client.get("/settings/held/").content.decode()
    client.post(f"/settings/held/{held.pk}/send/")

    assert ">Send it<" not in listening
    assert before == [("queued", held.held_at)]
    assert ">Send it<" in live
    assert list(Reply.objects.values_list("state", "held_at")) == [("queued", None)]


@pytest.mark.parametrize(("act", "state"), [("arrived", "sent"), ("unsent", "withdrawn")])
def test_the_other_decisions_need_no_live_channel(
    client: Client, held: Reply, act: str, state: str
) -> None:
    administrator(client)

    answer = client.post(f"/settings/held/{held.pk}/{act}/", follow=True)

    held.refresh_from_db()
    assert (held.state, held.held_at) == (state, None)
    assert "Nothing is held back." in answer.content.decode()


def test_all_at_once_tells_how_many_stay(client: Client, held: Reply) -> None:
    other = make.reply(make.received())
    holding.hold_everything(made_at="2026-11-25T03:00:00+00:00")
    Channel.objects.filter(pk=other.channel_id).update(stage=Channel.Stage.LIVE)
    administrator(client)

    answer = client.post("/settings/held/all/send/", follow=True).content.decode()

    assert "1 reply is sent now." in answer
    assert "1 reply stays held" in answer


def test_the_tab_is_there_only_while_something_is_held(client: Client, held: Reply) -> None:
    administrator(client)

    there = client.get("/settings/channels/").content.decode()
    client.post("/settings/held/all/unsent/")
    gone = client.get("/settings/channels/").content.decode()

    assert 'href="/settings/held/"' in there
    assert 'href="/settings/held/"' not in gone
