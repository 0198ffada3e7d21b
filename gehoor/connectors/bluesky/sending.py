"""Posts a reply under a name of our own making, so that trying again makes no second one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import sleep
from typing import Any, Final

from gehoor.connectors.bluesky.calls import (
    BUSY,
    NO_ANSWER,
    TROUBLE,
    Said,
    not_reached,
    trouble_of,
)
from gehoor.connectors.bluesky.facets import facets_in
from gehoor.connectors.bluesky.pictures import posts_in
from gehoor.connectors.bluesky.posts import COLLECTION, is_post, reply_of, uri_in
from gehoor.connectors.bluesky.session import Session
from gehoor.connectors.bluesky.tids import UNTIMED, moment_of, tid_of
from gehoor.contracts.connector import (
    Capabilities,
    Later,
    NotAllowed,
    Outcome,
    Outgoing,
    Refused,
    Sent,
    Unknown,
    Unreachable,
)
from gehoor.contracts.posts import OutgoingFile
from gehoor.kit.safefetch import NotFetched, Unsettled
from gehoor.kit.text import N_

LOOK_AGAIN_SECONDS: Final = (0.5, 1.0, 2.0)
"""a post of a moment ago may not be shown yet; after this it counts as gone"""
NO_RECORD: Final = "RecordNotFound"

TOO_LONG: Final = N_("Bluesky takes 300 characters at most. Nothing was sent.")
GONE: Final = N_("The post you answer is not on Bluesky any more. Nothing was sent.")
REFUSED: Final = N_("Bluesky refused this reply.")
PICTURE_REFUSED: Final = N_("Bluesky refused a picture. Nothing was sent.")
TOO_MANY_PICTURES: Final = N_("Bluesky takes four pictures of 2 MB at most. Nothing was sent.")

Pause = Callable[[float], None]


@dataclass(frozen=True)
class PostSender:
    """Answers in public, as every post on Bluesky is."""

    session: Session
    able: Capabilities
    pause: Pause = sleep

    def send(self, outgoing: Outgoing) -> Outcome:
        """Try once; what stands there already under the name of this reply is that reply."""
        try:
            if problem := self._unfit(outgoing):
                return problem
            record = self._record(outgoing)
        except NotToSend as problem:
            return problem.outcome
        except Unreachable as problem:
            return Later(str(problem), wait_seconds=problem.wait_seconds)
        return self._put(outgoing, record)

    def find_sent(self, outgoing: Outgoing) -> str | None:
        """Look in our own posts. Raises NotAllowed, Unreachable."""
        said = self.session.look(
            "com.atproto.repo.getRecord",
            repo=self.session.did,
            collection=COLLECTION,
            rkey=name_of(outgoing),
        )
        if said.is_good:
            return str(said.body["uri"])
        if said.status == 400 and said.error == NO_RECORD:
            return None
        raise trouble_of(said)

    def keep_copy(self, outgoing: Outgoing) -> None:
        """Nothing to do: what we post stands on the platform."""

    def _unfit(self, outgoing: Outgoing) -> Refused | None:
        if not self.able.fits(outgoing.text):
            return Refused(TOO_LONG)
        media = self.able.media
        is_heavy = any(len(file.content) > media.max_bytes for file in outgoing.files)
        if is_heavy or len(outgoing.files) > media.most:
            return Refused(TOO_MANY_PICTURES)
        return None

    def _record(self, outgoing: Outgoing) -> dict[str, Any]:
        """Write the post, the same at every try. Raises NotToSend, NotAllowed, Unreachable."""
        made = (moment_of(name_of(outgoing)) or UNTIMED).isoformat(timespec="milliseconds")
        record: dict[str, Any] = {
            "$type": COLLECTION,
            "text": outgoing.text,
            "createdAt": made.replace("+00:00", "Z"),
            "langs": ["nl"],
        }
        if outgoing.answers:
            record["reply"] = self._place(outgoing.answers)
        if facets := facets_in(outgoing.text, self.did_of):
            record["facets"] = facets
        if outgoing.files:
            images = [self._image(file) for file in outgoing.files]
            record["embed"] = {"$type": "app.bsky.embed.images", "images": images}
        return record

    def _place(self, uri: str) -> dict[str, Any]:
        """Say where in which thread it goes: both by address and content."""
        parent = self.post(uri)
        here = {"uri": uri, "cid": parent["cid"]}
        root = reply_of(parent["record"]).get("root") or {}
        is_deeper = is_post(uri_in(root)) and isinstance(root.get("cid"), str)
        top = {"uri": root["uri"], "cid": root["cid"]} if is_deeper else here
        return {"root": top, "parent": here}

    def post(self, uri: str) -> Mapping[str, Any]:
        """Return a post as it is shown. Raises NotToSend when it is not there (any more)."""
        for seconds in (*LOOK_AGAIN_SECONDS, None):
            body = self.session.read("app.bsky.feed.getPosts", uris=[uri])
            for post in posts_in(body):
                if isinstance(post.get("cid"), str) and isinstance(post.get("record"), dict):
                    return post
            if seconds is not None:
                self.pause(seconds)
        raise NotToSend(Refused(GONE))

    def did_of(self, handle: str) -> str | None:
        """Find who is meant; nobody of that name makes it plain text."""
        said = self.session.look("com.atproto.identity.resolveHandle", handle=handle)
        if said.is_good and isinstance(said.body.get("did"), str):
            return str(said.body["did"])
        if said.status in {400, 404} and not said.refuses_token:
            return None
        raise trouble_of(said)

    def _image(self, file: OutgoingFile) -> dict[str, Any]:
        try:
            said = self.session.ask(
                "com.atproto.repo.uploadBlob", blob=file.content, blob_type=file.media_type
            )
        except NotFetched as problem:
            raise not_reached(problem) from problem
        if said.is_good and isinstance(said.body.get("blob"), dict):
            return {"image": said.body["blob"], "alt": file.description}
        if said.status in {400, 413} and not said.refuses_token:
            raise NotToSend(Refused(PICTURE_REFUSED))
        raise trouble_of(said)

    def _put(self, outgoing: Outgoing, record: dict[str, Any]) -> Outcome:
        try:
            asked = {
                "repo": self.session.did,
                "collection": COLLECTION,
                "rkey": name_of(outgoing),
                "record": record,
            }
            return outcome_of(self.session.ask("com.atproto.repo.putRecord", body=asked))
        except Unsettled:
            return Unknown(NO_ANSWER)
        except NotFetched as problem:
            return Later(str(not_reached(problem)))
        except Unreachable as problem:
            # Only logging in says so, and it comes before anything is posted.
            return Later(str(problem), wait_seconds=problem.wait_seconds)


class NotToSend(Exception):
    """It became clear on the way that this reply will not be sent."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


def name_of(outgoing: Outgoing) -> str:
    return tid_of(outgoing.key, outgoing.first_tried_at)


def outcome_of(said: Said) -> Outcome:
    """Say what an answer to putRecord means (delivery contract, O3, HTTP line)."""
    if said.status == 200:
        uri = said.body.get("uri") if isinstance(said.body, dict) else None
        return Sent(uri) if isinstance(uri, str) and uri else Unknown(NO_ANSWER)
    if said.status == 429:
        return Later(BUSY, wait_seconds=said.wait_seconds)
    trouble = trouble_of(said)
    if isinstance(trouble, NotAllowed):
        raise trouble
    if 400 <= said.status < 500:
        return Refused(TOO_LONG if "too big" in said.message else REFUSED)
    return Unknown(TROUBLE)
