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
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import psycopg

from gehoor.project.binaries import (
    DatabaseDidNotStart,
    can_be_reached,
    major_version,
    packaged_programs,
    user_of_server,
)
from gehoor.project.environment import APP_ROLE, DATABASE_NAME, OWNER_ROLE, SOCKET_FOLDER
from gehoor.project.processes import end_with_parent, hear_all_signals

SUPERUSER = "postgres"
ROLES = (SUPERUSER, OWNER_ROLE, APP_ROLE)
# A Unix socket's whole path must fit in 107 bytes.
LONGEST_FOLDER = 107 - len("/.s.PGSQL.5432")
LONGEST_LOG = 10_000_000
# Locale rules that live in PostgreSQL itself came with this release.
FIRST_WITH_BUILTIN_LOCALE = 17

# The server's own log holds no error texts: those quote what people wrote. Clients get them.
CONFIGURATION = """\
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0777
max_connections = 300
shared_buffers = {shared_buffers}
max_wal_size = 2GB
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = off
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
log_checkpoints = off
log_parameter_max_length_on_error = 0
"""
NOT_DURABLE = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


@dataclass
class Cluster:
    """One PostgreSQL server with its data below `home`."""

    home: Path
    shared_buffers: str = "256MB"
    is_durable: bool = True
    """False only for tests that never crash: no fsync"""
    installed: Path | None = None
    """Folder of other programs than the packaged ones; tests run on Debian's too"""
    surroundings: Mapping[str, str] = field(default_factory=dict)
    """what the server finds in its environment beside ours; a test gives it a clock of its own"""
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    making: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    """what makes the data of a new server, until those are there"""

    @cached_property
    def server_user(self) -> pwd.struct_passwd:
        return user_of_server()

    @cached_property
    def base(self) -> Path:
        """Where the data live: below home, or, when root's home is closed, below /var/lib."""
        self.home.mkdir(parents=True, exist_ok=True)
        if os.getuid() or can_be_reached(self.home):
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
        return self.installed or packaged_programs(copies=self.base)

    def url(self, role: str) -> str:
        return f"postgresql://{role}@/{DATABASE_NAME}?host={self.sockets}"

    def start(self, *, say: Callable[[str], object] = lambda _: None) -> None:
        """Start the server, making it first if need be; return when it can be used."""
        self.launch()
        self.wait_until_it_answers(say=say)
        self.make_roles()

    def launch(self) -> None:
        """Start the server's process, without waiting: recovery after a crash may take long."""
        self.begin()
        self._start_once_made()

    def begin(self) -> None:
        """Begin with what comes first: making the data, or else the server's process itself.

        Who has other work meanwhile calls this; `wait_until_it_answers` goes on with the rest.
        """
        self._prepare_folders()
        self._end_orphan()
        if (self.data / "PG_VERSION").exists():
            self._refuse_other_version()
            self._start_process()
        else:
            self._begin_making()

    def _start_once_made(self) -> None:
        if self.making is not None:
            self._wait_until_made(self.making)
            self._start_process()

    def _start_process(self) -> None:
        self._configure()
        self._shorten_log()
        with self.log.open("ab") as log:
            self.process = self._spawn("postgres", "-D", str(self.data), output=log)

    def stop(self, *, patience: float = 30) -> None:
        """Stop the server: open transactions are rolled back, nothing committed is lost."""
        if self.making is not None:
            self._give_up_making(self.making)
        if self.process is None:
            return
        for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            self.process.send_signal(sign)
            try:
                self.process.wait(patience)
                break
            except subprocess.TimeoutExpired:
                patience = 1
        self.process = None

    def _prepare_folders(self) -> None:
        if len(os.fsencode(self.sockets)) > LONGEST_FOLDER:
            raise DatabaseDidNotStart(
                f"The folder {self.home} has too long a name for a database socket. "
                "Choose a shorter one with GEHOOR_HOME."
            )
        for folder in (self.base, self.base / SOCKET_FOLDER):
            folder.mkdir(parents=True, exist_ok=True)
            self._refuse_other_owner(folder)
            folder.chmod(0o700)
            if os.getuid() == 0:
                os.chown(folder, self.server_user.pw_uid, self.server_user.pw_gid)
        if not self.sockets.exists():
            self.sockets.unlink(missing_ok=True)
            self.sockets.symlink_to(self.base / SOCKET_FOLDER)

    def _refuse_other_owner(self, folder: Path) -> None:
        owner = folder.stat().st_uid
        if owner not in {os.getuid(), self.server_user.pw_uid}:
            raise DatabaseDidNotStart(
                f"The database in {self.base} was made by another user (number {owner}). "
                "Start Gehoor as that user, or choose another folder with GEHOOR_HOME."
            )

    def _refuse_other_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != str(major_version(self.programs)):
            raise DatabaseDidNotStart(
                f"The database in {self.base} was made by PostgreSQL {made_by}; the installed "
                f"programs are PostgreSQL {major_version(self.programs)}. Nothing was changed. "
                "Export it with the earlier release of Gehoor first; the guide says how."
            )

    def _end_orphan(self) -> None:
        """Stop a server on our data that outlived the one who started it."""
        if (pid := self._pid_on_our_data()) is None:
            return
        for sign, seconds in ((signal.SIGINT, 20.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0)):
            os.kill(pid, sign)
            deadline = time.monotonic() + seconds
            while time.monotonic() < deadline:
                if self._pid_on_our_data() != pid:
                    return
                time.sleep(0.02)
        raise DatabaseDidNotStart(f"The earlier database server (process {pid}) does not end.")

    def _pid_on_our_data(self) -> int | None:
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            works_in = Path(f"/proc/{pid}/cwd").readlink()
        except (OSError, ValueError):
            return None
        return pid if works_in == self.data.resolve() else None

    def _begin_making(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        locale = (
            ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            if major_version(self.programs) >= FIRST_WITH_BUILTIN_LOCALE
            else ["--locale=C.UTF-8"]
        )
        self.making = self._spawn(
            "initdb", "-D", str(self.data), "-U", SUPERUSER, "--encoding=UTF8", *locale,
            "--auth-local=peer", "--auth-host=reject", "--no-instructions",
            *([] if self.is_durable else ["--no-sync"]),
            output=subprocess.PIPE,
        )  # fmt: skip

    def _wait_until_made(self, making: subprocess.Popen[bytes]) -> None:
        words, _ = making.communicate(timeout=120)
        self.making = None
        if making.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            raise DatabaseDidNotStart(words.decode(errors="replace").strip())

    def _give_up_making(self, making: subprocess.Popen[bytes]) -> None:
        """Leave no half of it, which a next start would take for a whole."""
        making.send_signal(signal.SIGINT)
        try:
            making.communicate(timeout=5)
        except subprocess.TimeoutExpired:
            making.kill()
            making.communicate()
        self.making = None
        shutil.rmtree(self.data, ignore_errors=True)

    def _configure(self) -> None:
        sockets = self.base / SOCKET_FOLDER
        settings = CONFIGURATION.format(sockets=sockets, shared_buffers=self.shared_buffers)
        self._write("gehoor.conf", settings if self.is_durable else settings + NOT_DURABLE)
        self._write("pg_hba.conf", "local all all peer map=gehoor\n")
        users = {pwd.getpwuid(os.getuid()).pw_name, self.server_user.pw_name}
        lines = [f"gehoor {user} {role}\n" for user in sorted(users) for role in ROLES]
        self._write("pg_ident.conf", "".join(lines))
        main = (self.data / "postgresql.conf").read_text()
        if "gehoor.conf" not in main:
            self._write("postgresql.conf", main + "\ninclude 'gehoor.conf'\n")

    def _write(self, name: str, text: str) -> None:
        """Write one of the server's files; whole or not at all, also when the disk is full."""
        unfinished = self.data / f"{name}.unfinished"
        unfinished.write_text(text)
        unfinished.chmod(0o600)
        if os.getuid() == 0:
            os.chown(unfinished, self.server_user.pw_uid, self.server_user.pw_gid)
        unfinished.replace(self.data / name)

    def _shorten_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LONGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))

    def _spawn(self, program: str, *arguments: str, output: object) -> subprocess.Popen[bytes]:
        is_root = os.getuid() == 0
        spawned: subprocess.Popen[bytes] = subprocess.Popen(
            [str(self.programs / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,  # type: ignore[call-overload]
            stderr=subprocess.STDOUT,
            cwd=self.base,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", **self.surroundings},
            user=self.server_user.pw_uid if is_root else None,
            group=self.server_user.pw_gid if is_root else None,
            extra_groups=[] if is_root else None,
            # A Ctrl-C goes to the whole group of the terminal; the server must outlive its clients.
            start_new_session=True,
            preexec_fn=_prepare_to_be_server,
        )
        return spawned

    def answers(self) -> bool:
        """Does the server take connections now?"""
        try:
            psycopg.connect(f"host={self.sockets} user={SUPERUSER} dbname=postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def wait_until_it_answers(
        self, *, say: Callable[[str], object] = lambda _: None, patience: float = 5
    ) -> None:
        """Wait as long as the server lives: how long recovery takes nobody can know."""
        self._start_once_made()
        deadline = time.monotonic() + patience
        while not self.answers():
            if self.process is None or self.process.poll() is not None:
                raise DatabaseDidNotStart(self._last_words())
            if time.monotonic() > deadline:
                say("The database is busy recovering; this can take some minutes. Nothing is lost.")
                deadline = float("inf")
            time.sleep(0.02)

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-5:] if self.log.exists() else []
        return "\n".join(["The database server ended at once. The end of its log:", *lines])

    def make_roles(self) -> None:
        """Make the owner, the role of the program, and the database, where they are absent."""
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


def _prepare_to_be_server() -> None:
    hear_all_signals()
    end_with_parent(signal.SIGINT)
