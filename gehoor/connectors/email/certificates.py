"""Until when the certificates of the mail servers of an account are good."""

import contextlib
import imaplib
import smtplib
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from gehoor.connectors.email.servers import Server, imap_of, smtp_of
from gehoor.contracts.connector import Account
from gehoor.kit.certificates import SECONDS_TO_ANSWER, Certificate, only_looking, shown_by


def certificates(account: Account) -> Sequence[Certificate]:
    """Return what the servers show; of one that is silent nothing is told here."""
    found = []
    for server, connected in ((imap_of(account), _imap), (smtp_of(account), _smtp)):
        if server.security == "none" or not server.host:
            continue
        with contextlib.suppress(
            OSError, UnicodeError, imaplib.IMAP4.error, smtplib.SMTPException
        ), connected(server) as connection:  # fmt: skip
            found.append(shown_by(server.host, connection))
    return [each for each in found if each]


@contextmanager
def _imap(server: Server) -> Iterator[socket.socket | None]:
    if server.security == "starttls":
        imap = imaplib.IMAP4(server.host, server.port, timeout=SECONDS_TO_ANSWER)
    else:
        imap = imaplib.IMAP4_SSL(
            server.host, server.port, ssl_context=only_looking(), timeout=SECONDS_TO_ANSWER
        )
    try:
        if server.security == "starttls":
            imap.starttls(ssl_context=only_looking())
        yield imap.sock
    finally:
        with contextlib.suppress(OSError):
            imap.shutdown()


@contextmanager
def _smtp(server: Server) -> Iterator[socket.socket | None]:
    if server.security == "starttls":
        smtp = smtplib.SMTP(server.host, server.port, timeout=SECONDS_TO_ANSWER)
    else:
        smtp = smtplib.SMTP_SSL(
            server.host, server.port, timeout=SECONDS_TO_ANSWER, context=only_looking()
        )
    with contextlib.closing(smtp):
        if server.security == "starttls":
            smtp.starttls(context=only_looking())
        yield smtp.sock
