"""Setting up by hand: teams, people, channels; every mistake told in words, nothing typed lost."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from gehoor.channels import actions, queries
from gehoor.channels.models import Channel, Circuit
from gehoor.contracts.connector import NotAllowed
from gehoor.kit.clock import now
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.screens.words import clock
from gehoor.testing import make
from gehoor.testing.connectors import FakeConnector

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> FakeConnector:
    fake = FakeConnector()
    monkeypatch.setitem(queries.connectors(), fake.key, fake)
    return fake


@pytest.fixture
def administrator(client: Client) -> User:
    user = make.user(Role.ADMINISTRATOR, language="en")
    user.set_password("een lange zin over de markt")
    user.save()
    client.force_login(user)
    return user


def shown(response: Any) -> str:
    """Return the words of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def account(team: Team, **more: str) -> dict[str, str]:
    return {
        "name": "Postbus",
        "team": str(team.pk),
        "purpose": "Vragen van inwoners",
        "account_address": "webcare@gemeente.example",
        "account_server": "mail.gemeente.example",
        "account_port": "993",
        "account_safety": "tls",
        "account_folder": "",
        "account_password": "geheim",
        **more,
    }


class TestChannels:
    def test_a_mailbox_is_connected_and_listens(
        self, client: Client, platform: FakeConnector, administrator: User
    ) -> None:
        page = shown(client.get(reverse("new_channel")))
        assert "Fake platform" in page

        answer = client.post(reverse("connect", args=["fake"]), account(make.team()), follow=True)

        channel = Channel.objects.get()
        assert channel.stage == Channel.Stage.LISTEN
        assert "The channel listens: nothing leaves it." in shown(answer)
        assert "Postbus" in shown(client.get(reverse("channels")))

    def test_trying_stores_nothing_and_keeps_what_was_typed(
        self, client: Client, platform: FakeConnector, administrator: User
    ) -> None:
        answer = client.post(reverse("connect", args=["fake"]), account(make.team(), act="try"))

        assert "The connection works. Nothing was stored yet" in shown(answer)
        assert 'value="mail.gemeente.example"' in answer.content.decode()
        assert "geheim" not in answer.content.decode()
        assert not Channel.objects.exists()

    def test_a_failing_connection_says_what_happened_and_what_was_kept(
        self, client: Client, platform: FakeConnector, administrator: User
    ) -> None:
        platform.trouble = NotAllowed("The server does not accept this password.")

        answer = client.post(reverse("connect", args=["fake"]), account(make.team(), act="try"))

        assert answer.status_code == 422
        words = "No connection. The server does not accept this password. Nothing was stored."
        assert words in shown(answer)
        assert 'value="mail.gemeente.example"' in answer.content.decode()

    def test_changing_the_server_asks_for_the_password_at_its_field(
        self, client: Client, platform: FakeConnector, administrator: User
    ) -> None:
        team = make.team()
        client.post(reverse("connect", args=["fake"]), account(team))
        change = reverse("change_channel", args=[Channel.objects.get().pk])

        elsewhere = {"account_server": "elders.example", "account_password": ""}
        answer = client.post(change, account(team, **elsewhere))

        assert answer.status_code == 422
        assert "Enter this again." in shown(answer)
        assert client.post(change, account(team, account_password="")).status_code == 302
        assert (
            client.post(change, account(team, account_server="elders.example")).status_code == 302
        )
        assert queries.account_of(Channel.objects.get()).secrets == {"password": "geheim"}

    def test_a_stored_secret_is_never_on_the_page(
        self, client: Client, platform: FakeConnector, administrator: User
    ) -> None:
        client.post(reverse("connect", args=["fake"]), account(make.team()))

        page = client.get(reverse("change_channel", args=[Channel.objects.get().pk]))

        assert "geheim" not in page.content.decode()
        assert "Stored. Leave empty to keep it." in shown(page)

    def test_going_live_takes_a_deliberate_yes(self, client: Client, administrator: User) -> None:
        channel = make.channel(stage="practise")
        go_live = reverse("change_stage", args=[channel.pk, "live"])

        refused = client.post(go_live)
        assert refused.status_code == 422
        assert "Tick this to go live. Nothing was changed." in shown(refused)

        client.post(go_live, {"is_sure": "on"})
        channel.refresh_from_db()
        assert channel.stage == "live"
        page = shown(client.get(reverse("channel", args=[channel.pk])))
        assert f"{administrator.name} Changed the stage of a channel: {channel.name} (Live)" in page

    def test_a_coordinator_takes_channels_of_the_own_team_live(self, client: Client) -> None:
        team = make.team()
        mine, theirs = make.channel(team=team, stage="practise"), make.channel(stage="practise")
        client.force_login(make.user(Role.COORDINATOR, teams=(team,), language="en"))

        page = shown(client.get(reverse("channels")))
        client.post(reverse("change_stage", args=[mine.pk, "live"]), {"is_sure": "on"})
        answer = client.post(reverse("change_stage", args=[theirs.pk, "live"]), {"is_sure": "on"})

        assert mine.name in page
        assert theirs.name not in page
        assert "Add a channel" not in page
        mine.refresh_from_db()
        assert mine.stage == "live"
        assert answer.status_code == 404

    def test_a_stage_that_does_not_exist_is_no_page(
        self, client: Client, administrator: User
    ) -> None:
        assert client.get(f"/settings/channels/{make.channel().pk}/stage/loud/").status_code == 404

    def test_a_channel_that_is_locked_out_says_what_to_do(
        self, client: Client, administrator: User
    ) -> None:
        channel = make.channel(health="locked_out", health_detail="Wrong password.")

        page = shown(client.get(reverse("channel", args=[channel.pk])))

        assert "Does not accept our credentials" in page
        assert "Wrong password." in page
        assert "Replies wait until the credentials are renewed." in page

    def test_a_channel_without_an_answer_says_when_it_is_tried_again_and_lets_one_try_now(
        self, client: Client, administrator: User
    ) -> None:
        channel = make.channel()
        circuit = actions.open_circuit(
            channel,
            Circuit.Door.SENDING,
            problem="The platform is busy.",
            now=now(),
            jitter=max,
            asked_wait=3600,
        )
        here = reverse("channel", args=[channel.pk])

        page = shown(client.get(here))
        after = shown(client.post(reverse("try_now", args=[channel.pk]), follow=True))

        assert "Sending gets no answer. The platform is busy. It did not answer once." in page
        assert f"We try again at {clock(circuit.again_at)}." in page
        assert "Try now" in page
        assert "It is tried now." in after
        assert "We try it now." in after
        assert f"{administrator.name} Let a channel try again at once" in after

    def test_a_channel_whose_connector_is_gone_can_still_be_looked_at_and_closed(
        self, client: Client, administrator: User
    ) -> None:
        channel = make.channel(connector="hyves")
        here = reverse("channel", args=[channel.pk])

        assert client.get(here).status_code == 200
        told = client.get(reverse("change_channel", args=[channel.pk]), follow=True)
        assert "no connector named hyves" in shown(told)
        client.post(reverse("close_channel", args=[channel.pk]))
        assert "Closed" in shown(client.get(here))

    @pytest.mark.parametrize("size", [1_000, 1_000_000])
    def test_a_text_that_is_too_long_is_refused(
        self, client: Client, platform: FakeConnector, administrator: User, size: int
    ) -> None:
        for name in ("name", "purpose", "account_server", "account_password", "account_folder"):
            answer = client.post(
                reverse("connect", args=["fake"]), account(make.team(), **{name: "x" * size})
            )
            assert answer.status_code == 422

    def test_only_what_the_form_declares_is_changed(
        self, client: Client, platform: FakeConnector, administrator: User
    ) -> None:
        extra = {"stage": "live", "health": "well", "is_closed": "on", "cursor": "{}", "pk": "7"}

        client.post(reverse("connect", args=["fake"]), account(make.team(), **extra))

        channel = Channel.objects.get()
        assert (channel.stage, channel.health, channel.is_closed) == ("listen", "new", False)
        assert set(channel.settings) == {"address", "server", "port", "safety", "folder"}


