"""Setting up step by step: each step saves, can be skipped, is found again, and loses nothing."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gehoor.audit.models import Entry
from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.contracts.connector import NotAllowed, Preset
from gehoor.flows import staffing
from gehoor.organisation import queries as organisation
from gehoor.organisation.rules import STEPS
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.planning import queries as planning
from gehoor.planning.rules import read_day
from gehoor.planning.rules.public_holidays import Holiday
from gehoor.testing import make
from gehoor.testing.connectors import FakeConnector

pytestmark = pytest.mark.django_db


class WithPreset(FakeConnector):
    presets = (Preset("known", "Known provider", {"server": "mail.known.example"}),)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> FakeConnector:
    fake = WithPreset()
    monkeypatch.setitem(channels.connectors(), fake.key, fake)
    return fake


@pytest.fixture
def administrator(client: Client) -> User:
    user = make.user(Role.ADMINISTRATOR, language="en")
    client.force_login(user)
    return user


def step(name: str) -> str:
    return reverse("begin_step", args=[name])


def shown(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


ANSWERS = {
    "organisation": {
        "name": "Gemeente Voorbeeldstad",
        "language": "en",
        "identity": "initials",
        "signature": "Team Webcare",
    },
    "people": {
        "team": "Webcare",
        "answers": "on",
        "name_0": "Fatima Bakker",
        "email_0": "fatima@gemeente.example",
        "role_0": "coordinator",
    },
    "hours": {"day_0": "9-12, 13-17", "day_4": "9-12"},
    "privacy": {"purpose": "Vragen van inwoners beantwoorden", "retention_months": "12"},
    "stage": {"go_live_on": "2027-01-04"},
}
ACCOUNT = {
    "account_address": "info@gemeente.example",
    "account_server": "mail.example",
    "account_port": "993",
    "account_safety": "tls",
    "account_folder": "",
    "account_password": "geheim",
    "name": "Postbus",
    "purpose": "",
    "act": "connect",
}
TWICE = {
    "team": "Webcare",
    "name_0": "A",
    "email_0": "a@b.example",
    "role_0": "agent",
    "name_1": "A",
    "email_1": "A@b.example",
    "role_1": "agent",
}


def test_the_first_link_leads_into_setting_up(client: Client) -> None:
    token = people_link()

    answer = client.post(
        f"/welcome/{token}/",
        {"name": "Ria", "email": "ria@gemeente.example", "password": "een lange zin die ik weet"},
        follow=True,
    )

    assert answer.redirect_chain[-1][0] == step("organisation")
    assert "step 1 of 6" in shown(answer).lower() or "stap 1 van 6" in shown(answer).lower()


def people_link() -> str:
    return staffing.first_link().rstrip("/").rsplit("/", 1)[1]


@pytest.mark.row("S3-18")
def test_walking_through_keeps_every_answer_and_ends_with_a_channel_that_listens(
    client: Client, platform: FakeConnector, administrator: User
) -> None:
    for name in STEPS:
        if name == "channel":
            answer = client.post(reverse("begin_channel", args=["fake"]), ACCOUNT)
        else:
            answer = client.post(step(name), ANSWERS[name])
            if name == "people":
                assert "/welcome/" in answer.content.decode()
                continue
        assert answer.status_code == 302, shown(answer)

    ours, team = organisation.ours(), Team.objects.get()
    assert (ours.name, ours.retention_months) == ("Gemeente Voorbeeldstad", 12)
    assert ours.go_live_on == date(2027, 1, 4)
    assert ours.set_up_at is not None
    assert (team.name, team.identity, team.signature) == ("Webcare", "initials", "Team Webcare")
    assert {user.name for user in team.members.all()} == {administrator.name, "Fatima Bakker"}
    assert User.objects.get(name="Fatima Bakker").language == "en"
    assert planning.hours().week == {0: read_day("9-12, 13-17"), 4: read_day("9-12")}
    channel = Channel.objects.get()
    assert (channel.stage, channel.team) == (Channel.Stage.LISTEN, team)
    assert len(platform.accounts) == 1
    assert people.actor_of(administrator).roles == {Role.ADMINISTRATOR, Role.AGENT}
    page = shown(client.get(reverse("begin_done")))
    assert "Postbus" in page
    assert "For another moment" not in page


def test_every_step_can_be_skipped_and_is_found_again(client: Client, administrator: User) -> None:
    for name in STEPS:
        assert client.post(step(name), {"act": "skip"}).status_code == 302

    page = client.get(reverse("begin_done"))

    assert organisation.is_set_up()
    assert all(step(name) in page.content.decode() for name in STEPS)
    menu = client.get(reverse("hours")).content.decode()
    for name in ("organisation", "people", "channels", "hours", "privacy", "agreements"):
        assert f'href="{reverse(name)}"' in menu
    assert "Setting up is not finished" not in menu


def test_who_stops_returns_to_where_they_were(client: Client, administrator: User) -> None:
    client.post(step("organisation"), ANSWERS["organisation"])
    client.get(step("hours"))

    again = Client()
    again.force_login(administrator)
    answer = again.get(reverse("begin"))

    assert answer.headers["Location"] == step("hours")
    assert "Setting up is not finished" in shown(again.get(reverse("people")))


def test_going_back_shows_what_was_answered(client: Client, administrator: User) -> None:
    client.post(step("organisation"), ANSWERS["organisation"])
    client.post(step("hours"), ANSWERS["hours"])

    assert 'value="Gemeente Voorbeeldstad"' in client.get(step("organisation")).content.decode()
    assert 'value="09:00-12:00, 13:00-17:00"' in client.get(step("hours")).content.decode()


def test_office_hours_are_proposed_until_somebody_answers(
    client: Client, administrator: User
) -> None:
    assert client.get(step("hours")).content.decode().count('value="09:00-17:00"') == 5

    client.post(step("hours"), {"day_0": ""})

    assert 'value="09:00-17:00"' not in client.get(step("hours")).content.decode()


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("organisation", {"name": ""}, "Fill this in."),
        ("people", {"team": "!"}, "A name has at least one letter or figure."),
        ("people", {"team": "Webcare", "name_1": "Yusuf"}, "Give an e-mail address, too."),
        ("people", {"team": "Webcare", "email_1": "yusuf@gemeente.example"}, "Give a name, too."),
        ("people", TWICE, "stands here twice"),
        ("hours", {"day_2": "van negen tot vijf"}, "Write hours as"),
        ("hours", {"norm": "gauw"}, "Write a norm as"),
        ("hours", {"day_2": "9-9"}, "A block ends after it begins."),
        ("hours", {"day_2": "9-12, 11-13"}, "may not overlap"),
        ("hours", {"day_2": "22-2", "day_3": "1-9"}, "overlaps with the night of the day before"),
        ("privacy", {"purpose": "x" * 1001, "retention_months": "0"}, "at most 1000 characters"),
        ("stage", {"go_live_on": "ooit"}, "Enter a valid date."),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_is_kept(
    client: Client, administrator: User, name: str, given: dict[str, str], said: str
) -> None:
    answer = client.post(step(name), given)

    assert answer.status_code == 422
    assert said in shown(answer)
    for value in given.values():
        assert not value or value in answer.content.decode()
    assert name not in organisation.ours().steps


def test_a_colleague_who_is_there_already_is_told(client: Client, administrator: User) -> None:
    given = ANSWERS["people"] | {"email_0": administrator.email.upper()}

    answer = client.post(step("people"), given)

    assert "There is already a colleague with this e-mail address." in shown(answer)
    assert 'value="Fatima Bakker"' in answer.content.decode()


def test_a_connection_that_fails_stores_nothing_until_somebody_insists(
    client: Client, platform: FakeConnector, administrator: User
) -> None:
    platform.trouble = NotAllowed("The password was not accepted.")
    assert client.post(reverse("begin_channel", args=["fake"]), {"act": "skip"}).status_code == 302
    address = reverse("begin_channel", args=["fake"])

    answer = client.post(address, ACCOUNT)

    assert answer.status_code == 422
    assert "No connection. The password was not accepted. Nothing was stored." in shown(answer)
    assert "Connect without a try" in shown(answer)
    assert not Channel.objects.exists()
    assert "geheim" not in answer.content.decode()

    client.post(address, ACCOUNT | {"act": "save_anyway"})
    assert Channel.objects.get().stage == Channel.Stage.LISTEN


def test_a_known_provider_asks_for_address_and_password_only(
    client: Client, platform: FakeConnector, administrator: User
) -> None:
    choose = client.get(step("channel"))
    assert "Fake platform: Known provider" in shown(choose)

    page = client.get(reverse("begin_channel", args=["fake"]) + "?preset=known").content.decode()

    asked, folded = page.split('<details class="more"')
    assert re.findall(r'name="account_(\w+)"', asked) == ["address", "password"]
    assert 'value="mail.known.example"' in folded


def test_microsoft_asks_for_an_app_registration_and_leads_on_to_consent(
    client: Client, administrator: User
) -> None:
    address = reverse("begin_channel", args=["email"]) + "?preset=microsoft"
    page = client.get(address).content.decode()
    asked, folded = page.split('<details class="more"')
    given = dict(re.findall(r'name="account_(\w+)" value="([^"]*)"', folded))
    filled_in = {f"account_{name}": value for name, value in given.items()} | {
        "name": "Postbus",
        "account_login": "microsoft",
        "account_imap_security": "tls",
        "account_smtp_security": "starttls",
        "account_smtp_login": "yes",
        "account_days_back": "0",
        "account_reads_sent": "no",
        "account_address": "webcare@gemeente.example",
        "account_tenant": "gemeente.example",
        "account_client_id": "12345",
        "account_client_secret": "geheim",
        "act": "connect",
    }

    answer = client.post(address, filled_in)

    assert re.findall(r'name="account_(\w+)"', asked) == [
        "address",
        "tenant",
        "client_id",
        "client_secret",
        "client_secret_until",
    ]
    made = Channel.objects.get()
    assert answer["Location"] == reverse("consent", args=[made.pk])
    assert made.settings["imap_host"] == "outlook.office365.com"
    link = client.get(answer["Location"]).content.decode()
    assert "https://login.microsoftonline.com/gemeente.example/oauth2/v2.0/authorize?" in link


def test_an_unknown_step_or_platform_is_no_page(client: Client, administrator: User) -> None:
    assert client.get(step("nergens")).status_code == 404
    assert client.get(reverse("begin_channel", args=["nergens"])).status_code == 404


def test_with_several_teams_one_is_chosen(
    client: Client, platform: FakeConnector, administrator: User
) -> None:
    make.team(name="Eerste")
    second = make.team(name="Tweede")

    assert "Tweede" in shown(client.get(reverse("begin_channel", args=["fake"])))
    client.post(reverse("begin_channel", args=["fake"]), ACCOUNT | {"team": str(second.pk)})

    assert Channel.objects.get().team == second


class TestSettings:
    @pytest.mark.row("S3-18")
    def test_what_was_agreed_at_the_start_is_kept_and_found_again(
        self, client: Client, administrator: User
    ) -> None:
        agreed = {
            "roster": "Ma-vr twee mensen; Ria neemt over.",
            "first_line": "Webcare: alles over afval en paspoorten.",
            "second_line": "Vakafdeling, binnen een dag, bel 1234.",
            "third_line": "Waterschap, via de coördinator.",
            "style": "U, kort, geen emoji.",
            "coordination": "Communicatie beslist, KCC leest mee; elke ochtend kort overleg.",
        }

        client.post(reverse("agreements"), agreed)

        page = client.get(reverse("agreements")).content.decode()
        assert all(text in page for text in agreed.values())
        entry = Entry.objects.get(subject="organisation")
        assert sorted(entry.details["changed"]) == sorted(agreed)
        assert "afval" not in str(entry.details)

    def test_saving_the_same_again_is_no_change(self, client: Client, administrator: User) -> None:
        for _ in range(2):
            client.post(reverse("organisation"), ANSWERS["organisation"])
            client.post(reverse("hours"), ANSWERS["hours"])

        assert Entry.objects.filter(subject="organisation").count() == 2

    def test_a_day_can_be_different_and_be_forgotten(
        self, client: Client, administrator: User
    ) -> None:
        given = {"day": "2126-12-25", "hours": "10-12", "reason": "Eerste kerstdag"}
        client.post(reverse("add_day"), given)
        page = shown(client.get(reverse("hours")))
        assert "Wednesday 25 December 2126 10:00-12:00 Eerste kerstdag" in page

        wrong = client.post(reverse("add_day"), given | {"hours": "twaalf"})
        assert wrong.status_code == 422
        assert "Eerste kerstdag" in wrong.content.decode()

        special = planning.special_days(since=date(2126, 1, 1)).get()
        client.post(reverse("forget_day", args=[special.pk]))
        assert "Eerste kerstdag" not in shown(client.get(reverse("hours")))

    def test_the_holidays_on_which_one_is_closed_are_chosen_and_the_next_are_shown(
        self, client: Client, administrator: User
    ) -> None:
        page = shown(client.get(reverse("hours"))).split("You are closed on")[0]
        assert "New Year" in page
        assert "Good Friday" not in page

        client.post(reverse("choose_holidays"), {"closed": ["good_friday"]})

        page = shown(client.get(reverse("hours"))).split("You are closed on")[0]
        assert "Good Friday" in page
        assert "New Year" not in page
        assert planning.hours().closed_on == {Holiday.GOOD_FRIDAY}
        assert Entry.objects.get(act="choose_holidays").details == {"closed": ["good_friday"]}

        wrong = client.post(reverse("choose_holidays"), {"closed": ["carnival"]})
        assert wrong.status_code == 422
        assert planning.hours().closed_on == {Holiday.GOOD_FRIDAY}

    def test_the_privacy_officer_keeps_what_they_held(
        self, client: Client, administrator: User
    ) -> None:
        officer = make.user(Role.READER)

        client.post(reverse("privacy"), ANSWERS["privacy"] | {"officer": str(officer.pk)})

        assert people.actor_of(officer).roles == {Role.READER, Role.PRIVACY_OFFICER}
        assert f'value="{officer.pk}" selected' in client.get(reverse("privacy")).content.decode()

    def test_the_name_stands_on_every_page(self, client: Client, administrator: User) -> None:
        client.post(reverse("organisation"), ANSWERS["organisation"])

        assert "Gemeente Voorbeeldstad" in shown(client.get(reverse("people")))
