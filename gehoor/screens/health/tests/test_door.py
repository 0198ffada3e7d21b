"""The addresses for machines: who may ask what, what is told, and what never is."""

import asyncio
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connection
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from gehoor.channels.models import Channel, Delivery
from gehoor.contracts.connector import Author
from gehoor.flows import health
from gehoor.health.models import Heartbeat
from gehoor.inbox.models import Reply
from gehoor.kit.stopping import ASKED
from gehoor.screens.health import door, figures
from gehoor.screens.health.door import Door, may_read_figures
from gehoor.testing import make

HERE = ("127.0.0.1", 50_000)


def asked(path: str, *, method: str = "GET", client: Any = HERE, **headers: str) -> dict[str, Any]:
    named = {"host": "localhost:8000"} | headers
    return {
        "type": "http",
        "method": method,
        "path": path,
        "client": client,
        "headers": [
            (name.replace("_", "-").encode(), value.encode()) for name, value in named.items()
        ],
    }


def answer(scope: dict[str, Any], *, then: Callable[[], object] = lambda: None) -> tuple[int, str]:
    """Ask once; `then` lets go what the question still waits for."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def ask() -> None:
        await Door()(scope, receive, send)
        then()

    asyncio.run(ask())
    return sent[0]["status"], sent[1]["body"].decode()


def test_it_is_alive_whatever_name_is_asked_for() -> None:
    assert answer(asked("/health/live", host="10.0.0.7")) == (200, "alive\n")
    assert answer(asked("/health/live", method="HEAD")) == (200, "")
    assert answer(asked("/health/live", method="POST"))[0] == 405


def test_who_was_asked_to_stop_is_alive_and_not_ready() -> None:
    ASKED.set()
    try:
        assert answer(asked("/health/ready")) == (503, "leaving\n")
        assert answer(asked("/health/live")) == (200, "alive\n")
    finally:
        ASKED.clear()


@pytest.mark.django_db(transaction=True)
def test_it_is_ready_while_the_database_answers() -> None:
    assert answer(asked("/health/ready", host="10.0.0.7")) == (200, "ready\n")


def test_it_is_not_ready_while_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("secret host 10.1.2.3 does not answer")

    monkeypatch.setattr(door, "_one_row", away)

    assert answer(asked("/health/ready")) == (503, "not ready\n")


def test_a_database_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    never = threading.Event()
    monkeypatch.setattr(door, "SECONDS_TO_ANSWER", 0.01)
    monkeypatch.setattr(door, "_one_row", lambda: never.wait(20))

    found = answer(asked("/health/ready"), then=never.set)

    assert found == (503, "not ready\n")


@pytest.mark.parametrize(
    ("scope", "token", "is_allowed"),
    [
        (asked("/metrics"), "", True),
        (asked("/metrics", host="127.0.0.1:8000"), "", True),
        (asked("/metrics", host="[::1]:8000", client=("::1", 1)), "", True),
        (asked("/metrics", host="webcare.gemeente.example"), "", False),
        (asked("/metrics", x_forwarded_for="10.0.0.1"), "", False),
        (asked("/metrics", via="1.1 proxy"), "", False),
        (asked("/metrics", client=("10.0.0.1", 1)), "", False),
        (asked("/metrics", client=None), "", False),
        (asked("/metrics"), "geheim", False),
        (asked("/metrics", authorization="Bearer mis"), "geheim", False),
        (asked("/metrics", authorization="geheim"), "geheim", False),
        (asked("/metrics", authorization="Bearer geheim", client=("10.0.0.1", 1)), "geheim", True),
    ],
)
def test_figures_are_for_this_machine_or_for_who_knows_the_token(
    scope: dict[str, Any], token: str, is_allowed: bool
) -> None:
    assert may_read_figures(scope, token) is is_allowed


def test_who_may_not_is_not_told_that_there_are_figures(settings: Settings) -> None:
    settings.METRICS_TOKEN = "geheim"

    assert answer(asked("/metrics")) == (404, "not found\n")


@pytest.mark.django_db(transaction=True)
def test_figures_come_from_the_database_and_name_nobody() -> None:
    for part in ("web", "worker", "poll"):
        health.beat(part)
    Heartbeat.objects.create(
        part="web", machine="twee", number=1, version="1", disk_free=1, disk_total=2
    )
    author = Author(handle="fatima.geheim@voorbeeld.example", name="Fatima Geheim")
    channel = make.channel(name="Kanaal Geheim", health=Channel.Health.TROUBLED)
    make.reply(
        make.received(channel, subject="Onderwerp geheim", text="Tekst geheim", author=author)
    )
    Reply.objects.update(state=Reply.State.UNKNOWN)
    make.delivery(channel)
    Delivery.objects.filter(pk=make.delivery(channel).pk).update(state=Delivery.State.FAILED)

    status, text = answer(asked("/metrics"))

    assert status == 200
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    number = str(channel.pk)
    assert found["gehoor_processes", "web"] == 2
    assert found["gehoor_processes", "worker"] == 1
    assert found["gehoor_channel_works", number] == 0
    assert found["gehoor_deliveries_waiting", number] == 1
    assert found["gehoor_deliveries_failed", number] == 1
    assert found["gehoor_replies_to_decide", number] == 1
    assert found["gehoor_disk_size_bytes", "twee"] == 2
    assert not re.search("geheim|fatima|kanaal", text, re.IGNORECASE)


@pytest.mark.django_db(transaction=True)
def test_whichever_process_is_asked_tells_the_same_figures() -> None:
    """Nothing is counted in memory: what another connection measures is the same."""
    make.delivery(make.channel())

    def counted() -> list[bytes]:
        try:
            return [line for line in figures.as_text().splitlines() if b"age" not in line]
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
        first, second = one.submit(counted).result(), other.submit(counted).result()

    assert first == second
    assert any(b"gehoor_deliveries_waiting{" in line for line in first)
