"""Logging in at a source: with a name and password, or with a key in a header of its own.

RFC 7617 (Basic) and RFC 9110, 5.6.2 (what may be the name of a header).
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from typing import Final

from gehoor.contracts.connector import Account, Field, NotAllowed
from gehoor.kit.safefetch import UNENCRYPTED, Forbidden, is_in_the_open, place_of
from gehoor.kit.text import N_

NONE, PASSWORD, HEADER = "none", "password", "header"
NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,60}", re.ASCII)
LONGEST_VALUE: Final = 1000
# What the request itself is made of: a source that could set these would steer our call.
OURS: Final = frozenset(
    {
        "host", "connection", "user-agent", "accept-encoding", "content-length", "cookie",
        "transfer-encoding", "te", "upgrade", "expect", "trailer", "if-none-match",
        "if-modified-since",
    }
)  # fmt: skip
FIELDS: Final = (
    Field(
        "login",
        N_("Logging in at the source"),
        "choice",
        default=NONE,
        choices=(
            (NONE, N_("Is not needed")),
            (PASSWORD, N_("With a name and password")),
            (HEADER, N_("With a key in a header")),
        ),
        help=N_("It is sent to the site of this address alone, and only encrypted."),
    ),
    Field("user", N_("User name"), only_if=("login", (PASSWORD,))),
    Field("password", N_("Password"), "secret", only_if=("login", (PASSWORD,))),
    Field(
        "header",
        N_("Name of the header"),
        default="Authorization",
        help=N_("As the source calls it, such as Authorization or X-Api-Key"),
        only_if=("login", (HEADER,)),
    ),
    Field(
        "key",
        N_("Value of the header"),
        "secret",
        help=N_("All of it, so with the word Bearer in front when the source asks for that"),
        only_if=("login", (HEADER,)),
    ),
)
NO_HEADER: Final = N_("This header cannot be sent: look at its name and its value.")
NO_NAME: Final = N_("Enter the user name; it has no colon in it.")


def headers_of(account: Account, address: str) -> Mapping[str, str]:
    """Return what is sent along to log in; nothing when that is not needed. Raises NotAllowed."""
    way = account.settings.get("login", NONE)
    if way not in {PASSWORD, HEADER}:
        return {}
    _refuse_unencrypted(account, address)
    return _basic(account) if way == PASSWORD else _own_header(account)


def _basic(account: Account) -> Mapping[str, str]:
    user = account.settings.get("user", "").strip()
    if not user or ":" in user:
        raise NotAllowed(NO_NAME)
    both = f"{user}:{account.secrets.get('password', '')}".encode()
    return {"Authorization": f"Basic {b64encode(both).decode()}"}


def _own_header(account: Account) -> Mapping[str, str]:
    name = account.settings.get("header", "").strip()
    value = account.secrets.get("key", "").strip()
    is_value = value.isascii() and value.isprintable() and 0 < len(value) <= LONGEST_VALUE
    if not NAME.fullmatch(name) or name.lower() in OURS or not is_value:
        raise NotAllowed(NO_HEADER)
    return {name: value}


def _refuse_unencrypted(account: Account, address: str) -> None:
    try:
        place = place_of(address)
    except Forbidden:
        return  # the fetch itself says what is wrong with it
    if is_in_the_open(place, account.may_also_fetch):
        raise NotAllowed(UNENCRYPTED)
