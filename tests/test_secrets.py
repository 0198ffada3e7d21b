"""Canaries: secrets given to Gehoor are found nowhere but in the vault."""

import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse

from gehoor.audit.models import Entry
from gehoor.channels import actions, queries
from gehoor.channels.models import Channel
from gehoor.contracts.connector import Account, NotAllowed
from gehoor.flows import alarms
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.project.declarations import views_in
from gehoor.project.logs import Discreet
from gehoor.testing import make
from gehoor.testing.connectors import FakeConnector, FakeReader

pytestmark = pytest.mark.django_db
CANARY = "kanarievogel"
SECRET, PASSWORD = f"{CANARY}-van-het-kanaal", f"{CANARY} van de medewerker"


class Clumsy(FakeConnector):
    """A connector that breaks, and tells its secret while doing so."""

    def reader(self, account: Account) -> FakeReader:
        raise RuntimeError(f"could not log in with {dict(account.secrets)}")


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Everything that is logged, as the program writes it."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Discreet("{asctime} {levelname} {name} {message}", style="{"))
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> FakeConnector:
    fake = FakeConnector()
    monkeypatch.setitem(queries.connectors(), fake.key, fake)
    return fake


@pytest.fixture
def administrator(client: Client) -> User:
    user = make.user(Role.ADMINISTRATOR, teams=(make.team(),))
    user.set_password(PASSWORD)
    user.save()
    client.raise_request_exception = False
    assert client.post("/login/", {"login": user.email, "password": PASSWORD}).status_code == 302
    return user


def filled_in(**more: str) -> dict[str, str]:
    return {
        "name": "Postbus",
        "team": str(User.objects.get().teams.get().pk),
        "purpose": "",
        "account_address": "webcare@gemeente.example",
        "account_server": "mail.gemeente.example",
        "account_port": "993",
        "account_safety": "tls",
        "account_folder": "",
        "account_password": SECRET,
        **more,
    }


def connect(client: Client) -> Channel:
    client.post(reverse("connect", args=["fake"]), filled_in())
    return Channel.objects.get()


def rows_with_canary() -> list[str]:
    """Look in every row of every table, whatever its columns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
            " AND relnamespace = 'public'::regnamespace"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS one WHERE one::text ILIKE %s',  # noqa: S608
                [f"%{CANARY}%"],
            )
            found += [table] * bool(cursor.fetchone()[0])
    return found


def test_a_secret_is_in_no_table_and_on_no_page(
    client: Client,
    platform: FakeConnector,
    administrator: User,
    log: StringIO,
) -> None:
    channel = connect(client)
    client.post(reverse("change_channel", args=[channel.pk]), filled_in(name="Anders"))
    client.post(reverse("try_channel", args=[channel.pk]))
    actions.record_health(channel, Channel.Health.LOCKED_OUT, "Does not accept our credentials.")
    alarms.tell_administrators.wake(channel.pk)

    pages = [
        client.get(reverse(pattern.name, kwargs=kwargs)).content.decode()
        for _, pattern in views_in(get_resolver().url_patterns)
        for kwargs in [_names(pattern.pattern.converters, administrator, channel)]
        if kwargs is not None
    ]

    assert len(pages) > 20
    assert not [page for page in pages if CANARY in page]
    assert rows_with_canary() == []
    assert CANARY not in log.getvalue()
    assert queries.account_of(Channel.objects.get()).secrets["password"] == SECRET


def _names(
    converters: dict[str, object], administrator: User, channel: Channel
) -> dict[str, object] | None:
    known: dict[str, object] = {"pk": channel.pk, "key": "fake", "stage": "practise"}
    return {name: known[name] for name in converters} if converters.keys() <= known.keys() else None


@pytest.mark.parametrize("act", ["try", "save"])
def test_a_secret_typed_with_a_mistake_elsewhere_is_not_shown_again(
    client: Client, platform: FakeConnector, administrator: User, act: str
) -> None:
    answer = client.post(
        reverse("connect", args=["fake"]), filled_in(account_port="geen getal", act=act)
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert CANARY not in page
    assert 'value="mail.gemeente.example"' in page
    assert not Channel.objects.exists()


def test_a_platform_that_refuses_us_is_told_without_the_secret(
    client: Client,
    platform: FakeConnector,
    administrator: User,
    log: StringIO,
) -> None:
    platform.trouble = NotAllowed("Does not accept our credentials.")

    answer = client.post(reverse("connect", args=["fake"]), filled_in(act="try"))

    assert answer.status_code == 422
    assert CANARY not in answer.content.decode() + log.getvalue()
    assert not Channel.objects.exists()
    assert rows_with_canary() == []


def test_a_connector_that_breaks_tells_nothing_on_the_page_or_in_the_log(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    administrator: User,
    log: StringIO,
) -> None:
    monkeypatch.setitem(queries.connectors(), "fake", Clumsy())

    answer = client.post(reverse("connect", args=["fake"]), filled_in(act="try"))

    said = log.getvalue()
    assert answer.status_code == 500
    assert CANARY not in answer.content.decode()
    assert "RuntimeError" in said
    assert CANARY not in said


def test_a_password_that_was_typed_is_kept_nowhere(
    client: Client, administrator: User, log: StringIO
) -> None:
    for given in (PASSWORD, f"{CANARY} maar dan fout"):
        Client().post("/login/", {"login": administrator.email, "password": given})
        client.post("/password/", {"current": given, "password": "kort"})

    assert rows_with_canary() == []
    assert CANARY not in log.getvalue()


def test_a_link_is_shown_once_and_kept_nowhere(
    client: Client, administrator: User, log: StringIO
) -> None:
    answer = client.post(
        reverse("invite"), {"name": "Anouk", "email": "anouk@gemeente.example"}
    ).content.decode()
    token = answer.split("/welcome/")[1].split("/")[0]

    Client().get(f"/welcome/{token}/")
    Client().get(f"/welcome/{token}x/")

    assert len(token) == 43
    assert token not in client.get(reverse("people")).content.decode()
    assert token not in log.getvalue()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM people_invitation AS one WHERE one::text LIKE %s", [f"%{token}%"]
        )
        assert cursor.fetchone() == (0,)
    assert token not in str([entry.details for entry in Entry.objects.all()])
