"""How somebody wants to see Gehoor, kept and obeyed."""

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND


@pytest.mark.django_db
def test_choices_are_kept_and_obeyed_at_once(client: Client) -> None:
    user = make.user(Role.AGENT, language="nl")
    client.force_login(user, backend=BACKEND)

    form = {"language": "en", "theme": "dark", "is_compact": "yes", "letter_keys": ""}
    page = client.post(reverse("profile"), form, follow=True).content.decode()

    assert '<html lang="en" data-theme="dark" data-density="compact" data-letters="off">' in page
    assert "Kept. Gehoor now looks and speaks as you chose." in page