class TestPeople:
    def test_a_colleague_is_invited_with_a_link_that_is_shown_once(
        self, client: Client, administrator: User
    ) -> None:
        team = make.team()
        given = {
            "name": "Anouk",
            "email": "anouk@gemeente.example",
            "teams": [team.pk],
            "role_agent": "on",
            "role_coordinator": "on",
            "until_coordinator": "2099-12-31",
        }

        page = client.post(reverse("invite"), given).content.decode()

        assert "http://localhost:8000/welcome/" in page
        user = User.objects.get(name="Anouk")
        held = {row.role: row.until for row in user.roles_held.all()}
        assert held["agent"] is None
        assert timezone.localtime(held["coordinator"]).isoformat() == "2100-01-01T00:00:00+01:00"
        assert list(user.teams.all()) == [team]

    def test_who_gives_roles_reads_what_each_may_do(
        self, client: Client, administrator: User
    ) -> None:
        page = client.get(reverse("invite")).content.decode()

        for role in Role:
            assert f'aria-describedby="id_role_{role}_helptext"' in page
            assert f'id="id_role_{role}_helptext"' in page

    def test_an_address_that_is_taken_is_told_and_what_was_typed_is_kept(
        self, client: Client, administrator: User
    ) -> None:
        given = {"name": "Nieuw", "email": administrator.email, "role_agent": "on"}

        answer = client.post(reverse("invite"), given)

        assert answer.status_code == 422
        assert "There is already a colleague with this e-mail address." in shown(answer)
        assert 'value="Nieuw"' in answer.content.decode()

    def test_roles_of_somebody_are_changed_and_shown(
        self, client: Client, administrator: User
    ) -> None:
        user = make.user(Role.AGENT)
        page = reverse("colleague", args=[user.pk])
        assert re.search(r"id_role_agent[^>]*checked", client.get(page).content.decode())

        client.post(page, {"name": user.name, "email": user.email, "role_analyst": "on"})

        assert [held.role for held in user.roles_held.all()] == ["analyst"]
        assert "Analyst" in shown(client.get(reverse("people")))

    def test_the_only_administrator_is_told_why_not(
        self, client: Client, administrator: User
    ) -> None:
        answer = client.post(reverse("deactivate", args=[administrator.pk]), follow=True)

        assert "This is the only administrator." in shown(answer)
        assert User.objects.get().is_active

    def test_who_is_deactivated_comes_back_with_a_new_link(
        self, client: Client, administrator: User
    ) -> None:
        user = make.user(Role.AGENT)

        client.post(reverse("deactivate", args=[user.pk]))
        assert "Deactivated" in shown(client.get(reverse("people")))
        again = client.post(reverse("reactivate", args=[user.pk]))

        assert "/welcome/" in again.content.decode()
        user.refresh_from_db()
        assert user.is_active

    def test_a_privacy_officer_looks_and_changes_nothing(self, client: Client) -> None:
        client.force_login(make.user(Role.PRIVACY_OFFICER, language="en"))

        for name in ("people", "teams", "channels", "changes"):
            page = shown(client.get(reverse(name)))
            assert "Invite a colleague" not in page
            assert "Make a team" not in page
            assert "Add a channel" not in page


