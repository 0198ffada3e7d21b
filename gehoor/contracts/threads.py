"""What a connector has whose platform shows what stands around a post: above it, and below."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from gehoor.contracts.connector import Account, Arrived, Connector


@dataclass(frozen=True)
class Around:
    """A part of the thread a post stands in.

    As the platform handed it to us, under the transport ids and in the bytes of `Reader.fetch`:
    what was read before is no second message, and strangers' words are read in the guarded child.
    """

    above: Sequence[Arrived] = ()
    """what it answers, and what that answers, from the first post on; only on the first page"""
    below: Sequence[Arrived] = ()
    """the replies to it and to them, each after what it answers"""
    external_ids: Sequence[str] = ()
    """what the platform calls every one of these: the same as in the messages they hold"""
    onward: str = ""
    """asks for the next replies; empty when these are the last"""
    is_whole: bool = True
    """False when the platform does not show everything, or more than we take in"""


MOST_ASKED: Final = 25
"""posts of which is asked at a time whether they are still there"""


class Threads(Protocol):
    """The door to the thread around a post. Looking changes nothing at the platform."""

    def around(
        self, account: Account, *, external_id: str, onward: str = "", limit: int = 100
    ) -> Around:
        """Return what stands around the post, at most `limit` replies at a time.

        Raises NotAllowed, Unreachable; and Gone when the post is not there (any more).
        """
        ...

    def gone(self, account: Account, *, external_ids: Sequence[str]) -> Sequence[str]:
        """Return which of these posts surely are not there any more, each asked for by itself.

        A post also falls out of a thread because what it answers is gone, or its author is muted;
        that is no reason to call it taken away. At most `MOST_ASKED` at a time.

        Raises NotAllowed, Unreachable.
        """
        ...


class Gone(Exception):
    """The post is not there any more, or not for us. The message is fit to show a colleague."""


def threads_of(connector: Connector) -> Threads | None:
    """Return how the thread around a post is read, where the platform shows one (`threads`)."""
    return getattr(connector, "threads", None)
