"""How colleagues log in, as an administrator sets it up."""

from typing import Any

import pytest
from django.test import Client

from gehoor.audit.models import Entry
from gehoor.flows import second_steps
from gehoor.logins import queries as logins
from gehoor.logins.models import GroupRight, Provider, Session
from gehoor.people.models import User
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from gehoor.testing.web import session_of

pytestmark = pytest.mark.django_db

PROVIDER = {
    "name": "de gemeente",
    "issuer": "https://login.gemeente.example",
    "client_id": "gehoor",
    "proof": "private_key_jwt",
    "secret": "",
    "scopes": "profile email",
    "groups_claim": "groups",
    "levels": "",
}


@pytest.fixture
def administrator(client: Client) -> User:
    user = make.user(Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def send(client: Client, path: str, **given: Any) -> Any:
    return client.post(f"/settings/logging-in/{path}", given)


def test_administrators_and_privacy_officers_need_a_second_step_from_the_start() -> None:
    assert logins.roles_that_need_a_step() == {Role.ADMINISTRATOR, Role.PRIVACY_OFFICER}


def test_the_roles_that_need_one_are_chosen_and_logged(client: Client, administrator: User) -> None:
    answer = send(client, "steps/", roles=["agent", "coordinator"])

    assert answer.status_code == 302
    assert logins.roles_that_need_a_step() == {Role.AGENT, Role.COORDINATOR}
    assert Entry.objects.get(act="require_steps").details["after"] == ["agent", "coordinator"]


@pytest.mark.parametrize("roles", [["nobody"], ["agent", "' OR 1=1"]])
def test_a_role_that_is_none_changes_nothing(
    client: Client, administrator: User, roles: list[str]
) -> None:
    second_steps.require(Actor(), [Role.ADMINISTRATOR])

    assert send(client, "steps/", roles=roles).status_code == 422
    assert logins.roles_that_need_a_step() == {Role.ADMINISTRATOR}


def test_a_provider_is_set_up_with_a_key_of_our_own_and_is_off_at_first(
    client: Client, administrator: User
) -> None:
    assert send(client, "provider/", **PROVIDER).status_code == 302

    kept = Provider.objects.get()
    assert kept.scopes == "openid profile email"
    assert not kept.is_on
    assert len(logins.published_keys()) == 1
    page = client.get("/settings/logging-in/").content.decode()
    assert "/login/provider/back/" in page
    assert client.get("/settings/logging-in/provider/key/").content.startswith(b"-----BEGIN CERT")


def test_a_secret_is_never_shown_again(client: Client, administrator: User) -> None:
    send(client, "provider/", **PROVIDER | {"proof": "client_secret_post", "secret": "kanarie"})

    pages = [
        client.get(f"/settings/logging-in/{path}").content.decode() for path in ("", "provider/")
    ]

    assert "kanarie" not in "".join(pages)
    assert logins.client_of(Provider.objects.get()).secret == "kanarie"


@pytest.mark.parametrize(
    "issuer",
    [
        "",
        "http://login.gemeente.example",
        "login.gemeente.example",
        "javascript:alert(1)",
        "ftp://x",
    ],
)
def test_an_address_without_https_is_refused(
    client: Client, administrator: User, issuer: str
) -> None:
    assert send(client, "provider/", **PROVIDER | {"issuer": issuer}).status_code == 422
    assert not Provider.objects.exists()


def test_another_provider_is_off_until_it_was_tried(client: Client, administrator: User) -> None:
    send(client, "provider/", **PROVIDER)
    send(client, "provider/switch/", act="on")
    assert Provider.objects.get().is_on

    send(client, "provider/", **PROVIDER | {"name": "anders"})
    assert Provider.objects.get().is_on
    send(client, "provider/", **PROVIDER | {"issuer": "https://ander.example"})

    assert not Provider.objects.get().is_on


def test_the_only_way_in_is_for_who_came_in_that_way(client: Client, administrator: User) -> None:
    send(client, "provider/", **PROVIDER)
    send(client, "provider/switch/", act="on")

    send(client, "provider/switch/", act="only")
    assert not Provider.objects.get().is_only_way
    session = client.session
    session["how"] = "provider"
    session["provider"] = logins.mark_of(Provider.objects.get())
    session.save()
    send(client, "provider/switch/", act="only")

    assert Provider.objects.get().is_only_way
    send(client, "provider/switch/", act="not-only")
    assert not Provider.objects.get().is_only_way


def test_a_provider_that_does_not_answer_is_told(client: Client, administrator: User) -> None:
    send(client, "provider/", **PROVIDER | {"issuer": "https://127.0.0.1"})

    answer = client.post("/settings/logging-in/provider/try/", follow=True)

    assert "Dat werkt niet." in answer.content.decode()


def test_groups_are_added_renamed_and_removed(client: Client, administrator: User) -> None:
    team = make.team()
    send(client, "group/", group="webcare", roles=["agent"], teams=[team.pk])
    assert GroupRight.objects.get().roles == ["agent"]

    send(client, "group/?of=webcare", group="webcare-team", roles=["agent", "reader"])
    [kept] = GroupRight.objects.all()
    assert (kept.group, kept.roles) == ("webcare-team", ["agent", "reader"])
    assert not kept.teams.exists()

    send(client, "group/forget/", group="webcare-team")
    assert not GroupRight.objects.exists()


def test_a_colleagues_second_step_is_reset_with_a_reason(
    client: Client, administrator: User
) -> None:
    user = make.user(Role.AGENT)
    session_of(user)
    path = f"/settings/people/{user.pk}/second-step/"

    assert client.post(path, {"reason": " "}).status_code == 422
    assert Session.objects.filter(user=user).exists()
    answer = client.post(path, {"reason": "Telefoon kwijt"})

    assert answer.status_code == 302
    assert not Session.objects.filter(user=user).exists()
    assert Entry.objects.get(act="reset_steps", actor=administrator).reason == "Telefoon kwijt"


def test_a_colleague_is_logged_out_everywhere(client: Client, administrator: User) -> None:
    user = make.user(Role.AGENT)
    session_of(user)
    session_of(user)

    client.post(f"/settings/people/{user.pk}/sessions/")

    assert not Session.objects.filter(user=user).exists()
