"""A platform that answers as it is told, and a conversation there."""

from collections.abc import Iterator

import pytest

from gehoor.inbox.models import Conversation
from gehoor.testing import make
from gehoor.testing.scripted import Scripted, platform


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    with platform() as found:
        yield found


@pytest.fixture
def conversation(scripted: Scripted) -> Conversation:
    return make.received(make.channel(connector=scripted.key))
