"""The pages of practising: what one sees of one's own, of others, and of the way to live."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gehoor.channels.models import Channel
from gehoor.inbox.models import Reply
from gehoor.kit.clock import now
from gehoor.organisation.models import Organisation
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.practice.models import GoLive, Point, Review
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def channel(team: Team) -> Channel:
    return make.channel(team=team, name="Plein", stage="practise")


@pytest.fixture
def ria(team: Team) -> User:
    return make.user(Role.COORDINATOR, teams=(team,), name="Ria", language="nl")


@pytest.fixture
def anouk(team: Team) -> User:
    return make.user(Role.AGENT, teams=(team,), name="Anouk", language="nl")


def come_as(client: Client, user: User) -> None:
    client.force_login(user, backend=BACKEND)


def practised(channel: Channel, by: User) -> Reply:
    reply = make.reply(make.received(channel), by=people.actor_of(by), text="Wij komen langs.")
    Reply.objects.filter(pk=reply.pk).update(state="practised", due_at=None)
    return reply


@pytest.mark.row("S3-19")
def test_the_day_stands_at_the_top_of_every_page_of_the_team(
    client: Client, channel: Channel, ria: User, anouk: User
) -> None:
    come_as(client, ria)
    day = timezone.localdate(now()) + timedelta(days=12)
    address = reverse("readiness", args=[channel.pk])

    refused = client.post(address, {"day": "2020-01-06", "switcher": ria.pk})
    assert refused.status_code == 422
    assert "Die dag is voorbij" in refused.content.decode()
    client.post(address, {"day": day.isoformat(), "switcher": ria.pk})

    come_as(client, anouk)
    page = client.get(reverse("inbox")).content.decode()
    assert "nog 12 dagen om te oefenen" in page
    come_as(client, make.user(Role.AGENT, teams=(make.team(),)))
    assert "om te oefenen" not in client.get(reverse("inbox")).content.decode()


def test_on_the_day_it_says_who_makes_it_live_and_afterwards_that_it_is_late(
    client: Client, channel: Channel, ria: User
) -> None:
    come_as(client, ria)
    today = timezone.localdate(now())
    plan = GoLive.objects.create(channel=channel, day=today, switcher=ria)

    assert "Vandaag gaat Plein live. Ria zet het live" in client.get("/").content.decode() or (
        "Vandaag gaat Plein live. Ria zet het live" in client.get(reverse("inbox")).content.decode()
    )
    GoLive.objects.filter(pk=plan.pk).update(day=today - timedelta(days=2))
    assert "Plein zou op" in client.get(reverse("inbox")).content.decode()


@pytest.mark.row("S3-20")
def test_what_a_coordinator_says_is_read_by_its_writer(
    client: Client, channel: Channel, ria: User, anouk: User
) -> None:
    reply = practised(channel, anouk)
    GoLive.objects.create(channel=channel, day=timezone.localdate(now()), switcher=ria)
    come_as(client, ria)
    address = reverse("review_practised", args=[reply.message_id])
    assert "Wij komen langs." in client.get(reverse("to_review")).content.decode()

    refused = client.post(address, {"verdict": "better", "note": ""})
    assert refused.status_code == 422
    assert "Zeg hoe het beter kan" in refused.content.decode()
    client.post(address, {"verdict": "better", "note": "Noem een dag."})

    assert Review.objects.get().reviewer == ria
    come_as(client, anouk)
    assert "Er is naar 1 oefenantwoord" in client.get(reverse("inbox")).content.decode()
    assert "Noem een dag." in client.get(reverse("practice")).content.decode()
    assert "Er is naar 1 oefenantwoord" not in client.get(reverse("inbox")).content.decode()


@pytest.mark.row("S3-20")
def test_the_overview_tells_how_far_each_channel_and_everybody_is(
    client: Client, channel: Channel, ria: User, anouk: User
) -> None:
    make.channel(name="Elders", stage="practise")
    for _ in range(3):
        practised(channel, anouk)
    come_as(client, ria)

    page = client.get(reverse("going_live")).content.decode()

    assert "Plein" in page
    assert "Elders" not in page
    assert "van 8" in page
    assert page.count("nog niet") == 1


def test_the_page_of_the_switch_says_what_is_not_ready(
    client: Client, channel: Channel, ria: User
) -> None:
    come_as(client, ria)
    address = reverse("change_stage", args=[channel.pk, "live"])

    assert "Bekijk de lijst" in client.get(address).content.decode()
    client.post(address, {"is_sure": "on"})

    channel.refresh_from_db()
    assert channel.stage == Channel.Stage.LIVE


def test_points_are_added_ticked_and_removed(client: Client, channel: Channel, ria: User) -> None:
    come_as(client, ria)
    page = reverse("readiness", args=[channel.pk])
    client.post(reverse("add_point", args=[channel.pk]), {"text": "Flyer bij de balie"})
    twice = client.post(
        reverse("add_point", args=[channel.pk]), {"text": "flyer bij de balie"}, follow=True
    )
    assert "Dat staat al op de lijst" in twice.content.decode()

    [point] = Point.objects.all()
    client.post(reverse("tick_point", args=[point.pk]))
    assert "Toch niet geregeld" in client.get(page).content.decode()
    client.post(reverse("forget_point", args=[point.pk]))
    assert not Point.objects.exists()


def test_the_day_of_setting_up_is_the_day_of_each_channel_and_a_past_one_is_refused(
    client: Client, channel: Channel, team: Team
) -> None:
    boss = make.user(Role.ADMINISTRATOR, name="Bea", language="nl")
    come_as(client, boss)
    address = reverse("begin_step", args=["stage"])

    refused = client.post(address, {"go_live_on": "2020-01-06"})
    assert "Die dag is voorbij" in refused.content.decode()
    assert not Organisation.objects.filter(go_live_on__isnull=False).exists()
    client.post(address, {"go_live_on": "2032-01-05"})

    plan = GoLive.objects.get()
    assert (plan.channel, plan.switcher) == (channel, boss)
