"""Fetches the pictures of a post as any address of a stranger; never a film or sound."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from gehoor.kit.safefetch import Fetcher, NotFetched

PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
MOST_FILES: Final = 16
"""of one post; Mastodon itself takes four"""


def files_in(status: Mapping[str, Any], fetcher: Fetcher) -> Iterator[tuple[str, bytes | None]]:
    """Yield each of the media with its content, or None for what stays where it is."""
    for media in status["media_attachments"][:MOST_FILES]:
        yield str(media["id"]), picture(media, fetcher)


def picture(media: Mapping[str, Any], fetcher: Fetcher) -> bytes | None:
    """Return the picture, or the smaller one the server made of it when it is too large."""
    if media.get("type") != "image":
        return None
    for name in ("url", "preview_url"):
        try:
            answer = fetcher.fetch(str(media.get(name) or ""), types=PICTURES)
        except NotFetched:
            continue
        if answer.status == 200 and answer.content:
            return answer.content
    return None
