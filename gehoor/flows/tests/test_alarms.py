"""Administrators hear that a channel needs them, wherever they are."""

import pytest
from django.core import mail
from pytest_django.fixtures import Settings

from gehoor.channels.models import Channel
from gehoor.flows import alarms
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    user = make.user(Role.ADMINISTRATOR, email="ria@gemeente.example", language="en")
    user.set_password("een lange zin die ik onthoud")
    user.save()
    return user


def red() -> Channel:
    return make.channel(
        name="Info", health="locked_out", health_detail="The password is not accepted."
    )


def test_every_administrator_is_mailed_in_words(administrator: User, settings: Settings) -> None:
    settings.EMAIL_HOST = "127.0.0.1"

    alarms.tell_administrators.function(red().pk)

    [message] = mail.outbox
    assert message.to == [administrator.email]
    assert "Info" in message.subject
    assert "The password is not accepted." in message.body
    assert settings.BASE_URL in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_channel_that_works_again_alarms_nobody(administrator: User, settings: Settings) -> None:
    settings.EMAIL_HOST = "127.0.0.1"

    alarms.tell_administrators.function(make.channel(health="well").pk)

    assert mail.outbox == []


def test_without_a_mail_server_the_screen_is_the_alarm(administrator: User) -> None:
    alarms.tell_administrators.function(red().pk)

    assert mail.outbox == []
    assert Channel.objects.get().is_held


def test_a_dead_mail_server_stops_nothing(
    administrator: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_HOST = "127.0.0.1"

    def refuse(*_: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)

    alarms.tell_administrators.function(red().pk)
