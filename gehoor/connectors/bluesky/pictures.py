"""The pictures of a post, fetched while it can be seen; each with its description."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any, Final

from gehoor.connectors.bluesky.calls import ODD
from gehoor.connectors.bluesky.looks import in_looks
from gehoor.connectors.bluesky.posts import Post
from gehoor.connectors.bluesky.session import Session
from gehoor.contracts.connector import Unreachable
from gehoor.kit.safefetch import Fetcher, NotFetched

TYPES: Final = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
MOST: Final = 4
"""in one post, by the lexicon"""
WITH_PICTURES: Final = frozenset(
    {"app.bsky.embed.images", "app.bsky.embed.recordWithMedia", "app.bsky.embed.gallery"}
)


def pictures_of(
    session: Session, posts: Sequence[Post], fetcher: Fetcher
) -> dict[str, list[dict[str, Any]]]:
    """Return the pictures of each post by its address. One that cannot be had is told as lost.

    Raises NotAllowed, Unreachable of the look at where they are.
    """
    wanted = [str(post["uri"]) for post in posts if has_pictures(post)]
    found: dict[str, list[dict[str, Any]]] = {}
    for asked in in_looks(wanted):
        for view in posts_in(session.read("app.bsky.feed.getPosts", uris=asked)):
            found[str(view.get("uri"))] = [fetched(image, fetcher) for image in images_in(view)]
    return {uri: found.get(uri) or [{"alt": "", "is_lost": True}] for uri in wanted}


def has_pictures(post: Post) -> bool:
    record = post.get("record")
    embed = record.get("embed") if isinstance(record, dict) else None
    return isinstance(embed, dict) and embed.get("$type") in WITH_PICTURES and is_media(embed)


def is_media(embed: Mapping[str, Any]) -> bool:
    media = embed.get("media")
    return "media" not in embed or (isinstance(media, dict) and "images" in media)


def posts_in(body: Any) -> list[Mapping[str, Any]]:
    """Return the posts in an answer. Raises Unreachable where it holds no list of them: then
    nobody said that one is gone."""
    posts = body.get("posts") if isinstance(body, dict) else None
    if not isinstance(posts, list):
        raise Unreachable(ODD)
    return [post for post in posts if isinstance(post, dict)]


def images_in(view: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    embed = view.get("embed")
    embed = embed if isinstance(embed, dict) else {}
    media = embed.get("media")
    holder = media if isinstance(media, dict) else embed
    images = holder.get("images") or holder.get("items")
    found = images if isinstance(images, list) else []
    return [image for image in found[:MOST] if isinstance(image, dict)]


def fetched(image: Mapping[str, Any], fetcher: Fetcher) -> dict[str, Any]:
    alt = image.get("alt")
    told = {"alt": alt if isinstance(alt, str) else ""}
    try:
        answer = fetcher.fetch(str(image.get("fullsize", "")), types=TYPES)
    except NotFetched:
        return told | {"is_lost": True}
    if answer.status != 200 or not answer.content:
        return told | {"is_lost": True}
    return told | {"content": base64.b64encode(answer.content).decode()}
