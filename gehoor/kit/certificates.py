"""Until when the certificate of a server is good: read from the connection, whether trusted or not.

Nothing is said over such a connection, so it may be one that we would not trust with a password; a
certificate that has ended can then still be told from a server that is silent.
"""

import socket
import ssl
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from cryptography import x509

SECONDS_TO_ANSWER: Final = 5.0


@dataclass(frozen=True)
class Certificate:
    """What a server showed."""

    host: str
    ends_at: datetime


def only_looking() -> ssl.SSLContext:
    """Return how to connect in order to look at a certificate, and for nothing else."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def shown_by(host: str, connection: socket.socket | None) -> Certificate | None:
    """Return what the other end showed; None when it is none that can be read."""
    if not isinstance(connection, ssl.SSLSocket):
        return None
    shown = connection.getpeercert(binary_form=True)
    try:
        return Certificate(host, x509.load_der_x509_certificate(shown or b"").not_valid_after_utc)
    except ValueError:
        return None


def shown_at(address: str) -> Certificate | None:
    """Return what the server of our own https address shows. Raises OSError when silent."""
    where = urlsplit(address)
    host = where.hostname or ""
    with (
        socket.create_connection((host, where.port or 443), timeout=SECONDS_TO_ANSWER) as plain,
        only_looking().wrap_socket(plain, server_hostname=host) as connection,
    ):
        return shown_by(host, connection)
