"""A post as it is stored: what the platform handed us, in one form wherever it came from."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from gehoor.connectors.bluesky.facets import mentioned_in
from gehoor.contracts.connector import Arrived, Author

COLLECTION: Final = "app.bsky.feed.post"
EMBED_RECORDS: Final = frozenset({"app.bsky.embed.record", "app.bsky.embed.recordWithMedia"})
NO_HANDLE: Final = "handle.invalid"
AUTHOR: Final = ("did", "handle", "displayName", "description")

Post = Mapping[str, Any]
"""uri, cid, author and record, as views and notifications have them"""


def repo_of(uri: str) -> str:
    """Return whose post this is: the DID in at://did/collection/key."""
    return uri.removeprefix("at://").partition("/")[0]


def key_of(uri: str) -> str:
    return uri.rpartition("/")[2]


def is_post(uri: object) -> bool:
    return isinstance(uri, str) and uri.startswith("at://") and f"/{COLLECTION}/" in uri


def reply_of(record: Mapping[str, Any]) -> Mapping[str, Any]:
    reply = record.get("reply")
    return reply if isinstance(reply, dict) else {}


def uri_in(reference: object) -> str:
    uri = reference.get("uri") if isinstance(reference, dict) else None
    return uri if isinstance(uri, str) else ""


def quoted_by(record: Mapping[str, Any]) -> str:
    """Return the address of the post this one quotes, if any."""
    embed = record.get("embed")
    if not isinstance(embed, dict) or embed.get("$type") not in EMBED_RECORDS:
        return ""
    inner = embed.get("record")
    deeper = inner.get("record") if isinstance(inner, dict) else None
    return uri_in(inner) or uri_in(deeper)


def is_to(record: Mapping[str, Any], did: str) -> bool:
    """Does it name this account, answer it or quote it?"""
    answered, quoted = uri_in(reply_of(record).get("parent")), quoted_by(record)
    return did in mentioned_in(record.get("facets")) or did in {repo_of(answered), repo_of(quoted)}


def arrived(post: Post, *, ours: str, pictures: Sequence[Mapping[str, Any]] = ()) -> Arrived:
    """Make a post ready to be stored. `ours` is our own DID."""
    author, record = post.get("author"), post.get("record")
    author = author if isinstance(author, dict) else {}
    uri = str(post["uri"])
    return Arrived(
        uri,
        as_bytes({
            "uri": uri,
            "cid": post.get("cid"),
            "author": {name: author[name] for name in AUTHOR if author.get(name)},
            "record": record,
            "is_ours": repo_of(uri) == ours,
            "is_to_us": isinstance(record, dict) and is_to(record, ours),
            "pictures": list(pictures),
        }),
    )  # fmt: skip


def gone(uri: str, handle: str) -> Arrived:
    """Make it known that a post is not there any more."""
    author = {"did": repo_of(uri), "handle": handle}
    return Arrived(uri, as_bytes({"uri": uri, "author": author, "is_gone": True}))


def as_bytes(told: Mapping[str, Any]) -> bytes:
    """Write it the same way each time: the ledger tells versions apart by their bytes."""
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def author_of(told: Mapping[str, Any]) -> Author:
    """Name them by their handle; who has none that works, by what never changes."""
    did, handle = str(told.get("did") or ""), str(told.get("handle") or "")
    named = handle if handle and handle != NO_HANDLE else did
    return Author(named, str(told.get("displayName") or ""), str(told.get("description") or ""))


def moment_in(written: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return moment if moment.tzinfo else None
