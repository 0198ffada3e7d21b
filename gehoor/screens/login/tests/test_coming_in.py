"""Logging in: for colleagues, with equal answers for everybody else."""

import re
import time
from statistics import median
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django.fixtures import Settings

from gehoor.flows import staffing
from gehoor.people import actions
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db
SENTENCE = "een lange zin over de markt"


def colleague(**given: Any) -> User:
    user = make.user(Role.AGENT, **given)
    user.set_password(SENTENCE)
    user.save()
    return user


def try_to_log_in(client: Client, email: str, password: str = SENTENCE, **more: str):  # type: ignore[no-untyped-def]
    return client.post("/login/", {"login": email, "password": password, **more})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session and client.get("/login/").status_code == 302


def test_a_colleague_logs_in_and_out(client: Client) -> None:
    user = colleague()

    answer = try_to_log_in(client, user.email.upper())
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_in(client)

    client.post("/logout/")
    assert not is_in(client)


def test_passwords_are_kept_with_argon2() -> None:
    assert colleague().password.startswith("argon2$argon2id$")


def test_an_address_opened_with_a_link_does_not_log_anybody_out(client: Client) -> None:
    try_to_log_in(client, colleague().email)

    client.get("/logout/")

    assert is_in(client)


def test_who_is_unknown_mistaken_or_deactivated_gets_the_same_answer(client: Client) -> None:
    known, gone = colleague(), colleague()
    User.objects.filter(pk=gone.pk).update(is_active=False)

    pages = [
        try_to_log_in(Client(), email, password)
        for email, password in [
            (known.email, "iets anders dan het is"),
            ("niemand@gemeente.example", SENTENCE),
            (gone.email, SENTENCE),
        ]
    ]

    assert {page.status_code for page in pages} == {200}
    bodies = {
        strip_changing(page.content.decode(), page.context_data["form"].data["login"])
        for page in pages
    }
    assert len(bodies) == 1


def strip_changing(html: str, email: str) -> str:
    return re.sub(r'(?<=value=")\w{64}(?=")', "", html).replace(email, "…")


def test_an_unknown_address_is_answered_as_slowly_as_a_known_one() -> None:
    known = colleague().email

    def seconds(email: str) -> float:
        # The processor's time, not the clock's: a busy machine must not decide this.
        begin = time.process_time()
        try_to_log_in(Client(REMOTE_ADDR="127.0.0.9"), email, "iets anders dan het is")
        return time.process_time() - begin

    pairs = [(seconds(known), seconds(f"niemand{n}@gemeente.example")) for n in range(7)]

    of_known, of_unknown = median(p[0] for p in pairs), median(p[1] for p in pairs)
    assert 0.5 < of_known / of_unknown < 2


@pytest.mark.parametrize("email", ["bekend@gemeente.example", "niemand@gemeente.example"])
def test_after_eight_wrong_tries_one_waits_whoever_one_says_to_be(
    client: Client, email: str
) -> None:
    colleague(email="bekend@gemeente.example")

    codes = [try_to_log_in(client, email, f"fout wachtwoord {n}").status_code for n in range(9)]

    assert codes == [200] * 7 + [429, 429]
    locked = try_to_log_in(client, email)
    assert locked.status_code == 429
    assert email not in locked.content.decode()
    assert not is_in(client)


def test_other_capitals_are_no_new_tries(client: Client) -> None:
    colleague(email="bekend@gemeente.example")

    codes = [
        try_to_log_in(client, email, "fout wachtwoord hier").status_code
        for email in ["Bekend@gemeente.example", " bekend@GEMEENTE.example "] * 5
    ]

    assert codes[-1] == 429


def test_the_throttle_is_kept_in_the_database_without_the_password(client: Client) -> None:
    try_to_log_in(client, "bekend@gemeente.example", "kanarie-wachtwoord")

    row = AccessAttempt.objects.get()
    assert row.failures_since_start == 1
    assert "kanarie" not in row.post_data + row.get_data


def test_another_address_is_not_held_up(client: Client) -> None:
    user = colleague()
    for _ in range(9):
        try_to_log_in(client, "ander@gemeente.example", "fout wachtwoord hier")

    assert try_to_log_in(client, user.email).status_code == 302


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://kwaad.example/",
        "//kwaad.example",
        "/\\kwaad.example",
        "http://127.0.0.1:8000/untrusted",
        "http://localhost:8000/",
        "javascript:alert(1)",
        "\x00/",
    ],
)
def test_after_logging_in_one_stays_here(client: Client, elsewhere: str) -> None:
    answer = try_to_log_in(client, colleague().email, next=elsewhere)

    assert answer["Location"] == "/"


