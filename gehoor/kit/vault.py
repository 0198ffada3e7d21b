"""Secrets at rest: encrypted, and bound to the row and the field they belong to."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class NoKeys(Exception):
    """There is no usable key. The message says what to do."""


class CannotOpen(Exception):
    """These secrets cannot be read. The message says why, and holds nothing of them."""


@dataclass(frozen=True)
class Vault:
    """Seals with the first key and opens with any, so that keys can be replaced without a stop."""

    keys: Sequence[str] = field(repr=False)

    def seal(self, secrets: Mapping[str, str], *, row: UUID, name: str) -> bytes:
        """Encrypt `secrets` for field `name` of `row`; nowhere else can they be opened."""
        envelope = {"row": str(row), "name": name, "secrets": dict(secrets)}
        return self._lock().encrypt(json.dumps(envelope).encode())

    def open(self, sealed: bytes, *, row: UUID, name: str) -> dict[str, str]:
        """Return what was sealed for exactly this row and field; nothing sealed is nothing."""
        if not sealed:
            return {}
        try:
            envelope = json.loads(self._lock().decrypt(bytes(sealed)))
        except InvalidToken as error:
            raise CannotOpen(
                "The stored credentials cannot be read with the keys of this installation. "
                "Put back the key file they were written with, or enter the credentials again."
            ) from error
        if (envelope["row"], envelope["name"]) != (str(row), name):
            raise CannotOpen(
                "The stored credentials belong to another channel. Enter the credentials again."
            )
        secrets: dict[str, str] = envelope["secrets"]
        return secrets

    def renew(self, sealed: bytes) -> bytes:
        """Return the same secrets under the newest key, after which the old key may go."""
        try:
            return self._lock().rotate(bytes(sealed)) if sealed else b""
        except InvalidToken as error:
            raise CannotOpen("None of the keys of this installation fits.") from error

    def _lock(self) -> MultiFernet:
        if not self.keys:
            raise NoKeys("There is no key for stored credentials. Set GEHOOR_VAULT_KEYS.")
        try:
            return MultiFernet([Fernet(key) for key in self.keys])
        except ValueError as error:
            raise NoKeys(
                "A key for stored credentials is not a Fernet key: "
                "32 random bytes in URL-safe base64."
            ) from error
