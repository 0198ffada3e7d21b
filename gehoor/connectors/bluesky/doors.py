"""The two doors of an account, each to what everybody reads and to what only one person does."""

from dataclasses import dataclass, replace

from gehoor.connectors.bluesky.direct_reading import DirectReader
from gehoor.connectors.bluesky.direct_sending import DirectSender, is_for_one
from gehoor.connectors.bluesky.reading import PostReader
from gehoor.connectors.bluesky.sending import PostSender
from gehoor.contracts.connector import Batch, Cursor, Outcome, Outgoing


class BlueskyReader:
    """Reads direct messages, and posts after them. The place in the first is kept in the cursor of
    the second, under `direct`, so that older cursors go on."""

    def __init__(self, posts: PostReader) -> None:
        self.posts = posts
        self.direct = DirectReader(posts.session, now=lambda: posts.now)

    def fetch(self, cursor: Cursor, *, limit: int) -> Batch:
        """Return what is new. Raises NotAllowed, Unreachable."""
        first = self.direct.fetch(cursor.get("direct") or {}, limit=limit)
        if len(first.arrived) >= limit:
            return replace(first, cursor={**cursor, "direct": first.cursor}, has_more=True)
        then = self.posts.fetch(cursor, limit=limit - len(first.arrived))
        return replace(
            first,
            arrived=[*first.arrived, *then.arrived],
            cursor={**then.cursor, "direct": first.cursor},
            has_more=first.has_more or then.has_more,
        )

    def wait(self, seconds: float) -> None:
        self.posts.wait(seconds)

    def transport_ids(self, cursor: Cursor) -> set[str]:
        """Return what the platform still shows of what the cursor says we have."""
        direct = self.direct.transport_ids(cursor.get("direct") or {})
        return direct | self.posts.transport_ids(cursor)

    def close(self) -> None:
        self.posts.close()


@dataclass(frozen=True)
class BlueskySender:
    """Answers one person or everybody, as it is meant and never more widely."""

    posts: PostSender
    direct: DirectSender

    def send(self, outgoing: Outgoing) -> Outcome:
        return self._for(outgoing).send(outgoing)

    def find_sent(self, outgoing: Outgoing) -> str | None:
        """Look whether it arrived. Raises NotAllowed, Unreachable."""
        return self._for(outgoing).find_sent(outgoing)

    def keep_copy(self, outgoing: Outgoing) -> None:
        """Nothing to do: what we say stands on the platform."""

    def _for(self, outgoing: Outgoing) -> PostSender | DirectSender:
        return self.direct if is_for_one(outgoing) else self.posts
