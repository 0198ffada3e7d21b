"""Answers that Bluesky knew before the post of ours which they answer: it tells nobody of those.

What shows posts takes them in as they come, and they need not come in order. An answer that comes
first has nobody to be told to; once our post is there as well, its author counts as told already.
So each new post of ours is asked once more what answers it, when it is surely shown.
"""

from collections.abc import Iterable
from typing import Final

from gehoor.connectors.bluesky.looks import in_looks
from gehoor.connectors.bluesky.pictures import posts_in
from gehoor.connectors.bluesky.posts import COLLECTION, Post, key_of, repo_of
from gehoor.connectors.bluesky.session import Session
from gehoor.connectors.bluesky.threads import below_of, thread_in
from gehoor.contracts.threads import Gone

NO_RECORD: Final = "RecordNotFound"


def shown_of(session: Session, young: Iterable[str]) -> list[str]:
    """Return which of our newest posts are shown by now, as far as one look asks.

    The names of posts rise with their age, so the oldest are asked first. It is no use to ask for
    their threads: of those our own server fills in what is not shown yet. Raises NotAllowed,
    Unreachable.
    """
    asked = next(in_looks(sorted(young)), [])
    if not asked:
        return []
    body = session.read("app.bsky.feed.getPosts", uris=asked)
    there = {str(post.get("uri")) for post in posts_in(body)}
    return [uri for uri in asked if uri in there]


def answers_to(session: Session, uri: str) -> list[Post]:
    """Return what others answered to a post of ours. Raises NotAllowed, Unreachable."""
    try:
        view = thread_in(session, uri, depth=1, height=0)
    except Gone:
        return []
    return [
        post
        for post in below_of(view)
        if repo_of(str(post["uri"])) != repo_of(uri) and not is_muted(post)
    ]


def is_muted(post: Post) -> bool:
    """Did we ask at Bluesky not to be told of its author?"""
    author = post.get("author")
    viewer = author.get("viewer") if isinstance(author, dict) else None
    return isinstance(viewer, dict) and bool(viewer.get("muted"))


def is_kept(session: Session, uri: str) -> bool:
    """Does our own server keep this post of ours, whether it is shown yet or not?

    Raises NotAllowed, Unreachable.
    """
    name, place = "com.atproto.repo.getRecord", (repo_of(uri), COLLECTION, key_of(uri))
    said = session.look(name, **dict(zip(("repo", "collection", "rkey"), place, strict=True)))
    return said.is_good or said.error != NO_RECORD
