"""Web and worker processes of our own on a benchmark's installation, and platforms that push."""

import http.client
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from benchmarks.harness import spent_by
from gehoor.testing.ports import free_port
from gehoor.testing.processes import Crew, wait_until
from gehoor.testing.pusher import Pusher, body_of, signed

PATIENCE = 60.0


@dataclass
class Line:
    """One platform's connection to one web process, kept open as platforms do."""

    pusher: Pusher
    http: http.client.HTTPConnection

    def push(self, body: bytes) -> None:
        """Hand over one body until it is stored; signs it now, because it may have waited."""
        where = urlsplit(self.pusher.address)
        while True:
            headers = signed(self.pusher.secret, body, at=time.time())
            self.http.request("POST", where.path, body, {"Host": where.netloc, **headers})
            answer = self.http.getresponse()
            answer.read()
            if answer.status == 200:
                return
            if answer.status != 503:
                raise AssertionError(f"A push was answered {answer.status}.")
            time.sleep(0.05)


@dataclass(frozen=True)
class Running:
    """The processes, and where each web process listens."""

    crew: Crew
    base: str
    """the address people and platforms know, whichever web process answers there"""
    ports: Sequence[int]

    @property
    def pids(self) -> list[int]:
        return [process.pid for process in self.crew.running.values()]

    def processor(self) -> float:
        """Return the processor seconds of all of them so far."""
        return spent_by(self.pids)

    def line(self, pusher: Pusher, number: int) -> Line:
        """Open the connection of platform `number`; they are shared out over the web processes."""
        port = self.ports[number % len(self.ports)]
        return Line(pusher, http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE))


@contextmanager
def running(*, webs: int, workers: int) -> Iterator[Running]:
    """Start so many of each, and a poller for its timer; wait until every web process answers."""
    crew = Crew(scale=1.0)
    ports = [free_port() for _ in range(webs)]
    base = f"http://localhost:{ports[0]}"
    try:
        for number, port in enumerate(ports):
            crew.start(f"web-{number}", "web", GEHOOR_PORT=str(port), BASE_URL=base)
        for number in range(workers):
            crew.start(f"worker-{number}", "worker")
        crew.start("poller", "poll")
        for port in ports:
            wait_until(lambda: answers(port, base), seconds=PATIENCE, what="web answers")  # noqa: B023
        yield Running(crew, base, ports)
    finally:
        crew.end()


def answers(port: int, base: str) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        line.request("GET", "/login/", headers={"Host": urlsplit(base).netloc})
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


def push_all(
    running: Running, pushers: Sequence[Pusher], posts: Sequence[Any], *, each: int, lines: int
) -> None:
    """Push every post, `each` in one request, over `lines` connections at the same time."""
    bodies = [body_of(posts[start : start + each]) for start in range(0, len(posts), each)]
    troubles: list[Exception] = []

    def hand_over(number: int) -> None:
        line = running.line(pushers[number % len(pushers)], number)
        try:
            for body in bodies[number::lines]:
                line.push(body)
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            line.http.close()

    threads = [threading.Thread(target=hand_over, args=[number]) for number in range(lines)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if troubles:
        raise troubles[0]


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """Let this thread, and every process it starts meanwhile, work on one core only."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