class TestTeams:
    def test_a_team_is_made_and_changed(self, client: Client, administrator: User) -> None:
        given = {"name": "Webcare", "identity": "initials", "signature": "Groet,"}
        client.post(reverse("new_team"), given)
        team = Team.objects.get()

        client.post(reverse("team", args=[team.pk]), given | {"identity": "team"})

        assert Team.objects.get().identity == "team"
        assert "Webcare" in shown(client.get(reverse("teams")))

    @pytest.mark.row("S2-20")
    @pytest.mark.parametrize("name", ["", "  ", "--"])
    def test_a_team_without_a_name_is_refused_in_words(
        self, client: Client, administrator: User, name: str
    ) -> None:
        answer = client.post(reverse("new_team"), {"name": name, "identity": "team"})

        assert answer.status_code == 422
        assert not Team.objects.exists()

    def test_the_log_shows_what_was_changed_and_by_whom(
        self, client: Client, administrator: User
    ) -> None:
        client.post(reverse("new_team"), {"name": "Webcare", "identity": "team"})

        page = shown(client.get(reverse("changes")))

        assert f"{administrator.name} Made a team: Webcare" in page
        # A log says when to the second, also of what was done weeks ago.
        assert re.search(r"\d\d-\d\d-\d{4} \d\d:\d\d:\d\d", page)


def test_every_screen_of_setting_up_stays_out_of_caches(
    client: Client, administrator: User
) -> None:
    for name in ("people", "teams", "channels", "invite", "changes"):
        assert client.get(reverse(name))["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("stage", "words"), [("listen", "Listening"), ("live", "Live")])
def test_a_channel_says_which_stage_is_the_one_of_now(
    client: Client, administrator: User, stage: str, words: str
) -> None:
    channel = make.channel(stage=Channel.Stage(stage))

    page = shown(client.get(reverse("channel", args=[channel.pk])))

    assert page.count(" now ") == 1
    assert f"{words} now " in page


def test_the_list_of_channels_tells_first_how_each_is_doing(
    client: Client, administrator: User
) -> None:
    make.channel()

    page = shown(client.get(reverse("channels")))

    assert page.index("How it is doing") < page.index("Platform")