def test_after_logging_in_one_returns_to_the_page_asked_for(client: Client) -> None:
    answer = try_to_log_in(client, colleague().email, next="/settings/?a=b")

    assert answer["Location"] == "/settings/?a=b"


def test_deactivating_ends_every_session_and_reactivating_revives_none(client: Client) -> None:
    user = colleague()
    administrator = make.actor(Role.ADMINISTRATOR)
    client.force_login(user)
    assert is_in(client)

    staffing.deactivate(administrator, user)
    assert client.get("/login/").status_code == 200

    staffing.reactivate(administrator, user)
    assert client.get("/login/").status_code == 200


def test_a_new_password_ends_sessions_elsewhere(client: Client) -> None:
    user = colleague()
    client.force_login(user)

    actions.set_password(user, "een heel andere lange zin")

    assert client.get("/login/").status_code == 200


def test_changing_the_own_password_keeps_this_session_and_ends_others(client: Client) -> None:
    user, elsewhere = colleague(), Client()
    client.force_login(user)
    elsewhere.force_login(user)

    answer = client.post(
        "/password/", {"current": SENTENCE, "password": "een heel andere lange zin"}
    )

    assert answer.status_code == 302
    assert is_in(client)
    assert elsewhere.get("/login/").status_code == 200
    assert User.objects.get().check_password("een heel andere lange zin")


def test_the_current_password_is_asked_and_counted_by_the_throttle(client: Client) -> None:
    client.force_login(colleague())

    codes = [
        client.post("/password/", {"current": "x", "password": "een heel andere lange zin"})
        for _ in range(9)
    ]

    assert [answer.status_code for answer in codes] == [422] * 7 + [429, 429]
    assert User.objects.get().check_password(SENTENCE)


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email"])
def test_allauths_other_pages_have_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_a_very_long_password_is_refused_before_it_is_hashed(client: Client) -> None:
    begin = time.process_time()
    answer = try_to_log_in(client, colleague().email, "x" * 1_000_000)

    assert answer.status_code == 200
    assert AccessAttempt.objects.count() == 0
    assert time.process_time() - begin < 2


class TestTheOneTimeLink:
    """The page behind an invitation."""

    def path(self) -> str:
        link = staffing.first_link()
        return link[link.index("/welcome/") :]

    def test_it_sets_name_address_and_password_and_lets_in(self, client: Client) -> None:
        path = self.path()
        assert client.get(path).status_code == 200

        answer = client.post(
            path, {"name": "Ria", "email": "ria@gemeente.example", "password": SENTENCE}
        )

        assert (answer.status_code, answer["Location"]) == (302, "/settings/begin/")
        assert is_in(client)
        assert User.objects.get().name == "Ria"

    def test_looking_does_not_use_it_up(self, client: Client) -> None:
        path = self.path()

        assert [client.get(path).status_code for _ in range(3)] == [200, 200, 200]

    @pytest.mark.parametrize("password", ["te kort", "ria@gemeente.example", "password123456"])
    def test_a_weak_password_is_refused_and_the_rest_is_kept(
        self, client: Client, password: str
    ) -> None:
        answer = client.post(
            self.path(), {"name": "Ria", "email": "ria@gemeente.example", "password": password}
        )

        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'value="Ria"' in page
        assert f'value="{password}"' not in page.replace('value="ria@gemeente.example"', "", 1)
        assert not User.objects.exists()

    def test_used_unknown_and_expired_links_get_one_answer(self, client: Client) -> None:
        used = self.path()
        client.post(used, {"name": "Ria", "email": "ria@gemeente.example", "password": SENTENCE})
        client.post("/logout/")

        answers = [
            client.get(path)
            for path in (used, "/welcome/onbekend/", "/welcome/%00/", "/welcome/%20/")
        ]

        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1

    def test_nothing_more_than_the_form_asks_can_be_set(self, client: Client) -> None:
        invited = staffing.invite(
            make.actor(Role.ADMINISTRATOR),
            name="Anouk",
            email="anouk@gemeente.example",
            teams=[],
            roles={Role.READER: None},
        )
        path = invited.link[invited.link.index("/welcome/") :]

        client.post(
            path,
            {
                "name": "Anouk",
                "email": "elders@x.example",
                "password": SENTENCE,
                "role": "administrator",
                "roles": "administrator",
                "is_active": "",
                "is_superuser": "on",
                "teams": "1",
                "language": "xx",
            },
        )

        user = User.objects.get(name="Anouk")
        assert (user.email, user.language) == ("anouk@gemeente.example", "nl")
        assert [held.role for held in user.roles_held.all()] == [Role.READER]

    def test_a_forged_host_does_not_reach_the_link(
        self, client: Client, settings: Settings
    ) -> None:
        assert client.get("/login/", HTTP_HOST="kwaad.example").status_code == 400
