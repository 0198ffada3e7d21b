"""The thread around a post: what it answers, and everything that answers it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from gehoor.connectors.bluesky.calls import trouble_of
from gehoor.connectors.bluesky.looks import in_looks
from gehoor.connectors.bluesky.pictures import has_pictures, pictures_of, posts_in
from gehoor.connectors.bluesky.posts import Post, arrived, is_post
from gehoor.connectors.bluesky.session import Session
from gehoor.contracts.connector import Account, Arrived
from gehoor.contracts.threads import MOST_ASKED, Around, Gone
from gehoor.kit.safefetch import Fetcher
from gehoor.kit.text import N_

NOT_THERE: Final = N_("Bluesky does not show this post (any more).")
DEEPEST: Final = 200
"""levels of replies; deeper ones are had by asking for the thread of the last one shown"""
HIGHEST: Final = 80
MOST_WITH_PICTURES: Final = 10
"""posts of which the pictures come along; the others tell that they have some"""

View = Mapping[str, Any]


class BlueskyThreads:
    """Asks getPostThread. All of it comes in one answer, and is handed over page by page."""

    def around(
        self, account: Account, *, external_id: str, onward: str = "", limit: int = 100
    ) -> Around:
        """Return what stands around the post. Raises NotAllowed, Unreachable, Gone.

        A post that was made a moment ago may not be shown yet; that is for who asks again.
        """
        session = Session(account)
        view = thread_in(session, external_id)
        above, below = list(above_of(view)), list(below_of(view))
        start = int(onward) if onward.isdecimal() else 0
        page = below[start : start + limit]
        ready = Ready(session, Fetcher(also=account.may_also_fetch))
        return Around(
            above=[] if onward else ready.each(above),
            below=ready.each(page),
            external_ids=[str(post["uri"]) for post in (*above, *page)],
            onward=str(start + limit) if start + limit < len(below) else "",
            is_whole=all(len(replies_in(each)) >= replies_told(each) for each in views_in(view)),
        )

    def gone(self, account: Account, *, external_ids: Sequence[str]) -> Sequence[str]:
        """Ask for all of them at once: what is there is given. Raises NotAllowed, Unreachable."""
        session, gone = Session(account), list[str]()
        for asked in in_looks(filter(is_post, external_ids[:MOST_ASKED])):
            there = posts_in(session.read("app.bsky.feed.getPosts", uris=asked))
            shown = {post.get("uri") for post in there}
            gone += [uri for uri in asked if uri not in shown]
        return gone


class Ready:
    """Makes posts of a thread ready to be stored, as the reader does."""

    def __init__(self, session: Session, fetcher: Fetcher) -> None:
        self.session = session
        self.fetcher = fetcher

    def each(self, posts: list[Post]) -> list[Arrived]:
        pictured = [post for post in posts if has_pictures(post)]
        pictures: dict[str, list[dict[str, Any]]] = {
            str(post["uri"]): [{"alt": "", "is_lost": True}] for post in pictured
        }
        pictures |= pictures_of(self.session, pictured[:MOST_WITH_PICTURES], self.fetcher)
        ours = self.session.did
        return [
            arrived(post, ours=ours, pictures=pictures.get(str(post["uri"]), ())) for post in posts
        ]


def thread_in(session: Session, uri: str, *, depth: int = DEEPEST, height: int = HIGHEST) -> View:
    """Return a post with what is around it. Raises NotAllowed, Unreachable, Gone."""
    said = session.look("app.bsky.feed.getPostThread", uri=uri, depth=depth, parentHeight=height)
    if said.status in {400, 404} and said.error == "NotFound":
        raise Gone(NOT_THERE)
    if not said.is_good:
        raise trouble_of(said)
    view = said.body.get("thread")
    if not isinstance(view, dict) or post_in(view) is None:
        raise Gone(NOT_THERE)
    return view


def post_in(view: View) -> Post | None:
    """Return the post of a view; those of deleted and blocking people are not shown."""
    post = view.get("post")
    is_whole = isinstance(post, dict) and is_post(post.get("uri")) and "record" in post
    return post if is_whole else None


def above_of(view: View) -> Iterator[Post]:
    """Yield what the post answers, and what that answers, from the first on."""
    chain: list[Post] = []
    parent = view.get("parent")
    while isinstance(parent, dict):
        if post := post_in(parent):
            chain.append(post)
        parent = parent.get("parent")
    yield from reversed(chain)


def below_of(view: View) -> Iterator[Post]:
    """Yield every reply, each after what it answers."""
    for reply in views_in(view):
        post = post_in(reply)
        if post and reply is not view:
            yield post


def views_in(view: View) -> Iterator[View]:
    """Yield the view and all below it, each before its replies."""
    waiting = [view]
    while waiting:
        each = waiting.pop()
        yield each
        waiting += reversed(replies_in(each))


def replies_in(view: View) -> list[View]:
    replies = view.get("replies")
    return [each for each in replies if isinstance(each, dict)] if isinstance(replies, list) else []


def replies_told(view: View) -> int:
    """Return how many replies to this the platform counts; it may show fewer."""
    count = (post_in(view) or {}).get("replyCount")
    return count if isinstance(count, int) else 0
