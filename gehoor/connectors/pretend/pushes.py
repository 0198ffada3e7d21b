"""What the pretend platform pushes: a list of posts, signed together with the moment of sending.

    Pretend-Signature: t=<seconds since 1970>,v1=<HMAC-SHA256 of "<t>.<body>" in hexadecimal>
    {"account": "gemeente", "posts": [...]}

Before it begins it asks `?challenge=<text>`, and expects the HMAC-SHA256 of "challenge:<text>".
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from gehoor.contracts.connector import Account, Arrived
from gehoor.contracts.pushes import PUSH_SECRET, Forged, Greeting, Malformed, Push
from gehoor.kit.signatures import is_recent, is_signed, sign

HEADER: Final = "pretend-signature"
SIGNATURE: Final = re.compile(r"t=([0-9]{1,10}),v1=([0-9a-f]{64})", re.ASCII)
LONGEST_ID: Final = 100
LONGEST_CHALLENGE: Final = 200


def received(account: Account, push: Push) -> list[Arrived]:
    """Prove who sent this and when, and return its posts. Raises Forged, Malformed."""
    prove(account.secrets.get(PUSH_SECRET, ""), push)
    try:
        sent = json.loads(push.body)
        named, posts = sent["account"], sent["posts"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return [as_it_is(push.body)]
    if not isinstance(posts, list):
        return [as_it_is(push.body)]
    if named != account.settings.get("account", "gemeente"):
        raise Malformed("This push is about another account than the one of this address.")
    return [arrived_of(post) for post in posts]


def prove(secret: str, push: Push) -> None:
    given = push.headers.get(HEADER)
    if given is None:
        raise Forged("This push is not signed: the header Pretend-Signature is missing.")
    parts = SIGNATURE.fullmatch(given)
    if parts is None:
        raise Malformed("Pretend-Signature must read t=<seconds>,v1=<64 hexadecimal digits>.")
    seconds, signature = parts.groups()
    if not is_signed(secret, seconds.encode() + b"." + push.body, given=signature):
        raise Forged("The signature does not fit this body and the secret of this address.")
    if not is_recent(datetime.fromtimestamp(int(seconds), UTC), now=push.at):
        raise Forged("This push was signed more than five minutes ago or ahead. Sign it anew.")


def greeting(account: Account, asked: Mapping[str, str]) -> Greeting:
    """Show that we know the secret. A push is signed over digits and a dot, never over this."""
    challenge = asked.get("challenge", "")
    if not 0 < len(challenge) <= LONGEST_CHALLENGE:
        raise Malformed("Ask with ?challenge=<text>, of at most 200 characters.")
    secret = account.secrets.get(PUSH_SECRET, "")
    if not secret:
        raise Forged("There is no secret for this address.")
    answer = sign(secret, f"challenge:{challenge}".encode())
    return Greeting(json.dumps({"response": answer}), "application/json")


def arrived_of(post: Any) -> Arrived:
    """Return a post under the same id, in the same bytes, as when it is fetched."""
    try:
        identity = str(post["id"])
        if identity.isprintable() and 0 < len(identity) <= LONGEST_ID:
            return Arrived(f"post/{identity}", as_bytes(post))
    except (ValueError, KeyError, TypeError, AttributeError):
        pass  # what has no usable id is kept as it is, for a person to look at
    return as_it_is(json.dumps(post).encode())


def as_it_is(content: bytes) -> Arrived:
    return Arrived(f"push/{sha256(content).hexdigest()}", content)


def as_bytes(post: Mapping[str, Any]) -> bytes:
    """Write a post the same way each time, so that only a real edit is a new version."""
    content = {name: value for name, value in post.items() if name != "version"}
    return json.dumps(content, sort_keys=True, ensure_ascii=False).encode()
