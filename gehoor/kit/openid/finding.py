"""Finding a provider: what it says of itself, and whether that will do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from gehoor.kit.openid.shapes import Away, Call, NotTrusted, Proof, as_object
from gehoor.kit.safefetch import NotFetched
from gehoor.kit.text import N_

WELL_KNOWN: Final = "/.well-known/openid-configuration"
JSON: Final = {"Accept": "application/json"}

NOT_FOUND: Final = N_("At this address the provider does not say what it is.")
OTHER_NAME: Final = N_("The provider calls itself by another name than was filled in.")
INCOMPLETE: Final = N_("The provider does not say where to log in, or where its keys are.")
NOT_SAFE: Final = N_("The provider names an address without https.")
BROKEN: Final = N_("The provider does not work now.")
NO_PKCE: Final = N_("The provider does not say that it knows PKCE (S256).")
OTHER_PROOF: Final = N_("The provider does not accept the chosen way to prove who we are.")
NO_GOODBYE: Final = N_("The provider has no address to log out; it stays logged in there.")


@dataclass(frozen=True)
class Server:
    """A provider, as it described itself."""

    issuer: str
    authorize: str
    token: str
    keys_at: str
    about: str
    """where it tells more about somebody; empty when nowhere"""
    leave: str
    """where one logs out; empty when nowhere"""
    proofs: frozenset[str]
    challenges: frozenset[str]
    names_itself: bool
    """does it say who it is when it sends somebody back (RFC 9207)?"""


def get_object(address: str, call: Call, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """Get a JSON object from the provider. Raises Away or NotTrusted."""
    try:
        answer = call("GET", address, headers=JSON | (headers or {}))
    except NotFetched as problem:
        raise Away(str(problem)) from problem
    if answer.status >= 500:
        raise Away(BROKEN)
    if answer.status != 200:
        raise NotTrusted(NOT_FOUND)
    return as_object(answer.content)


def find(issuer: str, call: Call) -> Server:
    """Ask a provider what it is. Raises Away or NotTrusted."""
    told = get_object(issuer.rstrip("/") + WELL_KNOWN, call)
    if told.get("issuer") != issuer:
        raise NotTrusted(OTHER_NAME)
    server = Server(
        issuer=issuer,
        authorize=_address(told, "authorization_endpoint"),
        token=_address(told, "token_endpoint"),
        keys_at=_address(told, "jwks_uri"),
        about=_address(told, "userinfo_endpoint"),
        leave=_address(told, "end_session_endpoint"),
        # The standard's own value for who says nothing.
        proofs=_words(told, "token_endpoint_auth_methods_supported", [Proof.SECRET_IN_HEADER]),
        challenges=_words(told, "code_challenge_methods_supported", []),
        names_itself=told.get("authorization_response_iss_parameter_supported") is True,
    )
    _refuse_incomplete(server)
    return server


def shortcomings(server: Server, proof: Proof) -> list[str]:
    """Return what an administrator should know before relying on this provider."""
    found = []
    if "S256" not in server.challenges:
        found.append(NO_PKCE)
    if proof not in server.proofs:
        found.append(OTHER_PROOF)
    if not server.leave:
        found.append(NO_GOODBYE)
    return found


def _refuse_incomplete(server: Server) -> None:
    if not (server.authorize and server.token and server.keys_at):
        raise NotTrusted(INCOMPLETE)
    home = urlsplit(server.issuer)
    for address in (server.authorize, server.token, server.keys_at, server.about, server.leave):
        if address and not _is_safe(address, home):
            raise NotTrusted(NOT_SAFE)


def _is_safe(address: str, home: SplitResult) -> bool:
    """Is it an address on the web, and encrypted, or of the very server that was filled in?"""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    is_home = (parts.scheme, parts.netloc) == (home.scheme, home.netloc)
    return bool(parts.netloc) and (parts.scheme == "https" or is_home)


def _address(told: dict[str, Any], name: str) -> str:
    found = told.get(name, "")
    return found if isinstance(found, str) else ""


def _words(told: dict[str, Any], name: str, unsaid: Sequence[str]) -> frozenset[str]:
    found = told.get(name, unsaid)
    if not isinstance(found, list | tuple):
        return frozenset()
    return frozenset(each for each in found if isinstance(each, str))
