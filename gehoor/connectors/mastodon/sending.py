"""Answers on Mastodon: never for more people than the post answered, and never twice.

https://docs.joinmastodon.org/methods/statuses/#create
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from time import sleep
from typing import Any, Final
from uuid import uuid4

from gehoor.connectors.mastodon.calls import (
    BUSY,
    NOT_ACCEPTED,
    NOT_PERMITTED,
    ODD,
    TROUBLE,
    Missing,
    Server,
    reason_in,
    said_in,
    step,
)
from gehoor.connectors.mastodon.knowing import capabilities_of, learn
from gehoor.connectors.mastodon.parse import plain_content, visibility_of
from gehoor.connectors.mastodon.sources import is_before, sources_of
from gehoor.connectors.mastodon.statuses import Us
from gehoor.contracts.connector import (
    Account,
    Later,
    NotAllowed,
    Outcome,
    Outgoing,
    Refused,
    Sent,
    Unknown,
    Unreachable,
)
from gehoor.contracts.posts import OutgoingFile, Visibility, narrowest
from gehoor.kit.safefetch import Answer, NotFetched, Unsettled
from gehoor.kit.text import N_, file_name

AS_WRITTEN: Final = {
    Visibility.PUBLIC: "public",
    Visibility.UNLISTED: "unlisted",
    Visibility.FOLLOWERS: "private",
    Visibility.DIRECT: "direct",
}
NAMED: Final = re.compile(r"@[\w.-]+(?:@[\w.:-]+)?")
NOT_WORDS: Final = re.compile(r"[\W_]+")
CLOCKS_DIFFER: Final = timedelta(minutes=2)
PAUSES: Final = (0.5, 1.0, 2.0, 4.0)
"""seconds between looks whether a server is done with a file"""
JSON: Final = {"Content-Type": "application/json"}

GONE: Final = N_(
    "The post you answer is not there any more, or you may not see it any more. Nothing was sent."
)
REFUSED: Final = N_("The Mastodon server refused this reply. It says:")
FILE_REFUSED: Final = N_("The Mastodon server refused a file. Nothing was sent. It says:")
FILE_WAITS: Final = N_("The Mastodon server is not done with a file yet. Nothing was sent.")
NO_ANSWER: Final = N_("The Mastodon server did not answer.")


class MastodonSender:
    """Posts replies. Our key goes along, and whether it arrived can be looked up besides."""

    def __init__(self, account: Account, name: str) -> None:
        self.account = account
        self.name = name
        self.server = Server(account)

    def send(self, outgoing: Outgoing) -> Outcome:
        try:
            answered = self._answered(outgoing)
            files = [self._upload(file) for file in outgoing.files]
        except Stopped as problem:
            return problem.outcome
        except Missing:
            return Refused(GONE)
        except Unreachable as problem:
            return Later(str(problem), wait_seconds=problem.wait_seconds)
        status = post_of(outgoing, answered, self.account)
        return self._post(status | ({"media_ids": files} if files else {}), outgoing.key)

    def find_sent(self, outgoing: Outgoing) -> str | None:
        """Look below the post it answers, and through what we wrote since the first try."""
        us, places = self._us(), self._ids_of(outgoing.answers)
        wanted = essence(outgoing.text)
        for status in self._written_since(us, outgoing):
            is_there = str(status.get("in_reply_to_id") or "") in places
            if is_there and essence(plain_content(str(status.get("content") or ""))) == wanted:
                return str(status["id"])
        return None

    def keep_copy(self, outgoing: Outgoing) -> None:
        """Nothing to do: what we post stands on the server."""

    def _answered(self, outgoing: Outgoing) -> Mapping[str, Any]:
        """Return the post that is answered, as it is now: its visibility counts, not our memory."""
        if not outgoing.answers:
            return {}
        found = self.server.find(f"/api/v1/statuses/{step(outgoing.answers)}")
        if not isinstance(found, dict) or "visibility" not in found:
            raise Unreachable(ODD)
        return found

    def _ids_of(self, answers: str) -> set[str]:
        """Return how the post that was answered is named: small servers rename one on an edit."""
        try:
            said = self.server.get(f"/api/v1/statuses/{step(answers)}") if answers else None
        except Missing:
            said = None
        renamed = str(said["id"]) if isinstance(said, dict) and said.get("id") else answers
        return {answers, renamed}

    def _post(self, status: Mapping[str, Any], key: str) -> Outcome:
        body = json.dumps(status).encode("utf-8", "replace")
        headers = JSON | {"Idempotency-Key": key}
        try:
            answer = self.server.call("POST", "/api/v1/statuses", body=body, headers=headers)
        except Unsettled as problem:
            return Unknown(str(problem))
        except NotFetched as problem:
            return Later(str(problem))
        return outcome_of(answer)

    def _upload(self, file: OutgoingFile) -> str:
        """Hand over a file, which nobody sees until it is posted. Raises Stopped."""
        headers, body = form_of(file)
        try:
            answer = self.server.call("POST", "/api/v2/media", body=body, headers=headers)
        except NotFetched as problem:
            raise Stopped(Later(str(problem))) from problem
        outcome = outcome_of(answer, refused=FILE_REFUSED)
        if isinstance(outcome, Unknown):
            raise Stopped(Later(outcome.problem))
        if not isinstance(outcome, Sent):
            raise Stopped(outcome)
        if answer.status == 202 and not self._is_ready(outcome.external_id):
            raise Stopped(Later(FILE_WAITS, only_this_reply=True))
        return outcome.external_id

    def _is_ready(self, identity: str) -> bool:
        for pause in PAUSES:
            sleep(pause)
            try:
                answer = self.server.call("GET", f"/api/v1/media/{step(identity)}")
            except NotFetched:
                continue
            if answer.status == 200:
                return True
        return False

    def _us(self) -> Us:
        told = self.account.learned if "us" in self.account.learned else {}
        told = told or learn(self.server, self.name)
        return Us(told["us"]["id"], told["us"]["username"], told["domain"])

    def _written_since(self, us: Us, outgoing: Outgoing) -> Iterator[Mapping[str, Any]]:
        """Yield what we wrote since then. Raises Unreachable where that cannot be seen whole."""
        tried = outgoing.first_tried_at
        since = tried - CLOCKS_DIFFER if tried else None
        if outgoing.answers:
            yield from self._below(outgoing.answers, us, since)
        own = next(source for source in sources_of(us) if source.name == "own")
        yield from own.back(self.server, until=since)

    def _below(self, answers: str, us: Us, since: datetime | None) -> Iterator[Mapping[str, Any]]:
        """Yield our replies below a post; a server may list them there and nowhere else."""
        try:
            said = self.server.get(f"/api/v1/statuses/{step(answers)}/context")
        except Missing:
            return
        for status in said.get("descendants", ()) if isinstance(said, dict) else ():
            is_ours = str((status.get("account") or {}).get("id")) == us.id
            if is_ours and not (since and is_before(status, since)):
                yield status


class Stopped(Exception):
    """Nothing was posted; the outcome says why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(type(outcome).__name__)
        self.outcome = outcome


