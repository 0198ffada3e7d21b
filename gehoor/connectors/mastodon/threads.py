"""What stands around a post: what it answers, and the replies below it.

https://docs.joinmastodon.org/methods/statuses/#context
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from gehoor.connectors.mastodon.calls import ODD, Missing, Server, step
from gehoor.connectors.mastodon.gathering import Gatherer
from gehoor.connectors.mastodon.knowing import learn
from gehoor.connectors.mastodon.statuses import Us, odd
from gehoor.connectors.mastodon.watched import together
from gehoor.contracts.connector import Account, Arrived, Unreachable
from gehoor.contracts.threads import MOST_ASKED, Around, Gone
from gehoor.kit.safefetch import Fetcher
from gehoor.kit.text import N_

MOST_BELOW: Final = 4_096
"""what a server shows at most; with as many there may be more"""
NOT_THERE: Final = N_("This post is not there any more, or we may not see it any more.")

Status = Mapping[str, Any]


class MastodonThreads:
    """Gives everything a server shows around a post, in parts."""

    def around(
        self, account: Account, *, external_id: str, onward: str = "", limit: int = 100
    ) -> Around:
        server = Server(account)
        told = account.learned if "us" in account.learned else learn(server, "")
        us = Us(told["us"]["id"], told["us"]["username"], told["domain"])
        gatherer = Gatherer(server, us, Fetcher(also=account.may_also_fetch))
        above, below = context_of(server, external_id)
        for status in (*above, *below):
            gatherer.remember(status)
        start = int(onward) if onward.isascii() and onward.isdecimal() else 0
        page, rest = below[start : start + limit], below[start + limit :]
        return Around(
            above=list(arrived_of(gatherer, above)) if not start else (),
            below=list(arrived_of(gatherer, page)),
            external_ids=[str(each["id"]) for each in (*above, *page)],
            onward=str(start + limit) if rest else "",
            is_whole=len(below) < MOST_BELOW,
        )

    def gone(self, account: Account, *, external_ids: Sequence[str]) -> Sequence[str]:
        server, asked = Server(account), list(external_ids[:MOST_ASKED])
        there = {str(each["id"]) for each in together(server, asked)}
        return [each for each in asked if each not in there and not is_there(server, each)]


def is_there(server: Server, identity: str) -> bool:
    """Raises NotAllowed, Unreachable."""
    try:
        server.get(f"/api/v1/statuses/{step(identity)}")
    except Missing:
        return False
    return True


def context_of(server: Server, external_id: str) -> tuple[Sequence[Status], Sequence[Status]]:
    """Raises NotAllowed, Unreachable, Gone."""
    try:
        said = server.find(f"/api/v1/statuses/{step(external_id)}/context")
        return listed(said, "ancestors"), in_order(listed(said, "descendants"))
    except Missing as error:
        raise Gone(NOT_THERE) from error
    except (KeyError, TypeError, AttributeError) as error:
        raise Unreachable(ODD) from error


def listed(said: Any, name: str) -> Sequence[Status]:
    return [each for each in said[name] if isinstance(each, dict) and each.get("id")]


def in_order(below: Sequence[Status]) -> Sequence[Status]:
    """Return the replies by the moment they were written: each after what it answers."""
    return sorted(below, key=lambda status: str(status.get("created_at") or ""))


def arrived_of(gatherer: Gatherer, statuses: Sequence[Status]) -> Iterator[Arrived]:
    for status in statuses:
        try:
            yield gatherer.gather(status).arrived
        except (KeyError, TypeError, AttributeError):
            yield odd(status, gatherer.us).arrived
