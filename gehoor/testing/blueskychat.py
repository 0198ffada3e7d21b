"""The direct messages of the small Bluesky of our own, as their lexicons describe them.

There is no open server of this to hold it against, so it is held against the lexicons alone.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from threading import RLock
from typing import Any, Protocol

from gehoor.connectors.bluesky.tids import written
from gehoor.kit import graphemes

Answer = tuple[int, dict[str, Any]]
Asked = dict[str, list[str]]
DEFS = "chat.bsky.convo.defs#"
PROXY = "did:web:api.bsky.chat#bsky_chat"
LOG_PAGE = 20


def stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass
class Person:
    did: str
    handle: str
    name: str = ""
    profile: str = ""
    is_muted: bool = False
    """our account asked not to be told of them"""

    @property
    def view(self) -> dict[str, Any]:
        told = {"did": self.did, "handle": self.handle, "displayName": self.name}
        return told | ({"viewer": {"muted": True}} if self.is_muted else {})


class Network(Protocol):
    """What is known of the people and posts around it."""

    now: datetime
    people: dict[str, Person]
    posts: Any
    ours: Person
    citizen: Person
    lock: RLock

    def tick(self) -> datetime: ...

    def key(self) -> str: ...


@dataclass
class Line:
    """One thing somebody said in private."""

    number: str
    rev: str
    sender: Person
    text: str
    sent_at: datetime
    more: dict[str, Any] = field(default_factory=dict)
    reactions: list[dict[str, Any]] = field(default_factory=list)
    is_deleted: bool = False

    @property
    def view(self) -> dict[str, Any]:
        facts: dict[str, Any] = {
            "$type": f"{DEFS}{'deletedMessageView' if self.is_deleted else 'messageView'}",
            "id": self.number,
            "rev": self.rev,
            "sender": {"did": self.sender.did},
            "sentAt": stamp(self.sent_at),
        }
        if self.is_deleted:
            return facts
        signs = {"reactions": self.reactions} if self.reactions else {}
        return facts | {"text": self.text} | self.more | signs


@dataclass
class Convo:
    number: str
    members: list[Person]
    rev: str
    status: str = "accepted"
    lines: list[Line] = field(default_factory=list)

    @property
    def is_group(self) -> bool:
        return len(self.members) > 2


class Chat:
    """Every private conversation with us, and the log the service keeps of them for us."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.convos: dict[str, Convo] = {}
        self.log: list[dict[str, Any]] = []
        self.closed: dict[str, str] = {}
        """who does not take messages from us, and the error that says so"""
        self.may = True
        """does the app password allow it?"""
        self.revs = count(1)
        self.accepted: list[str] = []
        self.heard: list[dict[str, Any]] = []
        """every message as it was handed over"""

    # What people do

    def write(self, text: str, *, by: Person | None = None, **more: Any) -> Line:
        """Write to us: the first time it is a request, unless we wrote before."""
        by = by or self.network.citizen
        return self._say(self.with_(by), by, text, more)

    def write_as_us(self, text: str, *, to: Person | None = None, **more: Any) -> Line:
        convo = self.with_(to or self.network.citizen)
        convo.status = "accepted"
        return self._say(convo, self.network.ours, text, more)

    def write_in_group(self, text: str, *others: Person) -> Line:
        members = [self.network.ours, *others]
        convo = next((each for each in self.convos.values() if each.members == members), None)
        convo = convo or self._open(members, status="accepted")
        return self._say(convo, others[0], text, {})

    def with_(self, person: Person) -> Convo:
        members = [self.network.ours, person]
        found = next((each for each in self.convos.values() if each.members == members), None)
        return found or self._open(members, status="request")

    def react(self, line: Line, value: str, *, by: Person | None = None) -> None:
        by = by or self.network.citizen
        reaction = {
            "value": value, "sender": {"did": by.did}, "createdAt": stamp(self.network.tick()),
        }  # fmt: skip
        line.reactions.append(reaction)
        self._tell("AddReaction", self._convo_of(line), line, reaction=reaction)

    def take_back(self, line: Line, value: str) -> None:
        [reaction] = [each for each in line.reactions if each["value"] == value]
        line.reactions.remove(reaction)
        self._tell("RemoveReaction", self._convo_of(line), line, reaction=reaction)

    def delete(self, line: Line) -> None:
        """Delete it where we see it: that is all anybody can do here."""
        line.is_deleted = True
        self._tell("DeleteMessage", self._convo_of(line), line)

    def begin_anew(self) -> None:
        """Lose the log, and count its places from the beginning again."""
        self.log, self.revs = [], count(1)

    def by_us(self) -> list[Line]:
        ours = self.network.ours
        return [line for each in self.convos.values() for line in each.lines if line.sender is ours]

    def _say(self, convo: Convo, by: Person, text: str, more: dict[str, Any]) -> Line:
        with self.network.lock:
            line = Line(self.network.key(), self._rev(), by, text, self.network.tick(), more)
            convo.lines.append(line)
            self._tell("CreateMessage", convo, line, rev=line.rev)
            return line

    def _open(self, members: list[Person], *, status: str) -> Convo:
        convo = Convo(self.network.key(), members, self._rev(), status)
        self.convos[convo.number] = convo
        event = {"$type": f"{DEFS}logBeginConvo", "rev": convo.rev, "convoId": convo.number}
        self.log.append(event)
        return convo

    def _tell(self, kind: str, convo: Convo, line: Line, *, rev: str = "", **more: Any) -> None:
        event = {
            "$type": f"{DEFS}log{kind}",
            "rev": rev or self._rev(),
            "convoId": convo.number,
            "message": line.view,
            "relatedProfiles": [person.view for person in convo.members],
        }
        self.log.append(event | more)

    def _convo_of(self, line: Line) -> Convo:
        return next(each for each in self.convos.values() if line in each.lines)

    def _rev(self) -> str:
        return written(next(self.revs) << 5)

    # What the service answers

    def answer(self, name: str, asked: Asked, body: dict[str, Any], proxy: str) -> Answer | None:
        """Answer as the service behind the server does; None when it is no question for it."""
        question = QUESTIONS.get(name.removeprefix("chat.bsky.convo."))
        if question is None or proxy != PROXY:
            return None
        if not self.may:
            return refusal("InvalidToken", "Bad token method")
        return question(self, asked, body)

    def view(self, convo: Convo) -> dict[str, Any]:
        kind: dict[str, Any] = {"$type": f"{DEFS}directConvo"}
        if convo.is_group:
            kind = {
                "$type": f"{DEFS}groupConvo", "name": "Buurt", "memberCount": len(convo.members),
                "memberLimit": 50, "lockStatus": "unlocked", "lockStatusModerationOverride": False,
                "createdAt": stamp(self.network.now),
            }  # fmt: skip
        last = {"lastMessage": convo.lines[-1].view} if convo.lines else {}
        return {
            "id": convo.number,
            "rev": convo.rev,
            "members": [person.view for person in convo.members],
            "muted": False,
            "status": convo.status,
            "unreadCount": 0,
            "kind": kind,
            **last,
        }

    def get_log(self, asked: Asked, _: dict[str, Any]) -> Answer:
        after = asked.get("cursor", [""])[0]
        head = self.log[-1]["rev"] if self.log else "2222222222222"
        if not after:
            return 200, {"cursor": head, "logs": []}
        page = [event for event in self.log if event["rev"] > after][:LOG_PAGE]
        return 200, {"cursor": page[-1]["rev"] if page else after, "logs": page}

    def list_convos(self, asked: Asked, _: dict[str, Any]) -> Answer:
        return self._page("convos", asked, "accepted")

    def list_requests(self, asked: Asked, _: dict[str, Any]) -> Answer:
        return self._page("requests", asked, "request")

    def _page(self, name: str, asked: Asked, status: str) -> Answer:
        newest = sorted(self.convos.values(), key=newest_in, reverse=True)
        found = [self.view(each) for each in newest if each.status == status]
        return paged(name, found, asked)

    def get_convo(self, asked: Asked, _: dict[str, Any]) -> Answer:
        convo = self.convos.get(asked["convoId"][0])
        return (200, {"convo": self.view(convo)}) if convo else refusal("InvalidConvo")

    def get_for_members(self, asked: Asked, _: dict[str, Any]) -> Answer:
        [did] = asked["members"]
        person = next((each for each in self.network.people.values() if each.did == did), None)
        if person is None:
            return refusal("RecipientNotFound")
        if did in self.closed:
            return refusal(self.closed[did])
        convo = self.with_(person)
        if not convo.lines:
            convo.status = "accepted"
        return 200, {"convo": self.view(convo)}

    def get_messages(self, asked: Asked, _: dict[str, Any]) -> Answer:
        convo = self.convos.get(asked["convoId"][0])
        if convo is None:
            return refusal("InvalidConvo")
        return paged("messages", [line.view for line in reversed(convo.lines)], asked)

    def send(self, _: Asked, body: dict[str, Any]) -> Answer:
        self.heard.append(body)
        convo, message = self.convos.get(body["convoId"]), dict(body["message"])
        if convo is None:
            return refusal("InvalidConvo")
        did = convo.members[1].did
        if did in self.closed:
            return refusal(self.closed[did])
        text = message.pop("text")
        if graphemes.count(text) > 1000 or len(text.encode()) > 10_000:
            return refusal("InvalidRequest", "text must not be longer than 1000 graphemes")
        return 200, self._say(convo, self.network.ours, text, self._shown(message)).view

    def _shown(self, message: dict[str, Any]) -> dict[str, Any]:
        """Show what goes along: a record that is named becomes one that is seen."""
        embed = message.get("embed")
        post = self.network.posts.get(embed["record"]["uri"]) if embed else None
        return message | ({"embed": record_view(post)} if post else {})

    def accept(self, _: Asked, body: dict[str, Any]) -> Answer:
        convo = self.convos.get(body["convoId"])
        if convo is None:
            return refusal("InvalidConvo")
        convo.status = "accepted"
        self.accepted.append(convo.number)
        rev = self._rev()
        event = {"$type": f"{DEFS}logAcceptConvo", "rev": rev, "convoId": convo.number}
        self.log.append(event)
        return 200, {"rev": rev}


