"""Posts asked for by their names: as many in one look as the network and one address can hold.

The names stand in the address. An address that is longer than we fetch is refused before anything
leaves (`kit.safefetch`), which would look like a network that is away, at every next try again.
"""

from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urlencode

MOST_ASKED: Final = 25
"""names in one question (app.bsky.feed.getPosts)"""
ROOM: Final = 1500
"""characters of them; the rest of an address is ours and that of the server"""


def in_looks(uris: Iterable[str]) -> Iterator[list[str]]:
    """Return these names in order, in as many looks as they need.

    A name that fits in no address cannot be asked for, and is left out.
    """
    look: list[str] = []
    length = 0
    for uri in uris:
        takes = len(urlencode({"uris": uri})) + 1
        if takes > ROOM:
            continue
        if len(look) == MOST_ASKED or length + takes > ROOM:
            yield look
            look, length = [], 0
        look.append(uri)
        length += takes
    if look:
        yield look
