"""The right answer lets in, with exactly the rights that the groups give."""

import jwt
import pytest
from django.test import Client

from gehoor.audit.models import Entry
from gehoor.flows import provider_setup, staffing
from gehoor.logins.actions import provider as actions
from gehoor.logins.models import Provider, Session
from gehoor.people.models import User
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from gehoor.testing.identity import StandIn
from tests.provider.coming import come_back, is_in, sent_to

pytestmark = pytest.mark.django_db


def test_a_colleague_comes_in_for_the_first_time_by_a_group(provider: StandIn) -> None:
    client = Client()

    answer = come_back(client, provider)

    assert (answer.status_code, answer["Location"]) == (302, "/inbox/mine/")
    user = User.objects.get(email="fenna@gemeente.example")
    assert [held.role for held in user.roles_held.all()] == [Role.AGENT]
    assert user.teams.count() == 1
    assert not user.has_usable_password()
    assert Session.objects.get(user=user).how == Session.How.PROVIDER
    # On a shared desk the session ends with the browser.
    assert client.cookies["sessionid"]["max-age"] == ""
    assert client.get("/inbox/mine/").status_code == 200


def test_the_browser_takes_along_what_the_standard_asks(provider: StandIn) -> None:
    asked = sent_to(Client())

    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    assert asked["redirect_uri"].endswith("/login/provider/back/")
    assert "client_secret" not in asked


def test_visitors_do_not_make_us_ask_the_provider_each_time(provider: StandIn) -> None:
    for _ in range(5):
        sent_to(Client())

    assert provider.visits == {"/.well-known/openid-configuration": 1}


def test_we_prove_who_we_are_with_our_own_key_which_is_published(provider: StandIn) -> None:
    client = Client()
    come_back(client, provider)
    proof = provider.asked[0]["client_assertion"]

    [published] = client.get("/login/provider/keys.json").json()["keys"]
    claims = jwt.decode(
        proof,
        jwt.PyJWK.from_dict(published, algorithm="RS256"),
        ["RS256"],
        audience=f"{provider.issuer}/token",
    )

    assert claims["iss"] == claims["sub"] == "gehoor"
    assert claims["exp"] - claims["iat"] <= 60
    assert "client_secret" not in provider.asked[0]
    assert {"d", "p", "q", "dp", "dq", "qi"}.isdisjoint(published)
    assert jwt.get_unverified_header(proof)["kid"] == published["kid"]


def test_a_secret_is_sent_in_the_chosen_way_and_kept_in_the_vault(provider: StandIn) -> None:
    row = Provider.objects.get()
    facts = {"issuer": row.issuer, "client_id": "gehoor", "proof": "client_secret_post"}
    actions.keep_provider(facts, secret="kanarie-geheim")

    come_back(Client(), provider)

    assert provider.asked[0]["client_secret"] == "kanarie-geheim"
    assert b"kanarie" not in bytes(Provider.objects.get().vault)


def test_rights_follow_the_groups_at_each_log_in(provider: StandIn) -> None:
    administrator = make.actor(Role.ADMINISTRATOR)
    provider_setup.give_group(administrator, "leiding", roles=[Role.COORDINATOR], teams=[])
    come_back(Client(), provider)
    user = User.objects.get(email="fenna@gemeente.example")

    provider.person["groups"] = ["leiding", "iets anders"]
    come_back(Client(), provider)

    assert [held.role for held in user.roles_held.all()] == [Role.COORDINATOR]
    assert user.teams.count() == 0


def test_who_is_in_no_known_group_does_not_get_in_and_no_account_is_made(
    provider: StandIn,
) -> None:
    provider.person["groups"] = ["iets anders"]
    client = Client()

    answer = come_back(client, provider)

    assert answer.status_code == 403
    assert "group" in answer.content.decode() or "groep" in answer.content.decode()
    assert not is_in(client)
    assert not User.objects.filter(email="fenna@gemeente.example").exists()


def test_who_lost_every_group_loses_rights_and_sessions(provider: StandIn) -> None:
    first, second = Client(), Client()
    come_back(first, provider)
    provider.person["groups"] = []

    assert come_back(second, provider).status_code == 403

    user = User.objects.get(email="fenna@gemeente.example")
    assert not user.roles_held.exists()
    assert not Session.objects.filter(user=user).exists()


def test_the_last_administrator_stays_one(provider: StandIn) -> None:
    provider_setup.give_group(Actor(), "beheer", roles=[Role.ADMINISTRATOR], teams=[])
    provider.person["groups"] = ["beheer"]
    come_back(Client(), provider)
    provider.person["groups"] = ["webcare"]

    come_back(Client(), provider)

    user = User.objects.get(email="fenna@gemeente.example")
    assert {held.role for held in user.roles_held.all()} == {Role.AGENT, Role.ADMINISTRATOR}
    assert Entry.objects.filter(act="keep_last_administrator").exists()


def test_somebody_is_known_by_subject_and_not_by_address(provider: StandIn) -> None:
    come_back(Client(), provider)
    user = User.objects.get(email="fenna@gemeente.example")
    provider.person["email"] = "fenna.bos@gemeente.example"
    again = Client()

    come_back(again, provider)

    assert again.session["_auth_user_id"] == str(user.pk)
    assert User.objects.filter(name="Fenna Bos").count() == 1


@pytest.mark.parametrize("finds", [False, True])
@pytest.mark.parametrize("is_verified", [False, True])
def test_an_address_counts_only_when_an_administrator_says_so(
    provider: StandIn, finds: bool, is_verified: bool
) -> None:
    known = make.user(Role.READER, email="fenna@gemeente.example")
    Provider.objects.update(finds_by_email=finds)
    provider.person["email_verified"] = is_verified
    client = Client()

    answer = come_back(client, provider)

    assert is_in(client) is (finds and is_verified)
    assert (answer.status_code == 302) is (finds and is_verified)
    assert hasattr(User.objects.get(pk=known.pk), "provider_account") is (finds and is_verified)


def test_who_was_deactivated_here_stays_out(provider: StandIn) -> None:
    come_back(Client(), provider)
    user = User.objects.get(email="fenna@gemeente.example")
    staffing.deactivate(make.actor(Role.ADMINISTRATOR), user)
    client = Client()

    assert come_back(client, provider).status_code == 403
    assert not is_in(client)


def test_a_level_of_assurance_that_is_asked_for_must_be_confirmed(provider: StandIn) -> None:
    Provider.objects.update(levels="laag substantieel")
    client = Client()

    assert sent_to(client)["acr_values"] == "laag substantieel"
    assert come_back(client, provider).status_code == 403
    provider.person["acr"] = "substantieel"
    assert come_back(client, provider).status_code == 302
