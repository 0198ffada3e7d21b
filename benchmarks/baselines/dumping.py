"""The baseline of backup and restore: PostgreSQL's own pg_dump and pg_restore, of the same tables.

Both pack at the level we pack at, and by one process, as ours is.
"""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from gehoor.project.embedded import Cluster

LEVEL = "1"


def dump(cluster: Cluster, url: str, path: Path, *, without: Sequence[str]) -> None:
    """Write every table with its rows to a file; of tables that begin like `without`, no rows."""
    left_out = [f"--exclude-table-data={start}*" for start in without]
    _run(cluster, "pg_dump", "-Fc", "-Z", LEVEL, "-f", str(path), *left_out, "-d", url)


def restore(cluster: Cluster, url: str, path: Path) -> None:
    """Make the tables, fill them, and make their indexes and links, in an empty database."""
    # Only a superuser may say of the schema every database has that it is as it was.
    _run(cluster, "pg_restore", "--no-owner", "--no-comments", "-d", url, str(path))


def _run(cluster: Cluster, program: str, *words: str) -> None:
    subprocess.run([str(cluster.programs / program), *words], check=True)
