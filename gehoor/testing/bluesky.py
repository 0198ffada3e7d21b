"""A small Bluesky of our own: people, posts and what comes of them, as the real one behaves.

What it answers is held against the lexicons, and against the real network in `make peers`.
"""

import base64
import hashlib
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from gehoor.connectors.bluesky.tids import BEGINNING, TID, written
from gehoor.kit import graphemes
from gehoor.testing.blueskychat import Chat, Person, stamp

PASSWORD = "abcd-efgh-ijkl-mnop"
HANDLE = "gemeente.bsky.example"
CITIZEN = "wijkraad.bsky.example"
COLLECTION = "app.bsky.feed.post"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@dataclass
class Post:
    author: Person
    key: str
    record: dict[str, Any]
    indexed_at: datetime
    hidden_looks: int = 0
    """how often the part that shows posts does not know it yet"""

    @property
    def uri(self) -> str:
        return f"at://{self.author.did}/{COLLECTION}/{self.key}"

    @property
    def cid(self) -> str:
        digest = hashlib.sha256(json.dumps(self.record, sort_keys=True).encode()).digest()
        return "bafyrei" + base64.b32encode(digest).decode().rstrip("=").lower()

    @property
    def reference(self) -> dict[str, str]:
        return {"uri": self.uri, "cid": self.cid}


@dataclass
class Notice:
    post: Post
    reason: str
    sort_at: datetime


@dataclass
class Network:
    """The citizen's view: who is there, what they wrote, and what reached them."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    people: dict[str, Person] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    blobs: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """every question, by its name"""
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    """question, kind, and what goes with it"""
    passwords: set[str] = field(default_factory=lambda: {PASSWORD})
    access: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    refresh: str = ""
    sessions: int = 0
    numbers: Any = field(default_factory=lambda: count(1))
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.ours = self.person(HANDLE, name="Gemeente Voorbeeld")
        self.citizen = self.person(CITIZEN, name="Wijkraad Noord", profile="Voor en door Noord.")
        self.chat = Chat(self)

    def person(self, handle: str, *, name: str = "", profile: str = "") -> Person:
        digest = hashlib.sha256(handle.encode()).digest()
        did = "did:plc:" + base64.b32encode(digest).decode().lower()[:24]
        self.people[handle] = Person(did, handle, name, profile)
        return self.people[handle]

    # What people do

    def write(
        self,
        text: str,
        *,
        by: Person | None = None,
        mentions: bool = True,
        answers: Post | None = None,
        quotes: Post | None = None,
        dated: datetime | None = None,
        alts: Sequence[str] = (),
        **more: Any,
    ) -> Post:
        """Write a post; unless it answers or quotes, it names us by a facet at its end."""
        with self.lock:
            record: dict[str, Any] = {"$type": COLLECTION, "text": text} | more
            record["createdAt"] = stamp(dated or self.tick())
            if answers:
                root = answers.record.get("reply", {}).get("root") or answers.reference
                record["reply"] = {"root": root, "parent": answers.reference}
            if quotes:
                record["embed"] = {"$type": "app.bsky.embed.record", "record": quotes.reference}
            if alts:
                images = [{"alt": alt, "image": self.blob(PNG)} for alt in alts]
                record["embed"] = {"$type": "app.bsky.embed.images", "images": images}
            if mentions and not (answers or quotes) and "facets" not in record:
                record |= self._naming_us(text)
            return self.store(by or self.citizen, self.key(), record)

    def _naming_us(self, text: str) -> dict[str, Any]:
        """Name us without a word more in the text: a facet over its first letter."""
        feature = {"$type": "app.bsky.richtext.facet#mention", "did": self.ours.did}
        end = len(text[:1].encode())
        return {"facets": [{"index": {"byteStart": 0, "byteEnd": end}, "features": [feature]}]}

    def blob(self, content: bytes) -> dict[str, Any]:
        cid = "bafkrei" + hashlib.sha256(content).hexdigest()[:52]
        self.blobs[cid] = content
        return {
            "$type": "blob", "ref": {"$link": cid}, "mimeType": "image/png", "size": len(content),
        }  # fmt: skip

    def store(self, author: Person, key: str, record: dict[str, Any]) -> Post:
        with self.lock:
            post = Post(author, key, record, self.tick())
            self.posts[post.uri] = post
            for reason in self._reasons(post):
                dated = datetime.fromisoformat(record["createdAt"])
                self.notices.append(Notice(post, reason, min(dated, post.indexed_at)))
            return post

    def _reasons(self, post: Post) -> list[str]:
        if post.author is self.ours:
            return []
        found, record = [], post.record
        features = [each for facet in record.get("facets", []) for each in facet["features"]]
        if any(each.get("did") == self.ours.did for each in features):
            found.append("mention")
        reply = record.get("reply", {})
        if any(self._is_ours(reply.get(side)) for side in ("parent", "root")):
            found.append("reply")
        embed = record.get("embed", {})
        if "record" in embed and self._is_ours(embed["record"]):
            found.append("quote")
        return found

    def _is_ours(self, reference: Any) -> bool:
        return bool(reference) and f"//{self.ours.did}/" in str(reference.get("uri", ""))

    def take_away(self, post: Post) -> None:
        with self.lock:
            del self.posts[post.uri]
            self.tell_nobody_of(post)

    def tell_nobody_of(self, post: Post) -> None:
        """As of an answer that came before what it answers, or of somebody who is muted."""
        with self.lock:
            self.notices = [notice for notice in self.notices if notice.post is not post]

    def by_us(self) -> list[Post]:
        return [post for post in self.posts.values() if post.author is self.ours]

    def tick(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def key(self) -> str:
        micro = (self.tick() - BEGINNING) // timedelta(microseconds=1)
        return written(micro << 10 | next(self.numbers) % 1024)

    # What goes wrong

    def misbehave(self, question: str, kind: str, about: str = "") -> None:
        """Spoil the next answer to this question."""
        with self.lock:
            self.faults.append((question, kind, about))

    def take_fault(self, question: str) -> tuple[str, str]:
        with self.lock:
            for fault in self.faults:
                if question.endswith(fault[0]):
                    self.faults.remove(fault)
                    return fault[1], fault[2]
        return "", ""

    def end_access(self) -> None:
        """Two hours have passed."""
        with self.lock:
            self.ended |= self.access
            self.access.clear()

    def revoke(self) -> None:
        """Somebody deletes the app password at Bluesky."""
        with self.lock:
            self.passwords.clear()
            self.access.clear()
            self.refresh = ""

    def new_session(self) -> dict[str, str]:
        with self.lock:
            number = next(self.numbers)
            self.access.add(f"access-{number}")
            self.refresh = f"refresh-{number}"
            return {
                "accessJwt": f"access-{number}",
                "refreshJwt": self.refresh,
                "handle": self.ours.handle,
                "did": self.ours.did,
            }

    # What a post may be

    def unfit(self, key: str, record: dict[str, Any]) -> str:
        """Return why a record is refused, in the words of the real server; empty when it is not."""
        text = record.get("text", "")
        letters = graphemes.count(text)
        if not TID.fullmatch(key):
            return "Invalid TID: " + key
        if letters > 300:
            return f"Record/text must not be grapheme too big (maximum 300, got {letters})"
        if len(text.encode()) > 3000:
            return "Record/text string too big (maximum 3000)"
        return ""
