"""Writes gehoor/project/ready_made.sql: what all migrations together make. Run by `make tables`."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from gehoor.project.embedded import Cluster
from gehoor.project.environment import OWNER_ROLE
from gehoor.project.keys import EXAMPLE_AUDIT_KEY, EXAMPLE_SECRET, EXAMPLE_VAULT_KEY

LEFT_OUT = re.compile(r"^(?:SET .*|SELECT pg_catalog\.set_config.*|\\.*|--.*|)\n", re.MULTILINE)
MOMENT = re.compile(r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\+\d\d'")


def main() -> int:
    """Make a database by the migrations, and write down what is in it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        home.chmod(0o711)
        cluster = Cluster(home, shared_buffers="64MB", is_durable=False)
        cluster.start()
        try:
            _prepare(home, cluster.url(OWNER_ROLE))
            _write(cluster)
        finally:
            cluster.stop()
    return 0


def _prepare(home: Path, address: str) -> None:
    given = {
        "DJANGO_SETTINGS_MODULE": "gehoor.project.settings",
        "GEHOOR_HOME": str(home),
        "GEHOOR_SECRET_KEY": EXAMPLE_SECRET,
        "GEHOOR_VAULT_KEYS": EXAMPLE_VAULT_KEY,
        "GEHOOR_AUDIT_KEYS": EXAMPLE_AUDIT_KEY,
        "DATABASE_URL": address,
        "DATABASE_OWNER_URL": address,
    }
    os.environ.update(given)
    import django  # noqa: PLC0415 - it reads the address when it starts

    django.setup()


def _write(cluster: Cluster) -> None:
    from gehoor.project import ready_made, schema  # noqa: PLC0415

    schema.run_migrations()
    head = ready_made.MARK + ready_made.fingerprint(schema.applied())
    orders = orders_of(cluster.programs, cluster.url(OWNER_ROLE))
    ready_made.ORDERS.write_text(f"{head}\n{orders}", encoding="utf-8")


def orders_of(programs: Path, address: str) -> str:
    """Return the orders that make what is in a database, in words every version we run on knows."""
    dumped = subprocess.run(
        [programs / "pg_dump", "--no-owner", "--no-privileges", "--column-inserts",
         "--rows-per-insert=1000", "--dbname", address],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    # Without names of schemas they can be made beside what is in use, too.
    bare = LEFT_OUT.sub("", dumped).replace("public.", "")
    return MOMENT.sub("now()", bare)


if __name__ == "__main__":
    sys.exit(main())
