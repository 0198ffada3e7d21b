"""The address a platform pushes to, as an administrator gives, renews and ends it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.audit.models import Entry
from gehoor.channels import queries
from gehoor.channels.models import Channel
from gehoor.contracts.pushes import PUSH_SECRET
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db
SHOWN_SECRET = re.compile(r'id="push-secret" readonly value="([\w-]{43})"')


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(make.user(Role.ADMINISTRATOR, language="en"))
    return client


def make_secret(client: Client, channel: Channel) -> str:
    answer = client.post(reverse("push_secret", args=[channel.pk])).content.decode()
    found = SHOWN_SECRET.search(answer)
    assert found
    return found[1]


def test_an_address_and_its_secret_are_made_and_the_secret_is_shown_once(
    administrator: Client,
) -> None:
    channel = make.channel()

    secret = make_secret(administrator, channel)

    channel.refresh_from_db()
    page = administrator.get(reverse("channel", args=[channel.pk])).content.decode()
    assert queries.push_account_of(channel).secrets[PUSH_SECRET] == secret
    assert f"/hooks/{channel.push_key}" in page
    assert secret not in page
    assert secret.encode() not in bytes(channel.push_secret)
    entry = Entry.objects.get(act="renew_push_secret")
    assert (entry.subject_id, secret in str(entry.details)) == (channel.pk, False)


def test_the_random_part_of_an_address_has_128_bits(administrator: Client) -> None:
    keys = set()
    for _ in range(20):
        channel = make.channel()
        make_secret(administrator, channel)
        channel.refresh_from_db()
        keys.add(channel.push_key)

    assert len(keys) == 20
    assert {len(str(key)) for key in keys} == {22}, "16 bytes in URL-safe base64"


def test_a_new_secret_keeps_the_address_and_the_password_of_the_channel(
    administrator: Client,
) -> None:
    channel = make.channel()
    first = make_secret(administrator, channel)
    channel.refresh_from_db()
    address = channel.push_key

    second = make_secret(administrator, channel)

    channel.refresh_from_db()
    assert first != second
    assert channel.push_key == address
    assert queries.push_account_of(channel).secrets == {PUSH_SECRET: second}


def test_looking_at_the_page_makes_nothing(administrator: Client) -> None:
    channel = make.channel()

    answer = administrator.get(reverse("push_secret", args=[channel.pk]))

    channel.refresh_from_db()
    assert b"Make an address" in answer.content
    assert channel.push_key is None


def test_an_ended_address_is_gone(administrator: Client) -> None:
    channel = make.channel()
    make_secret(administrator, channel)

    answer = administrator.post(reverse("end_pushes", args=[channel.pk]), follow=True)

    channel.refresh_from_db()
    assert (channel.push_key, bytes(channel.push_secret)) == (None, b"")
    assert b"The address is gone." in answer.content
    assert Entry.objects.filter(act="end_pushes", subject_id=channel.pk).exists()


def test_a_platform_that_cannot_push_is_offered_no_address(administrator: Client) -> None:
    channel = make.channel(connector="email", settings={"address": "info@gemeente.example"})

    assert administrator.post(reverse("push_secret", args=[channel.pk])).status_code == 404
    assert b"Pushes" not in administrator.get(reverse("channel", args=[channel.pk])).content


def test_who_may_not_administer_sees_no_address(client: Client) -> None:
    team = make.team()
    channel = make.channel(team=team, push_key="zichtbaar-voor-beheer")
    client.force_login(make.user(Role.COORDINATOR, teams=(team,)))

    page = client.get(reverse("channel", args=[channel.pk])).content

    assert b"zichtbaar-voor-beheer" not in page
