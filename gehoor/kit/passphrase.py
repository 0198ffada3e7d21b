"""Something small, locked with a passphrase that a person keeps: scrypt, then AES-GCM.

The cost of guessing stands in what is locked, so that it can be raised without losing old ones.
"""

import json
import secrets
from base64 import b64decode, b64encode
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

# 128 MB of memory and about half a second a guess.
COST: Final = 2**17
BLOCKS, LANES = 8, 1
MOST_COST: Final = 2**20
SHORTEST: Final = 14


class WrongPassphrase(Exception):
    """This passphrase does not open it, or what was locked was changed."""


class TooShort(Exception):
    """A passphrase that could be guessed."""


def lock(plain: bytes, passphrase: str, *, purpose: str) -> bytes:
    """Return `plain` locked, as JSON; only this passphrase and this purpose open it."""
    if len(passphrase) < SHORTEST:
        raise TooShort(f"A passphrase has at least {SHORTEST} characters.")
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    locked = AESGCM(_key(passphrase, salt, COST)).encrypt(nonce, plain, purpose.encode())
    parts = {"salt": salt, "nonce": nonce, "locked": locked}
    words = {name: b64encode(part).decode() for name, part in parts.items()}
    return json.dumps({"kind": "scrypt+aes-256-gcm", "cost": COST, **words}).encode()


def unlock(locked: bytes, passphrase: str, *, purpose: str) -> bytes:
    """Return what was locked. Raises WrongPassphrase."""
    try:
        known = json.loads(locked)
        salt, nonce, content = (b64decode(known[name]) for name in ("salt", "nonce", "locked"))
        if not 1 < known["cost"] <= MOST_COST:
            raise WrongPassphrase
        key = _key(passphrase, salt, known["cost"])
        return AESGCM(key).decrypt(nonce, content, purpose.encode())
    except (InvalidTag, ValueError, KeyError, TypeError) as error:
        raise WrongPassphrase from error


def _key(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=BLOCKS, p=LANES).derive(passphrase.encode())
