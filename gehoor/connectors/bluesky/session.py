"""Logged in as our account: a session that is kept, and renewed by one process at a time.

Logging in is rationed (30 in five minutes, 300 a day), so a session is kept among the secrets of
the account. Its access token lives two hours, the token that renews it three months.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

from gehoor.connectors.bluesky.calls import (
    NOT_ACCEPTED,
    PUBLIC_SERVICE,
    Said,
    not_reached,
    server_at,
    trouble_of,
)
from gehoor.contracts.connector import Account, NotAllowed, Secrets, Unreachable
from gehoor.kit.safefetch import Caller, NotFetched
from gehoor.kit.text import N_

CALL_SECONDS: Final = 10.0
NOT_AN_APP_PASSWORD: Final = N_(
    "Bluesky asks for a code by mail: this is the password of the account itself. Make an app "
    "password for Gehoor and enter that."
)


def handle_of(settings: Mapping[str, str]) -> str:
    """Return the handle without what people write before it."""
    return settings.get("handle", "").strip().removeprefix("@").strip().lower()


def login_of(settings: Mapping[str, str], secrets: Secrets) -> str:
    """Name the login a session belongs to, so that another password never uses it."""
    facts = (
        settings.get("service", "").strip() or PUBLIC_SERVICE,
        handle_of(settings),
        secrets.get("password", ""),
    )
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


@dataclass
class Session:
    """Asks as our account. Give `seconds` to wait shorter for an answer."""

    account: Account
    seconds: float = CALL_SECONDS
    refused: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        caller = Caller(also=self.account.may_also_fetch, seconds=self.seconds)
        self.server = server_at(self.account.settings.get("service", ""), caller)

    @property
    def did(self) -> str:
        """Who we are there, whatever we are called. Raises NotAllowed, Unreachable."""
        self.token()
        return self.account.secrets["did"]

    def ask(self, name: str, **question: Any) -> Said:
        """Ask once more with a new token when this one is no longer good.

        Raises NotAllowed and Unreachable of logging in, and NotFetched of the question itself.
        """
        token = self.token()
        said = self.server.ask(name, token=token, **question)
        if not said.refuses_token:
            return said
        self.refused = token
        return self.server.ask(name, token=self.token(), **question)

    def read(self, name: str, **params: Any) -> Any:
        """Return what a query answers. Raises NotAllowed, Unreachable."""
        said = self.look(name, **params)
        if not said.is_good:
            raise trouble_of(said)
        return said.body

    def look(self, name: str, **params: Any) -> Said:
        """Return whatever a query answers. Raises NotAllowed, Unreachable."""
        try:
            return self.ask(name, params=params)
        except NotFetched as problem:
            raise not_reached(problem) from problem

    def token(self) -> str:
        """Return a token that was not refused yet. Raises NotAllowed, Unreachable."""
        secrets = self.account.secrets
        if not is_usable(self.account.settings, secrets, self.refused):
            secrets = self.account.renew(self._renewed)
            self.account = replace(self.account, secrets=secrets)
        return secrets["access_token"]

    def _renewed(self, stored: Secrets) -> Secrets:
        """Renew while nobody else can: the server ends a token that renewed once.

        An account that is only being tried has nothing stored; what it was opened with counts.
        """
        secrets = stored if stored.get("password") else {**self.account.secrets, **stored}
        if is_usable(self.account.settings, secrets, self.refused):
            return secrets
        login = login_of(self.account.settings, secrets)
        log_in = partial(self._log_in, secrets)
        said = self._refresh(secrets) if secrets.get("login") == login else log_in()
        if said.refuses_token and secrets.get("login") == login:
            said = log_in()
        if not said.is_good:
            raise refusal_of(said)
        return {**secrets, "login": login, **kept(said.body)}

    def _refresh(self, secrets: Secrets) -> Said:
        name, token = "com.atproto.server.refreshSession", secrets.get("refresh_token", "")
        return self._call(name, token=token)

    def _log_in(self, secrets: Secrets) -> Said:
        body = {
            "identifier": handle_of(self.account.settings),
            "password": secrets.get("password", ""),
        }
        return self._call("com.atproto.server.createSession", token="", body=body)

    def _call(self, name: str, **question: Any) -> Said:
        try:
            return self.server.ask(name, **question)
        except NotFetched as problem:
            raise not_reached(problem) from problem


def is_usable(settings: Mapping[str, str], secrets: Secrets, refused: str) -> bool:
    token = secrets.get("access_token", "")
    return bool(token) and token != refused and secrets.get("login") == login_of(settings, secrets)


def kept(body: Mapping[str, Any]) -> dict[str, str]:
    """Return what is kept of a new session. Raises Unreachable when it is none."""
    facts = {
        "access_token": body.get("accessJwt"),
        "refresh_token": body.get("refreshJwt"),
        "did": body.get("did"),
    }
    if not all(isinstance(fact, str) and fact for fact in facts.values()):
        raise Unreachable(NO_SESSION)
    return {name: str(fact) for name, fact in facts.items()}


def refusal_of(said: Said) -> NotAllowed | Unreachable:
    """Sort an answer to logging in."""
    if said.error == "AuthFactorTokenRequired":
        return NotAllowed(NOT_AN_APP_PASSWORD)
    if said.error in {"AuthenticationRequired", "InvalidRequest"}:
        return NotAllowed(NOT_ACCEPTED)
    return trouble_of(said)


NO_SESSION: Final = N_("Bluesky let us in without a key to go on with. It is asked again.")
