"""Puts a letter in the envelope of its platform: the very bytes a connector reads and parses."""

import base64
import html
import json
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Any, Final

from gehoor.contracts.connector import Arrived
from gehoor.demo.drawing import draw
from gehoor.demo.letters import ADDRESSES, OUR_NAME, OUR_REPO, Letter
from gehoor.demo.stories import Resident

US: Final = {"id": "1", "username": OUR_NAME, "domain": "sociaal.example"}
AS_MASTODON_SAYS: Final = {"followers": "private"}


def enclose(letter: Letter, writer: Resident) -> Arrived:
    """Return what the platform would hand us."""
    return PLATFORMS[letter.channel](letter, writer)


def _mail(letter: Letter, writer: Resident) -> Arrived:
    mail = EmailMessage()
    mail["From"] = formataddr((writer.name, writer.email))
    mail["To"] = ADDRESSES[letter.channel]
    mail["Subject"] = ("Re: " if letter.above else "") + letter.subject
    mail["Date"] = format_datetime(letter.at)
    mail["Message-ID"] = letter.name
    if letter.above:
        mail["In-Reply-To"] = letter.above[0]
        mail["References"] = " ".join(reversed(letter.above))
    mail.set_content(letter.text + "\n", cte="8bit")
    if letter.picture_alt:
        mail.add_attachment(
            draw(letter.picture_alt), maintype="image", subtype="png", filename="foto.png"
        )
    return Arrived(transport_id(letter), mail.as_bytes())


def _mastodon(letter: Letter, writer: Resident) -> Arrived:
    name, _, host = writer.mastodon.partition("@")
    said = html.escape(letter.text, quote=False).replace("\n\n", "</p><p>").replace("\n", "<br>")
    media = [{"id": "1", "type": "image", "url": f"https://{host}/foto.png", "preview_url": None,
              "description": letter.picture_alt}]  # fmt: skip
    status: dict[str, Any] = {
        "id": letter.name,
        "uri": transport_id(letter),
        "url": f"https://{host}/@{name}/{letter.id}",
        "created_at": letter.at.isoformat(),
        "in_reply_to_id": letter.above[0] if letter.above else None,
        "visibility": AS_MASTODON_SAYS.get(letter.visibility, letter.visibility or "public"),
        "sensitive": False,
        "spoiler_text": "",
        "content": f"<p>{said}</p>",
        "account": {"id": f"r-{writer.key}", "username": name, "acct": writer.mastodon,
                    "display_name": writer.name, "note": html.escape(writer.profile), "bot": False},
        "mentions": [{"id": US["id"], "username": OUR_NAME, "acct": OUR_NAME}] * letter.mentions,
        "media_attachments": media if letter.picture_alt else [],
    }  # fmt: skip
    kept: dict[str, Any] = {"status": status, "us": US}
    if letter.above:
        kept["above"] = list(letter.above)
    if letter.picture_alt:
        kept["files"] = [["1", _in_letters(draw(letter.picture_alt))]]
    return Arrived(transport_id(letter), _written(kept))


def _bluesky(letter: Letter, writer: Resident) -> Arrived:
    record: dict[str, Any] = {
        "$type": "app.bsky.feed.post",
        "createdAt": letter.at.isoformat(),
        "langs": ["nl"],
        "text": letter.text,
    }
    if letter.above:
        record["reply"] = {"parent": {"uri": letter.above[0], "cid": ""},
                           "root": {"uri": letter.above[-1], "cid": ""}}  # fmt: skip
    pictures = [{"alt": letter.picture_alt, "content": _in_letters(draw(letter.picture_alt))}]
    author = {"did": f"did:plc:{writer.key}", "handle": writer.bluesky,
              "displayName": writer.name, "description": writer.profile}  # fmt: skip
    post = {
        "uri": letter.name,
        "cid": f"cid-{letter.id}",
        "author": author,
        "record": record,
        "is_ours": writer.key == OUR_REPO,
        "is_to_us": letter.mentions,
        "pictures": pictures if letter.picture_alt else [],
    }
    return Arrived(letter.name, _written(post))


def _news(letter: Letter, writer: Resident) -> Arrived:
    item = {
        "feed": ADDRESSES["news"],
        "id": letter.link,
        "key": letter.link,
        "link": letter.link,
        "published": letter.at.isoformat(),
        "source": writer.name,
        "text": letter.text,
        "text_is_html": False,
        "title": letter.subject,
        "title_is_html": False,
    }
    return Arrived(letter.link, _written(item))


def _message(letter: Letter, writer: Resident) -> Arrived:
    post = {
        "id": letter.name,
        "account": OUR_NAME,
        "author": {"handle": writer.place_in("messages"), "name": writer.name,
                   "profile": writer.profile},
        "text": letter.text,
        "posted_at": letter.at.isoformat(),
        "thread": letter.thread,
        "answers": letter.above[0] if letter.above else "",
        "visibility": letter.visibility or "direct",
    }  # fmt: skip
    return Arrived(transport_id(letter), _written(post))


PLATFORMS: Final[Mapping[str, Callable[[Letter, Resident], Arrived]]] = {
    "info": _mail,
    "afval": _mail,
    "mastodon": _mastodon,
    "bluesky": _bluesky,
    "news": _news,
    "messages": _message,
}


def transport_id(letter: Letter) -> str:
    """Return by what the ledger knows this letter."""
    kinds = {"info": "INBOX/1/", "afval": "INBOX/1/", "mastodon": "https://sociaal.example/posts/",
             "messages": "post/"}  # fmt: skip
    start = kinds.get(letter.channel)
    return letter.name if start is None else start + letter.id


def _written(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, sort_keys=True, ensure_ascii=False).encode()


def _in_letters(content: bytes) -> str:
    return base64.b64encode(content).decode()
