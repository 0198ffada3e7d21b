"""Opening hours from one source: in every bio as long as it may be, looked after, and published."""

import pytest
from django.test import Client

from gehoor.channels import queries as channels
from gehoor.connectors.mastodon.tests.peer import account_at
from gehoor.contracts.profiles import profiles_of
from gehoor.flows import setup, telling
from gehoor.kit.clock import about_now
from gehoor.people.policies import Actor, Role
from gehoor.planning import queries
from gehoor.planning.rules import Hours, read_day
from gehoor.planning.rules.telling import Says, says
from gehoor.testing import make
from gehoor.testing.fediverse import US, fediverse
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S3-25")]
ADMIN = Actor(system="setup")
OFFICE = dict.fromkeys(range(5), read_day("9-17"))


def test_a_bio_is_as_long_as_its_platform_allows_and_there_is_none_without_hours() -> None:
    channel = make.channel(connector="bluesky")
    assert telling.told_by(channel).text == ""
    setup.change_hours(ADMIN, OFFICE)

    told = telling.told_by(channel)

    assert "ma-vr 9-17" in told.text
    assert "112" in told.text
    assert (told.longest, told.can_look) == (256, True)
    assert not telling.told_by(make.channel()).can_look
    assert [len(each) for each in telling.texts_for(Hours(OFFICE))] == sorted(
        map(len, telling.texts_for(Hours(OFFICE))), reverse=True
    )


def test_the_profile_of_a_real_account_is_read_and_found_to_have_drifted() -> None:
    with fediverse() as server:
        profiles = profiles_of(channels.connectors()["mastodon"])
        assert profiles is not None
        account = account_at(server.port)

        def says_now(note: str) -> Says:
            path = "/api/v1/accounts/update_credentials"
            server.ask("PATCH", path, by=US, data={"note": note})
            return says(profiles.read(account), "ma-vr 9-17")

        assert says_now("Gemeente. Wij antwoorden ma-vr 9-17.") is Says.SAME
        assert says_now("Gemeente. Open ma-vr 9-16.") is Says.OTHER
        assert says_now("Gemeente.") is Says.NOTHING


def test_a_profile_that_cannot_be_read_is_told_so() -> None:
    channel = make.channel(connector="mastodon", settings={"server": "https://weg.invalid"})

    telling.look.function(channel.pk)

    found = queries.looks()[channel.pk]
    assert found.says == Says.UNREADABLE
    assert found.problem


def test_hours_are_published_only_once_somebody_says_so_and_without_a_cookie(
    client: Client,
) -> None:
    setup.change_hours(ADMIN, OFFICE)
    assert client.get("/opening-hours.json").status_code == 404
    telling.publish(ADMIN, is_public=True)

    data = client.get("/opening-hours.json")
    block = client.get("/opening-hours.html")

    assert data.json()["week"][0] == {"weekday": 1, "hours": "09:00-17:00"}
    assert "ma-vr 9-17" in data.json()["text"]
    for each in (data, block):
        assert not each.cookies
        assert "max-age=300" in each["Cache-Control"]
        assert each["Access-Control-Allow-Origin"] == "*"
    assert "<script" not in block.content.decode()
    assert "<td>Gesloten</td>" in block.content.decode()
    published = telling.published(at=about_now())
    assert published is not None
    assert "reason" not in str(published)


def test_a_coordinator_sees_the_own_channels_and_switches_the_answer_on(client: Client) -> None:
    setup.change_hours(ADMIN, OFFICE)
    team = make.team()
    mine, theirs = make.channel(team=team, name="Plein"), make.channel(name="Elders")
    client.force_login(make.user(Role.COORDINATOR, teams=(team,), language="nl"), backend=BACKEND)

    client.post(f"/settings/hours/told/{mine.pk}/away/", {"is_on": "on", "text": "Morgen weer."})
    refused = client.post(f"/settings/hours/told/{mine.pk}/away/", {"text": "x" * 501})
    page = client.get("/settings/hours/told/").content.decode()

    kept = queries.away_answer_of(mine.pk)
    assert kept is not None
    assert (kept.is_on, kept.text) == (True, "Morgen weer.")
    assert refused.status_code == 422
    assert "Plein" in page
    assert "Elders" not in page
    assert client.post(f"/settings/hours/told/{theirs.pk}/away/").status_code == 404
