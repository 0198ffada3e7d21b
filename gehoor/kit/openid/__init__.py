"""OpenID Connect, as the side that trusts a provider: found, asked, answered, judged.

    server = find("https://login.gemeente.example", call)
    attempt = new_attempt()
    address = address_to_go(server, client, attempt, back="https://gehoor.example/…")
    claims = finish(server, client, attempt, code="…", back="https://…", call=call)

The authorization code flow with PKCE (S256), state and nonce, and nothing else; tokens are signed
with a public key, never with a shared secret or not at all. Nothing here keeps anything, but
`Known` what a provider said of itself, for some minutes.
"""

from gehoor.kit.openid.asking import Attempt, address_to_go, address_to_leave, new_attempt
from gehoor.kit.openid.finding import Server, find, shortcomings
from gehoor.kit.openid.finishing import finish
from gehoor.kit.openid.keys import ClientKey, new_key
from gehoor.kit.openid.known import Known
from gehoor.kit.openid.shapes import Away, Call, Client, NotTrusted, Proof, Troubled

__all__ = [
    "Attempt",
    "Away",
    "Call",
    "Client",
    "ClientKey",
    "Known",
    "NotTrusted",
    "Proof",
    "Server",
    "Troubled",
    "address_to_go",
    "address_to_leave",
    "find",
    "finish",
    "new_attempt",
    "new_key",
    "shortcomings",
]
