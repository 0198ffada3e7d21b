"""The provider set up, tried and switched; nobody is locked out by it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from gehoor.audit.models import Entry
from gehoor.flows import provider_setup, rescue, staffing
from gehoor.logins import queries as logins
from gehoor.logins.models import Provider
from gehoor.people.models import User
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from gehoor.testing.identity import StandIn
from tests.provider.coming import SENTENCE, SUBJECT, come_back, is_in

pytestmark = pytest.mark.django_db


class TestSwitching:
    """The provider can be the only way in, and nobody is locked out by that."""

    def test_local_log_in_can_be_switched_off_by_who_came_in_that_way(
        self, provider: StandIn
    ) -> None:
        administrator = make.user(Role.ADMINISTRATOR)
        administrator.set_password(SENTENCE)
        administrator.save()
        actor = make.actor(Role.ADMINISTRATOR)

        with pytest.raises(provider_setup.NotChanged):
            provider_setup.make_only_way(actor, Provider.objects.get(), is_by_provider=False)
        provider_setup.make_only_way(actor, Provider.objects.get(), is_by_provider=True)
        client = Client()
        page = client.get("/login/").content.decode()
        client.post("/login/", {"login": administrator.email, "password": SENTENCE})

        assert "password" not in page.split("<main")[1]
        assert not is_in(client)
        assert come_back(client, provider).status_code == 302

    def test_another_provider_is_not_made_the_only_way_by_who_came_in_by_the_one_before(
        self, provider: StandIn
    ) -> None:
        provider_setup.give_group(Actor(), "beheer", roles=[Role.ADMINISTRATOR], teams=[])
        provider.person["groups"] = ["beheer"]
        client = Client()
        come_back(client, provider)
        kept = Provider.objects.get()
        facts = {"issuer": kept.issuer, "client_id": "anders", "proof": kept.proof}
        provider_setup.keep(Actor(), facts, secret="")

        for act in ("on", "only"):
            client.post("/settings/logging-in/provider/switch/", {"act": act})
        assert not Provider.objects.get().is_only_way

        provider.client_id = "anders"
        come_back(client, provider)
        client.post("/settings/logging-in/provider/switch/", {"act": "only"})
        assert Provider.objects.get().is_only_way

    def test_a_link_for_a_password_is_no_way_around_it(self, provider: StandIn) -> None:
        user = make.user(Role.AGENT)
        link = staffing.invite_again(make.actor(Role.ADMINISTRATOR), user).link
        Provider.objects.update(is_only_way=True)

        assert Client().get(link[link.index("/welcome/") :]).status_code == 404

    def test_it_cannot_be_switched_off_when_nobody_could_get_in_then(
        self, provider: StandIn
    ) -> None:
        provider_setup.give_group(Actor(), "beheer", roles=[Role.ADMINISTRATOR], teams=[])
        provider.person["groups"] = ["beheer"]
        come_back(Client(), provider)

        with pytest.raises(provider_setup.NotChanged):
            provider_setup.switch_off(Actor(), Provider.objects.get())

        assert Provider.objects.get().is_on

    def test_the_command_line_lets_an_administrator_in_again(self, provider: StandIn) -> None:
        administrator = make.user(Role.ADMINISTRATOR, email="bea@gemeente.example")
        make.user(Role.AGENT, email="an@gemeente.example")
        Provider.objects.update(is_only_way=True)

        link = rescue.let_in(" Bea@gemeente.example")

        assert rescue.let_in("an@gemeente.example") == ""
        assert not Provider.objects.get().is_only_way
        client = Client()
        client.post(
            link[link.index("/welcome/") :],
            {"name": "Bea", "email": administrator.email, "password": SENTENCE},
        )
        assert is_in(client)
        assert Entry.objects.filter(act="rescue", subject_id=administrator.pk).exists()

    def test_a_secret_does_not_go_to_another_provider(self, provider: StandIn) -> None:
        row = Provider.objects.get()
        facts = {
            "name": "x",
            "issuer": row.issuer,
            "client_id": "gehoor",
            "proof": "client_secret_post",
        }
        provider_setup.keep(Actor(), facts, secret="geheim van de eerste")
        assert logins.client_of(Provider.objects.get()).secret == "geheim van de eerste"

        provider_setup.keep(Actor(), facts | {"issuer": "https://ander.example"}, secret="")

        kept = Provider.objects.get()
        assert logins.client_of(kept).secret == ""
        assert not kept.is_on

    def test_trying_lets_nobody_in_and_shows_what_would_be_given(self, provider: StandIn) -> None:
        client = Client()
        client.force_login(make.user(Role.ADMINISTRATOR))
        answer = client.get("/login/provider/trial/")
        asked = parse_qs(urlsplit(answer["Location"]).query)
        provider.nonce = asked["nonce"][0]
        before = client.session["_auth_user_id"]

        page = client.get(
            "/login/provider/back/", {"code": "c", "state": asked["state"][0]}
        ).content.decode()

        assert "webcare" in page
        assert SUBJECT in page
        assert client.session["_auth_user_id"] == before
        assert not User.objects.filter(email="fenna@gemeente.example").exists()

    def test_a_new_key_leaves_the_one_before_published(self, provider: StandIn) -> None:
        [first] = logins.published_keys()

        provider_setup.make_key(Actor())
        provider_setup.make_key(Actor())

        assert len(logins.published_keys()) == 2
        assert first not in logins.published_keys()

    def test_logging_out_leads_on_to_the_provider_without_a_token(self, provider: StandIn) -> None:
        client = Client()
        come_back(client, provider)

        page = client.post("/logout/").content.decode()

        assert not is_in(client)
        assert f"{provider.issuer}/leave?" in page
        assert "id_token" not in page
        assert client.get("/logout/done/").status_code == 200
