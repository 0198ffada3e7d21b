"""A large mailbox is brought in by the command itself, in memory that does not grow with it."""

import os
import random
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from benchmarks.mails import make as make_mails
from gehoor.channels.models import Channel
from gehoor.testing import make
from tests.backups.elsewhere import Elsewhere
from tests.faults import chance

pytestmark = pytest.mark.processes

# `make faults` asks for many rounds, and then it is 5,000 mails.
MANY = 5_000 if chance.ASKED >= 500 else 600
FEW = 100
MOST_GROWTH = 30_000_000
# A process begins with the peak of whoever started it, so somebody small does that.
MEASURED = """
import resource, subprocess, sys
ended = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(ended)
"""
SEPARATOR = b"From burger@voorbeeld.example Wed Nov 25 10:00:00 2026\n"


def mbox(place: Path, amount: int) -> Path:
    with place.open("wb") as file:
        for mail in make_mails(amount, seed=random.Random(amount).randrange(10**6)):
            unmarked = mail.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ")
            file.write(SEPARATOR + unmarked + b"\n")
    return place


def bring_in(place: Elsewhere, file: Path) -> tuple[str, int]:
    """Run the command; return what it said and the most memory it took, in bytes."""
    command = [sys.executable, "-m", "gehoor", "import", str(file), "--mailbox", "Oude postbus"]
    process = subprocess.run(
        [sys.executable, "-c", MEASURED, *command],
        env=os.environ | {"DATABASE_URL": place.url, "DATABASE_OWNER_URL": place.url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout, int(process.stderr.split()[-1]) * 1024


@pytest.mark.long
def test_a_large_mbox_comes_in_whole_and_memory_stays_bounded(
    elsewhere: Elsewhere, tmp_path: Path
) -> None:
    elsewhere.migrate()
    with elsewhere.looked_at():
        account = {"address": "melding@gemeente.example"}
        made: Channel = make.channel(name="Oude postbus", connector="email", settings=account)
        assert made.pk
    _, small = bring_in(elsewhere, mbox(tmp_path / "few", FEW))

    said, large = bring_in(elsewhere, mbox(tmp_path / "many", MANY))
    again, _ = bring_in(elsewhere, tmp_path / "many")

    assert f"{MANY} mails: {MANY} are new" in said
    assert f"{MANY} mails: 0 are new" in again
    assert large - small < MOST_GROWTH
    with psycopg.connect(elsewhere.url) as asking:
        found = asking.execute(
            "SELECT count(*), count(*) FILTER (WHERE c.status = 'done') FROM inbox_message m"
            " JOIN inbox_conversation c ON c.id = m.conversation_id"
        ).fetchone()
    assert found == (MANY + FEW, MANY + FEW)
