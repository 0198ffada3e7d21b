"""The other end of the `pretend` connector, and the record of what citizens saw.

    python -m gehoor.testing.standin --port 8099 --ledger effects.jsonl

GET  /accounts/<name>/posts?after=&limit=     what citizens posted, oldest first
POST /accounts/<name>/replies                 one reply; class A recognises Idempotency-Key
GET  /accounts/<name>/replies?key=            look for a reply by key (classes A and B)
POST /control/posts                           a citizen posts or edits
POST /control/faults                          misbehave: see `Fault`
POST /control/pushes                          push every post to us, in one of `pusher.WAYS`
GET  /control/effects                         every effect that reached a citizen, with its key
"""

import argparse
import json
import os
import sys
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import sleep
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from gehoor.contracts.posts import Visibility, narrowest
from gehoor.testing.pusher import Pusher
from gehoor.testing.rude import Rude

TOKEN = "stand-in-token"  # known to everybody: it guards nothing
DAYS = {"day": (1, 1), "week": (1, 7)}
"""for how long what is private can be answered; and with the tag of a person"""


class TooLate(Exception):
    """The time in which this could be answered is over."""


@dataclass
class Fault:
    """One way to misbehave, for the next `times` calls with this method and path ending."""

    kind: str
    """late, swallow, reset, reset_before, error_after, error_before, limited, refused, locked,
    drip or duplicates"""
    method: str = "POST"
    times: int = 1
    milliseconds: int = 0
    retry_after: str = ""
    account: str = ""
    """only calls of this account of ours; empty for every one"""
    skip: int = 0
    """how many such calls go well first"""


