"""A thousand colleagues with an open stream: how soon the last hears, and what each costs."""

import asyncio
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from django.conf import settings

from benchmarks.harness import ROOT, Figure, NotTheSame, percentile, write
from gehoor.kit.live import announce
from gehoor.people.models import RoleHeld, Team, User
from gehoor.people.policies import Role
from gehoor.project.embedded import Cluster
from gehoor.project.environment import OWNER_ROLE
from gehoor.testing.web import session_of
from tools.throwaway import free_port

STREAMS = int(os.environ.get("GEHOOR_BENCH_STREAMS", "1000"))
HINTS, APART = 40, 0.25
PAIRS = 3
GOAL_TIMES, GOAL_KB = 1.5, 25
AT_ONCE = 50
"""how many connect at the same time"""
PATIENCE = 30.0

BARE = ("-m", "uvicorn", "benchmarks.baselines.bare_streams:application",
        "--http", "httptools", "--loop", "asyncio", "--log-level", "error")  # fmt: skip
OURS = ("-m", "gehoor", "web")


Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]
"""of one stream; a writer that nobody holds closes it"""


@dataclass
class Heard:
    """What the streams of one server heard, and what they cost."""

    waits: list[float] = field(default_factory=list)
    """seconds from just before the notice until a stream had it, of every stream and notice"""
    kilobytes: float = 0.0
    """what the server grew by, for each stream"""


def run(cluster: Cluster) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, STREAMS * 4 + 1000), hard))
    team, cookies = colleagues()
    pairs = []
    for _ in range(PAIRS):
        ours = listened(OURS, cluster, team, cookies)
        bare = listened(BARE, cluster, team, cookies)
        if len(ours.waits) != len(bare.waits):
            raise NotTheSame(f"{len(ours.waits)} hints heard against {len(bare.waits)}")
        pairs.append((ours, bare))
    ratios = [percentile(ours.waits, 0.99) / percentile(bare.waits, 0.99) for ours, bare in pairs]
    last = [percentile(ours.waits, 0.99) * 1000 for ours, _ in pairs]
    write(
        "live_streams",
        [
            Figure(f"{STREAMS:,} live streams: p99 from commit to screen, against a bare server",
                   GOAL_TIMES, median(ratios), "times (wall)"),
            Figure(f"{STREAMS:,} live streams: memory of the server for each", GOAL_KB,
                   median(ours.kilobytes for ours, _ in pairs), "kB"),
        ],
        note=f"{STREAMS:,} different users of one team, each logged in, on one `gehoor web`; "
        f"{HINTS} hints {APART:g} s apart, each to every stream, all heard. p99 {median(last):.0f} "
        f"ms, with the clients on the same machine. The bare server takes "
        f"{median(bare.kilobytes for _, bare in pairs):.1f} kB a stream. Median of {PAIRS} pairs.",
        ratios=ratios,
    )  # fmt: skip


def colleagues() -> tuple[Team, list[str]]:
    """Make that many colleagues of one team, each logged in; return the team and the cookies."""
    team = Team.objects.create(name="Webcare")
    users = [
        User(name=f"Collega {n}", email=f"collega{n}@gemeente.example") for n in range(STREAMS)
    ]
    for user in users:
        user.set_unusable_password()
    User.objects.bulk_create(users)
    RoleHeld.objects.bulk_create(RoleHeld(user=user, role=Role.AGENT) for user in users)
    User.teams.through.objects.bulk_create(
        User.teams.through(user_id=user.pk, team_id=team.pk) for user in users
    )
    return team, [f"{settings.SESSION_COOKIE_NAME}={session_of(user)}" for user in users]


def listened(command: tuple[str, ...], cluster: Cluster, team: Team, cookies: list[str]) -> Heard:
    """Open every stream on a server of this kind, tell it something often, and measure."""
    with served(command, cluster) as (process, port):
        return asyncio.run(_listen(process, port, team, cookies))


@contextmanager
def served(command: tuple[str, ...], cluster: Cluster) -> Iterator[tuple[int, int]]:
    port = free_port()
    more = {"GEHOOR_PORT": str(port), "DATABASE_URL": cluster.url(OWNER_ROLE)}
    arguments = () if command == OURS else ("--host", "127.0.0.1", "--port", str(port))
    server = subprocess.Popen(
        [sys.executable, *command, *arguments], cwd=ROOT, env=os.environ | more
    )
    try:
        yield server.pid, port
    finally:
        server.terminate()
        server.wait(20)


async def _listen(process: int, port: int, team: Team, cookies: list[str]) -> Heard:
    heard = Heard()
    sent: dict[int, float] = {}
    await _until_answered(port)
    before = memory(process)
    streams = await _connect(port, cookies)
    heard.kilobytes = (memory(process) - before) / STREAMS
    arrived: list[int] = [0] * (HINTS + 1)
    tasks = [
        asyncio.create_task(_hear(reader, sent, arrived, heard.waits)) for reader, _ in streams
    ]
    for number in range(1, HINTS + 1):
        sent[number] = time.perf_counter()
        await asyncio.to_thread(announce, f"team-{team.pk}", "conversation", number)
        await asyncio.sleep(APART)
    async with asyncio.timeout(PATIENCE):
        while any(arrived[number] < STREAMS for number in range(1, HINTS + 1)):
            await asyncio.sleep(0.05)
    for task in tasks:
        task.cancel()
    return heard


async def _until_answered(port: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                return writer.close()


async def _connect(port: int, cookies: list[str]) -> list[Ends]:
    """Open every stream and read its first line, so that all of them are there."""
    streams: list[Ends] = []
    for first in range(0, len(cookies), AT_ONCE):
        some = cookies[first : first + AT_ONCE]
        streams += await asyncio.gather(*(_open(port, cookie) for cookie in some))
    return streams


async def _open(port: int, cookie: str) -> Ends:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=8192)
    writer.write(
        f"GET /live HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookie}\r\n\r\n".encode()
    )
    status = await reader.readline()
    if b" 200 " not in status:
        raise AssertionError(f"A stream was refused: {status!r}")
    await reader.readuntil(b"retry: 2000\n\n")
    return reader, writer


async def _hear(
    reader: asyncio.StreamReader, sent: dict[int, float], arrived: list[int], waits: list[float]
) -> None:
    async for line in reader:
        if not line.startswith(b'data: {"topic"'):
            continue
        number = json.loads(line[6:])["id"]
        waits.append(time.perf_counter() - sent[number])
        arrived[number] += 1


def memory(process: int) -> float:
    """Return what a process holds for itself and its share of the rest, in kB (PSS)."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith("Pss:")))
