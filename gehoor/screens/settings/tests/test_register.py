"""The pages of the register and of skills: what is asked, told, and given as a file."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gehoor.accounts.models import Account
from gehoor.channels.models import Channel
from gehoor.kit.clock import now
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.skills.models import Held, Skill
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def ria(team: Team, client: Client) -> User:
    made = make.user(
        Role.COORDINATOR, teams=(team,), name="Ria", email="ria@stad.example", language="nl"
    )
    client.force_login(made, backend=BACKEND)
    return made


@pytest.fixture
def channel(team: Team) -> Channel:
    return make.channel(team=team, name="Plein", address="@plein@stad.example")


@pytest.mark.row("S3-10")
def test_a_channel_that_is_connected_is_put_in_with_what_is_known(
    client: Client, ria: User, channel: Channel
) -> None:
    assert "Gekoppeld, en niet in het register" in client.get(reverse("accounts")).content.decode()
    address = f"{reverse('new_account')}?channel={channel.pk}"
    assert "@plein@stad.example" in client.get(address).content.decode()
    given = {
        "platform": "Mastodon", "handle": "@plein@stad.example", "name": "Het plein",
        "kind": "main", "channel": channel.pk, "owner": ria.pk,
    }  # fmt: skip

    client.post(reverse("new_account"), given)
    twice = client.post(reverse("new_account"), given | {"channel": ""})

    assert "Dit account staat al in het register" in twice.content.decode()
    page = client.get(reverse("accounts")).content.decode()
    assert "Het plein" in page
    assert "Gekoppeld, en niet" not in page


@pytest.mark.row("S3-12")
def test_an_orphan_stands_on_top_and_says_how_many_wait(
    client: Client, ria: User, channel: Channel
) -> None:
    Account.objects.create(platform="Plein", handle="@p", name="Oud plein", channel=channel)
    make.received(channel)

    page = client.get(reverse("accounts")).content.decode()

    assert "Niemand zorgt voor Oud plein, en er wacht 1 gesprek op antwoord." in page


@pytest.mark.row("S3-11")
def test_what_ended_asks_to_be_taken_over_with_a_text_for_its_profile(
    client: Client, ria: User, team: Team, channel: Channel
) -> None:
    ended = timezone.localdate(now()) - timedelta(days=3)
    made = Account.objects.create(
        platform="Plein", handle="@bouw", name="Nieuwbouw", kind="project", ends_on=ended,
        channel=channel,
    )  # fmt: skip
    address = reverse("account_of_register", args=[made.pk])
    assert "Neem het over" in client.get(address).content.decode()

    told = client.post(
        reverse("adopt_account", args=[made.pk]), {"backup": team.pk}, follow=True
    ).content.decode()

    assert "Overgenomen." in told
    assert "Nieuwbouw is afgelopen. Hebt u een vraag?" in told
    assert "Neem het over" not in told


@pytest.mark.row("S3-10")
def test_a_file_goes_out_and_comes_in_and_tells_its_mistakes_by_line(
    client: Client, ria: User, team: Team
) -> None:
    Account.objects.create(platform="Plein", handle="@p", name="Plein", owner=ria, backup=team)

    out = client.get(reverse("accounts_file"))

    assert out["Content-Type"].startswith("text/csv")
    text = out.content.decode()
    assert "ria@stad.example;Webcare" in text
    wrong = f"{text}X;@y;Y;vorst;;;;\r\n".encode()
    refused = client.post(
        reverse("bring_accounts_in"), {"file": SimpleUploadedFile("a.csv", wrong)}
    )
    assert refused.status_code == 422
    assert "Regel 3: de soort “vorst” is niet bekend" in refused.content.decode()
    nothing = client.post(reverse("bring_accounts_in"), {})
    assert nothing.status_code == 422
    assert "Kies een bestand." in nothing.content.decode()
    good = f"{text}X;@y;Y;wijk;;;;\r\n".encode()
    done = client.post(
        reverse("bring_accounts_in"), {"file": SimpleUploadedFile("a.csv", good)}, follow=True
    )
    assert "1 toegevoegd, 0 gewijzigd." in done.content.decode()


@pytest.mark.row("S2-23")
def test_what_was_sent_elsewhere_is_listed_for_who_coordinates(
    client: Client, ria: User, channel: Channel
) -> None:
    make.received(channel, text="Bij de sluis.", is_ours=True, external_id="elders-1")

    assert "Bij de sluis." in client.get(reverse("outside")).content.decode()


@pytest.mark.row("S2-12")
def test_a_skill_is_made_granted_until_a_day_and_taken_back(client: Client, ria: User) -> None:
    anouk = make.user(Role.AGENT, name="Anouk")
    client.post(reverse("new_skill"), {"name": "Rouw", "labels": "overlijden, Overlijden, graf"})
    skill = Skill.objects.get()
    assert skill.labels == ["overlijden", "graf"]
    grant = reverse("grant_skill", args=[skill.pk])

    refused = client.post(grant, {"user": anouk.pk, "until": "2020-01-01"})
    assert "Die dag is voorbij" in refused.content.decode()
    oneself = client.post(grant, {"user": ria.pk})
    assert "Niemand kent zichzelf" in oneself.content.decode()
    client.post(grant, {"user": anouk.pk, "until": "2032-01-01"})

    page = client.get(reverse("skill", args=[skill.pk])).content.decode()
    assert "Anouk" in page
    assert "Ria" in page
    client.post(reverse("take_skill_back", args=[Held.objects.get().pk]))
    assert not Held.objects.exists()
