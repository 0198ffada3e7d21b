"""Pretend as a connector: a small social platform over HTTP, served by our own stand-in.

Its account says what the platform can do about an unknown outcome: know our key (A), let us look
(B), or neither (C). The stand-in behaves accordingly.
"""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from time import sleep
from typing import Any, Final

import httpx

from gehoor.connectors.pretend.calls import (
    BUSY,
    NO_ANSWER,
    Unanswered,
    asked_wait,
    call,
    client,
    outcome_of,
)
from gehoor.connectors.pretend.pushes import as_bytes, greeting, received
from gehoor.contracts.connector import (
    Account,
    Arrived,
    Author,
    Batch,
    Capabilities,
    Cursor,
    Field,
    IncomingMessage,
    Later,
    NotAllowed,
    OnUnknown,
    Outcome,
    Outgoing,
    Reader,
    Sender,
    Threading,
    Unknown,
    Unreachable,
    Unreadable,
)
from gehoor.contracts.posts import WIDEST_FIRST, MediaLimits, OutgoingFile, Visibility
from gehoor.contracts.pushes import Greeting, Push
from gehoor.contracts.windows import ReplyWindow
from gehoor.kit.text import N_

TIMEOUT_SECONDS: Final = 10
NO_POST: Final = N_("This is not a post of the pretend platform.")
NOT_ACCEPTED: Final = N_("The pretend platform did not accept the token.")
CAPABILITIES: Final = Capabilities(
    on_unknown=OnUnknown.KEYED,
    threading=Threading.THREAD,
    is_public=True,
    visibilities=WIDEST_FIRST,
    max_length=500,
    media=MediaLimits(
        most=4,
        types=("image/jpeg", "image/png", "image/gif", "image/webp"),
        max_bytes=8_000_000,
        max_description=1500,
    ),
    poll_seconds=5,
    retry_seconds=2 * 3600,
)
HOUR: Final = 3600
INSTEAD: Final = N_("Wait until they write again, or ask them publicly to do so.")
# As the large platforms have it: of what is written in private, from the last message on.
WINDOWS: Final = {
    "day": ReplyWindow(24 * HOUR, of=(Visibility.DIRECT,), instead=INSTEAD),
    "week": ReplyWindow(24 * HOUR, 7 * 24 * HOUR, of=(Visibility.DIRECT,), instead=INSTEAD),
}


class Pretend:
    """The plug-in. Keeps nothing between calls."""

    key: str = "pretend"
    name: str = N_("Pretend")
    fields: Sequence[Field] = (
        Field("url", N_("Address of the stand-in"), default="http://127.0.0.1:8099"),
        Field("account", N_("Account name"), default="gemeente"),
        Field(
            "outcome_class",
            N_("When the outcome of sending is unknown"),
            "choice",
            default="A",
            choices=(
                ("A", N_("Send again with the same key")),
                ("B", N_("Look whether it arrived")),
                ("C", N_("Let a person decide")),
            ),
        ),
        Field(
            "window",
            N_("Until when a direct message can be answered"),
            "choice",
            default="none",
            choices=(
                ("none", N_("Always")),
                ("day", N_("24 hours after the last message")),
                ("week", N_("24 hours, and a person for 7 days")),
            ),
        ),
        Field("timeout", N_("Seconds to wait for an answer"), "number", default="10"),
        Field("token", N_("Token"), "secret"),
    )

    def capabilities(self, account: Account) -> Capabilities:
        on_unknown = OnUnknown(account.settings.get("outcome_class", "A"))
        key_seconds = 3600 if on_unknown is OnUnknown.KEYED else 0
        window = WINDOWS.get(account.settings.get("window", "none"))
        return replace(CAPABILITIES, on_unknown=on_unknown, key_seconds=key_seconds, window=window)

    def address(self, account: Account) -> str:
        return "@" + account.settings.get("account", "gemeente")

    def reader(self, account: Account) -> Reader:
        return PretendReader(account)

    def sender(self, account: Account) -> Sender:
        return PretendSender(account)

    def receive(self, account: Account, push: Push) -> Sequence[Arrived]:
        return received(account, push)

    def greet(self, account: Account, asked: Mapping[str, str]) -> Greeting:
        return greeting(account, asked)

    def parse(self, raw: bytes) -> Sequence[IncomingMessage]:
        try:
            return [message_of(json.loads(raw))]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Unreadable(NO_POST) from error