def post_of(outgoing: Outgoing, answered: Mapping[str, Any], account: Account) -> dict[str, Any]:
    """Return the status to post: who may read it, and whom it names."""
    there = visibility_of(answered) if answered else Visibility.DIRECT
    visibility = narrowest(outgoing.visibility, there)
    who = handle_for(outgoing.to, str(account.learned.get("domain", "")))
    text = outgoing.text
    if outgoing.to and not (is_named(who, text) or is_named(outgoing.to, text)):
        text = capabilities_of(account).mention.format(to=who) + text
    status: dict[str, Any] = {"status": text, "visibility": AS_WRITTEN[visibility]}
    if outgoing.answers:
        status["in_reply_to_id"] = outgoing.answers
    return status


def handle_for(to: str, domain: str) -> str:
    """Return whom to name, as this server writes it: neighbours without their server."""
    name, _, host = to.removeprefix("@").partition("@")
    return f"@{name}" if host.casefold() in {"", domain.casefold()} else f"@{name}@{host}"


def is_named(who: str, text: str) -> bool:
    """Does a text name exactly this account? A name without a server is a neighbour's."""
    name = re.escape(who.removeprefix("@"))
    return re.search(rf"(?<![\w/@])@{name}(?![\w@-]|\.\w)", text, re.IGNORECASE) is not None


def essence(text: str) -> str:
    """Return the letters of a text: a server may dress it up, and writes names its own way."""
    return NOT_WORDS.sub("", NAMED.sub("", text)).casefold()


def outcome_of(answer: Answer, *, refused: str = REFUSED) -> Outcome:
    """Say what an answer to a POST means (delivery contract, O3). Raises NotAllowed."""
    status = answer.status
    if 200 <= status < 300:
        return created(answer)
    if status in {401, 403}:
        raise NotAllowed(NOT_ACCEPTED if status == 401 else NOT_PERMITTED)
    if status == 429:
        return Later(BUSY, wait_seconds=answer.wait_seconds)
    if status in {404, 410}:
        return Refused(GONE)
    if 300 <= status < 500:
        return Refused(f"{refused}\n{reason_in(answer) or status}")
    return Unknown(TROUBLE)


def created(answer: Answer) -> Outcome:
    try:
        return Sent(str(said_in(answer)["id"]))
    except (Unreachable, KeyError, TypeError):
        return Unknown(NO_ANSWER)


def form_of(file: OutgoingFile) -> tuple[dict[str, str], bytes]:
    """Return a file and its description as a form (RFC 7578)."""
    boundary = uuid4().hex
    name = file_name(file.name).encode("ascii", "replace").decode().replace('"', "_") or "file"
    parts = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="description"\r\n'
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{file.description}\r\n"
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        f"Content-Type: {file.media_type}\r\n\r\n"
    )
    body = parts.encode("utf-8", "replace") + file.content + f"\r\n--{boundary}--\r\n".encode()
    return {"Content-Type": f"multipart/form-data; boundary={boundary}"}, body
