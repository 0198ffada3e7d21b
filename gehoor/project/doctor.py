"""Looks at an installation from outside, and says what it finds in words and a colour."""

import os
import shutil
import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from enum import Enum
from importlib import import_module
from pathlib import Path

import django
import psycopg
from django.utils import translation
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from gehoor.health import rules
from gehoor.kit.told import in_words
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


def space_at(folder: Path) -> Space:
    """Measure the disk that holds `folder`, or will hold it."""
    while not folder.exists():
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    return Space(usage.free, usage.total)


COLOURS = {
    rules.Level.WELL: Colour.GREEN,
    rules.Level.ATTENTION: Colour.AMBER,
    rules.Level.WRONG: Colour.RED,
}
TOLD_ABOVE = ("database",)


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
            findings += look_inside()
    return findings


def look_inside() -> list[Finding]:
    """Ask the same checks that the screen shows; they need Django and the tables of now."""
    health = import_module("gehoor.flows.health")
    with translation.override("en"):
        return [as_told(each) for each in health.look() if each.subject not in TOLD_ABOVE]


def as_told(found: rules.Finding) -> Finding:
    """Put a finding of the one set of checks in the words and colours of the doctor."""
    sentences = [each % found.facts for each in (found.words, found.advice) if each]
    if found.quote:
        sentences.insert(1, in_words(found.quote))
    return Finding(found.subject, COLOURS[found.level], " ".join(sentences))


def judge_disk(space: Space) -> Finding:
    """Judge the room left here, also while the database does not answer."""
    found = rules.judge_disk(
        free=space.free, total=space.total, machine="this machine", limits=disk_limits()
    )
    return replace(as_told(found), subject="disk")


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


def _is_embedded() -> bool:
    return not os.environ.get("DATABASE_URL")


def _address_of_database(home: Path) -> str:
    return os.environ.get("DATABASE_URL") or make_conninfo(
        dbname=DATABASE_NAME, user=APP_ROLE, host=str(home / SOCKET_FOLDER)
    )


def _connect(home: Path) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(_address_of_database(home), connect_timeout=SECONDS_TO_CONNECT)
