"""Our own key: made here, its public half published, and a signature as proof who we are."""

import secrets
import time
from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

BITS: Final = 3072
SIGNED_WITH: Final = "RS256"
ASSERTION_LASTS: Final = 60
CERTIFICATE_LASTS: Final = timedelta(days=3 * 365)


@dataclass(frozen=True)
class ClientKey:
    """A key pair; `private` stays in the vault, the rest may be seen by everybody."""

    private: str = field(repr=False)
    public: dict[str, Any]
    """as JSON Web Key"""
    certificate: str


def new_key(name: str, *, now: datetime) -> ClientKey:
    """Make a key and a certificate for it, for providers that want one instead of an address."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    private = made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
    certificate = _certificate(made, name, now=now)
    der = certificate.public_bytes(serialization.Encoding.DER)
    public = jwt.algorithms.RSAAlgorithm.to_jwk(made.public_key(), as_dict=True) | {
        "use": "sig",
        "alg": SIGNED_WITH,
        "kid": _text(sha256(der).digest())[:16],
        "x5c": [b64encode(der).decode()],
        "x5t#S256": _text(sha256(der).digest()),
    }
    public.pop("key_ops", None)
    pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
    return ClientKey(private, public, pem)


def assertion(key: ClientKey, *, client_id: str, audience: str) -> str:
    """Return a proof who we are, good for a minute and for this server only (RFC 7523)."""
    now = int(time.time())
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": audience,
        "jti": secrets.token_urlsafe(24),
        "iat": now,
        "nbf": now - 5,
        "exp": now + ASSERTION_LASTS,
    }
    about = {"kid": key.public["kid"], "x5t#S256": key.public["x5t#S256"]}
    return jwt.encode(claims, key.private, algorithm=SIGNED_WITH, headers=about)


def _certificate(key: rsa.RSAPrivateKey, name: str, *, now: datetime) -> x509.Certificate:
    ours = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64] or "Gehoor")])
    begins = now.astimezone(UTC) - timedelta(minutes=5)
    return (
        x509.CertificateBuilder()
        .subject_name(ours)
        .issuer_name(ours)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + CERTIFICATE_LASTS)
        .sign(key, hashes.SHA256())
    )


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
