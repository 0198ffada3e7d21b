"""One call to a Mastodon server, through the safe door, and what its answer means.

API: https://docs.joinmastodon.org/api/guidelines/ and https://docs.joinmastodon.org/api/rate-limits/
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from gehoor.contracts.connector import Account, NotAllowed, Unreachable
from gehoor.kit.safefetch import Answer, Caller, NotFetched
from gehoor.kit.text import N_, one_line

SECONDS: Final = 15.0
LATER: Final = 300.0
MANY_LEFT: Final = 1_000_000

NOT_ACCEPTED: Final = N_(
    "The Mastodon server does not accept the access token. Make a new one there and fill it in."
)
NOT_PERMITTED: Final = N_(
    "The Mastodon server does not let this access token do this. Make a new one there, with the "
    "permissions the manual names."
)
BUSY: Final = N_("The Mastodon server asked us to wait.")
TROUBLE: Final = N_("The Mastodon server has trouble of its own.")
ODD: Final = N_("The Mastodon server gave an answer that means nothing to us.")
NO_SERVER: Final = N_("There is no Mastodon server at this address.")
NOTHING_THERE: Final = N_(
    "The Mastodon server says that nothing at all is there, as while it is being restarted. It is "
    "asked again."
)
WHO_WE_ARE: Final = "/api/v1/accounts/verify_credentials"

Asked = Sequence[tuple[str, str]]


class Missing(Exception):
    """What was asked for is not there (any more), or not for us."""


class NotForUs(Missing):
    """It is there, and we may not see it; everything else we may."""


class Server:
    """One server, asked as our account. Every call has a connection of its own."""

    def __init__(self, account: Account) -> None:
        self.base = base_of(account.settings.get("server", ""))
        self.token = account.secrets.get("token", "")
        self.caller = Caller(also=account.may_also_fetch, seconds=SECONDS)
        self.left = MANY_LEFT
        """how many calls it allows before its quota begins anew"""

    @property
    def host(self) -> str:
        return urlsplit(self.base).netloc

    def get(self, path: str, asked: Asked = ()) -> Any:
        """Ask for something. Raises NotAllowed, Unreachable, Missing."""
        try:
            answer = self.call("GET", path + (f"?{urlencode(asked)}" if asked else ""))
        except NotFetched as problem:
            raise Unreachable(str(problem)) from problem
        refuse_what_is_no_answer(answer)
        self.left = calls_left(answer)
        return said_in(answer)

    def find(self, path: str) -> Any:
        """Ask for something that may be gone, or kept from us. Raises Missing (or NotForUs) only
        when the server itself is there and knows us; else NotAllowed, Unreachable.

        What stands before a server that is being restarted may call everything missing; no post is
        gone because of that. And one post that is kept from us says nothing of our token.
        """
        try:
            return self.get(path)
        except (Missing, NotAllowed):
            self.must_be_there()
        try:
            return self.get(path)
        except NotAllowed as problem:
            raise NotForUs from problem

    def must_be_there(self) -> None:
        """Raise Unreachable, or NotAllowed, when the server does not know us at this moment."""
        try:
            self.get(WHO_WE_ARE)
        except Missing as error:
            raise Unreachable(NOTHING_THERE) from error

    def call(
        self,
        method: str,
        path: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Call once, and return whatever was answered. Raises NotFetched, Unsettled."""
        own = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        return self.caller.call(
            method, self.base + path, headers=own | dict(headers or {}), body=body
        )


def base_of(written: str) -> str:
    """Return where the server is, out of what somebody typed."""
    address = written.strip().rstrip("/")
    if address and "://" not in address:
        address = f"https://{address}"
    try:
        place = urlsplit(address)
    except ValueError:
        return address  # whoever asks it says what is wrong with it
    return f"{place.scheme}://{place.netloc}" if place.netloc else address


def step(identity: object) -> str:
    """Return an id as a step of a path: whatever it holds, it leads nowhere else."""
    return quote(str(identity), safe="")


def refuse_what_is_no_answer(answer: Answer) -> None:
    """Raises NotAllowed, Unreachable, Missing."""
    status = answer.status
    if status == 401:
        raise NotAllowed(NOT_ACCEPTED)
    if status == 403:
        raise NotAllowed(NOT_PERMITTED)
    if status in {404, 410}:
        raise Missing
    if status == 429:
        raise Unreachable(BUSY, wait_seconds=answer.wait_seconds)
    if status >= 500:
        raise Unreachable(TROUBLE, wait_seconds=answer.wait_seconds)
    if status not in {200, 206}:
        raise Unreachable(ODD, wait_seconds=LATER)


def said_in(answer: Answer) -> Any:
    try:
        return json.loads(answer.content)
    except (ValueError, RecursionError) as error:
        raise Unreachable(ODD) from error


def calls_left(answer: Answer) -> int:
    written = answer.headers.get("x-ratelimit-remaining", "").strip()
    return int(written) if written.isascii() and written.isdecimal() else MANY_LEFT


def reason_in(answer: Answer) -> str:
    """Return what the server says is wrong, on one line; a fact in its own language."""
    try:
        said = json.loads(answer.content)
        return one_line(str(said["error"]), limit=300)
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
