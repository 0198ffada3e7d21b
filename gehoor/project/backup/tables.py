"""The tables of the database as text, and back: rows only, so that a backup is never a program.

PostgreSQL's own text form of a row is the same in every major release. The tables themselves are
made by the migrations the backup names, never by anything that stands in the file.
"""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg import sql

from gehoor.project.backup.archive import Archive, Member, NotUsable, Writer

# Not part of what is worth keeping: jobs are wake-ups made anew from rows, a session or a count of
# wrong passwords must not come back to life, and migrations write down themselves.
LEFT_OUT = (
    "procrastinate_",
    "axes_",
    "logins_session",
    "logins_try",
    "logins_forgottenpassword",
    "django_session",
    "django_migrations",
)
FOLDER = "tables"
PART = 4_194_304
"""bytes of rows that are packed together: what a backup takes of memory"""


@dataclass(frozen=True)
class Table:
    """A table and the columns that hold something of its own, in their order."""

    name: str
    columns: tuple[str, ...]

    @property
    def quoted(self) -> sql.Composed:
        columns = sql.SQL(", ").join(map(sql.Identifier, self.columns))
        return sql.SQL("{} ({})").format(sql.Identifier(self.name), columns)


def all_tables() -> list[Table]:
    """Return every table whose rows belong in a backup. Computed columns compute themselves."""
    found: dict[str, list[str]] = {}
    for table, column in _asked(COLUMNS):
        if not table.startswith(LEFT_OUT):
            found.setdefault(table, []).append(column)
    return [Table(name, tuple(columns)) for name, columns in found.items()]


def names() -> set[str]:
    return {name for (name,) in _asked(NAMES)}


def postgresql_version() -> int:
    """Return the major release of the server: 18."""
    [(version,)] = _asked("SELECT current_setting('server_version_num')::int / 10000")
    return int(version)


def dump(table: Table, archive: Writer) -> int:
    """Write the rows of a table, part by part; return how many there are."""
    with connection.cursor() as cursor:
        rows: Any
        order = sql.SQL("COPY {} TO STDOUT").format(table.quoted)
        with cursor.copy(order) as rows:
            for number, part in enumerate(_parts(bytes(row) for row in rows)):
                archive.add(_name_of(table, number), gzip.compress(part, 1, mtime=0))
        return int(cursor.rowcount)


def _parts(rows: Iterable[bytes]) -> Iterator[bytes]:
    gathered: list[bytes] = []
    size = 0
    for row in rows:
        gathered.append(row)
        size += len(row)
        if size >= PART:
            yield b"".join(gathered)
            gathered, size = [], 0
    if gathered:
        yield b"".join(gathered)


def _name_of(table: Table, number: int) -> str:
    return f"{FOLDER}/{table.name}/{number:08}.copy.gz"


def sequences() -> dict[str, int]:
    """Return the last number each sequence gave out."""
    return dict(_asked(SEQUENCES))


class Loading:
    """Fills empty tables. Constraints between tables and indexes come back after the rows, which
    is many times faster and checks everything at once."""

    def __init__(self, archive: Archive) -> None:
        self.counts: dict[str, int] = archive.end["rows"]
        self.tables = {
            name: Table(name, tuple(columns)) for name, columns in archive.begin["tables"].items()
        }
        self.rows = dict.fromkeys(self.tables, 0)
        self.sequences: dict[str, int] = archive.end["sequences"]

    def prepare(self) -> None:
        """Take away what stands in the way of rows, and what migrations put in by themselves."""
        if unknown := sorted(set(self.tables) - names()):
            raise NotUsable(
                f"This backup holds tables we do not know: {', '.join(unknown)}. Is it of a newer "
                "release of Gehoor? Install that one first."
            )
        self.indexes = list(_asked(INDEXES))
        self.links = list(_asked(LINKS))
        self.triggers = list(_asked(TRIGGERS))
        for table, name, _ in self.triggers:
            _order("ALTER TABLE {} DISABLE TRIGGER {}", table, name)
        for table, name, _ in self.links:
            _order("ALTER TABLE {} DROP CONSTRAINT {}", table, name)
        for name, _ in self.indexes:
            _order("DROP INDEX {}", name)
        every = sql.SQL(", ").join(map(sql.Identifier, sorted(self.tables)))
        _run(sql.SQL("TRUNCATE {}").format(every))

    def load(self, member: Member) -> None:
        """Load one part of one table."""
        table = self.tables.get(member.name.split("/")[1])
        if table is None:
            raise NotUsable(f"This backup names a table it does not describe: {member.name}.")
        with connection.cursor() as cursor:
            rows: Any
            with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(table.quoted)) as rows:
                for piece in _unpacked(member):
                    rows.write(piece)
            self.rows[table.name] += int(cursor.rowcount)

    def finish(self) -> None:
        """Put everything back and see whether it is all there."""
        if self.rows != self.counts:
            wrong = sorted(name for name in self.rows if self.rows[name] != self.counts.get(name))
            raise NotUsable(f"Not all rows are in this backup: {', '.join(wrong)}.")
        for _, definition in self.indexes:
            _run(sql.SQL(definition))
        for table, name, definition in self.links:
            add = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}")
            _run(add.format(sql.Identifier(table), sql.Identifier(name), sql.SQL(definition)))
        for table, name, state in self.triggers:
            _order(ENABLE[state], table, name)
        for name, value in self.sequences.items():
            _run(sql.SQL("SELECT setval(to_regclass(quote_ident({})), {})").format(name, value))


def _unpacked(member: Member) -> Iterator[bytes]:
    reading = zlib.decompressobj(wbits=31)
    for packed in member.pieces():
        while packed:
            yield reading.decompress(packed, PART)
            packed = reading.unconsumed_tail
    yield reading.flush()


def _order(order: str, *identifiers: str) -> None:
    _run(sql.SQL(order).format(*map(sql.Identifier, identifiers)))


def _run(order: sql.Composable) -> None:
    with connection.cursor() as cursor:
        cursor.execute(order)


def _asked(question: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


ENABLE = {
    "O": "ALTER TABLE {} ENABLE TRIGGER {}",
    "A": "ALTER TABLE {} ENABLE ALWAYS TRIGGER {}",
    "R": "ALTER TABLE {} ENABLE REPLICA TRIGGER {}",
}
NAMES = """
SELECT relname FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
  AND NOT relispartition ORDER BY relname
"""
COLUMNS = """
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
  AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
ORDER BY c.relname, a.attnum
"""
SEQUENCES = """
SELECT sequencename, last_value FROM pg_sequences
WHERE schemaname = current_schema() AND last_value IS NOT NULL ORDER BY sequencename
"""
# Indexes that no constraint needs: they are only there to be quick.
INDEXES = """
SELECT c.relname, pg_get_indexdef(i.indexrelid)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = current_schema()::regnamespace AND NOT i.indisunique AND NOT i.indisprimary
  AND c.relkind = 'i' AND NOT c.relispartition
  AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.indexrelid)
ORDER BY c.relname
"""
LINKS = """
SELECT t.relname, k.conname, pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid
WHERE k.connamespace = current_schema()::regnamespace AND k.contype = 'f' AND k.conparentid = 0
ORDER BY t.relname, k.conname
"""
TRIGGERS = """
SELECT t.relname, g.tgname, g.tgenabled::text
FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid
WHERE t.relnamespace = current_schema()::regnamespace AND NOT g.tgisinternal
  AND g.tgenabled <> 'D' AND g.tgparentid = 0
ORDER BY t.relname, g.tgname
"""
