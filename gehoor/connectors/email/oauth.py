"""Logs in at a mailbox with tokens in place of a password: OAuth2 (RFC 6749), PKCE and XOAUTH2.

Microsoft: https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
Google: https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from time import time
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from gehoor.contracts.connector import Account, NoConsent, NotAllowed, Unreachable
from gehoor.contracts.consent import ConsentState
from gehoor.kit.safefetch import Answer, Caller, Forbidden, NotFetched, is_in_the_open, place_of
from gehoor.kit.text import N_

TIMEOUT_SECONDS: Final = 15
# Renewed a little before its end, so that it does not end between our look and the server's.
MARGIN_SECONDS: Final = 120
USUAL_LIFE_SECONDS: Final = 3600
FORM: Final = {
    "Accept": "application/json",
    "Content-Type": "application/x-www-form-urlencoded",
}
TENANT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,200}")

NO_CONSENT: Final = N_("Nobody gave consent for this mailbox at the provider yet.")
CONSENT_ENDED: Final = N_(
    "The provider no longer accepts our consent for this mailbox: it ended or was withdrawn. "
    "Give consent again."
)
CLIENT_REFUSED: Final = N_(
    "The provider does not know our app registration, or its secret has ended. Enter a new secret."
)
NO_ANSWER: Final = N_("The provider that gives us access did not answer.")
ODD_ANSWER: Final = N_("The provider that gives us access answered something we do not understand.")
NO_LASTING_ACCESS: Final = N_(
    "The provider gave access that does not last. The app registration must allow offline access."
)
NOT_OURS: Final = N_("The provider did not accept the consent it had just given. Begin again.")
NO_ADDRESS: Final = N_("The addresses of the provider must begin with https://.")
NO_TENANT: Final = N_("This is no tenant: it is a number of your organisation or a domain.")


@dataclass(frozen=True)
class Provider:
    """Where consent is given and tokens are handed out."""

    authorize: str
    token: str
    scope: str
    extra: Mapping[str, str] = field(default_factory=dict)


# Constants, never taken from anything a stranger could write: our client secret goes there.
MICROSOFT: Final = Provider(
    "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
    "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
    "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send "
    "offline_access",
    {"prompt": "select_account"},
)
GOOGLE: Final = Provider(
    "https://accounts.google.com/o/oauth2/v2/auth",
    "https://oauth2.googleapis.com/token",
    "https://mail.google.com/",
    {"access_type": "offline", "prompt": "consent"},
)


def uses_tokens(account: Account) -> bool:
    return account.settings.get("login", "password") != "password"


def provider_of(account: Account) -> Provider:
    """Return the provider of an account. Raises NotAllowed when it cannot be one."""
    settings = account.settings
    login = settings.get("login")
    if login == "google":
        return GOOGLE
    if login == "microsoft":
        tenant = settings.get("tenant", "").strip()
        if not TENANT.fullmatch(tenant):
            raise NotAllowed(NO_TENANT)
        return Provider(
            MICROSOFT.authorize.format(tenant=tenant),
            MICROSOFT.token.format(tenant=tenant),
            MICROSOFT.scope,
            MICROSOFT.extra,
        )
    return Provider(
        safe_address(settings.get("authorize_url", ""), account),
        safe_address(settings.get("token_url", ""), account),
        settings.get("scope", ""),
    )


def safe_address(address: str, account: Account) -> str:
    """Refuse to send a secret in the open, except to a pair the administrator of the server named.

    Whether the address may be asked at all is judged when it is.
    """
    try:
        place = place_of(address)
    except Forbidden as problem:
        raise NotAllowed(NO_ADDRESS) from problem
    if is_in_the_open(place, account.may_also_fetch):
        raise NotAllowed(NO_ADDRESS)
    return address


@dataclass
class Bearer:
    """The token of one account: fresh when it is asked for, renewed once for everybody."""

    account: Account
    refused: str = field(default="", repr=False)

    def token(self) -> str:
        """Return a token that is good now. Raises NoConsent, NotAllowed, Unreachable."""
        self.refuse_without_consent()
        secrets = self.account.secrets
        if is_fresh(secrets) and secrets["access_token"] != self.refused:
            return secrets["access_token"]
        renewed = self.account.renew(partial(renewed_secrets, self.account, self.refused))
        self.account = replace(self.account, secrets=renewed)
        return renewed["access_token"]

    def refuse_without_consent(self) -> None:
        """Raise NoConsent before anybody is called in vain."""
        if not self.account.secrets.get("refresh_token"):
            raise NoConsent(NO_CONSENT)

    def token_after(self, refused: str) -> str:
        """Return another token than this one, which the mail server did not accept."""
        self.refused = refused
        return self.token()


def is_fresh(secrets: Mapping[str, str]) -> bool:
    ends = secrets.get("expires_at", "")
    return bool(secrets.get("access_token")) and ends.isdecimal() and (
        int(ends) - MARGIN_SECONDS > time()
    )  # fmt: skip


def renewed_secrets(
    account: Account, refused: str, secrets: Mapping[str, str]
) -> Mapping[str, str]:
    """Return the secrets with a new token, or as they are when somebody renewed them meanwhile.

    Runs while nobody else can renew them, because a provider may end the old refresh token at once.
    """
    if not secrets.get("refresh_token"):
        raise NoConsent(NO_CONSENT)
    if is_fresh(secrets) and secrets["access_token"] != refused:
        return secrets
    answer = ask_token(
        account,
        {"grant_type": "refresh_token", "refresh_token": secrets["refresh_token"]},
        client=client_of(account.settings, secrets),
        when_refused=CONSENT_ENDED,
    )
    return {**secrets, **kept(answer)}


def client_of(settings: Mapping[str, str], secrets: Mapping[str, str]) -> dict[str, str]:
    client = {"client_id": settings.get("client_id", "")}
    if secret := secrets.get("client_secret"):
        client["client_secret"] = secret
    return client


def ask_token(
    account: Account, asked: Mapping[str, str], *, client: Mapping[str, str], when_refused: str
) -> dict[str, Any]:
    """Ask the provider for tokens. Raises NotAllowed, Unreachable; tells nothing it was told."""
    caller = Caller(also=account.may_also_fetch, seconds=TIMEOUT_SECONDS)
    form = urlencode({**asked, **client}).encode()
    try:
        answer = caller.call("POST", provider_of(account).token, headers=FORM, body=form)
    except Forbidden as problem:
        raise Unreachable(str(problem)) from problem
    except NotFetched as problem:
        raise Unreachable(NO_ANSWER) from problem
    said = said_in(answer)
    if answer.status == 200 and said.get("access_token"):
        return said
    raise trouble_of(answer, str(said.get("error", "")), when_refused)


def said_in(answer: Answer) -> dict[str, Any]:
    try:
        said = json.loads(answer.content)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def trouble_of(answer: Answer, error: str, when_refused: str) -> NotAllowed | Unreachable:
    """Sort an error answer (RFC 6749, 5.2): for good, or for now."""
    if answer.status >= 500 or answer.status == 429 or error == "temporarily_unavailable":
        return Unreachable(NO_ANSWER, wait_seconds=answer.wait_seconds)
    if error in {"invalid_grant", "interaction_required", "consent_required"}:
        return NotAllowed(when_refused)
    if error in {"invalid_client", "unauthorized_client"}:
        return NotAllowed(CLIENT_REFUSED)
    return NotAllowed(ODD_ANSWER)


def kept(answer: Mapping[str, Any]) -> dict[str, str]:
    """Return what is kept of an answer. A refresh token that is not renewed stays as it was."""
    now = int(time())
    secrets = {
        "access_token": str(answer["access_token"]),
        "expires_at": str(now + seconds_of(answer.get("expires_in"), USUAL_LIFE_SECONDS)),
    }
    if answer.get("refresh_token"):
        secrets["refresh_token"] = str(answer["refresh_token"])
    if lasts := seconds_of(answer.get("refresh_token_expires_in"), 0):
        secrets["consent_until"] = str(now + lasts)
    return secrets


def seconds_of(value: object, otherwise: int) -> int:
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 12 else otherwise


class MailConsent:
    """How an administrator gives us access to a mailbox at its provider."""

    def state(self, account: Account) -> ConsentState | None:
        """Tell how consent stands; None for an account with a password."""
        if not uses_tokens(account):
            return None
        ends = [end for end in (end_of_secret(account), end_of_consent(account)) if end]
        return ConsentState(
            is_given=bool(account.secrets.get("refresh_token")), until=min(ends, default=None)
        )

    def address(self, account: Account, *, back: str, state: str, challenge: str) -> str:
        provider = provider_of(account)
        asked = {
            "client_id": account.settings.get("client_id", ""),
            "response_type": "code",
            "redirect_uri": back,
            "scope": provider.scope,
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "login_hint": account.settings.get("address", ""),
            **provider.extra,
        }
        joint = "&" if urlsplit(provider.authorize).query else "?"
        return f"{provider.authorize}{joint}{urlencode(asked)}"

    def redeem(self, account: Account, *, code: str, back: str, verifier: str) -> Mapping[str, str]:
        answer = ask_token(
            account,
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": back,
                "code_verifier": verifier,
            },
            client=client_of(account.settings, account.secrets),
            when_refused=NOT_OURS,
        )
        if not answer.get("refresh_token"):
            raise NotAllowed(NO_LASTING_ACCESS)
        stale = {"consent_until"}
        known = {name: value for name, value in account.secrets.items() if name not in stale}
        return {**known, **kept(answer)}


def end_of_secret(account: Account) -> datetime | None:
    """Return when the secret of the app registration ends, as the administrator wrote it down."""
    try:
        day = date.fromisoformat(account.settings.get("client_secret_until", ""))
    except ValueError:
        return None
    # To the end of that day wherever it is read: until it is over in Amsterdam, an hour is left.
    return datetime(day.year, day.month, day.day, 22, tzinfo=UTC)


def end_of_consent(account: Account) -> datetime | None:
    ends = account.secrets.get("consent_until", "")
    return datetime.fromtimestamp(int(ends), UTC) if ends.isdecimal() else None


Login = Callable[[str], None]
"""tries a token at a mail server; raises NotAllowed when it is not accepted"""


def log_in_with(bearer: Bearer, log_in: Login) -> None:
    """Log in; a token that ended or was withdrawn before its time is renewed, once."""
    token = bearer.token()
    try:
        log_in(token)
    except NotAllowed:
        log_in(bearer.token_after(token))


def xoauth2(username: str, token: str) -> str:
    return f"user={username}\x01auth=Bearer {token}\x01\x01"
