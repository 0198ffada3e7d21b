"""The lists of a server that are read forward: each from the last one we had, nothing passed over.

`min_id` gives what comes right after an id; `since_id` gives the newest, and loses the middle of a
burst. https://docs.joinmastodon.org/api/guidelines/#pagination
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any, Final

from gehoor.connectors.mastodon.calls import NOTHING_THERE, ODD, Asked, Missing, Server, step
from gehoor.connectors.mastodon.statuses import Us
from gehoor.contracts.connector import Unreachable

PAGE: Final = 40
MOST_PAGES: Final = 50
FIRST_DAYS: Final = timedelta(days=7)
BEGINNING: Final = "0"

Listed = Mapping[str, Any]


@dataclass(frozen=True)
class Source:
    """One list, newest first, as every list of Mastodon."""

    name: str
    path: str
    asked: Asked
    id_of: Callable[[Listed], str]
    status_of: Callable[[Listed], Listed | None]
    """the status in it that is for us; None when there is none"""
    is_everywhere: bool = True
    """does every server have this list?"""

    def page(self, server: Server, *, limit: int = PAGE, place: Mapping[str, str]) -> list[Listed]:
        """Return one page, newest first. Raises NotAllowed, Unreachable."""
        asked = [*self.asked, ("limit", str(limit)), *place.items()]
        try:
            said = server.get(self.path, asked)
        except Missing as error:
            if self.is_everywhere:
                raise Unreachable(NOTHING_THERE) from error
            return []
        if not isinstance(said, list):
            raise Unreachable(ODD)
        return [each for each in said if isinstance(each, dict)]

    def after(self, server: Server, *, limit: int, at: str) -> list[Listed]:
        """Return what came right after an id, oldest first. Raises NotAllowed, Unreachable.

        Smaller servers give that id once more, or begin at the newest and pass over what lies
        between; a full page is not believed before that was looked at.
        """
        page = self.page(server, limit=limit, place={"min_id": at})
        newer = list(takewhile(lambda listed: self.id_of(listed) != at, page))
        if len(newer) == len(page) and len(page) >= limit:
            newer += self.between(server, at, self.id_of(page[-1]))
        return newer[::-1][:limit]

    def between(self, server: Server, at: str, until: str) -> Iterator[Listed]:
        """Yield what lies between two ids, newest first: nothing, where `min_id` is obeyed."""
        size = 1
        for _ in range(MOST_PAGES):
            page = self.page(server, limit=size, place={"max_id": until})
            for each in page:
                if order_of(self.id_of(each)) <= order_of(at):
                    return
                if order_of(self.id_of(each)) < order_of(until):
                    yield each
            if len(page) < size or self.id_of(page[-1]) == until:
                return
            size, until = PAGE, min(until, self.id_of(page[-1]), key=order_of)

    def back(self, server: Server, *, until: datetime | None) -> Iterator[Listed]:
        """Yield what is there, from the newest back to that moment, if there is one."""
        place: dict[str, str] = {}
        for _ in range(MOST_PAGES):
            page = self.page(server, place=place)
            for each in page:
                if until and is_before(each, until):
                    return
                yield each
            if len(page) < PAGE or place.get("max_id") == self.id_of(page[-1]):
                return
            place = {"max_id": self.id_of(page[-1])}

    def start(self, server: Server, *, now: datetime | None) -> str:
        """Return the id after which the last seven days begin."""
        oldest = None
        for oldest in self.back(server, until=now - FIRST_DAYS if now else None):  # noqa: B007
            continue
        if oldest is None:
            page = self.page(server, limit=1, place={})
            return self.id_of(page[0]) if page else BEGINNING
        first = self.id_of(oldest)
        page = self.page(server, limit=1, place={"max_id": first})
        # A smaller server gives its newest in spite of what was asked.
        is_earlier = bool(page) and order_of(self.id_of(page[0])) < order_of(first)
        return self.id_of(page[0]) if is_earlier else BEGINNING


def is_placed(listed: Listed) -> bool:
    """Does it say where it stands? A conversation of which the last message is gone does not: all
    it has left is an id of another kind."""
    return listed.get("last_status", listed) is not None


def is_before(listed: Listed, moment: datetime) -> bool:
    """Was it written before then? What gives no moment was not."""
    status = listed.get("last_status") or listed
    try:
        return datetime.fromisoformat(str(status["created_at"])) < moment
    except (ValueError, KeyError, TypeError):
        return False


def sources_of(us: Us) -> tuple[Source, ...]:
    """Return what is read: who names us, who writes to us alone, and what we wrote elsewhere."""
    return (
        Source(
            "mentions",
            "/api/v1/notifications",
            # What a filter of the server holds back is for us as well.
            (("types[]", "mention"), ("include_filtered", "true")),
            id_of=lambda listed: str(listed["id"]),
            status_of=lambda listed: _status(listed) if listed.get("type") == "mention" else None,
        ),
        Source(
            "direct",
            "/api/v1/conversations",
            (),
            id_of=lambda listed: str((listed.get("last_status") or listed)["id"]),
            status_of=lambda listed: _of_another(listed.get("last_status"), us),
            is_everywhere=False,
        ),
        Source(
            "own",
            f"/api/v1/accounts/{step(us.id)}/statuses",
            (("exclude_reblogs", "true"),),
            id_of=lambda listed: str(listed["id"]),
            status_of=lambda listed: None if listed.get("reblog") else listed,
        ),
    )


def _status(listed: Listed) -> Listed | None:
    found = listed.get("status")
    return found if isinstance(found, dict) else None


def _of_another(status: Any, us: Us) -> Listed | None:
    if not isinstance(status, dict):
        return None
    return None if str((status.get("account") or {}).get("id")) == us.id else status


def order_of(identity: str) -> tuple[int, str]:
    """Ids are numbers written out, some longer than others."""
    return (len(identity), identity)
