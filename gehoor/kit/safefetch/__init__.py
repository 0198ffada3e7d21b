"""The only way to an address that somebody gave us: checked, connected to as checked, and bounded.

Fetcher().fetch("https://nieuws.example/rss", types=FEEDS)

Only global addresses on ports 80 and 443 are reached, and beside those the exact host:port pairs
the administrator of the server named. A name is resolved once, every address it has is judged, and
the connection goes to the address that was judged: a name that answers otherwise a moment later
changes nothing. Each redirect is judged anew.
"""

from gehoor.kit.safefetch.calling import Answer, Caller
from gehoor.kit.safefetch.fetching import Fetched, Fetcher
from gehoor.kit.safefetch.listening import Stream, listen
from gehoor.kit.safefetch.network import Resolve, resolve_by_system
from gehoor.kit.safefetch.places import (
    UNENCRYPTED,
    Forbidden,
    NotFetched,
    Pair,
    Place,
    Unsettled,
    is_in_the_open,
    pairs_in,
    place_of,
)

__all__ = [
    "UNENCRYPTED",
    "Answer",
    "Caller",
    "Fetched",
    "Fetcher",
    "Forbidden",
    "NotFetched",
    "Pair",
    "Place",
    "Resolve",
    "Stream",
    "Unsettled",
    "is_in_the_open",
    "listen",
    "pairs_in",
    "place_of",
    "resolve_by_system",
]
