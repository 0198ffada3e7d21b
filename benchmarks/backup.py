"""`gehoor backup` and `gehoor restore` of a filled desk, against pg_dump and pg_restore of it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from benchmarks import fill
from benchmarks.baselines import dumping
from benchmarks.harness import Cost, Figure, NotTheSame, measure, middle, write
from benchmarks.home import server_of
from gehoor.project.backup import making, restoring, tables
from gehoor.project.backup.archive import opened
from gehoor.project.embedded import SUPERUSER, Cluster
from gehoor.project.environment import OWNER_ROLE

PAIRS = int(os.environ.get("GEHOOR_BENCH_PAIRS", "3"))
GOAL_SHARE = 0.5
# A restore changes these on purpose: channels listen, replies are held, and the log tells of it.
CHANGED = ("audit_", "channels_channel", "inbox_reply")

Content = dict[str, tuple[int, int]]
"""of each table how many rows there are, and the sum of their hashes"""


def run(cluster: Cluster, _: fill.Desk) -> None:
    rows, size = _amount(cluster)
    with TemporaryDirectory() as folder:
        bench = Bench(cluster, Path(folder))
        pairs = [(*bench.ours(), *bench.theirs()) for _ in range(PAIRS)]
        packed = {each.name: each.stat().st_size for each in Path(folder).iterdir()}
    backup, restore, dumped, restored = (middle(list(costs)) for costs in zip(*pairs, strict=True))
    write(
        "backup",
        [
            Figure("backup, against pg_dump of the same tables", GOAL_SHARE,
                   dumped.processor / backup.processor, "of it", more_is_better=True),
            Figure("restore, against pg_restore of the same tables", GOAL_SHARE,
                   restored.processor / restore.processor, "of it", more_is_better=True),
        ],
        note=f"{fill.MESSAGES:,} messages, {rows:,} rows, {size:.0f} MB as the database keeps them "
        f"without indexes. A second of one core: backup {_rate(backup, rows, size)}, pg_dump "
        f"{_rate(dumped, rows, size)}; restore {_rate(restore, rows, size)}, with its look at the "
        f"whole file, every migration and every check, pg_restore {_rate(restored, rows, size)}. "
        f"By the wall clock {_wall(backup, rows, size)} and {_wall(restore, rows, size)}. The file "
        f"is {packed['ours'] / 1e6:.0f} MB, that of pg_dump -Fc -Z 1 {packed['theirs'] / 1e6:.0f} "
        f"MB. Median of {PAIRS} pairs; the restored rows are equal.",
        backup=vars(backup), restore=vars(restore), dumped=vars(dumped), restored=vars(restored),
    )  # fmt: skip


def _rate(cost: Cost, rows: int, size: float) -> str:
    return f"{rows / cost.processor:,.0f} rows ({size / cost.processor:.0f} MB)"


def _wall(cost: Cost, rows: int, size: float) -> str:
    return f"{rows / cost.wall:,.0f} rows ({size / cost.wall:.0f} MB)"


def _amount(cluster: Cluster) -> tuple[int, float]:
    """Return how many rows there are, and the megabytes they take."""
    rows = sum(count for count, _ in _content(cluster.url(OWNER_ROLE), every=True).values())
    with psycopg.connect(cluster.url(OWNER_ROLE)) as asking:
        names = [table.name for table in tables.all_tables()]
        question = "SELECT sum(pg_table_size(name::regclass)) / 1e6 FROM unnest(%s::text[]) name"
        [size] = asking.execute(question, [names]).fetchone() or (0,)
    return rows, float(size)


@dataclass(frozen=True)
class Bench:
    """One desk, saved and brought back in two ways; each way in a database of its own."""

    cluster: Cluster
    folder: Path

    def ours(self) -> tuple[Cost, Cost]:
        path = self.folder / "ours"
        path.unlink(missing_ok=True)
        server = server_of(self.cluster)
        saving, _ = measure(lambda: making.make(path, say=_quiet), server=server)
        connection.close()
        with self._empty() as url:
            settings.DATABASE_OWNER_URL = url
            try:
                loading, _ = measure(
                    lambda: restoring.restore(opened(path), replace=False, say=_quiet),
                    server=server,
                )
            finally:
                settings.DATABASE_OWNER_URL = self.cluster.url(OWNER_ROLE)
            self._refuse_other(url)
        return saving, loading

    def theirs(self) -> tuple[Cost, Cost]:
        path, own = self.folder / "theirs", self.cluster.url(OWNER_ROLE)
        server = server_of(self.cluster)
        saving, _ = measure(
            lambda: dumping.dump(self.cluster, own, path, without=tables.LEFT_OUT), server=server
        )
        with self._empty() as url:
            loading, _ = measure(lambda: dumping.restore(self.cluster, url, path), server=server)
            self._refuse_other(url)
        return saving, loading

    def _refuse_other(self, url: str) -> None:
        found, expected = _content(url), _content(self.cluster.url(OWNER_ROLE))
        if found != expected:
            wrong = [name for name in expected if found.get(name) != expected[name]]
            raise NotTheSame(f"Other rows in {', '.join(wrong)}.")

    @contextmanager
    def _empty(self) -> Iterator[str]:
        """Make a database with nothing in it, and drop it afterwards."""
        name = sql.Identifier("brought_back")
        with psycopg.connect(self.cluster.url(SUPERUSER), autocommit=True) as server:
            order = sql.SQL("CREATE DATABASE {} OWNER {}")
            server.execute(order.format(name, sql.Identifier(OWNER_ROLE)))
            try:
                yield make_conninfo(self.cluster.url(OWNER_ROLE), dbname="brought_back")
            finally:
                connection.close()
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def _content(url: str, *, every: bool = False) -> Content:
    known = [table for table in tables.all_tables() if every or not table.name.startswith(CHANGED)]
    question = sql.SQL(
        "SELECT count(*), coalesce(sum(hashtextextended(ROW({})::text, 0)), 0) FROM {}"
    )
    found: Content = {}
    with psycopg.connect(url) as asking:
        for table in known:
            columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
            row = asking.execute(question.format(columns, sql.Identifier(table.name))).fetchone()
            found[table.name] = (int(row[0]), int(row[1])) if row else (0, 0)
    return found


def _quiet(_: str) -> None:
    """Say nothing."""
