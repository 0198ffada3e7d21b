"""Sends one mail over SMTP, and always knows what is sure: sent, not sent, or nobody knows.

The line is drawn at the final dot (RFC 5321, 4.1.1.4): before it a server has accepted nothing;
after it only the server's answer tells. Every step is taken by hand to know on which side we are.
"""

import contextlib
import imaplib
import select
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

from imap_tools.errors import ImapToolsError

from gehoor.connectors.email.composing import Mail, compose, is_sendable
from gehoor.connectors.email.folders import sent_folder_of
from gehoor.connectors.email.oauth import log_in_with, xoauth2
from gehoor.connectors.email.servers import (
    NO_ANSWER,
    NOT_ACCEPTED,
    NOT_TRUSTED,
    TOKEN_NOT_ACCEPTED,
    Server,
    hang_up,
    open_mailbox,
    refuse_in_the_open,
)
from gehoor.contracts.connector import (
    Later,
    NotAllowed,
    Outcome,
    Outgoing,
    Refused,
    Sent,
    Unknown,
    Unreachable,
)
from gehoor.kit import failpoints
from gehoor.kit.text import N_

FINAL_ANSWER_SECONDS: Final = 300
# Long enough for a connection that was cut to show it before the dot makes the outcome unknown.
BREATH_SECONDS: Final = 0.03
CLOSING: Final = 421
"""the one temporary no that is about the server, and not about this mail"""
NOT_AUTHENTICATED: Final = frozenset({530, 534, 535, 538})

NO_MAIL_ADDRESS: Final = N_("This is not an address mail can be sent to.")
BUSY: Final = N_("The mail server asked us to try again later.")
REFUSED: Final = N_("The mail server refused this mail.")
RECIPIENT_REFUSED: Final = N_("The mail server refused the address of the recipient.")
TOO_LARGE: Final = N_(
    "The mail server does not take a mail this large. Nothing was sent: leave a file out, or make "
    "it smaller."
)
BROKE_BEFORE: Final = N_("The connection broke before the mail server had the whole mail.")
LOST_ANSWER: Final = N_("The mail server had the whole mail but did not say what became of it.")
CANNOT_LOOK: Final = N_("A mail server cannot be asked whether a mail arrived.")


class NotSent(Exception):
    """Ends a transaction on the safe side of the dot."""

    def __init__(self, outcome: Later | Refused) -> None:
        super().__init__(outcome.problem)
        self.outcome = outcome


@dataclass
class MailSender:
    """The sending door of one mailbox."""

    address: str
    server: Server
    mailbox: Server
    sent_folder: str = ""
    final_answer_seconds: float = FINAL_ANSWER_SECONDS

    def send(self, outgoing: Outgoing) -> Outcome:
        if not is_sendable(outgoing.to):
            return Refused(NO_MAIL_ADDRESS)
        mail = compose(outgoing, self.address)
        try:
            with self.connection() as smtp:
                hand_over_until_dot(smtp, mail)
                return self.final_answer(smtp, mail)
        except NotSent as surely:
            return surely.outcome

    def try_out(self) -> None:
        """Log in and hang up: nothing is sent. Raises NotAllowed, Unreachable."""
        try:
            with self.connection() as smtp:
                accept(smtp.noop(), refusal=REFUSED)
        except NotSent as trouble:
            raise Unreachable(trouble.outcome.problem) from trouble
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(NO_ANSWER) from error

    def final_answer(self, smtp: smtplib.SMTP, mail: Mail) -> Outcome:
        """Send the dot. From here on silence means that nobody knows."""
        try:
            if smtp.sock:
                smtp.sock.settimeout(self.final_answer_seconds)
            say_the_dot(smtp)
            code, _ = smtp.getreply()
        except (OSError, smtplib.SMTPException):
            return Unknown(LOST_ANSWER)
        if code == 250:
            return Sent(mail.message_id)
        if 400 <= code < 500:
            return Later(BUSY, only_this_reply=code != CLOSING)
        return Refused(REFUSED) if 500 <= code < 600 else Unknown(LOST_ANSWER)

    @contextmanager
    def connection(self) -> Iterator[smtplib.SMTP]:
        """Give a logged-in connection; a goodbye that fails changes nothing."""
        refuse_in_the_open(self.server)
        smtp = self.connected()
        try:
            log_in(smtp, self.server)
            yield smtp
        finally:
            if smtp.sock:
                smtp.sock.settimeout(min(5, self.server.timeout))
            with contextlib.suppress(OSError, smtplib.SMTPException):
                smtp.quit()
            smtp.close()

    def connected(self) -> smtplib.SMTP:
        host, port, timeout = self.server.host, self.server.port, self.server.timeout
        try:
            if self.server.security == "tls":
                trusted = ssl.create_default_context()
                return smtplib.SMTP_SSL(host, port, timeout=timeout, context=trusted)
            return smtplib.SMTP(host, port, timeout=timeout)
        except ssl.SSLCertVerificationError as error:
            raise NotSent(Later(NOT_TRUSTED)) from error
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            raise NotSent(Later(NO_ANSWER)) from error

    def find_sent(self, outgoing: Outgoing) -> str | None:
        raise Unreachable(CANNOT_LOOK)

    def keep_copy(self, outgoing: Outgoing) -> None:
        """Put a copy in the folder of sent mail. Raises NotAllowed or Unreachable, no more."""
        mail = compose(outgoing, self.address)
        mailbox = open_mailbox(self.mailbox)
        try:
            folder = self.sent_folder or sent_folder_of(mailbox)
            if folder:
                mailbox.append(mail.content, folder, dt=None, flag_set="\\Seen")
        except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
            raise Unreachable(NO_ANSWER) from error
        finally:
            hang_up(mailbox)


