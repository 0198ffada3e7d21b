"""A door that really listens, a channel behind it, and a platform that pushes to it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from gehoor.channels import actions as channels
from gehoor.channels.models import Channel
from gehoor.hooks.door import PREFIX, Door
from gehoor.testing import make
from gehoor.testing.pusher import Pusher
from gehoor.testing.web import running, without_lifespan

Serving = Callable[..., AbstractContextManager[Pusher]]


@pytest.fixture
def channel() -> Channel:
    return make.channel(settings={"account": "gemeente", "outcome_class": "A"})


@pytest.fixture
def serving(channel: Channel) -> Serving:
    """Give a platform that pushes to a door with the properties handed in."""

    @contextmanager
    def serve(door: Door | None = None) -> Iterator[Pusher]:
        secret = channels.renew_push_secret(channel)
        with running(without_lifespan(door or Door())) as port:
            yield Pusher(f"http://localhost:{port}{PREFIX}{channel.push_key}", secret, port=port)

    return serve


@pytest.fixture
def platform(serving: Serving) -> Iterator[Pusher]:
    with serving() as pusher:
        yield pusher
