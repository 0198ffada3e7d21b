"""What a browser says of a passkey, judged by the library; nonsense is refused in words."""

import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gehoor.flows import second_steps
from gehoor.people.models import User

LONGEST = 20_000
# What the library lets through to itself when a stranger sends something else than a browser does.
NONSENSE = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    NotImplementedError,
    RecursionError,
    struct.error,
)


@contextmanager
def refused_in_words(problem: str) -> Iterator[None]:
    try:
        yield
    except (ValidationError, *NONSENSE) as error:
        raise ValidationError(problem) from error


def parsed_credential(request: HttpRequest) -> dict[str, Any]:
    """Return what a passkey answered; anything else than an object is refused."""
    return as_object(str(request.POST.get("credential", "")))


def as_object(text: str) -> dict[str, Any]:
    """Read what a browser put in a hidden field. Raises ValidationError."""
    try:
        found = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ValidationError(_("That did not work. Try again."))
    return found


def made(credential: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """Judge a new passkey; return what is to be kept of it, and whether it asked its owner.

    Only what the library will read again is kept, not what else a browser sent along.
    """
    with refused_in_words(_("That did not work. Try again.")):
        told = auth.complete_registration(credential)
        response = credential["response"]
        extensions = credential.get("clientExtensionResults")
        properties = extensions.get("credProps") if isinstance(extensions, dict) else None
        is_only_step = isinstance(properties, dict) and properties.get("rk") is True
        kept = {
            "type": "public-key",
            "id": credential["id"],
            "rawId": credential["rawId"],
            "response": {name: response[name] for name in ("clientDataJSON", "attestationObject")},
            "clientExtensionResults": {"credProps": {"rk": is_only_step}},
        }
        auth.parse_registration_response(kept)
    return kept, told.is_user_verified()


def proven_owner(credential: dict[str, Any]) -> User:
    """Return whose passkey this is, which must have asked its owner for a finger, face or PIN.

    Looked at here as well: what it had to sign may have been given out for a second step, which
    asks less, and to somebody else.
    """
    with refused_in_words(not_right()):
        answer = auth.parse_authentication_response(credential)
        if not answer.response.authenticator_data.is_user_verified():
            raise ValidationError(not_right())
        user: User = auth.extract_user_from_response(credential)
    return user


def used(user: User, credential: dict[str, Any]) -> Authenticator:
    """Return the passkey with which its owner signed. Raises ValidationError, in words."""
    with refused_in_words(not_right()):
        answer = auth.parse_authentication_response(credential)
        passkey = auth.complete_authentication(user, credential)
    try:
        second_steps.use_passkey(passkey, answer.response.authenticator_data.counter)
    except second_steps.NotRight as problem:
        raise ValidationError(str(problem)) from problem
    return passkey


def not_right() -> str:
    return _("This passkey is not known here, or it was not confirmed. Try again.")
