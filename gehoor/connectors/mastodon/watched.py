"""What was read lately, looked at once more: only a stream tells of an edit or a deletion."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from gehoor.connectors.mastodon.calls import ODD, Missing, NotForUs, Server, step
from gehoor.connectors.mastodon.statuses import Kept, digest, essential
from gehoor.contracts.connector import Unreachable

MOST: Final = 200
"""statuses looked at in turn; older ones are left alone"""
NEWEST: Final = 10
EACH_TIME: Final = 20

Entry = list[str]
"""id, uri, and the digest of what it said"""


class Watched:
    """The statuses of the cursor, newest last."""

    def __init__(self, entries: Iterable[Entry], turn: int) -> None:
        self.entries: dict[str, Entry] = {entry[0]: list(entry) for entry in entries}
        self.turn = turn

    def note(self, kept: Kept) -> None:
        """Look at this one from now on; for what is gone there is nothing to look at."""
        self.entries.pop(kept.id, None)
        if not kept.is_gone:
            self.entries[kept.id] = [kept.id, kept.uri, digest(kept.status)]
        for identity in list(self.entries)[:-MOST]:
            del self.entries[identity]

    def next(self, hinted: Iterable[str]) -> list[str]:
        """Return which to look at now: those a stream hinted at, the newest, and some in turn."""
        known = list(self.entries)
        newest, older = known[::-1][:NEWEST], known[: max(len(known) - NEWEST, 0)]
        start = self.turn % len(older) if older else 0
        room = EACH_TIME - NEWEST
        in_turn = (older + older)[start : start + min(room, len(older))]
        self.turn = start + len(in_turn)
        wanted = [identity for identity in hinted if identity in self.entries]
        return list(dict.fromkeys([*wanted, *newest, *in_turn]))[:EACH_TIME]

    def changed(self, server: Server, wanted: list[str]) -> list[Mapping[str, Any]]:
        """Return those that say something else now; one with `is_gone` was taken away.

        Raises NotAllowed, Unreachable.
        """
        found = {str(each["id"]): each for each in together(server, wanted)}
        changed: list[Mapping[str, Any]] = []
        for identity in wanted:
            status = found.get(identity) or alone(server, identity)
            if status is None:
                changed.append(self.gone(identity))
            elif self.is_other(status, identity):
                changed.append(status)
        return changed

    def is_other(self, status: Mapping[str, Any], identity: str) -> bool:
        """Does it say something else now? Of what makes no sense nobody can tell."""
        try:
            return digest(essential(status)) != self.entries[identity][2]
        except (KeyError, TypeError, AttributeError):
            return False

    def gone(self, identity: str) -> Mapping[str, Any]:
        """Return what stands in the place of a status that is not there any more."""
        return {"id": identity, "uri": self.entries[identity][1], "is_gone": True}


def together(server: Server, wanted: list[str]) -> list[Mapping[str, Any]]:
    """Return those a server gives in one call; older servers have no such call."""
    if not wanted:
        return []
    try:
        said = server.get("/api/v1/statuses", [("id[]", each) for each in wanted])
    except Missing:
        return []
    is_list = isinstance(said, list)
    return [each for each in said if isinstance(each, dict) and each.get("id")] if is_list else []


def alone(server: Server, identity: str) -> Mapping[str, Any] | None:
    """Return one status, or only its id when it is kept from us now; None when it surely is not
    there. Raises NotAllowed, Unreachable."""
    try:
        said = server.find(f"/api/v1/statuses/{step(identity)}")
    except NotForUs:
        return {"id": identity}
    except Missing:
        return None
    if not isinstance(said, dict) or not said.get("id"):
        raise Unreachable(ODD)
    return said
