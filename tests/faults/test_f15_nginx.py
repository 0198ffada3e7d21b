"""F15: behind nginx as we configure it, web processes are replaced while visitors come and go."""

import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from gehoor.channels.models import Delivery
from gehoor.testing import make
from gehoor.testing.nginx import NAMES, PATIENCE, Behind, Nginx, refuse_without_nginx
from gehoor.testing.ports import free_port
from gehoor.testing.processes import Crew, wait_until
from gehoor.testing.pusher import Pusher, body_of, signed
from gehoor.testing.standin import Platform
from tests.faults import chance

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

SEED = chance.SEED
SCALE = 1.0
ROUNDS = chance.size(1, most=5)
WEBS = ("web-1", "web-2")
READY_WITHIN, PAUSE = 120.0, 0.02
DRAIN = "3"


@dataclass
class Visitors:
    """Somebody who asks for pages and a platform that pushes, both as fast as they may."""

    behind: Behind
    pusher: Pusher
    told: dict[str, Counter[int]] = field(
        default_factory=lambda: {"pages": Counter(), "pushes": Counter()}
    )
    pushed: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def read_on(self) -> None:
        self._go_on("pages", lambda: self.behind.get("/nothing-here/").status_code)

    def push_on(self) -> None:
        self._go_on("pushes", self.push)

    def push(self) -> int:
        post = Platform().post(id=uuid.uuid4().hex)
        body = body_of([post])
        headers = signed(self.pusher.secret, body, at=time.time())
        path = urlsplit(self.pusher.address).path
        status = self.behind.ask("POST", path, headers=headers, body=body).status_code
        if status == HTTPStatus.OK:
            self.pushed.append(f"post/{post['id']}")
        return status

    def _go_on(self, what: str, act: Callable[[], int]) -> None:
        while not self.stop.wait(PAUSE):
            try:
                self.told[what][act()] += 1
            except httpx.TransportError:
                self.told[what][0] += 1

    def has_moved_on(self, since: dict[str, int]) -> bool:
        return all(self.told[what].total() > number + 10 for what, number in since.items())

    def so_far(self) -> dict[str, int]:
        return {what: counted.total() for what, counted in self.told.items()}


def test_behind_nginx_web_processes_are_replaced_and_nobody_finds_a_closed_door(
    crew: Crew,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    refuse_without_nginx()
    ports = {name: free_port() for name in WEBS}
    pusher = make.pushed_channel(f"https://{NAMES[0]}")
    for name, port in ports.items():
        start(crew, name, port)
    with Nginx(tmp_path, list(ports.values())) as behind:
        visitors = Visitors(behind, pusher)
        threads = [
            threading.Thread(target=each)
            for each in (visitors.read_on, visitors.read_on, visitors.push_on)
        ]
        for thread in threads:
            thread.start()
        try:
            for name in WEBS * ROUNDS:
                replace(crew, name, ports[name], visitors)
        finally:
            visitors.stop.set()
            for thread in threads:
                thread.join(PATIENCE)
    said = f"{len(WEBS) * ROUNDS} replaced; answers: {dict(visitors.told)}"
    record_property("measured", said)
    with capsys.disabled():
        print(f"\nF15 seed={SEED} scale={SCALE} {said}")  # noqa: T201

    assert set(visitors.told["pages"]) <= {HTTPStatus.NOT_FOUND, HTTPStatus.FOUND}
    # 503 asks a platform to come again; it is no closed door.
    assert set(visitors.told["pushes"]) <= {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE}
    stored = set(Delivery.objects.values_list("transport_id", flat=True))
    assert set(visitors.pushed) <= stored


def start(crew: Crew, name: str, port: int) -> None:
    crew.start(
        name, "web", GEHOOR_PORT=str(port), GEHOOR_DRAIN_SECONDS=DRAIN,
        BASE_URL=f"https://{NAMES[0]}", UNTRUSTED_URL=f"https://{NAMES[1]}",
        FORWARDED_ALLOW_IPS="127.0.0.1",
    )  # fmt: skip
    wait_until(lambda: is_ready(port), seconds=READY_WITHIN, what=f"{name} is ready")


def replace(crew: Crew, name: str, port: int, visitors: Visitors) -> None:
    """Let one go and its successor come, with visitors before, between and after."""
    for act in (lambda: crew.ask_to_stop(name, seconds=60), lambda: start(crew, name, port)):
        since = visitors.so_far()
        wait_until(
            lambda: visitors.has_moved_on(since),  # noqa: B023
            seconds=READY_WITHIN,
            what="visitors come",
        )
        act()


def is_ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health/ready", timeout=20).status_code == 200
    except httpx.TransportError:
        return False
