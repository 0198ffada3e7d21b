"""What residents write, and the name each platform gives it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gehoor.demo.stories import MAIL

ADDRESSES: Final = {
    "info": "info@voorbeeldstad.example",
    "afval": "afval@voorbeeldstad.example",
    "mastodon": "@voorbeeldstad@sociaal.example",
    "bluesky": "@voorbeeldstad.blauw.example",
    "news": "https://nieuws.voorbeeldstad.example/feed",
    "messages": "@voorbeeldstad",
}
"""what each of our channels is known by"""
OURSELVES: Final = "ourselves"
"""who wrote a trial message; no resident is called so"""
OUR_HOST, OUR_NAME, OUR_REPO = "voorbeeldstad.example", "voorbeeldstad", "did:plc:voorbeeldstad"


@dataclass(frozen=True)
class Letter:
    """One thing a resident wrote, on its way to us."""

    id: str
    thread: str
    channel: str
    resident: str
    text: str
    at: datetime
    subject: str = ""
    above: Sequence[str] = ()
    """the platform's names of what it answers, nearest first"""
    visibility: str = ""
    picture_alt: str = ""
    link: str = ""
    mentions: bool = True

    @property
    def name(self) -> str:
        """What the platform calls it (`IncomingMessage.external_id`)."""
        if self.channel in MAIL:
            return f"<{self.id}@post.example>"
        if self.channel == "bluesky":
            key = self.id.replace(".", "-")
            return f"at://did:plc:{self.resident}/app.bsky.feed.post/{key}"
        return self.link if self.channel == "news" else self.id


def name_of_answer(channel: str, key: str) -> str:
    """Return what the platform calls an answer of ours that carries this key."""
    if channel in MAIL:
        return f"<{key}@{OUR_HOST}>"
    if channel == "bluesky":
        return f"at://{OUR_REPO}/app.bsky.feed.post/{key}"
    return key
