"""What the provider answered: exchanged for tokens, and judged before anything is believed."""

import time
from base64 import b64encode
from collections.abc import Mapping
from hmac import compare_digest
from typing import Any, Final
from urllib.parse import quote_plus, urlencode

import jwt

from gehoor.kit.openid.asking import Attempt
from gehoor.kit.openid.finding import Server, get_object
from gehoor.kit.openid.keys import assertion
from gehoor.kit.openid.shapes import Away, Call, Client, NotTrusted, Proof, as_object
from gehoor.kit.safefetch import Answer, NotFetched
from gehoor.kit.text import N_

ALGORITHMS: Final = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
"""signatures of which only the provider has the secret half"""
LEEWAY: Final = 60
"""seconds that clocks may differ"""
LONGEST_SUBJECT: Final = 255
ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
FORM: Final = {
    "Accept": "application/json",
    "Content-Type": "application/x-www-form-urlencoded",
}

BROKEN: Final = N_("The provider does not work now.")
NOT_KNOWN_THERE: Final = N_("The provider does not accept our proof of who we are.")
CODE_REFUSED: Final = N_("The provider does not accept this attempt any more. Try again.")
NO_TOKEN: Final = N_("The provider did not say who logged in.")
NOT_SIGNED: Final = N_("The answer is not signed in a way that can be trusted.")
OTHER_SIGNATURE: Final = N_("The signature under the answer is not the provider's.")
OTHER_ISSUER: Final = N_("The answer comes from another provider.")
OTHER_AUDIENCE: Final = N_("The answer is meant for another program.")
TOO_OLD: Final = N_("The answer is too old, or a clock is wrong.")
OTHER_ATTEMPT: Final = N_("The answer belongs to another attempt.")
OTHER_PERSON: Final = N_("The provider named two different people.")
TOO_LOW: Final = N_("The provider did not confirm the level of assurance that is asked for.")
INCOMPLETE: Final = N_("The answer is not complete.")


def finish(
    server: Server, client: Client, attempt: Attempt, *, code: str, back: str, call: Call
) -> dict[str, Any]:
    """Return what the provider says of who logged in. Raises Away or NotTrusted.

    Of the two places where it may say so, the signed one wins.
    """
    tokens = _exchange(server, client, attempt, code=code, back=back, call=call)
    signed = tokens.get("id_token")
    if not isinstance(signed, str):
        raise NotTrusted(NO_TOKEN)
    keys = get_object(server.keys_at, call)
    claims = judged(signed, keys, server=server, client=client, nonce=attempt.nonce)
    access = tokens.get("access_token")
    if not server.about or not isinstance(access, str):
        return claims
    more = get_object(server.about, call, {"Authorization": f"Bearer {access}"})
    if more.get("sub") != claims["sub"]:
        raise NotTrusted(OTHER_PERSON)
    return more | claims


def judged(
    signed: str, keys: Mapping[str, Any], *, server: Server, client: Client, nonce: str
) -> dict[str, Any]:
    """Return the claims of an identity token that is the provider's, for us, now, and for this."""
    try:
        head = jwt.get_unverified_header(signed)
    except jwt.InvalidTokenError as error:
        raise NotTrusted(INCOMPLETE) from error
    algorithm = head.get("alg")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise NotTrusted(NOT_SIGNED)
    key = _key_for(head, keys)
    try:
        claims: dict[str, Any] = jwt.decode(
            signed,
            key,
            algorithms=[algorithm],
            audience=client.client_id,
            issuer=server.issuer,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except jwt.PyJWTError as error:
        raise NotTrusted(_in_words(error)) from error
    except (ValueError, TypeError, OverflowError) as error:  # moments that are none
        raise NotTrusted(INCOMPLETE) from error
    _refuse_for_others(claims, client, nonce)
    return claims


def _refuse_for_others(claims: Mapping[str, Any], client: Client, nonce: str) -> None:
    given = claims.get("nonce")
    if not isinstance(given, str) or not compare_digest(
        given.encode(errors="replace"), nonce.encode()
    ):
        raise NotTrusted(OTHER_ATTEMPT)
    party = claims.get("azp")
    is_shared = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (is_shared or party is not None) and party != client.client_id:
        raise NotTrusted(OTHER_AUDIENCE)
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise NotTrusted(INCOMPLETE)
    begins, ends = claims["iat"], claims["exp"]
    if not isinstance(begins, int | float) or not isinstance(ends, int | float):
        raise NotTrusted(INCOMPLETE)
    if ends < begins or begins < time.time() - 3600:
        raise NotTrusted(TOO_OLD)
    if client.levels and claims.get("acr") not in client.levels:
        raise NotTrusted(TOO_LOW)


def _key_for(head: Mapping[str, Any], keys: Mapping[str, Any]) -> jwt.PyJWK:
    """Return the published key with which this should be signed."""
    listed = keys.get("keys")
    found = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    signing = [each for each in found if each.get("use", "sig") == "sig"]
    if "kid" in head:
        signing = [each for each in signing if each.get("kid") == head["kid"]]
    for each in signing:
        try:
            return jwt.PyJWK.from_dict(dict(each), algorithm=head["alg"])
        except (jwt.PyJWTError, ValueError, KeyError, TypeError):
            continue  # a key of another kind, or none at all; the next may fit
    raise NotTrusted(OTHER_SIGNATURE)


def _in_words(error: jwt.PyJWTError) -> str:
    """Return what is wrong with a token, in our words: the library's may quote it."""
    words: list[tuple[type[Exception], str]] = [
        (jwt.ExpiredSignatureError, TOO_OLD),
        (jwt.ImmatureSignatureError, TOO_OLD),
        (jwt.InvalidIssuedAtError, TOO_OLD),
        (jwt.InvalidIssuerError, OTHER_ISSUER),
        (jwt.InvalidAudienceError, OTHER_AUDIENCE),
        (jwt.InvalidSignatureError, OTHER_SIGNATURE),
        (jwt.InvalidKeyError, OTHER_SIGNATURE),
    ]
    return next((said for kind, said in words if isinstance(error, kind)), INCOMPLETE)


def _exchange(
    server: Server, client: Client, attempt: Attempt, *, code: str, back: str, call: Call
) -> dict[str, Any]:
    """Exchange the code for tokens, with proof that we are who asked and who we say we are."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": attempt.verifier,
    }
    headers, proof = _proof(server, client)
    body = urlencode(form | proof).encode()
    try:
        answer = call("POST", server.token, headers=FORM | headers, body=body)
    except NotFetched as problem:
        raise Away(str(problem)) from problem
    _refuse_problem(answer)
    return as_object(answer.content)


def _refuse_problem(answer: Answer) -> None:
    if answer.status >= 500:
        raise Away(BROKEN)
    if answer.status == 200:
        return
    problem = as_object(answer.content).get("error")
    raise NotTrusted(CODE_REFUSED if problem == "invalid_grant" else NOT_KNOWN_THERE)


def _proof(server: Server, client: Client) -> tuple[dict[str, str], dict[str, str]]:
    """Return the headers and the fields that show who we are."""
    if client.proof == Proof.KEY and client.key:
        signed = assertion(client.key, client_id=client.client_id, audience=server.token)
        fields = {"client_assertion_type": ASSERTION_TYPE, "client_assertion": signed}
        return {}, fields | {"client_id": client.client_id}
    if client.proof == Proof.SECRET_IN_HEADER:
        pair = f"{quote_plus(client.client_id)}:{quote_plus(client.secret)}"
        return {"Authorization": "Basic " + b64encode(pair.encode()).decode()}, {}
    return {}, {"client_id": client.client_id, "client_secret": client.secret}
