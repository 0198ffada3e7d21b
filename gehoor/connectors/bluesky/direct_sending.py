"""Sends a direct message. The service knows no key of ours, so what is in doubt is looked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from gehoor.connectors.bluesky.calls import BUSY, NO_ANSWER, TROUBLE, Said, not_reached
from gehoor.connectors.bluesky.convos import (
    LONG_AGO,
    NO_RIGHTS,
    QUESTIONS,
    Convos,
    NoRights,
    View,
    a_view,
    is_group,
    is_message,
    sender_in,
    trouble_with,
)
from gehoor.connectors.bluesky.direct import convo_of, id_of
from gehoor.connectors.bluesky.facets import facets_in
from gehoor.connectors.bluesky.posts import is_post, repo_of
from gehoor.connectors.bluesky.sending import NotToSend, PostSender
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
from gehoor.contracts.posts import Visibility
from gehoor.kit.safefetch import NotFetched, Unsettled
from gehoor.kit.text import N_

CLOCKS_DIFFER: Final = timedelta(minutes=2)

TOO_LONG: Final = N_(
    "Bluesky takes 1,000 characters at most in a direct message. Nothing was sent."
)
NO_FILES: Final = N_("Bluesky takes no files in a direct message. Nothing was sent.")
NOT_TAKEN: Final = N_(
    "This person takes no direct messages on Bluesky, or not from you. Nothing was sent. Answer "
    "publicly, and ask them to mail or call you."
)
NOT_FOLLOWED: Final = N_(
    "This person takes direct messages on Bluesky only from accounts they follow, and they do not "
    "follow yours. Nothing was sent. Answer publicly, and ask them to write to you in private."
)
BLOCKED: Final = N_(
    "This account and yours are closed to each other on Bluesky (blocked). Nothing was sent."
)
NOBODY: Final = N_("This account is not on Bluesky any more. Nothing was sent.")
CLOSED: Final = N_(
    "This conversation is not there any more on Bluesky, or is closed. Nothing was sent."
)
IS_GROUP: Final = N_("This is a group on Bluesky. Gehoor does not write in groups.")
REFUSED: Final = N_("Bluesky refused this direct message. Nothing was sent.")
# By the name of the error; older services tell the same in words only.
REASONS: Final = {
    "MessagesDisabled": NOT_TAKEN,
    "NotFollowedBySender": NOT_FOLLOWED,
    "BlockedActor": BLOCKED,
    "BlockedSubject": BLOCKED,
    "AccountSuspended": NOBODY,
    "RecipientNotFound": NOBODY,
    "InvalidConvo": CLOSED,
    "ConvoLocked": CLOSED,
}
SAID_SO: Final = {
    "disabled incoming": NOT_TAKEN,
    "someone they follow": NOT_FOLLOWED,
    "block": BLOCKED,
    "too big": TOO_LONG,
    "too long": TOO_LONG,
    "must not be longer": TOO_LONG,
}


@dataclass(frozen=True)
class DirectSender:
    """Writes to one person. Handles, posts and names are looked up as for a post."""

    posts: PostSender
    able: Capabilities

    @property
    def convos(self) -> Convos:
        return Convos(self.posts.session)

    def send(self, outgoing: Outgoing) -> Outcome:
        """Try once."""
        try:
            if problem := self._unfit(outgoing):
                return problem
            message = self._message(outgoing)
            convo = self._convo(outgoing)
            self._accept(convo)
        except NotToSend as problem:
            return problem.outcome
        except Unreachable as problem:
            return Later(str(problem), wait_seconds=problem.wait_seconds)
        return self._say(str(convo["id"]), message)

    def find_sent(self, outgoing: Outgoing) -> str | None:
        """Look for our own words in the conversation, since the first try.

        Raises NotAllowed, and Unreachable where the conversation cannot be looked at.
        """
        try:
            convo = self._convo(outgoing)
            return self._found(str(convo["id"]), outgoing)
        except NotToSend as problem:
            raise Unreachable(getattr(problem.outcome, "problem", NO_ANSWER)) from problem
        except NoRights as problem:
            raise Unreachable(str(problem)) from problem

    def _found(self, convo: str, outgoing: Outgoing) -> str | None:
        tried, ours = outgoing.first_tried_at, self.posts.session.did
        since = tried - CLOCKS_DIFFER if tried else LONG_AGO
        found = [
            id_of(convo, str(view["id"]))
            for view in self.convos.messages_since(convo, since)
            if is_message(view) and sender_in(view) == ours and is_same(view, outgoing)
        ]
        return found[-1] if found else None

    def _unfit(self, outgoing: Outgoing) -> Refused | None:
        if not self.able.fits(outgoing.text):
            return Refused(TOO_LONG)
        return Refused(NO_FILES) if outgoing.files else None

    def _message(self, outgoing: Outgoing) -> dict[str, Any]:
        """Write it; what answers a post brings that post along, so that one sees what it is about.

        Raises NotToSend, NotAllowed, Unreachable.
        """
        message: dict[str, Any] = {"text": outgoing.text}
        if facets := facets_in(outgoing.text, self.posts.did_of):
            message["facets"] = facets
        if is_post(outgoing.answers):
            post = {"uri": outgoing.answers, "cid": self.posts.post(outgoing.answers)["cid"]}
            message["embed"] = {"$type": "app.bsky.embed.record", "record": post}
        return message

    def _convo(self, outgoing: Outgoing) -> View:
        """Find the conversation it goes into. Raises NotToSend, NotAllowed, Unreachable."""
        if number := convo_of(outgoing.answers):
            said = self.convos.look("getConvo", convoId=number)
        else:
            said = self.convos.look("getConvoForMembers", members=[self._whom(outgoing)])
        convo = a_view(said.body.get("convo")) if said.is_good else None
        if convo is None:
            raise not_to_send(said)
        if is_group(convo):
            raise NotToSend(Refused(IS_GROUP))
        return convo

    def _whom(self, outgoing: Outgoing) -> str:
        """Return who wrote the post that is answered, or who is called so."""
        author = repo_of(outgoing.answers) if is_post(outgoing.answers) else ""
        if author and author != self.posts.session.did:
            return author
        named = outgoing.to.removeprefix("@")
        found = named if named.startswith("did:") else self.posts.did_of(named)
        if not found:
            raise NotToSend(Refused(NOBODY))
        return found

    def _accept(self, convo: View) -> None:
        """Who is answered was let in: until then it stands apart in the app, as a request."""
        if convo.get("status") != "request":
            return
        try:
            said = self.posts.session.ask(
                QUESTIONS + "acceptConvo", body={"convoId": str(convo["id"])}
            )
        except NotFetched as problem:
            raise not_reached(problem) from problem
        if not said.is_good:
            raise not_to_send(said)

    def _say(self, convo: str, message: Mapping[str, Any]) -> Outcome:
        try:
            asked = {"convoId": convo, "message": message}
            return outcome_of(self.posts.session.ask(QUESTIONS + "sendMessage", body=asked), convo)
        except Unsettled:
            return Unknown(NO_ANSWER)
        except NotFetched as problem:
            return Later(str(not_reached(problem)))
        except Unreachable as problem:
            # Only logging in says so, and it comes before anything is said.
            return Later(str(problem), wait_seconds=problem.wait_seconds)


def is_for_one(outgoing: Outgoing) -> bool:
    """Is it a direct message? What answers one is never for more people, whatever was asked."""
    return outgoing.visibility is Visibility.DIRECT or bool(convo_of(outgoing.answers))


def is_same(view: View, outgoing: Outgoing) -> bool:
    return str(view.get("text")).split() == outgoing.text.split()


def not_to_send(said: Said) -> Exception:
    """Say why there is no conversation to write in: for good, or for now."""
    trouble = trouble_with(said)
    if isinstance(trouble, NoRights):
        return NotToSend(Refused(NO_RIGHTS))
    if isinstance(trouble, NotAllowed) or said.refuses_token or said.status in {200, 429}:
        return trouble
    return NotToSend(Refused(reason_of(said))) if 400 <= said.status < 500 else trouble


def reason_of(said: Said) -> str:
    """Return why it is refused, in words for a colleague."""
    words = said.message.casefold()
    told = next((reason for part, reason in SAID_SO.items() if part in words), REFUSED)
    return REASONS.get(said.error, told)


def outcome_of(said: Said, convo: str) -> Outcome:
    """Say what an answer to sendMessage means (delivery contract, O3, HTTP line)."""
    if said.status == 200:
        view = a_view(said.body)
        return Sent(id_of(convo, str(view["id"]))) if view else Unknown(NO_ANSWER)
    if said.status == 429:
        return Later(BUSY, wait_seconds=said.wait_seconds)
    if 400 <= said.status < 500:
        return refused_by(said)
    return Unknown(TROUBLE)


def refused_by(said: Said) -> Outcome:
    """Nothing was said. Raises NotAllowed when the account itself is not there any more."""
    problem = not_to_send(said)
    if isinstance(problem, NotToSend):
        return problem.outcome
    if isinstance(problem, Unreachable):
        return Later(str(problem), wait_seconds=problem.wait_seconds)
    raise problem
