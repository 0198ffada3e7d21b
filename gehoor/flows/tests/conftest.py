"""A platform that answers as it is told, a conversation there, and a team that looks twice."""

from collections.abc import Iterator

import pytest

from gehoor.inbox.models import Conversation
from gehoor.people.models import Team
from gehoor.people.policies import Actor
from gehoor.testing import make
from gehoor.testing.scripted import Scripted, platform


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    with platform() as found:
        yield found


@pytest.fixture
def conversation(scripted: Scripted) -> Conversation:
    return make.received(make.channel(connector=scripted.key))


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def trainee(team: Team) -> Actor:
    return make.trainee(team)


@pytest.fixture
def ria(team: Team) -> Actor:
    return make.coordinator(team, email="ria@gemeente.example", language="nl")