class PretendReader:
    """Reads posts to our account, oldest first."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.client = client(account)

    def fetch(self, cursor: Cursor, *, limit: int) -> Batch:
        after = int(cursor.get("after", 0))
        page = self._posts(after=after, limit=limit)
        arrived = [Arrived(f"post/{post['id']}", as_bytes(post)) for post in page["posts"]]
        reached = max([after, *(post["version"] for post in page["posts"])])
        return Batch(arrived, {"after": reached}, has_more=page["has_more"])

    def wait(self, seconds: float) -> None:
        sleep(min(seconds, CAPABILITIES.poll_seconds))

    def transport_ids(self, cursor: Cursor) -> set[str]:
        known: set[str] = set()
        after = 0
        while after < int(cursor.get("after", 0)):
            posts = self._posts(after=after, limit=500)["posts"]
            if not posts:
                break
            after = max(post["version"] for post in posts)
            known |= {f"post/{p['id']}" for p in posts if p["version"] <= cursor["after"]}
        return known

    def close(self) -> None:
        self.client.close()

    def _posts(self, *, after: int, limit: int) -> Any:
        try:
            answer = call(self.client, "GET", "posts", params={"after": after, "limit": limit})
            if answer.status_code in {401, 403}:
                raise NotAllowed(NOT_ACCEPTED)
            if answer.status_code == 429:
                raise Unreachable(BUSY, wait_seconds=asked_wait(answer))
            if answer.status_code != 200:
                raise Unreachable(NO_ANSWER)
            return answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, Unanswered, ValueError) as error:
            raise Unreachable(NO_ANSWER) from error


class PretendSender:
    """Posts replies, with our key in the header that platforms of class A understand."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def send(self, outgoing: Outgoing) -> Outcome:
        post: dict[str, Any] = {
            "to": outgoing.to,
            "text": outgoing.text,
            "signed_as": outgoing.signed_as,
            "answers": outgoing.answers,
            "visibility": outgoing.visibility,
            "tag": "person" if outgoing.is_tagged else "",
        }
        if outgoing.files:
            post["files"] = [told_of(file) for file in outgoing.files]
        headers = {"Idempotency-Key": outgoing.key}
        try:
            with client(self.account) as platform:
                answer = call(platform, "POST", "replies", json=post, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            return Later(NO_ANSWER)
        except (httpx.UnsupportedProtocol, httpx.InvalidURL):
            return Later(NO_ANSWER)
        except (httpx.HTTPError, Unanswered):
            return Unknown(NO_ANSWER)
        if answer.status_code in {401, 403}:
            raise NotAllowed(NOT_ACCEPTED)
        return outcome_of(answer)

    def find_sent(self, outgoing: Outgoing) -> str | None:
        try:
            with client(self.account) as platform:
                answer = call(platform, "GET", "replies", params={"key": outgoing.key})
            if answer.status_code != 200:
                raise Unreachable(NO_ANSWER, wait_seconds=asked_wait(answer))
            found = answer.json()["replies"]
        except (httpx.HTTPError, httpx.InvalidURL, Unanswered, ValueError, KeyError) as error:
            raise Unreachable(NO_ANSWER) from error
        return str(found[0]["id"]) if found else None

    def keep_copy(self, outgoing: Outgoing) -> None:
        """Nothing to do: what we post stands on the platform."""


def told_of(file: OutgoingFile) -> dict[str, str]:
    return {
        "name": file.name,
        "media_type": file.media_type,
        "description": file.description,
        "content": b64encode(file.content).decode(),
    }


def message_of(post: dict[str, Any]) -> IncomingMessage:
    """Translate a post into our own words."""
    visibility, ours = Visibility(post.get("visibility") or "public"), bool(post.get("is_ours"))
    return IncomingMessage(
        author=author_of(post["author"]),
        text=post["text"],
        external_id=str(post["id"]),
        sent_at=datetime.fromisoformat(post["posted_at"]),
        thread=str(post.get("thread") or post["id"]),
        answers=(str(post["answers"]),) if post.get("answers") else (),
        is_public=visibility.is_open,
        visibility=visibility,
        is_to_us=not ours,
        is_ours=ours,
        to=author_of(post["to"]) if ours and post.get("to") else None,
        is_gone=bool(post.get("is_gone")),
    )


def author_of(told: dict[str, Any]) -> Author:
    return Author(told["handle"], told.get("name", ""), told.get("profile", ""))


PLUGIN = Pretend()
