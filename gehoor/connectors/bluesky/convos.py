"""Asks the service of direct messages, which stands behind the server of the account.

It has no address of ours: the server of the account passes every question on that says for whom it
is. Lexicons: https://github.com/bluesky-social/atproto/tree/main/lexicons/chat/bsky/convo
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from gehoor.connectors.bluesky.calls import NO_ACCOUNT, TROUBLE, Said, trouble_of
from gehoor.connectors.bluesky.session import Session
from gehoor.contracts.connector import NotAllowed, Unreachable
from gehoor.kit.text import N_

QUESTIONS: Final = "chat.bsky.convo."
PAGE: Final = 100
MOST_PAGES: Final = 50
LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)
MESSAGE: Final = "chat.bsky.convo.defs#messageView"
GROUP: Final = "chat.bsky.convo.defs#groupConvo"
GONE_CONVO: Final = "InvalidConvo"
NOT_KNOWN: Final = frozenset({"MethodNotImplemented", "NotFound"})

NO_RIGHTS: Final = N_(
    "Direct messages are not read and cannot be sent: the app password does not allow it. Make a "
    "new one at Bluesky with access to your direct messages, and enter it with this channel."
)

View = Mapping[str, Any]


class NoRights(Exception):
    """The app password may not be used for direct messages. Everything else goes on."""


@dataclass(frozen=True)
class Convos:
    """The direct messages of one account."""

    session: Session

    def read(self, question: str, **params: Any) -> Any:
        """Return what a query answers. Raises NoRights, NotAllowed, Unreachable."""
        said = self.look(question, **params)
        if not said.is_good:
            raise trouble_with(said)
        return said.body

    def look(self, question: str, **params: Any) -> Said:
        """Return whatever a query answers. Raises NotAllowed, Unreachable."""
        return self.session.look(QUESTIONS + question, **params)

    def log_after(self, rev: str) -> Any:
        """Return what the log tells after a place in it; None when that place is none (any more).

        Raises NoRights, NotAllowed, Unreachable.
        """
        said = self.look("getLog", cursor=rev)
        if said.is_good:
            return said.body
        is_of_place = said.status == 400 and said.error not in NO_ACCOUNT
        if is_of_place and not (said.lacks_rights or said.refuses_token):
            return None
        raise trouble_with(said)

    def one(self, number: str) -> View | None:
        """Return one conversation; None when it is not ours (any more)."""
        said = self.look("getConvo", convoId=number)
        if said.error == GONE_CONVO:
            return None
        if not said.is_good:
            raise trouble_with(said)
        return a_view(said.body.get("convo"))

    def each(self) -> Iterator[View]:
        """Yield every conversation, and then those with who asks whether they may write."""
        for page in self.pages("listConvos", "convos"):
            yield from page
        said = self.look("listConvoRequests", limit=PAGE)
        if said.status in {404, 501} or said.error in NOT_KNOWN:
            return  # an older service lists them among the others
        if not said.is_good:
            raise trouble_with(said)
        yield from views_in(said.body, "requests")

    def messages_since(self, convo: str, edge: datetime) -> Iterator[View]:
        """Yield what was said in a conversation since then, newest first."""
        for page in self.pages("getMessages", "messages", convoId=convo):
            yield from (each for each in page if sent_at(each) >= edge)
            if not page or sent_at(page[-1]) < edge:
                return

    def pages(self, question: str, name: str, **asked: Any) -> Iterator[list[View]]:
        for _ in range(MOST_PAGES):
            body = self.read(question, limit=PAGE, **asked)
            yield views_in(body, name)
            if not body.get("cursor") or body["cursor"] == asked.get("cursor"):
                return
            asked["cursor"] = body["cursor"]


def trouble_with(said: Said) -> NoRights | NotAllowed | Unreachable:
    """Sort an answer that is none. That this service does not know us while the server of the
    account does, is trouble of its own and passes."""
    if said.lacks_rights:
        return NoRights(NO_RIGHTS)
    if said.refuses_token:
        return Unreachable(TROUBLE, wait_seconds=said.wait_seconds)
    return trouble_of(said)


def views_in(body: Any, name: str) -> list[View]:
    listed = body.get(name) if isinstance(body, dict) else None
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def a_view(told: object) -> View | None:
    return told if isinstance(told, dict) and told.get("id") else None


def sent_at(view: View) -> datetime:
    """Return when it was sent by the clock of the service; nonsense counts as long ago."""
    try:
        moment = datetime.fromisoformat(str(view.get("sentAt")))
    except ValueError:
        return LONG_AGO
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def sender_in(view: View) -> str:
    sender = view.get("sender")
    return str(sender.get("did") or "") if isinstance(sender, dict) else ""


def is_message(view: object) -> bool:
    """Did somebody say this? Not what was deleted, and not what the service itself tells."""
    if not isinstance(view, dict) or not view.get("id"):
        return False
    return view.get("$type", MESSAGE) == MESSAGE and isinstance(view.get("text"), str)


def is_group(convo: View) -> bool:
    kind = convo.get("kind")
    is_told = isinstance(kind, dict) and kind.get("$type") == GROUP
    return is_told or len(views_in(convo, "members")) > 2


def last_in(convo: View) -> View:
    last = convo.get("lastMessage")
    return last if isinstance(last, dict) else {}


def other_in(convo: View, ours: str) -> View | None:
    """Return with whom we are in a conversation of two."""
    others = [each for each in views_in(convo, "members") if each.get("did") != ours]
    return others[0] if others else None
