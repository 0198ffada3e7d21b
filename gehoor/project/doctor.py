"""Looks at an installation from outside, and says what it finds in words and a colour."""

import os
import shutil
import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from importlib import import_module
from pathlib import Path

import django
import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from gehoor.project import keys, lock
from gehoor.project.embedded import LONGEST_FOLDER
from gehoor.project.environment import (
    APP_ROLE,
    DATABASE_NAME,
    SOCKET_FOLDER,
    Environment,
    disk_limits,
)
from gehoor.project.terminal import Trouble

AUDIT = "audit_entry"
SECONDS_TO_CONNECT = 3
SEALED_WITHIN = timedelta(minutes=5)
UNSEALED_TOO_LONG = timedelta(hours=1)


class Colour(Enum):
    """How bad it is, as a word: not everybody sees colours, and a log has none."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    colour: Colour
    words: str


@dataclass(frozen=True)
class Space:
    """How much room a disk has, in bytes."""

    free: int
    total: int

    @property
    def percent_free(self) -> float:
        return 100 * self.free / self.total if self.total else 0.0


def space_at(folder: Path) -> Space:
    """Measure the disk that holds `folder`, or will hold it."""
    while not folder.exists():
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    return Space(usage.free, usage.total)


def examine(home: Path, *, space: Callable[[Path], Space] = space_at) -> list[Finding]:
    """Look at everything; what rests on something that is absent is left out."""
    findings = [
        judge_disk(space(home)),
        judge_folder(home),
        look_at_keys(home),
        look_at_mode(),
        look_at_port(home),
    ]
    reached = look_at_database(home)
    findings.append(reached)
    if reached.colour is Colour.GREEN:
        schema = look_at_schema()
        findings += [schema, look_at_rights(home)]
        if schema.colour is Colour.GREEN:
            findings += [look_at_seals(), look_at_jobs()]
    return findings


def judge_disk(space: Space) -> Finding:
    """Judge the room left, by the limits at which Gehoor itself gives things up."""
    left, limits = f"{space.percent_free:.0f} % of the disk is free", disk_limits()
    if space.percent_free < limits.stop_intake:
        return Finding("disk", Colour.RED, f"{left}. Nothing new is taken in. Make room now.")
    if space.percent_free < limits.refuse_files:
        return Finding("disk", Colour.RED, f"{left}. Attachments are refused. Make room now.")
    if space.percent_free < limits.pause_listening:
        below = f"Below {limits.refuse_files:g} % attachments are refused"
        return Finding("disk", Colour.AMBER, f"{left}. Listening pauses. {below}.")
    return Finding("disk", Colour.GREEN, f"{left}.")


def judge_folder(home: Path) -> Finding:
    """Judge whether the database's socket fits in a path the system can hold."""
    over = len(os.fsencode(home / SOCKET_FOLDER)) - LONGEST_FOLDER
    if over > 0 and _is_embedded():
        return Finding(
            "folder",
            Colour.RED,
            f"{home} is {over} bytes too long for a database socket. "
            "Choose a shorter one with GEHOOR_HOME.",
        )
    return Finding("folder", Colour.GREEN, f"{home}.")


def look_at_keys(home: Path) -> Finding:
    try:
        keys.refuse_wrong(home)
    except keys.KeysAreWrong as wrong:
        return Finding("keys", Colour.RED, str(wrong))
    return Finding("keys", Colour.GREEN, "all are there.")


def look_at_mode() -> Finding:
    """Find out whether this is taken for a test: keys everybody knows, and points to die at."""
    if os.environ.get("GEHOOR_TESTING"):
        words = "GEHOOR_TESTING is set, so guards are off that only tests may miss. Remove it."
        return Finding("mode", Colour.RED, words)
    return Finding("mode", Colour.GREEN, "this is no test.")


def look_at_port(home: Path) -> Finding:
    """Find out whether we, a stranger or nobody answers on our port."""
    env = Environment()
    host, port = env.text("GEHOOR_HOST", "127.0.0.1"), env.number("GEHOOR_PORT", 8000)
    if holder := lock.running(home):
        return Finding("port", Colour.GREEN, f"Gehoor runs, at {holder['address']}.")
    with closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as knock:
        knock.settimeout(SECONDS_TO_CONNECT)
        is_taken = knock.connect_ex((host, port)) == 0
    if is_taken:
        return Finding(
            "port",
            Colour.RED,
            f"{port} on {host} is taken by another program. "
            "Stop that, or choose another port with GEHOOR_PORT.",
        )
    return Finding("port", Colour.GREEN, f"{port} is free.")


