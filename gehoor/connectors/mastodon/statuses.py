"""A status as we keep it raw: only what it says, so that only a real edit is a new version.

https://docs.joinmastodon.org/entities/Status/
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from gehoor.contracts.connector import Arrived

LONGEST_ID: Final = 400
KEPT: Final = (
    "id", "uri", "url", "created_at", "in_reply_to_id", "in_reply_to_account_id", "visibility",
    "sensitive", "spoiler_text", "content",
)  # fmt: skip
KEPT_OF_ACCOUNT: Final = ("id", "username", "acct", "display_name", "note", "bot")
KEPT_OF_MENTION: Final = ("id", "username", "acct")
KEPT_OF_MEDIA: Final = ("id", "type", "url", "preview_url", "description")


@dataclass(frozen=True)
class Us:
    """Our account there."""

    id: str
    username: str
    domain: str

    @property
    def address(self) -> str:
        return f"@{self.username}@{self.domain}"


@dataclass(frozen=True)
class Kept:
    """A status with what we found out around it."""

    status: Mapping[str, Any]
    us: Us
    above: Sequence[str] = ()
    """the statuses it answers, nearest first, as far as they are there"""
    files: Sequence[tuple[str, bytes | None]] = field(default=(), repr=False)
    """the content of each of its media, by its id; None for what was left at its source"""
    is_gone: bool = False

    @property
    def id(self) -> str:
        return str(self.status["id"])

    @property
    def uri(self) -> str:
        return uri_of(self.status)

    @property
    def arrived(self) -> Arrived:
        written: dict[str, Any] = {"status": dict(self.status), "us": vars(self.us)}
        if self.above:
            written["above"] = list(self.above)
        if self.files:
            written["files"] = [
                [identity, b64encode(content).decode() if content is not None else None]
                for identity, content in self.files
            ]
        if self.is_gone:
            written["is_gone"] = True
        raw = json.dumps(written, sort_keys=True, ensure_ascii=False)
        return Arrived(self.uri, raw.encode("utf-8", "replace"))


def read(raw: bytes) -> Kept:
    """Read what `Kept.arrived` wrote. Raises ValueError, KeyError, TypeError, AttributeError."""
    found = json.loads(raw)
    files = [
        (str(identity), None if content is None else b64decode(content))
        for identity, content in found.get("files", ())
    ]
    above = tuple(str(each) for each in found.get("above", ()))
    us = Us(**{name: str(found["us"][name]) for name in ("id", "username", "domain")})
    is_gone = bool(found.get("is_gone"))
    return Kept(dict(found["status"]), us, above=above, files=files, is_gone=is_gone)


def essential(status: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a status says, without what others do with it. Raises KeyError, TypeError."""
    kept = {name: status.get(name) for name in KEPT}
    kept["id"] = str(status["id"])
    kept["account"] = {name: status["account"].get(name) for name in KEPT_OF_ACCOUNT}
    kept["mentions"] = [
        {name: each.get(name) for name in KEPT_OF_MENTION} for each in status.get("mentions") or ()
    ]
    kept["media_attachments"] = [
        {name: each.get(name) for name in KEPT_OF_MEDIA}
        for each in status.get("media_attachments") or ()
    ]
    if isinstance(poll := status.get("poll"), dict):
        kept["poll"] = [str(each.get("title", "")) for each in poll.get("options") or ()]
    return kept


def uri_of(status: Mapping[str, Any]) -> str:
    """Return what names a status everywhere, so that it is one to us wherever it is found."""
    named = str(status.get("uri") or status.get("url") or f"status/{status['id']}")
    is_plain = len(named) <= LONGEST_ID and named.isprintable()
    return named if is_plain else f"sha256:{sha256(named.encode('utf-8', 'replace')).hexdigest()}"


def digest(status: Mapping[str, Any]) -> str:
    """What changes when somebody edits a status, and not when its author gets another picture."""
    said = [status.get(name) for name in ("content", "spoiler_text", "visibility", "poll")]
    described = [each.get("description") for each in status["media_attachments"]]
    written = json.dumps([said, described], sort_keys=True)
    return sha256(written.encode("utf-8", "replace")).hexdigest()[:12]


def odd(status: Mapping[str, Any], us: Us) -> Kept:
    """Keep what is no status to us as it came: a colleague sees that it could not be read."""
    written = json.dumps(dict(status), sort_keys=True)
    identity = sha256(written.encode("utf-8", "replace")).hexdigest()
    return Kept({"id": identity, "odd": written}, us)
