"""What the parts of the protocol have in common."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from gehoor.kit.openid.keys import ClientKey
from gehoor.kit.safefetch import Answer
from gehoor.kit.text import N_

Call = Callable[..., Answer]
"""Calls a server: method, address, headers=, body=. Raises NotFetched."""

MUDDLED: Final = N_("The provider answered something that cannot be read.")


class Troubled(Exception):
    """Nobody was logged in. The message says why, in words, and holds nothing secret."""


class Away(Troubled):
    """The provider cannot be reached, or does not work now."""


class NotTrusted(Troubled):
    """The answer is not what the provider should have said to us."""


class Proof(StrEnum):
    """How we prove to the provider who we are."""

    KEY = "private_key_jwt"
    SECRET_IN_FORM = "client_secret_post"  # noqa: S105  (a name of the standard)
    SECRET_IN_HEADER = "client_secret_basic"  # noqa: S105


@dataclass(frozen=True)
class Client:
    """Who we are to the provider, and what we ask of it."""

    client_id: str
    proof: Proof
    secret: str = field(default="", repr=False)
    key: ClientKey | None = field(default=None, repr=False)
    scopes: str = "openid"
    levels: tuple[str, ...] = ()
    """levels of assurance of which one must be answered; none: any"""


def as_object(content: bytes) -> dict[str, Any]:
    """Read a JSON object. Raises NotTrusted when it is anything else."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotTrusted(MUDDLED) from error
    if not isinstance(found, dict):
        raise NotTrusted(MUDDLED)
    return found