def look_at_database(home: Path) -> Finding:
    place = conninfo_to_dict(_address_of_database(home)).get("host", "this machine")
    try:
        with _connect(home) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.OperationalError as error:
        if _is_embedded() and not lock.running(home):
            return Finding("database", Colour.AMBER, "not running, as `gehoor run` is not.")
        [said, *_] = str(error).strip().splitlines()
        return Finding("database", Colour.RED, f"{place} cannot be reached. It said: {said}")
    return Finding("database", Colour.GREEN, f"PostgreSQL {version} answers at {place}.")


def look_at_schema() -> Finding:
    """Compare the tables with this program."""
    django.setup()
    # Imported by name because Django must be set up before it.
    schema = import_module("gehoor.project.schema")
    try:
        schema.refuse_unless_current()
    except Trouble as trouble:
        return Finding("schema", Colour.RED, str(trouble))
    return Finding("schema", Colour.GREEN, "the tables are those of this release.")


def look_at_rights(home: Path) -> Finding:
    """Make sure that the program itself cannot change or remove what the log says."""
    with _connect(home) as connection:
        found = connection.execute(
            "SELECT has_table_privilege(oid, 'INSERT'),"
            " has_table_privilege(oid, 'UPDATE, DELETE, TRUNCATE'),"
            " pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass(%s)",
            [AUDIT],
        ).fetchone()
    if found is None or not found[0]:
        return Finding(
            "audit", Colour.RED, "the log cannot be written. Run `gehoor migrate` as the owner."
        )
    if found[1] or found[2]:
        return Finding(
            "audit",
            Colour.AMBER,
            "the program's database role may change the log. Give the tables another owner: "
            "DATABASE_OWNER_URL.",
        )
    return Finding("audit", Colour.GREEN, "the log can be added to and read, not changed.")


def look_at_seals() -> Finding:
    """See whether the log is sealed in time; `gehoor audit verify` looks at what was sealed."""
    # Imported by name because Django must be set up before it.
    queries, clock = (import_module(name) for name in ("gehoor.audit.queries", "gehoor.kit.clock"))
    if (checked := queries.last_check()) and checked[1]:
        return Finding(
            "seals",
            Colour.RED,
            f"{checked[1]} faults were found in the log at {checked[0]:%Y-%m-%d %H:%M %Z}: it is "
            "not as it was sealed. `gehoor audit verify` says where.",
        )
    since = queries.waiting_since()
    return judge_seals(clock.now() - since if since else None)


def judge_seals(waits: timedelta | None) -> Finding:
    """Judge how long the oldest act has waited for its seal."""
    if waits is None or waits < SEALED_WITHIN:
        return Finding("seals", Colour.GREEN, "the log is sealed up to now.")
    minutes = int(waits.total_seconds() // 60)
    return Finding(
        "seals",
        Colour.RED if waits > UNSEALED_TOO_LONG else Colour.AMBER,
        f"part of the log has waited {minutes} minutes for its seal. `gehoor poll` (or `gehoor "
        "run`) seals it within seconds: does it run, and what does its log say?",
    )


def look_at_jobs() -> Finding:
    """Count what workers did not finish: one is an accident, many are something that breaks."""
    broken = import_module("gehoor.kit.jobs").broken_off(within_hours=24)
    if broken:
        words = f"{broken} were broken off in the last day. What they were for was tried again; "
        return Finding("jobs", Colour.AMBER, f"{words}look in the log why they broke.")
    return Finding("jobs", Colour.GREEN, "none was broken off in the last day.")


def _is_embedded() -> bool:
    return not os.environ.get("DATABASE_URL")


def _address_of_database(home: Path) -> str:
    return os.environ.get("DATABASE_URL") or make_conninfo(
        dbname=DATABASE_NAME, user=APP_ROLE, host=str(home / SOCKET_FOLDER)
    )


def _connect(home: Path) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(_address_of_database(home), connect_timeout=SECONDS_TO_CONNECT)
