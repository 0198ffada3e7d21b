"""Turns a status a server handed us into what we keep: with what it answers, and its pictures."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final

from gehoor.connectors.mastodon.calls import Missing, Server, step
from gehoor.connectors.mastodon.media import files_in
from gehoor.connectors.mastodon.statuses import Kept, Us, essential
from gehoor.contracts.connector import Unreachable
from gehoor.kit.safefetch import Fetcher

HIGHEST: Final = 40
"""how far a thread is followed up; deeper ones begin there"""
REMEMBERED: Final = 2_000


class Gatherer:
    """Follows each status up to the first of its thread, asking for none of them twice."""

    def __init__(self, server: Server, us: Us, fetcher: Fetcher) -> None:
        self.server, self.us, self.fetcher = server, us, fetcher
        self.parents: OrderedDict[str, str] = OrderedDict()
        """what each status answers, or nothing"""

    def gather(self, status: Mapping[str, Any]) -> Kept:
        """Raises KeyError, TypeError for what is no status; NotAllowed, Unreachable."""
        if status.get("is_gone"):
            return Kept(status, self.us, is_gone=True)
        said = essential(status)
        self.remember(said)
        files = tuple(files_in(said, self.fetcher))
        return Kept(said, self.us, above=self.above(said), files=files)

    def remember(self, status: Mapping[str, Any]) -> None:
        self.parents[str(status["id"])] = str(status.get("in_reply_to_id") or "")
        while len(self.parents) > REMEMBERED:
            self.parents.popitem(last=False)

    def above(self, status: Mapping[str, Any]) -> tuple[str, ...]:
        """Return what a status answers, and what that answers, up to the first that is there.

        A direct one belongs to who wrote it, whatever it answers, so nothing is asked about it.
        """
        found: list[str] = []
        parent = str(status.get("in_reply_to_id") or "")
        if status.get("visibility") == "direct":
            return (parent,) if parent else ()
        while parent and parent not in found and len(found) < HIGHEST:
            found.append(parent)
            parent = self.parent_of(parent)
        return tuple(found)

    def parent_of(self, identity: str) -> str:
        if identity not in self.parents:
            try:
                said = self.asked(f"/api/v1/statuses/{step(identity)}")
                self.remember({"id": identity, "in_reply_to_id": said.get("in_reply_to_id")})
            except (Missing, AttributeError):
                self.remember({"id": identity})  # taken away, or not for us: the thread begins here
        return self.parents[identity]

    def asked(self, path: str) -> Any:
        """Ask for what a status answers. Raises Missing, NotAllowed, Unreachable.

        One that its own server stumbles over, twice and while it is well itself, counts as missing:
        it must not keep out everything that comes after what answers it.
        """
        try:
            return self.server.find(path)
        except Unreachable:
            self.server.must_be_there()
        try:
            return self.server.find(path)
        except Unreachable as error:
            raise Missing from error
