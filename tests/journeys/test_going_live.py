"""From practice to live: a day is planned, an answer practised and looked at, a person switches."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from gehoor.channels.models import Channel
from gehoor.flows import sending
from gehoor.inbox.models import Reply
from gehoor.kit.clock import now
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.scripted import Scripted, platform
from tests.journeys.desk import Desks, wait_for

pytestmark = [pytest.mark.browser]


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    with platform() as found:
        yield found


@pytest.fixture
def ria(transactional_db: None) -> User:
    team = make.team(name="Webcare")
    return make.user(Role.COORDINATOR, teams=(team,), name="Ria de Groot", language="nl")


@pytest.fixture
def anouk(ria: User) -> User:
    [team] = ria.teams.all()
    return make.user(Role.AGENT, teams=(team,), name="Anouk Smit", language="nl")


def send_what_waits(channel: Channel) -> None:
    Reply.objects.filter(due_at__isnull=False).update(due_at=make.NOON.replace(year=2020))
    sending.send_waiting.function(channel.pk)


@pytest.mark.row("S3-19")
def test_from_practice_to_live_nothing_leaves_before_a_person_switches(
    desks: Desks, scripted: Scripted, ria: User, anouk: User
) -> None:
    [team] = ria.teams.all()
    channel = make.channel(team=team, connector=scripted.key, name="Plein", stage="practise")
    asked = make.received(channel, subject="Losse tegel", text="Weer gevallen!")
    day = timezone.localdate(now()) + timedelta(days=9)

    # The coordinator plans a day that is over, is told so, and plans another.
    hers = desks.desk(ria, f"/practice/channels/{channel.pk}/")
    hers.page.fill("#id_day", "2020-01-06")
    hers.page.get_by_role("button", name="Opslaan").click()
    expect(hers.page.locator("#id_day_error")).to_contain_text("Die dag is voorbij")
    hers.page.fill("#id_day", day.isoformat())
    hers.page.get_by_role("button", name="Opslaan").click()
    expect(hers.page.locator(".notice.asked")).to_contain_text("nog 9 dagen om te oefenen")
    hers.page.fill("#id_text", "Flyer bij de balie")
    hers.page.get_by_role("button", name="Zet op de lijst").click()
    hers.page.get_by_role("button", name=re.compile("^Geregeld")).click()
    expect(hers.page.locator(".ready")).to_contain_text("Ria de Groot")

    # The agent sees the day and practises an answer; nothing leaves.
    his = desks.desk(anouk, f"/conversations/{asked.pk}/?in=team")
    his.page.fill("#reply-text", "Wat vervelend. Wij komen vandaag kijken.")
    his.page.locator("#reply-text").press("Control+Enter")
    wait_for(Reply.objects.exists)
    send_what_waits(channel)
    assert Reply.objects.get().state == Reply.State.PRACTISED

    # The coordinator says how it could be better, and the agent reads that.
    hers.open("/practice/review/")
    hers.page.locator("textarea[name=note]").fill("Noem de straat.")
    hers.page.get_by_role("button", name="Kan beter").click()
    expect(hers.page.locator("#flashes")).to_contain_text("ziet het bij het antwoord")
    his.open("/practice/")
    expect(his.page.locator(".practised")).to_contain_text("Noem de straat.")

    # A person makes it live; only what is written from then on leaves.
    hers.open(f"/practice/channels/{channel.pk}/")
    hers.page.locator("main").get_by_role("link", name="Live gaan").last.click()
    hers.page.get_by_role("checkbox").check()
    hers.page.locator("main").get_by_role("button", name="Live gaan").click()
    wait_for(lambda: Channel.objects.get(pk=channel.pk).stage == Channel.Stage.LIVE)
    send_what_waits(channel)
    assert scripted.sent == scripted.copies == []
    his.open(f"/conversations/{asked.pk}/?in=team")
    expect(his.page.locator(".notice.asked")).to_have_count(0)
