"""The privacy officer takes the register of processing along from the screen of the log."""

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db


def test_the_privacy_officer_downloads_the_register_in_their_language(client: Client) -> None:
    client.force_login(make.user(Role.PRIVACY_OFFICER, language="nl"))

    shown = client.get(reverse("changes")).content.decode()
    given = client.get(reverse("processing"))

    assert f'href="{reverse("processing")}"' in shown
    assert given.content.decode().startswith("# Verwerkingsregister\n")
    assert given["Content-Disposition"].startswith("attachment; ")
    assert "no-store" in given["Cache-Control"]


def test_an_agent_does_not(client: Client) -> None:
    client.force_login(make.user(Role.AGENT))

    assert client.get(reverse("processing")).status_code in {403, 404}