def record_view(post: Any) -> dict[str, Any]:
    """Return a post as it is shown in a message."""
    record = {
        "$type": "app.bsky.embed.record#viewRecord",
        **post.reference,
        "author": post.author.view,
        "value": post.record,
        "likeCount": 0,
        "indexedAt": stamp(post.indexed_at),
    }
    return {"$type": "app.bsky.embed.record#view", "record": record}


def newest_in(convo: Convo) -> str:
    return convo.lines[-1].rev if convo.lines else convo.rev


def paged(name: str, found: list[dict[str, Any]], asked: Asked) -> Answer:
    limit, start = int(asked.get("limit", ["50"])[0]), int(asked.get("cursor", ["0"])[0])
    page, end = found[start : start + limit], start + limit
    return 200, {name: page} | ({"cursor": str(end)} if end < len(found) else {})


def refusal(error: str, message: str = "") -> Answer:
    return 400, {"error": error, "message": message or error}


QUESTIONS: dict[str, Callable[[Chat, Asked, dict[str, Any]], Answer]] = {
    "getLog": Chat.get_log,
    "listConvos": Chat.list_convos,
    "listConvoRequests": Chat.list_requests,
    "getConvo": Chat.get_convo,
    "getConvoForMembers": Chat.get_for_members,
    "getMessages": Chat.get_messages,
    "sendMessage": Chat.send,
    "acceptConvo": Chat.accept,
}