@dataclass
class Platform:
    """What the platform knows. The ledger file survives a kill: it is synced before the answer."""

    ledger: Path | None = None
    posts: list[dict[str, Any]] = field(default_factory=list)
    effects: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def post(self, **given: Any) -> dict[str, Any]:
        """Let a citizen post; with the `id` of an earlier post it is an edit."""
        with self.lock:
            version = len(self.posts) + 1
            facts = {
                "id": str(version),
                "account": "gemeente",
                "author": {"handle": "@fatima", "name": "Fatima Bakker"},
                "text": "De groene bak is weer niet geleegd.",
                "posted_at": datetime.now(UTC).isoformat(),
                "thread": "",
                "answers": "",
            }
            self.posts.append(facts | given | {"version": version})
            return self.posts[-1]

    def posts_after(self, account: str, after: int, limit: int) -> dict[str, Any]:
        with self.lock:
            later = [p for p in self.posts if p["version"] > after and p["account"] == account]
        return {"posts": later[:limit], "has_more": len(later) > limit}

    def reply(
        self, account: str, key: str, outcome_class: str, reply: dict[str, Any], *, window: str
    ) -> str:
        """Let a reply reach its citizen. Only class A recognises one it has had. Raises TooLate."""
        with self.lock:
            known = [effect for effect in self.effects if effect["key"] == key]
            if known and outcome_class == "A":
                return str(known[0]["id"])
            if self._is_too_late(reply, window):
                raise TooLate
            effect = {"id": f"r{len(self.effects) + 1}", "key": key, "account": account, **reply}
            effect["files"] = [_told(file) for file in reply.get("files", ())]
            effect["visibility"] = narrowest(
                Visibility(effect.get("visibility", "")), self._visibility(effect.get("answers"))
            )
            self._write_down(effect)
            self.effects.append(effect)
            return str(effect["id"])

    def _visibility(self, identity: object) -> Visibility:
        """Who may read the post answered: a reply is never for more people than that."""
        found = [post for post in self.posts if post["id"] == identity]
        return Visibility(found[-1].get("visibility", "public") if found else "")

    def _is_too_late(self, reply: dict[str, Any], window: str) -> bool:
        """What is private can be answered for a day; with the tag of a person, a week."""
        wanted = narrowest(
            Visibility(reply.get("visibility", "")), self._visibility(reply.get("answers"))
        )
        theirs = [
            datetime.fromisoformat(post["posted_at"])
            for post in self.posts
            if post["author"]["handle"] == reply.get("to")
        ]
        if window not in DAYS or wanted is not Visibility.DIRECT or not theirs:
            return False
        usual, tagged = DAYS[window]
        days = tagged if reply.get("tag") == "person" else usual
        return datetime.now(UTC) - max(theirs) >= timedelta(days=days)

    def find(self, key: str) -> list[dict[str, Any]]:
        with self.lock:
            return [effect for effect in self.effects if effect["key"] == key]

    def push(
        self, address: str, secret: str, way: str = "well", account: str = "gemeente"
    ) -> list[int]:
        """Push every post of an account to the address of a channel; return what was answered."""
        posts = self.posts_after(account, 0, len(self.posts))["posts"]
        answers = Pusher(address, secret, account).misbehave(way, posts)
        return [answer.status for answer in answers]

    def misbehave(self, kind: str, **given: Any) -> None:
        with self.lock:
            self.faults.append(Fault(kind, **given))

    def behave(self) -> None:
        with self.lock:
            self.faults.clear()

    def take_fault(self, method: str, account: str) -> Fault | None:
        with self.lock:
            for fault in self.faults:
                is_meant = fault.account in {"", account}
                if fault.method == method and fault.times > 0 and is_meant:
                    if fault.skip:
                        fault.skip -= 1
                        continue
                    fault.times -= 1
                    return fault
        return None

    def _write_down(self, effect: dict[str, Any]) -> None:
        if self.ledger is None:
            return
        with self.ledger.open("a") as file:
            file.write(json.dumps(effect, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())


def _told(file: dict[str, Any]) -> dict[str, Any]:
    """Return what is remembered of a file: not its content, but enough to know it again."""
    content = b64decode(file["content"])
    told = {name: value for name, value in file.items() if name != "content"}
    return told | {"size": len(content), "sha256": sha256(content).hexdigest()}


def effects_in(ledger: Path) -> list[dict[str, Any]]:
    """Read the record back, also after the stand-in was killed."""
    return [json.loads(line) for line in ledger.read_text().splitlines()]


class Answerer(Rude, BaseHTTPRequestHandler):
    """Answers one connection. Each call may be spoiled by one fault."""

    platform: Platform

    def do_GET(self) -> None:
        self.answer_spoiled("GET")

    def do_POST(self) -> None:
        self.answer_spoiled("POST")

    def answer_spoiled(self, method: str) -> None:
        where = urlsplit(self.path)
        steps = [unquote(step) for step in where.path.strip("/").split("/")]
        asked = {name: values[0] for name, values in parse_qs(where.query).items()}
        length = int(self.headers.get("Content-Length", 0))
        sent = json.loads(self.rfile.read(length)) if length else {}
        if steps[0] == "control":
            self.say(*self.control(method, steps[-1], sent))
            return
        fault = self.platform.take_fault(method, steps[1] if len(steps) > 1 else "")
        if fault and self.spoil_before(fault):
            return
        status, answer = self.act(method, steps, asked, sent)
        if not (fault and self.spoil_after(fault, answer)):
            self.say(status, answer)

    def act(
        self, method: str, steps: list[str], asked: dict[str, str], sent: dict[str, Any]
    ) -> tuple[int, dict[str, Any]]:
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            return 401, {"problem": "wrong token"}
        account, thing = steps[1], steps[-1]
        outcome_class = self.headers.get("Outcome-Class", "A")
        if (method, thing) == ("GET", "posts"):
            after, limit = int(asked.get("after", 0)), int(asked.get("limit", 50))
            return 200, self.platform.posts_after(account, after, limit)
        if (method, thing) == ("POST", "replies"):
            key = self.headers.get("Idempotency-Key", "")
            return self.take(account, key, outcome_class, sent)
        if (method, thing) == ("GET", "replies") and outcome_class in "AB":
            return 200, {"replies": self.platform.find(asked.get("key", ""))}
        return 404, {"problem": "no such thing"}

    def take(
        self, account: str, key: str, outcome_class: str, sent: dict[str, Any]
    ) -> tuple[int, dict[str, Any]]:
        window = self.headers.get("Window", "none")
        try:
            return 201, {
                "id": self.platform.reply(account, key, outcome_class, sent, window=window)
            }
        except TooLate:
            return 410, {"problem": "outside of the allowed window"}

    def control(self, method: str, thing: str, sent: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if (method, thing) == ("POST", "posts"):
            return 201, self.platform.post(**sent)
        if (method, thing) == ("POST", "faults"):
            self.platform.misbehave(**sent)
            return 201, {}
        if (method, thing) == ("POST", "pushes"):
            return 200, {"answers": self.platform.push(**sent)}
        if (method, thing) == ("POST", "behave"):
            self.platform.behave()
            return 200, {}
        if (method, thing) == ("GET", "effects"):
            return 200, {"effects": self.platform.effects}
        return 404, {}

    def spoil_before(self, fault: Fault) -> bool:
        """Misbehave before anything happened. Says whether that ended the call."""
        if fault.kind == "late":
            sleep(fault.milliseconds / 1000)
        answers = {"error_before": 503, "limited": 429, "refused": 422, "locked": 401}
        if fault.kind in answers:
            self.say(answers[fault.kind], {}, retry_after=fault.retry_after)
            return True
        if fault.kind == "circles":
            self.say(307, {}, location=self.path)
            return True
        if fault.kind == "reset_before":
            self.cut()
            return True
        return False

    def spoil_after(self, fault: Fault, answer: dict[str, Any]) -> bool:
        """Misbehave after the effect. Says whether that ended the call."""
        if fault.kind == "error_after":
            self.say(500, {})
        elif fault.kind == "swallow":
            sleep(fault.milliseconds / 1000)
            self.close_connection = True
        elif fault.kind == "reset":
            self.cut()
        elif fault.kind == "drip":
            self.drip(answer, pause=(fault.milliseconds or 1000) / 1000)
        elif fault.kind == "duplicates":
            twice = [post for post in answer["posts"] for _ in range(2)]
            self.say(200, answer | {"posts": twice})
        else:
            return False
        return True

    def say(
        self, status: int, answer: dict[str, Any], *, retry_after: str = "", location: str = ""
    ) -> None:
        content = json.dumps(answer).encode()
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        if retry_after:
            self.send_header("Retry-After", retry_after)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def drip(self, answer: dict[str, Any], *, pause: float) -> None:
        """Answer one byte at a time, until the caller has had enough."""
        content = json.dumps(answer).encode()
        self.send_response(201)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        for number in range(len(content)):
            self.wfile.write(content[number : number + 1])
            self.wfile.flush()
            sleep(pause)


class StandIn:
    """A running stand-in on loopback; `platform` is the citizen's view of it."""

    def __init__(self, *, ledger: Path | None = None, port: int = 0) -> None:
        self.platform = Platform(ledger)
        answerer = type("OurAnswerer", (Answerer,), {"platform": self.platform})
        self.server = Server(("127.0.0.1", port), answerer)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(timeout=5)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of callers that hang up; anything else is shown as it is."""
        if not isinstance(sys.exception() if hasattr(sys, "exception") else None, OSError):
            super().handle_error(request, client_address)


@contextmanager
def stand_in(*, ledger: Path | None = None) -> Iterator[StandIn]:
    running = StandIn(ledger=ledger)
    try:
        yield running
    finally:
        running.close()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--ledger", type=Path)
    given = options.parse_args()
    running = StandIn(ledger=given.ledger, port=given.port)
    sys.stdout.write(f"READY {running.url}\n")
    sys.stdout.flush()
    try:
        running.thread.join()
    except KeyboardInterrupt:
        running.close()


if __name__ == "__main__":
    main()
