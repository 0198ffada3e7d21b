"""Where the mail servers are, and how we connect to them: encrypted, or on this machine only."""

import contextlib
import imaplib
import ssl
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from imap_tools.errors import MailboxLoginError, MailboxStarttlsError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from gehoor.connectors.email.oauth import Bearer, log_in_with, uses_tokens, xoauth2
from gehoor.contracts.connector import Account, NotAllowed, Unreachable
from gehoor.kit.hosts import is_this_machine
from gehoor.kit.text import N_

TIMEOUT_SECONDS: Final = 30
NOT_ACCEPTED: Final = N_("The mail server did not accept the user name and password.")
TOKEN_NOT_ACCEPTED: Final = N_(
    "The mail server did not accept the access the provider gave us. May this mailbox use IMAP and "
    "SMTP, and is it the one that consent was given for?"
)
NO_ANSWER: Final = N_("The mail server did not answer.")
NOT_TRUSTED: Final = N_("The mail server's certificate is not to be trusted.")
NOT_ENCRYPTED: Final = N_(
    "A connection without encryption is possible to this machine only. Choose TLS or STARTTLS."
)
NO_STARTTLS: Final = N_("The mail server does not offer STARTTLS.")
# RFC 5530: the server says itself that the password is not the problem.
PASSING_TROUBLE: Final = (
    b"[UNAVAILABLE]",
    b"[INUSE]",
    b"[LIMIT]",
    b"[SERVERBUG]",
    b"[CONTACTADMIN]",
)


@dataclass(frozen=True)
class Server:
    """One server with our credentials for it."""

    host: str
    port: int
    security: str
    username: str = ""
    password: str = field(default="", repr=False)
    bearer: Bearer | None = field(default=None, repr=False)
    """gives tokens in place of the password"""
    timeout: float = TIMEOUT_SECONDS


def imap_of(account: Account) -> Server:
    given = account.settings
    return Server(
        host=given.get("imap_host", ""),
        port=port_of(given.get("imap_port", ""), otherwise=993),
        security=given.get("imap_security", "tls"),
        username=_username(account),
        password=account.secrets.get("password", ""),
        bearer=Bearer(account) if uses_tokens(account) else None,
    )


def smtp_of(account: Account) -> Server:
    given = account.settings
    logs_in = given.get("smtp_login", "yes") == "yes"
    return Server(
        host=given.get("smtp_host", ""),
        port=port_of(given.get("smtp_port", ""), otherwise=587),
        security=given.get("smtp_security", "starttls"),
        username=_username(account) if logs_in else "",
        password=account.secrets.get("password", "") if logs_in else "",
        bearer=Bearer(account) if logs_in and uses_tokens(account) else None,
    )


def _username(account: Account) -> str:
    """Most servers know a mailbox by its address."""
    return account.settings.get("username", "") or account.settings.get("address", "")


def port_of(text: str, *, otherwise: int) -> int:
    return int(text) if text.isdecimal() and 0 < int(text) < 65536 else otherwise


def refuse_in_the_open(server: Server) -> None:
    """Raise NotAllowed rather than send a password unencrypted, or call without any consent."""
    if server.bearer:
        server.bearer.refuse_without_consent()
    if server.security == "none" and not is_this_machine(server.host):
        raise NotAllowed(NOT_ENCRYPTED)


def open_mailbox(server: Server) -> BaseMailBox:
    """Connect and log in. Raises NotAllowed, Unreachable."""
    refuse_in_the_open(server)
    try:
        mailbox = connected(server)
    except ssl.SSLCertVerificationError as error:
        raise Unreachable(NOT_TRUSTED) from error
    except MailboxStarttlsError as error:
        raise Unreachable(NO_STARTTLS) from error
    except (OSError, imaplib.IMAP4.error, UnicodeError) as error:
        raise Unreachable(NO_ANSWER) from error
    try:
        log_in(mailbox, server)
    except (NotAllowed, Unreachable):
        hang_up(mailbox)
        raise
    return mailbox


def connected(server: Server) -> BaseMailBox:
    where = {"host": server.host, "port": server.port, "timeout": server.timeout}
    if server.security == "none":
        return MailBoxUnencrypted(**where)
    # Named, because imaplib verifies nothing when it is left to choose.
    trusted = ssl.create_default_context()
    if server.security == "starttls":
        return MailBoxStartTls(**where, ssl_context=trusted)
    return MailBox(**where, ssl_context=trusted)


def log_in(mailbox: BaseMailBox, server: Server) -> None:
    if server.bearer:
        log_in_with(server.bearer, partial(show_token, mailbox, server.username))
    else:
        show_password(mailbox, server)


def show_token(mailbox: BaseMailBox, username: str, token: str) -> None:
    """Log in with a token. A server that says no says why first; that is answered with nothing."""
    ours = xoauth2(username, token).encode()
    try:
        mailbox.client.authenticate("XOAUTH2", lambda challenge: b"" if challenge else ours)
    except (imaplib.IMAP4.abort, OSError) as error:
        raise Unreachable(NO_ANSWER) from error
    except imaplib.IMAP4.error as error:
        raise refusal(error, TOKEN_NOT_ACCEPTED) from error


def show_password(mailbox: BaseMailBox, server: Server) -> None:
    is_plain = (server.username + server.password).isascii()
    enter = mailbox.login if is_plain else mailbox.login_utf8
    try:
        enter(server.username, server.password, initial_folder=None)
    except (imaplib.IMAP4.abort, OSError) as error:
        raise Unreachable(NO_ANSWER) from error
    except (MailboxLoginError, imaplib.IMAP4.error) as error:
        raise refusal(error, NOT_ACCEPTED) from error


def refusal(error: Exception, words: str) -> NotAllowed | Unreachable:
    """Say whether a server that let us not in refuses us, or has troubles of its own."""
    if any(code in str(error).encode().upper() for code in PASSING_TROUBLE):
        return Unreachable(NO_ANSWER)
    return NotAllowed(words)


def hang_up(mailbox: BaseMailBox) -> None:
    """Close without ceremony: a server that is gone cannot be said goodbye to."""
    with contextlib.suppress(OSError, imaplib.IMAP4.error):
        mailbox.client.shutdown()
