"""The keys of an installation: for cookies and links, for stored credentials, for the log."""

import base64
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

from gehoor.audit.rules.sealing import WrongKey, open_key
from gehoor.project.terminal import Trouble

FILES = {
    "GEHOOR_SECRET_KEY": "secret_key",
    "GEHOOR_VAULT_KEYS": "vault_keys",
    "GEHOOR_AUDIT_KEYS": "audit_keys",
}
ONLY_ONE = "GEHOOR_SECRET_KEY"
"""the others may hold several: newest first, older ones still open or verify"""
SHORTEST_SECRET = 32
# Everybody can read these in the source; a real installation must not use them.
EXAMPLE_SECRET = "for-tests-only-" * 4
EXAMPLE_VAULT_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
EXAMPLE_AUDIT_KEY = "YXVkaXQta2V5LXRoYXQtZXZlcnlib2R5LWtub3dzISE="


class KeysAreWrong(Trouble):
    """The message says which key, and what to do."""


def make_if_absent(home: Path) -> None:
    """Make the keys that neither the environment nor `home` has, readable for us alone."""
    folder = home / "keys"
    if not all(os.environ.get(name) for name in FILES):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    fresh = {
        "GEHOOR_SECRET_KEY": secrets.token_urlsafe(60),
        "GEHOOR_VAULT_KEYS": Fernet.generate_key().decode(),
        "GEHOOR_AUDIT_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    }
    for name, file in FILES.items():
        if not os.environ.get(name) and not (folder / file).exists():
            write(folder / file, fresh[name])


def add(home: Path, restored: dict[str, str]) -> None:
    """Put keys of a backup in the files: ours stay first, so they stay in use; theirs open too."""
    folder = home / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, keys in restored.items():
        if name not in FILES or os.environ.get(name):
            continue
        own = read(name, home).split()
        more = [] if own and name == ONLY_ONE else [key for key in keys.split() if key not in own]
        if more:
            write(folder / FILES[name], " ".join([*own, *more]))


def refuse_wrong(home: Path) -> None:
    """Raise KeysAreWrong when a key is missing, malformed or known to everybody."""
    found = {name: read(name, home) for name in FILES}
    for name, value in found.items():
        if not value:
            raise KeysAreWrong(
                f"There is no {name}: neither in the environment nor in {home / 'keys'}. "
                "`gehoor run` and `gehoor migrate` make the keys of a new installation. Were there "
                "keys before, put them back: without them stored passwords cannot be read."
            )
    _refuse_weak_secret(found["GEHOOR_SECRET_KEY"])
    for key in found["GEHOOR_VAULT_KEYS"].split():
        _refuse_bad_vault_key(key)
    for key in found["GEHOOR_AUDIT_KEYS"].split():
        _refuse_bad_audit_key(key)


def read(name: str, home: Path) -> str:
    """Return a key from the environment, else from its file; empty when neither is there."""
    file = home / "keys" / FILES[name]
    return os.environ.get(name) or (file.read_text().strip() if file.exists() else "")


def _refuse_weak_secret(secret: str) -> None:
    if secret == EXAMPLE_SECRET and not _is_test():
        raise KeysAreWrong("GEHOOR_SECRET_KEY is the example that everybody knows; make your own.")
    if len(secret) < SHORTEST_SECRET:
        raise KeysAreWrong(
            f"GEHOOR_SECRET_KEY is too short: it needs {SHORTEST_SECRET} random characters or more."
        )


def _refuse_bad_vault_key(key: str) -> None:
    if key == EXAMPLE_VAULT_KEY and not _is_test():
        raise KeysAreWrong("GEHOOR_VAULT_KEYS holds the example that everybody knows.")
    try:
        Fernet(key)
    except ValueError as error:
        raise KeysAreWrong(
            "GEHOOR_VAULT_KEYS must hold keys of 32 bytes in URL-safe base64, newest first."
        ) from error


def _refuse_bad_audit_key(key: str) -> None:
    if key == EXAMPLE_AUDIT_KEY and not _is_test():
        raise KeysAreWrong("GEHOOR_AUDIT_KEYS holds the example that everybody knows.")
    try:
        open_key(key)
    except WrongKey as error:
        raise KeysAreWrong(
            "GEHOOR_AUDIT_KEYS must hold keys of 32 bytes in URL-safe base64, newest first."
        ) from error


def _is_test() -> bool:
    return os.environ.get("GEHOOR_TESTING") == "1"


def write(file: Path, value: str) -> None:
    """Write a key whole or not at all, never readable for others, not even for a moment."""
    unfinished = file.with_name(file.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(value + "\n")
        opened.flush()
        os.fsync(opened.fileno())
    unfinished.replace(file)
