"""Access that a provider gives: asked for, kept in the vault, renewed once, and missed in words."""

import threading
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from gehoor.audit.models import Entry
from gehoor.channels import actions, queries
from gehoor.channels.models import Channel
from gehoor.flows import alarms, connecting, consenting, polling, sending
from gehoor.inbox.models import Reply
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.authorization import ADDRESS, CLIENT_SECRET, Provider, provider

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with provider() as made:
        yield made


@pytest.fixture
def at(running: Provider, settings: Settings) -> Provider:
    settings.FETCH_ALSO = running.pairs
    running.revoke()
    running.trouble, running.extra = None, {}
    running.asked.clear()
    running.outbox.received.clear()
    return running


def mailbox(at: Provider, secrets: dict[str, str], **given: object) -> Channel:
    facts: dict[str, object] = {"health": Channel.Health.WELL} | given
    channel = make.channel(
        connector="email", address=ADDRESS, settings=at.settings, vault_id=uuid4(), **facts
    )
    actions.seal_credentials(channel, secrets)
    Channel.objects.filter(pk=channel.pk).update(health=facts["health"])
    channel.refresh_from_db()
    return channel


def secrets_of(channel: Channel) -> dict[str, str]:
    return dict(queries.account_of(Channel.objects.get(pk=channel.pk)).secrets)


def yes(address: str) -> str:
    """Press yes at the provider; return the code it leads back with."""
    return parse_qs(urlsplit(httpx.get(address).headers["Location"]).query)["code"][0]


class EndsAtTheFirstPause(threading.Event):
    """Lets a loop go round until it would wait."""

    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        return True


def alarms_waiting() -> int:
    return ProcrastinateJob.objects.filter(task_name=alarms.tell_administrators.task.name).count()


def test_a_consent_is_kept_in_the_vault_and_the_channel_is_tried_anew(at: Provider) -> None:
    channel = mailbox(at, {"client_secret": CLIENT_SECRET}, health=Channel.Health.LOCKED_OUT)
    started = consenting.begin(channel)

    consenting.finish(
        make.actor(Role.ADMINISTRATOR),
        channel,
        code=yes(started.address),
        verifier=started.verifier,
    )

    kept = secrets_of(channel)
    assert kept["refresh_token"] in at.refresh
    assert kept["client_secret"] == CLIENT_SECRET
    channel.refresh_from_db()
    assert channel.health == Channel.Health.NEW
    assert b"kanarie" not in bytes(channel.credentials)
    entry = Entry.objects.get(act="consent")
    assert "kanarie" not in str(entry.details)


def test_a_code_that_is_not_ours_gives_nothing(at: Provider) -> None:
    channel = mailbox(at, {"client_secret": CLIENT_SECRET})
    started = consenting.begin(channel)
    code = yes(started.address)

    with pytest.raises(consenting.NotGiven, match="Begin again"):
        consenting.finish(make.actor(), channel, code=code, verifier="another")

    assert "refresh_token" not in secrets_of(channel)
    assert not Entry.objects.filter(act="consent").exists()


def test_settings_that_lead_nowhere_are_told_before_anybody_is_sent_there(at: Provider) -> None:
    channel = mailbox(at, {})
    channel.settings = {**at.settings, "authorize_url": "http://login.example/"}

    with pytest.raises(consenting.NotGiven, match="begin with https"):
        consenting.begin(channel)


def test_a_channel_with_a_password_needs_no_consent() -> None:
    with pytest.raises(consenting.NotGiven, match="needs no consent"):
        consenting.begin(make.channel(connector="email"))


def test_a_renewed_token_is_stored_while_mail_is_read(at: Provider) -> None:
    channel = mailbox(at, at.grant(expires_in=0))
    old = secrets_of(channel)["refresh_token"]

    reader = queries.reader_of(channel, renew=consenting.renewing(channel.pk))
    polling.poll(channel, reader)
    reader.close()

    assert secrets_of(channel)["refresh_token"] != old
    assert secrets_of(channel)["refresh_token"] in at.refresh


@pytest.mark.django_db(transaction=True)
def test_of_two_processes_that_need_a_token_one_asks_for_it(at: Provider) -> None:
    channel = mailbox(at, at.grant(expires_in=0))
    both = threading.Barrier(2)
    found: list[dict[str, str]] = []

    def ask() -> None:
        try:
            both.wait(10)
            reader = queries.reader_of(
                Channel.objects.get(pk=channel.pk), renew=consenting.renewing(channel.pk)
            )
            reader.fetch({}, limit=1)
            reader.close()
            found.append(secrets_of(channel))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(found) == 2
    assert found[0] == found[1] == secrets_of(channel)
    assert [asked["grant_type"] for asked in at.asked] == ["refresh_token"]
    assert at.logins[-2:] == [True, True]


def test_a_consent_withdrawn_while_sending_turns_the_channel_red_and_keeps_the_reply(
    at: Provider,
) -> None:
    channel = mailbox(at, at.grant())
    conversation = make.received(channel)
    reply = make.reply(conversation)
    Reply.objects.update(due_at=make.NOON.replace(year=2020))
    at.revoke()

    sending.send_waiting.function(channel.pk)

    channel.refresh_from_db()
    reply.refresh_from_db()
    assert channel.health == Channel.Health.LOCKED_OUT
    assert "Give consent again" in channel.health_detail
    assert reply.state == Reply.State.QUEUED
    assert at.outbox.received == []
    assert alarms_waiting() == 1


