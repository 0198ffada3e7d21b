"""The wall around the demo: no process of it can open a connection to anywhere outside.

An audit hook of Python stays for as long as its process lives and in every copy of it, and nothing
can take it away. Sockets of this machine's own files stay open: the database is behind one.
"""

import sys
from typing import Any, Final

CALLS: Final = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
ASKS_FOR_A_NAME: Final = frozenset(
    {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
)
HERE: Final = frozenset({None, "", "localhost", "127.0.0.1", "::1", b"localhost"})


class NothingLeaves(OSError):
    """The demo tried to reach something outside. It cannot."""


def close() -> None:
    """From here on nothing leaves this process, or a copy of it. There is no way back."""
    sys.addaudithook(refuse)


def refuse(event: str, told: tuple[Any, ...]) -> None:
    """Refuse a connection by anything but a file, and the look-up of a name elsewhere."""
    if event in CALLS and not isinstance(told[1], str | bytes | None):
        raise NothingLeaves("This is a demo: nothing can leave it.")
    if event in ASKS_FOR_A_NAME and told[0] not in HERE:
        raise NothingLeaves("This is a demo: nothing can be looked up elsewhere.")
