"""A device with passkeys, in a few lines: makes one, and signs with it what it is asked."""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from fido2.cose import ES256
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
)

from gehoor.people.models import User

IS_THERE = AuthenticatorData.FLAG.UP
KNOWS_OWNER = AuthenticatorData.FLAG.UV


@dataclass
class Passkey:
    """One passkey of one colleague, at this address."""

    owner: User
    secret: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    number: bytes = field(default_factory=lambda: token_bytes(32))
    counter: int | None = 0
    """how often it signed; None counts nothing, as a passkey that is on several devices"""

    def register(self) -> "Passkey":
        """Let it be known here, as after it was added on the page for that."""
        WebAuthn.add(self.owner, "Sleutel", self.made_for(text(token_bytes(32))))
        return self

    def made_for(self, challenge: str) -> dict[str, Any]:
        """Return what a browser tells of this new passkey."""
        public = ES256.from_cryptography_key(self.secret.public_key())  # type: ignore[no-untyped-call]
        known = AttestedCredentialData.create(Aaguid.NONE, self.number, public)
        told = AuthenticatorData.create(
            self._place(),
            IS_THERE | KNOWS_OWNER | AuthenticatorData.FLAG.AT,
            self.counter or 0,
            known,
        )
        attested = AttestationObject.create("none", told, {})
        response = {
            "clientDataJSON": text(self._asked("webauthn.create", challenge)),
            "attestationObject": text(bytes(attested)),
        }
        return self._credential(response)

    def sign(
        self, challenge: str, *, flags: AuthenticatorData.FLAG = IS_THERE | KNOWS_OWNER
    ) -> str:
        """Answer what a page asks; without KNOWS_OWNER as for whoever holds the device."""
        asked = self._asked("webauthn.get", challenge)
        if self.counter is not None:
            self.counter += 1
        told = bytes(AuthenticatorData.create(self._place(), flags, self.counter or 0))
        signature = self.secret.sign(told + sha256(asked).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": text(asked),
            "authenticatorData": text(told),
            "signature": text(signature),
            "userHandle": text(user_pk_to_url_str(self.owner).encode()),
        }
        return json.dumps(self._credential(response))

    def _credential(self, response: dict[str, str]) -> dict[str, Any]:
        number = text(self.number)
        return {
            "type": "public-key",
            "id": number,
            "rawId": number,
            "response": response,
            "clientExtensionResults": {"credProps": {"rk": True}},
        }

    def _asked(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": settings.BASE_URL}
        return json.dumps(told).encode()

    def _place(self) -> bytes:
        return sha256(b"localhost").digest()


def text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