@pytest.mark.django_db(transaction=True)
def test_a_consent_withdrawn_while_reading_turns_the_channel_red(at: Provider) -> None:
    channel = mailbox(at, at.grant())
    at.revoke()

    polling.watch(channel.pk, EndsAtTheFirstPause())

    channel.refresh_from_db()
    assert channel.health == Channel.Health.LOCKED_OUT
    assert alarms_waiting() == 1


@pytest.mark.parametrize(
    ("days", "health", "told"),
    [
        (13, Channel.Health.TROUBLED, 1),
        (15, Channel.Health.WELL, 0),
    ],
)
def test_an_access_that_ends_soon_is_told_once_days_ahead(
    at: Provider, days: int, health: str, told: int
) -> None:
    ends = str(int(timezone.now().timestamp()) + days * 86400)
    channel = mailbox(at, at.grant() | {"consent_until": ends})

    consenting.warn_ahead()
    consenting.warn_ahead()

    channel.refresh_from_db()
    assert channel.health == health
    assert ("ends within two weeks" in channel.health_detail) == bool(told)
    assert alarms_waiting() == told


def test_mail_that_is_read_does_not_take_the_warning_back_and_a_new_end_does(at: Provider) -> None:
    ends = str(int(timezone.now().timestamp()) + 86400)
    channel = mailbox(at, at.grant() | {"consent_until": ends})
    consenting.warn_ahead()
    channel.refresh_from_db()

    with closing(queries.reader_of(channel)) as reader:
        polling.poll(channel, reader)
    channel.refresh_from_db()
    assert channel.health_detail == consenting.ENDS_SOON

    actions.renew_secrets(channel.pk, lambda stored: {**stored, "consent_until": ""})
    consenting.warn_ahead()
    channel.refresh_from_db()
    assert (channel.health, channel.health_detail) == (Channel.Health.WELL, "")


def test_a_channel_is_tried_with_what_the_provider_gave_and_keeps_what_was_renewed(
    at: Provider,
) -> None:
    channel = mailbox(at, at.grant(expires_in=0), health=Channel.Health.LOCKED_OUT)

    connecting.try_channel(make.actor(Role.ADMINISTRATOR), channel)

    assert secrets_of(channel)["refresh_token"] in at.refresh
    channel.refresh_from_db()
    assert channel.health == Channel.Health.NEW
    assert at.outbox.received == []


def test_a_new_secret_that_is_tried_is_used_and_not_stored(at: Provider) -> None:
    stored = at.grant(expires_in=0) | {"client_secret": "verlopen"}
    channel = mailbox(at, stored)
    connector = queries.connector_of(channel)

    connecting.try_connection(
        make.actor(Role.ADMINISTRATOR),
        connector,
        channel,
        channel.settings,
        {"client_secret": CLIENT_SECRET, "password": ""},
    )

    assert secrets_of(channel)["client_secret"] == "verlopen"
    assert secrets_of(channel)["refresh_token"] in at.refresh


def test_a_mailbox_without_consent_is_tried_after_it_was_saved(at: Provider) -> None:
    connector = queries.connectors()["email"]

    with pytest.raises(connecting.NeedsConsent, match="Save first"):
        connecting.try_connection(
            make.actor(Role.ADMINISTRATOR),
            connector,
            None,
            at.settings,
            {"client_secret": CLIENT_SECRET},
        )


def test_a_consent_does_not_go_along_to_another_place(at: Provider) -> None:
    channel = mailbox(at, at.grant())
    elsewhere = {**at.settings, "imap_host": "mail.elders.example"}

    with pytest.raises(connecting.NotChanged, match="Enter the password again"):
        connecting.change(
            make.actor(Role.ADMINISTRATOR), channel, wanted(channel, elsewhere, secret="")
        )
    connecting.change(
        make.actor(Role.ADMINISTRATOR), channel, wanted(channel, elsewhere, secret=CLIENT_SECRET)
    )

    assert secrets_of(channel) == {"client_secret": CLIENT_SECRET}


def test_a_channel_from_before_this_question_keeps_its_password(at: Provider) -> None:
    before = {name: value for name, value in at.settings.items() if name != "login"}
    channel = make.channel(connector="email", address=ADDRESS, settings=before)
    actions.seal_credentials(channel, {"password": "geheim"})
    asked = queries.connectors()["email"].fields
    filled_in = {each.name: each.default for each in asked if each.kind != "secret"} | before

    connecting.change(make.actor(), channel, wanted(channel, filled_in, secret=""))

    assert secrets_of(channel) == {"password": "geheim"}


def wanted(channel: Channel, settings: dict[str, str], *, secret: str) -> connecting.Wanted:
    return connecting.Wanted(
        name=channel.name,
        team=channel.team,
        purpose="",
        settings=settings,
        secrets={"client_secret": secret, "password": ""},
    )
