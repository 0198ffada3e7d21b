"""Asks Bluesky what was said to us in private, and what we said there ourselves, elsewhere.

The log of the service goes forward: what came after our place in it. Beside that the conversations
themselves are looked at, at first, at every opening and every five minutes: what the log did not
tell, or told before it began anew, is found all the same.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from typing import Final

from gehoor.connectors.bluesky.convos import (
    MOST_PAGES,
    Convos,
    NoRights,
    View,
    is_group,
    is_message,
    last_in,
    other_in,
    sender_in,
    sent_at,
    views_in,
)
from gehoor.connectors.bluesky.direct import Between, gone, id_of, reacted, reaction_id, said
from gehoor.connectors.bluesky.direct_memory import (
    AT_FIRST,
    OVERLAP,
    WIDE_EVERY,
    Memory,
    as_cursor,
    mark_of,
    memory_in,
)
from gehoor.connectors.bluesky.session import Session, handle_of
from gehoor.contracts.connector import Arrived, Batch, Cursor, NotAllowed, Unreachable
from gehoor.kit.text import N_

EVERY: Final = 2
"""of so many looks at posts one asks for direct messages, too"""
AGAIN_SECONDS: Final = 60.0
RIGHTS_AGAIN_SECONDS: Final = 3600.0
"""an app password never gets more rights; a new one opens a new reader"""
BEGINNING: Final = "2222222222222"
"""the place before everything; places in the log are written as TIDs are"""
EVENT: Final = "chat.bsky.convo.defs#log"

NOT_NOW: Final = N_(
    "Direct messages cannot be read just now. It is tried again; everything else goes on."
)
IN_A_GROUP: Final = N_(
    "Your account is in a group on Bluesky. What is said in groups is not read here; read it in "
    "the app."
)
TOLD: Final = frozenset({"CreateMessage", "DeleteMessage", "AddReaction", "RemoveReaction"})
TAKES_AWAY: Final = frozenset({"DeleteMessage", "RemoveReaction"})


@dataclass(frozen=True)
class Found:
    """Something new, or only a step onward in the log."""

    arrived: Arrived | None = None
    mark: str = ""
    date: datetime | None = None
    rev: str = ""
    """our place in the log once this is stored; empty where the log did not tell it"""


class DirectReader:
    """Reads the direct messages of one account. Nothing is marked as read there, nor accepted."""

    def __init__(self, session: Session, *, now: Callable[[], datetime]) -> None:
        self.convos = Convos(session)
        self.session = session
        self.now = now
        self.turns = 0
        self.has_looked = False
        self.left_alone_until = 0.0
        self.told = ""
        self.waiting: list[Found] = []
        self.after: Memory | None = None
        """where we stand once everything that waits is handed over"""
        self.known: dict[str, Between | None] = {}
        """with whom we are in each conversation; None: it is not read"""
        self.groups: set[str] = set()

    def fetch(self, cursor: Cursor, *, limit: int) -> Batch:
        """Return what is new, oldest first. Raises what logging in does; trouble of this service
        alone is only told, and posts are read all the same."""
        memory = memory_in(cursor, f"{self.session.server.address} {self.session.did}")
        learned = None
        if self.after is None and self._is_turn():
            learned = self._look(memory)
        return self._next_batch(memory, limit, learned)

    def transport_ids(self, cursor: Cursor) -> set[str]:
        """Return what the service still shows of what the cursor says we have."""
        memory = memory_in(cursor, f"{self.session.server.address} {self.session.did}")
        if memory.since is None or monotonic() < self.left_alone_until:
            return set()
        edge = max(memory.since, self.now() - OVERLAP)
        try:
            shown = list(self._listed(edge, lambda _: True))
        except (NoRights, NotAllowed, Unreachable):
            return set()
        return {
            each.arrived.transport_id
            for each in shown
            if each.arrived is not None and each.mark in memory.seen
        }

    def _is_turn(self) -> bool:
        self.turns += 1
        return self.turns % EVERY == 1 and monotonic() >= self.left_alone_until

    def _look(self, memory: Memory) -> dict[str, bool] | None:
        """Find what is new; return whether we may, where that became clear."""
        after = replace(memory, seen=dict(memory.seen))
        try:
            self.waiting = self._found(memory, after)
        except NoRights as problem:
            self._leave_alone(str(problem), RIGHTS_AGAIN_SECONDS)
            return {"direct": False}
        except NotAllowed:
            self._leave_alone(NOT_NOW, AGAIN_SECONDS)
            return None
        except Unreachable as problem:
            self._leave_alone(NOT_NOW, problem.wait_seconds or AGAIN_SECONDS)
            return None
        self.after, self.has_looked = after, True
        self.told = IN_A_GROUP if self.groups else ""
        return {"direct": True}

    def _leave_alone(self, told: str, seconds: float) -> None:
        self.told, self.left_alone_until = told, monotonic() + seconds

    def _found(self, memory: Memory, after: Memory) -> list[Found]:
        now, found = self.now(), []
        is_due = memory.is_first or now - memory.looked >= WIDE_EVERY
        is_wide = is_due or not self.has_looked
        if is_wide:
            found = self._look_wide(memory, after, now)
        if not memory.is_first:
            found += self._in_log(after, {each.mark for each in found})
        return found

    def _look_wide(self, memory: Memory, after: Memory, now: datetime) -> list[Found]:
        """Look at the conversations themselves. Where the log stands is asked first: what is said
        meanwhile is then told by it."""
        head = str(self.convos.read("getLog").get("cursor") or "")
        if memory.is_first:
            after.since, after.rev = memory.since or now - AT_FIRST, head or BEGINNING
        elif head and head < memory.rev:
            after.rev = head  # the log began anew
        edge = max(after.since or now, min(now, memory.looked) - OVERLAP)
        is_whole = memory.is_first or not self.has_looked
        self.groups.clear()
        listed = self._listed(edge, lambda convo: is_whole or is_unknown(convo, memory))
        found = [each for each in listed if each.mark not in memory.seen]
        after.looked = now
        return sorted(found, key=lambda each: each.date or now)

    def _listed(self, edge: datetime, is_asked: Callable[[View], bool]) -> Iterator[Found]:
        """Yield what was said since then in the conversations that are asked for."""
        for number, convo in {str(each.get("id")): each for each in self.convos.each()}.items():
            between = self._note(number, convo)
            if between and sent_at(last_in(convo)) >= edge and is_asked(convo):
                for view in self.convos.messages_since(between.convo, edge):
                    yield from self._of_message(view, between)

    def _of_message(self, view: View, between: Between) -> Iterator[Found]:
        if is_message(view):
            yield self._as_found(said(view, between), sent_at(view))
            for reaction in views_in(view, "reactions"):
                if sender_in(reaction) != self.session.did:
                    yield self._as_found(reacted(view, reaction, between), sent_at(view))

    def _as_found(self, arrived: Arrived, date: datetime, rev: str = "") -> Found:
        return Found(arrived, mark_of(arrived.transport_id), date, rev)

    def _in_log(self, after: Memory, found: set[str]) -> list[Found]:
        """Return what the log tells after our place in it, and move that place."""
        steps: list[Found] = []
        known = found | set(after.seen)
        for _ in range(MOST_PAGES):
            body = self.convos.log_after(after.rev)
            if body is None:
                after.rev = ""  # as at first: the next look finds what we do not have
                break
            events = sorted(views_in(body, "logs"), key=rev_of)
            for event in events:
                steps += self._steps_of(event, known, since=after.since or self.now())
            reached = max([after.rev, str(body.get("cursor") or ""), *map(rev_of, events)])
            if reached == after.rev:
                break
            after.rev = reached
        return steps

    def _steps_of(self, event: View, known: set[str], *, since: datetime) -> Iterator[Found]:
        """Yield what one event comes to. Of what was told already, or was there before us, only
        what takes away counts: the ledger knows that, too."""
        kind, view = str(event.get("$type") or "").removeprefix(EVENT), event.get("message")
        between = self._between(event) if kind in TOLD and isinstance(view, dict) else None
        if between is None or not isinstance(view, dict):
            return
        arrived = self._arrived_by(kind, event, view, between)
        if arrived is None:
            return
        each = self._as_found(arrived, sent_at(view), rev_of(event))
        is_new = each.mark not in known and sent_at(view) >= since
        if kind in TAKES_AWAY or is_new:
            known.add(each.mark)
            yield each

    def _arrived_by(self, kind: str, event: View, view: View, between: Between) -> Arrived | None:
        if kind == "DeleteMessage":
            return gone(id_of(between.convo, str(view.get("id"))), between)
        if not is_message(view):
            return None
        if kind == "CreateMessage":
            return said(view, between)
        reaction = event.get("reaction")
        if not isinstance(reaction, dict) or sender_in(reaction) == self.session.did:
            return None
        if kind == "AddReaction":
            return reacted(view, reaction, between)
        about = id_of(between.convo, str(view["id"]))
        return gone(reaction_id(about, reaction), between)

    def _between(self, event: View) -> Between | None:
        """Return with whom we are in the conversation of an event; None when it is not read."""
        number = str(event.get("convoId") or "")
        if number not in self.known:
            left = {"members": event.get("relatedProfiles") or []}
            self._note(number, self.convos.one(number) or left)
        return self.known[number]

    def _note(self, number: str, convo: View) -> Between | None:
        """Remember with whom we are in a conversation. Of a group nothing is read."""
        if is_group(convo):
            self.groups.add(number)
        ours = {"did": self.session.did, "handle": handle_of(self.session.account.settings)}
        theirs = None if is_group(convo) else other_in(convo, self.session.did)
        self.known[number] = Between(number, ours, theirs) if theirs else None
        return self.known[number]

    def _next_batch(self, memory: Memory, limit: int, learned: dict[str, bool] | None) -> Batch:
        """Hand over as much as may be, and a cursor that stands exactly there."""
        now, self.waiting = self.waiting[:limit], self.waiting[limit:]
        handed = [each.arrived for each in now if each.arrived is not None]
        if self.after is None:
            return Batch([], as_cursor(memory), told=self.told, learned=learned)
        for each in now:
            if each.date is not None:
                self.after.see(each.mark, each.date)
        if self.waiting:
            # Were we stopped here, the same look must be taken again from where the log stands.
            place = max([memory.rev, *(each.rev for each in now)])
            half = replace(self.after, looked=memory.looked, rev=place)
            return Batch(handed, as_cursor(half), has_more=True, told=self.told, learned=learned)
        self.after.forget_old()
        cursor, self.after = as_cursor(self.after), None
        return Batch(handed, cursor, told=self.told, learned=learned)


def rev_of(event: View) -> str:
    return str(event.get("rev") or "")


def is_unknown(convo: View, memory: Memory) -> bool:
    """Was the last in a conversation said without our knowing?"""
    name = id_of(str(convo.get("id")), str(last_in(convo).get("id")))
    return mark_of(name) not in memory.seen
