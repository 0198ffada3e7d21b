"""Platforms die and come: a connector that is gone takes nothing with it."""

import pytest
from django.conf import settings
from django.test import Client

from gehoor.channels.models import Channel, Delivery
from gehoor.flows import incoming, sending
from gehoor.inbox.models import Conversation, Message, Reply
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.scripted import platform
from gehoor.testing.web import session_of

pytestmark = [pytest.mark.django_db, pytest.mark.row("S2-28")]


@pytest.fixture
def conversation() -> Conversation:
    """A conversation, a reply on its way and a delivery nobody read, on a platform now gone."""
    with platform() as hyves:
        found = make.received(make.channel(connector=hyves.key, name="Hyves"))
        make.reply(found)
        make.delivery(found.channel)
    return found


def test_what_it_brought_stays_and_what_waits_keeps_waiting(conversation: Conversation) -> None:
    incoming.receive_waiting.function(conversation.channel_id)
    sending.send_waiting.function(conversation.channel_id)

    channel = Channel.objects.get()
    assert channel.health == "locked_out"
    assert "scripted" in channel.health_detail
    assert Message.objects.count() == 2
    assert Reply.objects.get().state == "queued"
    assert Delivery.objects.filter(state="pending").count() == 1


def test_it_goes_on_where_it_was_once_a_connector_takes_its_place(
    conversation: Conversation,
) -> None:
    sending.send_waiting.function(conversation.channel_id)

    with platform() as successor:
        Channel.objects.update(health="new")
        sending.send_waiting.function(conversation.channel_id)

        assert len(successor.sent) == 1
    assert Reply.objects.get().state == "sent"


def test_every_screen_still_shows_it(conversation: Conversation) -> None:
    roles = (Role.AGENT, Role.ADMINISTRATOR)
    user = make.user(*roles, teams=(conversation.channel.team,))
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)

    for address in (
        "/inbox/team/",
        f"/conversations/{conversation.pk}/",
        "/settings/channels/",
        f"/settings/channels/{conversation.channel_id}/",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "Hyves" in answer.content.decode()
