"""Reads settings from the environment, and keys from files that only we can read."""

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from gehoor.kit.disk import Limits
from gehoor.kit.safefetch import Pair, pairs_in

SOCKET_FOLDER = "run"
DATABASE_NAME = "gehoor"
OWNER_ROLE = "gehoor_owner"
APP_ROLE = "gehoor_app"
DEMO_MARK = "this-is-a-demo"
"""the file that marks a home as that of a demo, made when the home is"""


def home() -> Path:
    """Return the folder where this installation keeps its things: keys, database, attachments."""
    return Path(os.environ.get("GEHOOR_HOME") or "var").resolve()


def is_demo(home: Path) -> bool:
    """Was this home made for a demo? It never becomes another."""
    return (home / DEMO_MARK).exists()


class Environment:
    """Typed look-ups with defaults; a wrong value names the setting."""

    def text(self, name: str, default: str) -> str:
        return os.environ.get(name) or default

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.text(name, str(default)))
        except ValueError as error:
            raise ImproperlyConfigured(f"{name} must be a whole number.") from error

    def decimal(self, name: str, default: float) -> float:
        try:
            return float(self.text(name, str(default)))
        except ValueError as error:
            raise ImproperlyConfigured(f"{name} must be a number.") from error

    def pairs(self, name: str) -> frozenset[Pair]:
        """Return exact host:port pairs, separated by commas."""
        try:
            return pairs_in(self.text(name, ""))
        except ValueError as error:
            raise ImproperlyConfigured(f"{name}: {error}") from error

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value not in choices:
            raise ImproperlyConfigured(f"{name} must be one of: {', '.join(choices)}.")
        return value

    def path(self, name: str, default: Path) -> Path:
        return Path(self.text(name, str(default)))

    def secret(self, name: str, file: Path) -> str:
        """Return a secret from the environment, else from its file; empty when neither is there.

        `gehoor run` and `gehoor migrate` make the files; every other command refuses to start
        without them.
        """
        if value := os.environ.get(name):
            return value
        return file.read_text().strip() if file.exists() else ""


def syslog_address(text: str) -> str | tuple[str, int]:
    """Return a socket's path as it is, and `host:port` as the two it stands for."""
    host, _, port = text.rpartition(":")
    return (host, int(port)) if host and port.isdecimal() else text


def disk_limits() -> Limits:
    """Return below how many per cent free we give something up."""
    env, usual = Environment(), Limits()
    return Limits(
        pause_listening=env.decimal("GEHOOR_DISK_PAUSE_LISTENING", usual.pause_listening),
        refuse_files=env.decimal("GEHOOR_DISK_REFUSE_FILES", usual.refuse_files),
        stop_intake=env.decimal("GEHOOR_DISK_STOP_INTAKE", usual.stop_intake),
    )


def disk_folders() -> list[Path]:
    """Return folders on every disk we fill: home, and what an administrator names beside it."""
    also = Environment().text("GEHOOR_DISK_ALSO", "/var/lib/gehoor").split(":")
    return [home(), *(Path(folder) for folder in also if Path(folder).exists())]


SAYS_WHEN_CUT = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 20_000,
}
"""A network that is cut says nothing: without these a process would wait a quarter of an hour for
an answer that was lost, instead of 20 seconds. Nothing to a socket on this machine."""

NEVER_BY_ITSELF = 2**31
"""after how many times a statement is prepared without being asked for"""


def database(url: str, home: Path) -> dict[str, Any]:
    """Return Django's database settings for `url`, or for the embedded server below `home`."""
    parts: dict[str, Any] = (
        dict(conninfo_to_dict(url))
        if url
        else {"dbname": DATABASE_NAME, "user": APP_ROLE, "host": str(home / SOCKET_FOLDER)}
    )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", DATABASE_NAME),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 2,
            **SAYS_WHEN_CUT,
            # A plan that is kept may be bad for rare words: only `kit.often` asks for one.
            "prepare_threshold": NEVER_BY_ITSELF,
            **parts,
        },
    }
