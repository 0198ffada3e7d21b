"""Two web and two worker processes against one of each, on the same machine: intake and pages.

By the wall clock, because that is what more processes are for; how much of the cores was in use
beside it, because nothing can be faster than the machine.
"""

import http.client
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from benchmarks import posts
from benchmarks.crews import Running, push_all, running
from benchmarks.harness import Figure, Use, measure_use, write
from benchmarks.home import server_of
from benchmarks.push_backlog import all_read, empty
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.project.embedded import Cluster
from gehoor.testing import make
from gehoor.testing.processes import wait_until
from gehoor.testing.pusher import Pusher
from gehoor.testing.web import session_of

GOAL_TIMES = 1.6
PAIRS = int(os.environ.get("GEHOOR_BENCH_PAIRS", "3"))
POSTS, IN_ONE_PUSH, CHANNELS, LINES = 5000, 20, 4, 8
VISITORS, PAGE_SECONDS, ROWS = 8, 10.0, 60
PATIENCE = 600


@dataclass(frozen=True)
class Rate:
    per_second: float
    use: Use


def run(cluster: Cluster) -> None:
    server = server_of(cluster)
    team = make.team()
    agent = make.user(Role.AGENT, teams=(team,), name="Anouk Smit")
    found: dict[str, dict[int, list[Rate]]] = {"intake": {1: [], 2: []}, "pages": {1: [], 2: []}}
    for _ in range(PAIRS):
        for number in (1, 2):
            with running(webs=number, workers=number) as crew:
                platforms = [make.pushed_channel(crew.base, team=team) for _ in range(CHANNELS)]
                found["intake"][number].append(intake(crew, platforms, server))
                found["pages"][number].append(pages(crew, agent, server))
    write(
        "two_of_each",
        [
            Figure(f"{what} by two web and two worker processes against one of each", GOAL_TIMES,
                   middle(found[what][2]) / middle(found[what][1]), "times", more_is_better=True)
            for what in found
        ],
        note=" ".join(told(what, found[what]) for what in found)
        + f" By the wall clock on {os.cpu_count()} cores, which the database and the visitors "
        f"share; median of {PAIRS} pairs. Where one of each keeps the cores busy already, two "
        "cannot do 1.6 times as much.",
        rates={
            what: {str(number): [vars(each.use) | {"per_second": each.per_second} for each in rates]
                   for number, rates in by_number.items()}
            for what, by_number in found.items()
        },
    )  # fmt: skip


def middle(rates: list[Rate]) -> float:
    return median(rate.per_second for rate in rates)


def told(what: str, by_number: dict[int, list[Rate]]) -> str:
    one, two = (by_number[number] for number in (1, 2))
    busy_one, busy_two = (median(rate.use.busy for rate in rates) for rates in (one, two))
    thing = "posts" if what == "intake" else "pages"
    return (
        f"{what.capitalize()}: {middle(one):.0f} {thing} a second by one of each, "
        f"{middle(two):.0f} by two, with {busy_one:.0%} and {busy_two:.0%} of the cores in use "
        "by everybody on the machine."
    )


def intake(crew: Running, platforms: list[Pusher], server: int) -> Rate:
    """Push over several channels, because one channel is read by one worker at a time."""
    empty()
    made = posts.make(POSTS)

    def until_visible() -> None:
        push_all(crew, platforms, made, each=IN_ONE_PUSH, lines=LINES)
        wait_until(all_read, seconds=PATIENCE, what="everything read")

    use = measure_use(until_visible, crew.pids, server=server)
    return Rate(POSTS / use.wall, use)


def pages(crew: Running, agent: User, server: int) -> Rate:
    """Let visitors open the inbox as fast as they can, full of what just came in."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(agent)}"
    until = time.monotonic() + PAGE_SECONDS
    counts = [0] * VISITORS
    troubles: list[Exception] = []

    def visit(number: int) -> None:
        try:
            counts[number] = visits(crew, number, cookie, until=until)
        except Exception as trouble:
            troubles.append(trouble)

    use = measure_use(lambda: together(visit), crew.pids, server=server)
    if troubles:
        raise troubles[0]
    return Rate(sum(counts) / use.wall, use)


def together(visit: Callable[[int], None]) -> None:
    threads = [threading.Thread(target=visit, args=[number]) for number in range(VISITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def visits(crew: Running, number: int, cookie: str, *, until: float) -> int:
    """Open the inbox again and again; return how often it came."""
    port = crew.ports[number % len(crew.ports)]
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Host": urlsplit(crew.base).netloc, "Cookie": cookie}
    seen = 0
    while time.monotonic() < until:
        line.request("GET", "/inbox/team/", headers=headers)
        answer = line.getresponse()
        page = answer.read()
        if answer.status != 200 or b"Anouk Smit" not in page:
            raise AssertionError(f"The inbox answered {answer.status}.")
        seen += 1
    line.close()
    return seen
