"""E-mail as a connector: what an administrator fills in, and the two doors.

IMAP: RFC 3501 and 2177 (IDLE); SMTP: RFC 5321; mail: RFC 5322.
"""

from collections.abc import Sequence
from typing import Final

from gehoor.connectors.email.canaries import MailCanaries
from gehoor.connectors.email.certificates import certificates
from gehoor.connectors.email.oauth import MailConsent
from gehoor.connectors.email.parse import parse
from gehoor.connectors.email.reading import MailReader, is_of_sent_mail
from gehoor.connectors.email.sending import MailSender
from gehoor.connectors.email.servers import imap_of, smtp_of
from gehoor.contracts.canaries import Canaries
from gehoor.contracts.connector import (
    Account,
    Capabilities,
    Field,
    IncomingMessage,
    OnUnknown,
    Preset,
    Reader,
    Sender,
    Threading,
)
from gehoor.contracts.consent import Consent
from gehoor.contracts.posts import MediaLimits
from gehoor.kit.certificates import Certificate
from gehoor.kit.text import N_

SECURITY: Final = (
    ("tls", N_("TLS from the start")),
    ("starttls", N_("STARTTLS")),
    ("none", N_("None (only on this machine)")),
)
READS_SENT: Final = (
    ("no", N_("No, only the inbox")),
    ("yes", N_("Yes, from now on: answers sent outside Gehoor are seen too")),
)
DAYS_BACK: Final = (
    ("0", N_("Only mail from now on")),
    ("7", N_("Also the last 7 days")),
    ("30", N_("Also the last 30 days")),
)
LOGINS: Final = (
    ("password", N_("With a password")),
    ("microsoft", N_("With OAuth2, at Microsoft 365")),
    ("google", N_("With OAuth2, at Google Workspace")),
    ("other", N_("With OAuth2, at another provider")),
)
BY_PASSWORD: Final = ("login", ("password",))
BY_TOKENS: Final = ("login", ("microsoft", "google", "other"))
AT_MICROSOFT: Final = ("login", ("microsoft",))
ELSEWHERE: Final = ("login", ("other",))
PRESETS: Final = (
    Preset(
        "microsoft",
        "Microsoft 365",
        {
            "login": "microsoft",
            "imap_host": "outlook.office365.com",
            "imap_port": "993",
            "imap_security": "tls",
            "smtp_host": "smtp.office365.com",
            "smtp_port": "587",
            "smtp_security": "starttls",
        },
        N_(
            "Your mail administrator must allow IMAP and SMTP for this mailbox, and make an app "
            "registration. The manual page for e-mail has the steps."
        ),
    ),
    Preset(
        "google",
        "Google Workspace",
        {
            "imap_host": "imap.gmail.com",
            "imap_port": "993",
            "imap_security": "tls",
            "smtp_host": "smtp.gmail.com",
            "smtp_port": "587",
            "smtp_security": "starttls",
        },
        N_(
            "Make an app password for this mailbox first: Google refuses the ordinary password "
            "of a program."
        ),
    ),
)
# A remote mail server cannot be asked whether a mail arrived, so the machine never repeats one.
CAPABILITIES: Final = Capabilities(
    on_unknown=OnUnknown.BLIND,
    threading=Threading.MAIL,
    has_subject=True,
    max_length=100_000,
    # Most mailboxes take 20 to 25 MB, and a file grows by a third on its way.
    media=MediaLimits(
        most=10,
        types=(
            "image/jpeg",
            "image/png",
            "image/gif",
            "image/webp",
            "application/pdf",
            "application/zip",
            "application/x-ole-storage",
            "text/plain",
        ),
        max_bytes=15_000_000,
        max_total=15_000_000,
    ),
    poll_seconds=60,
    undo_seconds=10,
    retry_seconds=48 * 3600,
)


