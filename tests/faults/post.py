"""A mailbox of ours as the fault tests see it: its channel, its reader, and the mails put in it."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Any

from django.db import connections
from django.utils.timezone import localdate

from gehoor.channels import actions as channels
from gehoor.channels import queries
from gehoor.channels.models import Channel, Delivery
from gehoor.connectors.email.tests.peer import account_at
from gehoor.connectors.pretend.pushes import as_bytes
from gehoor.contracts.connector import Arrived, Reader
from gehoor.flows import balance, incoming, polling
from gehoor.inbox.models import Message
from gehoor.kit.clock import now
from gehoor.testing import make


def mailbox(port: int) -> Channel:
    """Connect a mailbox that stands empty, so that everything put in it later is ours to read."""
    account = account_at(imap_port=port)
    channel = make.channel(connector="email", settings=dict(account.settings))
    channels.seal_credentials(channel, account.secrets)
    poll(channel)
    return channel


@contextmanager
def reader_of(channel: Channel) -> Iterator[Reader]:
    with closing(queries.reader_of(Channel.objects.get(pk=channel.pk))) as reader:
        yield reader


def poll(channel: Channel) -> int:
    """Ask once what is new, as the poller does; return how much was stored."""
    with reader_of(channel) as reader:
        return polling.poll(Channel.objects.get(pk=channel.pk), reader)


def read(channel: Channel) -> None:
    """Read everything that waits, as a worker does."""
    incoming.receive_waiting.function(channel.pk)


def missing(channel: Channel) -> set[str]:
    """Return what the source holds and we do not."""
    with reader_of(channel) as reader:
        return polling.compare_ledger(Channel.objects.get(pk=channel.pk), reader)


def mail(
    text: str,
    *,
    number: int | str,
    sender: str = "fatima@voorbeeld.example",
    answers: str = "",
) -> bytes:
    lines = [
        f"From: Fatima Bakker <{sender}>",
        "To: melding@gemeente.example",
        f"Subject: Vraag {number}",
        f"Message-ID: <{number}@voorbeeld.example>",
        *([f"In-Reply-To: <{answers}@voorbeeld.example>"] if answers else []),
        "",
        text,
        "",
    ]
    return "\r\n".join(lines).encode()


def texts() -> list[str]:
    """Return the text of every message that colleagues see, sorted."""
    return sorted(Message.objects.filter(kind="in").values_list("text", flat=True))


def states() -> dict[str, int]:
    found: dict[str, int] = {}
    for state in Delivery.objects.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def adds_up() -> bool:
    return all(line.adds_up for line in balance.of(localdate(now())))


def at_once(acts: Sequence[Callable[[], object]]) -> None:
    """Do everything at the same moment, each on a connection of its own; trouble is raised here."""
    start = threading.Barrier(len(acts))
    troubles: list[Exception] = []

    def do(act: Callable[[], object]) -> None:
        start.wait(30)
        try:
            act()
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if troubles:
        raise troubles[0]


def as_fetched(posts: Sequence[Mapping[str, Any]]) -> list[Arrived]:
    """Return posts of the pretend platform as its reader hands them over."""
    return [Arrived(f"post/{post['id']}", as_bytes(post)) for post in posts]
