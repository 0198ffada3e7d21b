"""One HTTP call to the pretend platform, with an end to the waiting, and what its answer means."""

from ssl import PROTOCOL_TLS_CLIENT, SSLContext
from time import monotonic
from typing import Any, Final
from urllib.parse import quote, urlsplit

import httpx

from gehoor.contracts.connector import (
    Account,
    Later,
    NotAllowed,
    Outcome,
    Refused,
    Sent,
    Unknown,
)
from gehoor.kit.hosts import is_this_machine
from gehoor.kit.retry_after import seconds_to_wait
from gehoor.kit.text import N_

WAIT: Final = ("Retry-After", "Date")
MAX_BYTES: Final = 10_000_000
# The stand-in speaks without TLS, so nobody else is trusted; reading whom this machine trusts would
# take longer than the call.
NOBODY: Final = SSLContext(PROTOCOL_TLS_CLIENT)
NO_ANSWER: Final = N_("The pretend platform did not answer.")
BUSY: Final = N_("The pretend platform asked us to wait.")
REFUSED: Final = N_("The pretend platform refused this reply.")
ELSEWHERE: Final = N_("The stand-in of the pretend platform runs on this machine and nowhere else.")
TOO_LATE: Final = N_("The pretend platform refused this reply: the time to answer is over.")


class Unanswered(Exception):
    """The answer came too slowly or was too long to be one."""


def client(account: Account) -> httpx.Client:
    """Return what speaks with the stand-in. Raises NotAllowed for any other place."""
    given = account.settings
    refuse_elsewhere(given.get("url", ""))
    place = f"{given.get('url', '')}/accounts/{quote(given.get('account', 'gemeente'), safe='')}/"
    return httpx.Client(
        base_url=place,
        headers={
            "Authorization": f"Bearer {account.secrets.get('token', '')}",
            "Outcome-Class": given.get("outcome_class", "A"),
            "Window": given.get("window", "none"),
        },
        timeout=float(given.get("timeout") or 10),
        trust_env=False,
        verify=NOBODY,
    )


def refuse_elsewhere(address: str) -> None:
    """The stand-in runs on this machine; whatever runs elsewhere is no stand-in of ours."""
    try:
        host = urlsplit(address).hostname
    except ValueError:
        host = address
    if host and not is_this_machine(host):
        raise NotAllowed(ELSEWHERE)


def call(client: httpx.Client, method: str, path: str, **request: Any) -> httpx.Response:
    """Ask, and read the answer until it is complete or time is up: a byte a second is no answer."""
    until = monotonic() + (client.timeout.read or 10)
    content = bytearray()
    with client.stream(method, path, **request) as answer:
        for piece in answer.iter_bytes():
            content += piece
            if monotonic() > until or len(content) > MAX_BYTES:
                raise Unanswered
    kept = {name: answer.headers[name] for name in WAIT if name in answer.headers}
    return httpx.Response(answer.status_code, headers=kept, content=bytes(content))


def asked_wait(answer: httpx.Response) -> float | None:
    """Return how many seconds the platform asks us to wait, if it does."""
    retry_after, date = (answer.headers.get(name, "") for name in WAIT)
    return seconds_to_wait(retry_after, date=date)


def outcome_of(answer: httpx.Response) -> Outcome:
    """Say what an answer to a POST means (delivery contract, O3, HTTP line)."""
    if answer.is_success:
        return created(answer)
    if answer.status_code == 429:
        return Later(BUSY, wait_seconds=asked_wait(answer))
    if answer.is_client_error:
        return Refused(TOO_LATE if answer.status_code == 410 else REFUSED)
    return Unknown(NO_ANSWER)


def created(answer: httpx.Response) -> Outcome:
    try:
        return Sent(str(answer.json()["id"]))
    except (ValueError, KeyError, TypeError):
        return Unknown(NO_ANSWER)