class Email:
    """The plug-in. Keeps nothing between calls."""

    key: str = "email"
    name: str = N_("E-mail")
    presets: Sequence[Preset] = PRESETS
    consent: Consent = MailConsent()
    canaries: Canaries = MailCanaries()
    fields: Sequence[Field] = (
        Field("address", N_("Mail address"), "email"),
        Field("login", N_("How Gehoor logs in"), "choice", default="password", choices=LOGINS),
        Field(
            "tenant",
            N_("Tenant"),
            help=N_("The number (directory ID) of your organisation at Microsoft, or its domain."),
            only_if=AT_MICROSOFT,
        ),
        Field(
            "authorize_url",
            N_("Address where consent is given"),
            help=N_("The provider's authorization endpoint."),
            only_if=ELSEWHERE,
        ),
        Field(
            "token_url",
            N_("Address where tokens are given"),
            help=N_("The provider's token endpoint. The secret of the app registration goes here."),
            only_if=ELSEWHERE,
        ),
        Field(
            "scope",
            N_("Scope"),
            required=False,
            help=N_("What is asked for, in the provider's own words, with spaces between."),
            only_if=ELSEWHERE,
        ),
        Field(
            "client_id",
            N_("Number of the app registration (client ID)"),
            only_if=BY_TOKENS,
        ),
        Field(
            "client_secret",
            N_("Secret of the app registration (client secret)"),
            "secret",
            required=False,
            help=N_("Leave empty for a registration without a secret."),
            only_if=BY_TOKENS,
        ),
        Field(
            "client_secret_until",
            N_("That secret is good until"),
            "date",
            required=False,
            help=N_("Gehoor warns two weeks before."),
            only_if=BY_TOKENS,
        ),
        Field("imap_host", N_("Incoming mail server (IMAP)")),
        Field("imap_port", N_("IMAP port"), "number", default="993"),
        Field("imap_security", N_("IMAP security"), "choice", default="tls", choices=SECURITY),
        Field("smtp_host", N_("Outgoing mail server (SMTP)")),
        Field("smtp_port", N_("SMTP port"), "number", default="587"),
        Field("smtp_security", N_("SMTP security"), "choice", default="starttls", choices=SECURITY),
        Field(
            "username",
            N_("User name"),
            required=False,
            help=N_("Leave empty when it is the mail address."),
        ),
        Field("password", N_("Password"), "secret", only_if=BY_PASSWORD),
        Field(
            "smtp_login",
            N_("Log in to send"),
            "choice",
            default="yes",
            choices=(("yes", N_("Yes, with the same name")), ("no", N_("No, it is a local relay"))),
        ),
        Field(
            "sent_folder",
            N_("Folder for sent mail"),
            required=False,
            help=N_("Leave empty to use the folder the server names itself."),
        ),
        # Off by default: it reads more of what people were written than answering them needs, so
        # the organisation chooses it (data protection by default).
        Field(
            "reads_sent",
            N_("Also read sent mail"),
            "choice",
            default="no",
            choices=READS_SENT,
            help=N_(
                "Answers that colleagues send from this mailbox without Gehoor then stand in their "
                "conversation. Nothing in the folder is changed."
            ),
        ),
        Field(
            "days_back",
            N_("At the first connection"),
            "choice",
            default="0",
            choices=DAYS_BACK,
        ),
    )

    def capabilities(self, account: Account) -> Capabilities:
        return CAPABILITIES

    def address(self, account: Account) -> str:
        return account.settings.get("address", "")

    def reader(self, account: Account) -> Reader:
        given = account.settings
        days = given.get("days_back", "0")
        reads_sent = given.get("reads_sent", "no") == "yes"
        return MailReader(
            imap_of(account),
            days_back=int(days) if days.isdigit() else 0,
            now=account.opened_at,
            sent_folder=given.get("sent_folder", "") if reads_sent else None,
        )

    def sender(self, account: Account) -> Sender:
        return MailSender(
            address=self.address(account),
            server=smtp_of(account),
            mailbox=imap_of(account),
            sent_folder=account.settings.get("sent_folder", ""),
        )

    def certificates(self, account: Account) -> Sequence[Certificate]:
        return certificates(account)

    def try_sending(self, account: Account) -> None:
        """Log in at the outgoing server and hang up. Raises NotAllowed, Unreachable."""
        MailSender(
            address=self.address(account), server=smtp_of(account), mailbox=imap_of(account)
        ).try_out()

    def is_sent_elsewhere(self, transport_id: str) -> bool:
        return is_of_sent_mail(transport_id)

    def parse(self, raw: bytes) -> Sequence[IncomingMessage]:
        return [parse(raw)]


PLUGIN = Email()
