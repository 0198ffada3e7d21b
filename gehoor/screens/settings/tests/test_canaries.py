"""The trial message on the page of its channel, and in the balance of the day."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.channels.models import Canary, Channel
from gehoor.connectors.email.canaries import MailCanaries
from gehoor.kit.clock import now
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.scripted import Scripted, platform

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    with platform(canaries=MailCanaries()) as found:
        yield found


@pytest.fixture
def administrator(client: Client) -> User:
    user = make.user(Role.ADMINISTRATOR, language="en")
    client.force_login(user)
    return user


def shown(response: Any) -> str:
    """Return the words of a page, without what is only there for the browser."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_one_chooses_how_often_sends_one_now_and_reads_how_it_fared(
    client: Client, scripted: Scripted, administrator: User
) -> None:
    channel = make.channel(connector=scripted.key, address="info@gemeente.example")
    here = reverse("channel", args=[channel.pk])
    assert "Not by itself" in shown(client.get(here))

    client.post(reverse("change_canary", args=[channel.pk]), {"hours": "24"})
    sent = shown(client.post(reverse("send_canary", args=[channel.pk]), follow=True))
    again = shown(client.post(reverse("send_canary", args=[channel.pk]), follow=True))

    channel.refresh_from_db()
    assert channel.canary_hours == 24
    assert "A trial message is on its way." in sent
    assert f"{administrator.name} Sent a trial message to ourselves" in sent
    assert "A trial message is on its way already." in again

    Canary.objects.update(state="arrived", arrived_at=now())
    assert "Came in within 1 s" in shown(client.get(here))
    assert "came in within 1 s in order" in shown(client.get(reverse("day_balance")))


def test_where_it_cannot_be_done_the_page_says_so(client: Client, administrator: User) -> None:
    here = reverse("channel", args=[make.channel().pk])

    page = shown(client.get(here))

    assert "This connection cannot send a trial message" in page
    assert "Send one now" not in page


def test_a_channel_that_practises_says_when_the_first_leaves(
    client: Client, scripted: Scripted, administrator: User
) -> None:
    channel = make.channel(connector=scripted.key, stage=Channel.Stage.PRACTISE)

    page = shown(client.get(reverse("channel", args=[channel.pk])))

    assert "The first one leaves once this channel is live" in page
    assert "Send one now" not in page
