"""A forgotten password: one answer for all, a link for who is known, an end to guessing."""

import json
import re
import time
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from gehoor.flows import forgotten, staffing
from gehoor.logins.models import ForgottenPassword, Provider, Try
from gehoor.people.models import Invitation, User
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db
SENTENCE = "een lange zin over de markt"
OTHER = "een heel andere lange zin"
# A list of hostile host names that lives beside the working copy, when it is there.
HOSTS = Path(__file__).parents[5] / "shared" / "hostile" / "generated" / "lists" / "hosts.json"
FORGED = [
    "kwaad.example",
    "localhost.kwaad.example",
    "localhost:8000@kwaad.example",
    "",
    "[::1]",
    "a b",
]


@pytest.fixture(autouse=True)
def mail_server(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.gemeente.example"


def known(**given: Any) -> User:
    user = make.user(Role.AGENT, email="bekend@gemeente.example", **given)
    user.set_password(SENTENCE)
    user.save()
    return user


def ask(client: Client, email: str) -> Any:
    return client.post("/login/forgotten/", {"email": email})


def work_off() -> None:
    """Do what the worker would."""
    for pk in list(ForgottenPassword.objects.values_list("pk", flat=True)):
        forgotten.mail_link.function(pk)


def link_in_mail() -> str:
    [sent] = mail.outbox
    found = re.search(r"(\S+)(/welcome/\S+)", str(sent.body))
    assert found
    return found[2]


def test_a_link_is_mailed_with_which_a_new_password_is_set(client: Client) -> None:
    user = known()

    assert ask(client, " Bekend@gemeente.EXAMPLE").status_code == 200
    work_off()
    answer = client.post(
        link_in_mail(), {"name": user.name, "email": user.email, "password": OTHER}
    )

    assert answer.status_code == 302
    assert User.objects.get(pk=user.pk).check_password(OTHER)
    assert mail.outbox[0].to == ["bekend@gemeente.example"]


def test_until_the_link_is_used_the_old_password_works(client: Client) -> None:
    known()

    ask(client, "bekend@gemeente.example")
    work_off()

    answer = client.post("/login/", {"login": "bekend@gemeente.example", "password": SENTENCE})
    assert answer.status_code == 302


@pytest.mark.parametrize("state", ["unknown", "deactivated", "by provider"])
def test_who_cannot_have_a_link_gets_the_same_answer_and_no_mail(
    client: Client, state: str
) -> None:
    known()
    email = "ander@gemeente.example"
    if state == "deactivated":
        user = make.user(email=email, is_active=False)
        user.set_password(SENTENCE)
        user.save()
    elif state == "by provider":
        make.user(Role.AGENT, email=email)

    answers = [ask(Client(), each).content for each in ("bekend@gemeente.example", email)]
    work_off()

    assert answers[0] == answers[1]
    assert [sent.to for sent in mail.outbox] == [["bekend@gemeente.example"]]
    assert not ForgottenPassword.objects.exists()


def test_known_and_unknown_take_the_same_work() -> None:
    known()

    def seconds(email: str, number: int) -> float:
        # The processor's time, not the clock's: a busy machine must not decide this.
        client = Client(REMOTE_ADDR=f"127.0.1.{number}")
        begin = time.process_time()
        ask(client, email)
        return time.process_time() - begin

    pairs = [
        (seconds("bekend@gemeente.example", 2 * n), seconds(f"niemand{n}@x.example", 2 * n + 1))
        for n in range(9)
    ]

    of_known, of_unknown = median(p[0] for p in pairs), median(p[1] for p in pairs)
    assert 0.5 < of_known / of_unknown < 2


def queries_of(client: Client, email: str) -> int:
    with connection.execute_wrapper(counter := Counter()):
        ask(client, email)
    return counter.count


class Counter:
    """Counts the questions to the database."""

    count = 0

    def __call__(self, execute: Any, *given: Any) -> Any:
        self.count += 1
        return execute(*given)


def test_known_and_unknown_ask_the_database_the_same_number_of_times() -> None:
    known()
    queries_of(Client(REMOTE_ADDR="127.0.2.1"), "eerst@gemeente.example")

    asked = [
        queries_of(Client(REMOTE_ADDR="127.0.2.2"), "bekend@gemeente.example"),
        queries_of(Client(REMOTE_ADDR="127.0.2.3"), "niemand@gemeente.example"),
    ]

    assert asked[0] == asked[1]


@pytest.mark.parametrize("email", ["bekend@gemeente.example", "niemand@gemeente.example"])
def test_after_ten_times_one_waits_whoever_one_says_to_be(email: str) -> None:
    known()

    codes = [
        ask(Client(REMOTE_ADDR=f"127.0.3.{n}"), email.upper() if n % 2 else email).status_code
        for n in range(12)
    ]

    assert codes == [200] * 10 + [429] * 2


def test_one_computer_does_not_ask_about_everybody() -> None:
    codes = [ask(Client(), f"iemand{n}@gemeente.example").status_code for n in range(12)]

    assert codes == [200] * 10 + [429] * 2


def test_what_is_counted_holds_no_address_of_anybody(client: Client) -> None:
    ask(client, "bekend@gemeente.example")

    kept = str(list(Try.objects.values()))
    assert "bekend" not in kept
    assert "127.0.0.1" not in kept


def test_without_a_mail_server_the_page_is_not_there(client: Client, settings: Settings) -> None:
    settings.EMAIL_HOST = ""

    assert client.get("/login/forgotten/").status_code == 404
    assert "/login/forgotten/" not in client.get("/login/").content.decode()


def test_where_passwords_are_closed_the_page_is_not_there(client: Client) -> None:
    Provider.objects.create(
        name="x", issuer="https://x.example", client_id="x", is_on=True, is_only_way=True,
        vault_id="00000000-0000-4000-8000-000000000000",
    )  # fmt: skip

    assert client.get("/login/forgotten/").status_code == 404


def hostile_hosts() -> list[str]:
    listed = json.loads(HOSTS.read_text()) if HOSTS.exists() else []
    return FORGED + [
        str(each.get("host", each) if isinstance(each, dict) else each) for each in listed
    ]


@pytest.mark.parametrize("path", ["/login/forgotten/", "/welcome/onbekend/", "/login/"])
def test_a_forged_host_reaches_no_page_and_no_link(path: str, settings: Settings) -> None:
    known()
    for host in hostile_hosts():
        answer = Client(raise_request_exception=False).post(
            path, {"email": "bekend@gemeente.example"}, HTTP_HOST=host
        )
        assert answer.status_code == 400, host
    work_off()
    assert mail.outbox == []

    ask(Client(HTTP_X_FORWARDED_HOST="kwaad.example"), "bekend@gemeente.example")
    work_off()
    assert settings.BASE_URL in str(mail.outbox[0].body)
    assert "kwaad" not in str(mail.outbox[0].body)


class TestTheToken:
    """What stands in a link: long, once, for 48 hours, and nothing that only resembles it."""

    def link(self) -> str:
        user = known()
        return staffing.invite_again(make.actor(Role.ADMINISTRATOR), user).link

    def test_it_has_at_least_128_bits_and_only_its_hash_is_kept(self) -> None:
        token = self.link().split("/welcome/")[1].strip("/")

        assert len(token) * 6 >= 128
        assert token.encode() not in b"".join(
            bytes(each.token_hash) for each in Invitation.objects.all()
        )

    def test_what_resembles_it_does_not_work(self, client: Client) -> None:
        token = self.link().split("/welcome/")[1].strip("/")
        for wrong in (
            "",
            " ",
            "%20",
            "null",
            "None",
            "%00",
            "0",
            "undefined",
            token.swapcase(),
            token.upper(),
            token[:-1],
            token + "=",
            token + "%20",
            "%20" + token,
            "x" * 5000,
        ):
            assert client.get(f"/welcome/{wrong}/").status_code == 404, wrong

        assert client.get(f"/welcome/{token}/").status_code == 200

    def test_it_works_once_and_a_new_one_ends_it(self, client: Client) -> None:
        user = known()
        administrator = make.actor(Role.ADMINISTRATOR)
        first = staffing.invite_again(administrator, user).link
        second = staffing.invite_again(administrator, user).link
        path = second[second.index("/welcome/") :]
        form = {"name": user.name, "email": user.email, "password": OTHER}

        assert client.get(first[first.index("/welcome/") :]).status_code == 404
        assert client.post(path, form).status_code == 302
        assert Client().post(path, form).status_code == 404

    def test_after_48_hours_it_is_over(self, client: Client) -> None:
        link = self.link()
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE people_invitation SET expires_at = expires_at - interval '48 hours'"
            )

        assert client.get(link[link.index("/welcome/") :]).status_code == 404
