"""F6: a disk is really full, of rows, log or files: nothing is stored half, and all comes back."""

import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from gehoor.inbox.models import Attachment
from gehoor.project.embedded import SUPERUSER, Cluster
from gehoor.testing.ownserver import own_program
from gehoor.testing.processes import wait_until
from tests.faults import chance
from tests.faults.life import going_on, surely
from tests.faults.town import Town, town

pytestmark = pytest.mark.faults

SEED = chance.SEED
SCALE = 0.05
MEGABYTES, HOLD = 64, 60.0
BEFORE, QUIET_WITHIN = 3.0, 240.0
NO_GUARDS = {
    "GEHOOR_DISK_PAUSE_LISTENING": "0",
    "GEHOOR_DISK_REFUSE_FILES": "0",
    "GEHOOR_DISK_STOP_INTAKE": "0",
}
CASES = ["rows", "log", "files", "files, with the guards"]
# One of them in a small run, all in a large one.
CHOSEN = CASES if chance.ASKED else [CASES[SEED % len(CASES)]]


@contextmanager
def small_disk(stack: ExitStack) -> Iterator[Path]:
    """Mount a disk of 64 MB in memory, or skip and say why."""
    place = Path(tempfile.mkdtemp(prefix="gehoor-disk-"))
    stack.callback(shutil.rmtree, place, ignore_errors=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(place)]
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"F6 needs the right to mount a disk in memory: {mounted.stderr.strip()}")
    try:
        place.chmod(0o711)
        yield place
    finally:
        command = ["umount", "-l", str(place)]
        subprocess.run(command, check=False)


def move_rows(cluster: Cluster, disk: Path) -> None:
    """Let the tables live on the small disk."""
    room = disk / "rows"
    room.mkdir()
    own(cluster, room)
    cluster.start()
    address = f"host={cluster.sockets} user={SUPERUSER} dbname=postgres"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE TABLESPACE small LOCATION '{room}'".encode())
        connection.execute("ALTER DATABASE gehoor SET TABLESPACE small")
    cluster.stop()


def move_log(cluster: Cluster, disk: Path) -> None:
    """Let the database's log, without which nothing is committed, live on the small disk."""
    cluster.start()
    address = f"host={cluster.sockets} user={SUPERUSER} dbname=postgres"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET max_wal_size = '32MB'")
        connection.execute("ALTER SYSTEM SET min_wal_size = '32MB'")
    cluster.stop()
    log = cluster.data / "pg_wal"
    shutil.copytree(log, disk / "log")
    shutil.rmtree(log)
    log.symlink_to(disk / "log")
    for path in [disk / "log", *(disk / "log").rglob("*")]:
        own(cluster, path)


def move_files(cluster: Cluster, disk: Path) -> None:
    (cluster.home / "attachments").symlink_to(disk)


def own(cluster: Cluster, path: Path) -> None:
    if os.getuid() == 0:
        os.chown(path, cluster.server_user.pw_uid, cluster.server_user.pw_gid)


MOVES = {"rows": move_rows, "log": move_log, "files": move_files}


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Leave not a byte on the disk, for the block; what others give back is taken too."""
    ballast = disk / "ballast"
    take_everything(ballast)
    try:
        yield
    finally:
        ballast.unlink()


def take_everything(ballast: Path) -> None:
    with suppress(OSError), ballast.open("ab", buffering=0) as file:
        for piece in (1 << 20, 1 << 12, 1):
            with suppress(OSError):
                while True:
                    file.write(b"x" * piece)


@pytest.mark.parametrize("case", CHOSEN)
def test_a_full_disk_loses_nothing_and_all_comes_back_without_a_hand(
    case: str,
    django_db_blocker: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    what, _, with_guards = case.partition(", ")
    luck = random.Random(SEED)
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())  # type: ignore[attr-defined]
        disk = stack.enter_context(small_disk(stack))
        stack.enter_context(
            own_program(
                scale=SCALE,
                prepare=lambda cluster: MOVES[what](cluster, disk),
                **({} if with_guards else NO_GUARDS),
            )
        )
        place = stack.enter_context(town(luck))
        with going_on(place, pause=0.5):
            live(BEFORE)
            with filled(disk):
                until = time.monotonic() + max(HOLD * SCALE, BEFORE)
                while time.monotonic() < until:
                    take_everything(disk / "ballast")
                    live(0.2)
            live(BEFORE)
        took = wait_until(
            surely(lambda: place.is_quiet() and has_every_file(place)),
            seconds=QUIET_WITHIN,
            what="everything settled",
            told=place.counts,
        )
        said = f"{case}: {place.counts()}, whole again after {took:.1f} s"
        record_property("measured", said)
        with capsys.disabled():
            print(f"\nF6 seed={SEED} scale={SCALE} {said}")  # noqa: T201

        assert place.broken_at_the_end(in_flight=len(place.effects())) == []


def live(seconds: float) -> None:
    until = time.monotonic() + seconds
    wait_until(lambda: time.monotonic() > until, seconds=2 * seconds + 60, what="time passed")


def has_every_file(place: Town) -> bool:
    """Is everything citizens attached on disk, whole, and named by a row?"""
    return sorted(Attachment.objects.values_list("stored_as", flat=True)) == sorted(place.attached)