@failpoints.around("smtp.log_in")
def log_in(smtp: smtplib.SMTP, server: Server) -> None:
    """Greet, encrypt and log in. Raises NotAllowed when our credentials are the trouble."""
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo_or_helo_if_needed()
        if server.bearer:
            log_in_with(server.bearer, partial(show_token, smtp, server.username))
        elif server.username:
            smtp.login(server.username, server.password)
    except smtplib.SMTPAuthenticationError as error:
        raise refusal(error, NOT_ACCEPTED) from error
    except Unreachable as error:
        raise NotSent(Later(str(error))) from error
    except ssl.SSLCertVerificationError as error:
        raise NotSent(Later(NOT_TRUSTED)) from error
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        raise NotSent(Later(NO_ANSWER)) from error


def show_token(smtp: smtplib.SMTP, username: str, token: str) -> None:
    """Log in with a token. A server that says no says why first; that is answered with nothing."""
    ours = xoauth2(username, token)
    try:
        smtp.auth("XOAUTH2", lambda challenge=None: "" if challenge else ours)
    except smtplib.SMTPAuthenticationError as error:
        raise refusal(error, TOKEN_NOT_ACCEPTED) from error


def refusal(error: smtplib.SMTPAuthenticationError, words: str) -> NotAllowed | NotSent:
    """Say whether our credentials are the trouble, or the server has troubles of its own."""
    return NotAllowed(words) if error.smtp_code in NOT_AUTHENTICATED else NotSent(Later(BUSY))


@failpoints.around("smtp.envelope")
def hand_over_until_dot(smtp: smtplib.SMTP, mail: Mail) -> None:
    """Send everything but the final dot. Whatever fails here, nothing was sent."""
    try:
        accept(smtp.mail(mail.sender, mail_options(smtp, mail)), refusal=REFUSED)
        accept(smtp.rcpt(mail.recipient), refusal=RECIPIENT_REFUSED)
        accept(smtp.docmd("DATA"), refusal=REFUSED)
        smtp.send(mail.stuffed)
        notice_a_cut(smtp)
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(Later(BROKE_BEFORE)) from error


@failpoints.around("smtp.dot")
def say_the_dot(smtp: smtplib.SMTP) -> None:
    smtp.send(b".\r\n")


def mail_options(smtp: smtplib.SMTP, mail: Mail) -> list[str]:
    if mail.needs_smtputf8 and not smtp.has_extn("smtputf8"):
        raise NotSent(Refused(NO_MAIL_ADDRESS))
    options = ["SMTPUTF8"] if mail.needs_smtputf8 else []
    if smtp.has_extn("size"):
        options.append(size_told(smtp.esmtp_features["size"], len(mail.stuffed)))
    return options


def size_told(most: str, size: int) -> str:
    """Say how large the mail is (RFC 1870), so that a server need not take all of it to say no."""
    limit = int(most) if most.isascii() and most.isdecimal() else 0
    if 0 < limit < size:
        raise NotSent(Refused(TOO_LARGE))
    return f"SIZE={size}"


def accept(reply: tuple[int, bytes], *, refusal: str) -> None:
    """Go on after 2xx and 354; otherwise say what kind of no it is."""
    code = reply[0]
    if code in NOT_AUTHENTICATED:
        raise NotAllowed(NOT_ACCEPTED)
    if 500 <= code < 600:
        raise NotSent(Refused(refusal))
    if not (200 <= code < 300 or code == 354):
        raise NotSent(Later(BUSY, only_this_reply=code != CLOSING))


def notice_a_cut(smtp: smtplib.SMTP) -> None:
    """Take a breath before the dot: a server that speaks or leaves now has accepted nothing."""
    if smtp.sock is None:
        raise NotSent(Later(BROKE_BEFORE))
    poller = select.poll()
    poller.register(smtp.sock, select.POLLIN)
    if poller.poll(BREATH_SECONDS * 1000):
        raise NotSent(Later(BROKE_BEFORE))
