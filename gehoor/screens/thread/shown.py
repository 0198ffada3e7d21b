"""The posts of a thread with what the template needs beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from gehoor.contracts.posts import Visibility
from gehoor.inbox.queries import Post
from gehoor.people.policies import Actor
from gehoor.screens.untrusted.links import attachment_url

DEEPEST = 4
"""how far answers to answers are moved in; below that the page has no room left for words"""


@dataclass(frozen=True, slots=True)
class ShownPost:
    item: Post
    depth: int
    source: str
    """the site on which it can be read, when it has a link there"""
    files: Sequence[tuple[dict[str, Any], str, str]]
    """each attachment with the addresses of its preview (or empty) and of its download"""
    is_chosen: bool
    answer_href: str
    """where one answers this; empty when that cannot be"""


def shown_posts(
    posts: Sequence[Post], actor: Actor, chosen: Sequence[str], *, answers_at: str, back: str
) -> list[ShownPost]:
    """Return posts as the page shows them; `chosen` as a form that was refused had them.

    `answers_at`: the address of the conversation, where they are answered; empty: nowhere. `back`:
    the part of the thread that is shown, where one comes back once it is answered.
    """
    return [
        ShownPost(
            item=post,
            depth=min(post.depth, DEEPEST),
            source=(urlsplit(post.link).hostname or "").removeprefix("www."),
            files=[_with_addresses(file, actor) for file in post.attachments],
            is_chosen=str(post.pk) in chosen,
            answer_href=_answer_href(post, answers_at, back),
        )
        for post in posts
    ]


def _answer_href(post: Post, answers_at: str, back: str) -> str:
    is_there = post.kind == "in" and post.gone_at is None
    may = answers_at and is_there and Visibility(post.visibility).is_open
    asked = urlencode({"answers": post.pk, "thread": back})
    return f"{answers_at}?{asked}" if may else ""


def _with_addresses(file: dict[str, Any], actor: Actor) -> tuple[dict[str, Any], str, str]:
    preview = attachment_url(file["pk"], actor, preview=True) if file["has_preview"] else ""
    return file, preview, attachment_url(file["pk"], actor) if file["is_kept"] else ""
