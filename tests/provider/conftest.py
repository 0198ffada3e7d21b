"""A provider that behaves, known to this installation and switched on."""

from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from pytest_django.fixtures import Settings

from gehoor.flows import provider_setup
from gehoor.flows.provider import KNOWN
from gehoor.logins.actions import provider as actions
from gehoor.logins.models import Provider
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.identity import StandIn, a_key, stand_in
from tests.provider.coming import SUBJECT


@pytest.fixture
def provider(settings: Settings) -> Iterator[StandIn]:
    """A provider that behaves, known to this installation and switched on."""
    KNOWN.forget()
    with stand_in() as running:
        port = urlsplit(running.issuer).port
        settings.FETCH_ALSO = frozenset({("127.0.0.1", port)})
        running.person = {
            "sub": SUBJECT,
            "name": "Fenna Bos",
            "email": "fenna@gemeente.example",
            "groups": ["webcare"],
        }
        Provider.objects.create(
            name="gemeente",
            issuer=running.issuer,
            client_id="gehoor",
            proof=Provider.Proof.KEY,
            vault_id=uuid4(),
            is_on=True,
        )
        actions.keep_key(a_key("Gehoor"), now=make.NOON)
        provider_setup.give_group(
            make.actor(Role.ADMINISTRATOR), "webcare", roles=[Role.AGENT], teams=[make.team()]
        )
        yield running
