"""Serves the Bluesky of our own on loopback: its questions and answers, and its faults."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from typing import Any
from urllib.parse import parse_qs, urlsplit

from gehoor.testing.bluesky import HANDLE, Network, Post
from gehoor.testing.blueskychat import Person, stamp
from gehoor.testing.rude import Rude

Answer = tuple[int, dict[str, Any]]
Asked = dict[str, list[str]]
REFUSALS = {
    "limited": (429, "RateLimitExceeded"),
    "broken": (500, "InternalServerError"),
    "too_long": (400, "InvalidRequest"),
    "invalid": (400, "InvalidSwap"),
    "taken_down": (400, "AccountTakedown"),
    "code_wanted": (401, "AuthFactorTokenRequired"),
}

TOO_BIG = "Record/text must not be grapheme too big (maximum 300, got 301)"


def refusal(status: int, error: str, message: str = "") -> Answer:
    return status, {"error": error, "message": message or error}


class Views:
    """What the network shows of people and posts."""

    def __init__(self, network: Network, base: str) -> None:
        self.network = network
        self.base = base
        self.below: dict[str, list[Post]] = {}
        for post in network.posts.values():
            parent = post.record.get("reply", {}).get("parent", {}).get("uri", "")
            self.below.setdefault(parent, []).append(post)

    def post(self, post: Post) -> dict[str, Any]:
        view = {
            **post.reference,
            "author": post.author.view,
            "record": post.record,
            "indexedAt": stamp(post.indexed_at),
            "replyCount": len(self.answers_to(post)),
            "repostCount": 0,
            "likeCount": 0,
        }
        images = post.record.get("embed", {}).get("images")
        if images:
            view["embed"] = {
                "$type": "app.bsky.embed.images#view",
                "images": [self.image(image) for image in images],
            }
        return view

    def image(self, image: dict[str, Any]) -> dict[str, Any]:
        address = f"{self.base}/img/{image['image']['ref']['$link']}"
        return {"alt": image["alt"], "thumb": address, "fullsize": address}

    def answers_to(self, post: Post) -> list[Post]:
        return self.below.get(post.uri, [])

    def thread(self, post: Post, *, depth: int) -> dict[str, Any]:
        below = self.answers_to(post) if depth else []
        return {
            "$type": "app.bsky.feed.defs#threadViewPost",
            "post": self.post(post),
            "replies": [self.thread(each, depth=depth - 1) for each in below],
        }

    def parents(self, post: Post) -> dict[str, Any] | None:
        parent = post.record.get("reply", {}).get("parent", {}).get("uri")
        if not parent:
            return None
        found = self.network.posts.get(parent)
        if found is None:
            return {
                "$type": "app.bsky.feed.defs#notFoundPost", "uri": parent, "notFound": True,
            }  # fmt: skip
        view = self.thread(found, depth=0)
        above = self.parents(found)
        return view | {"parent": above} if above else view


class Questions:
    """One method for each question of the lexicons that we ask."""

    def __init__(self, network: Network, base: str) -> None:
        self.network = network
        self.views = Views(network, base)

    def create_session(self, _: Asked, body: dict[str, Any]) -> Answer:
        self.network.sessions += 1
        is_known = body.get("identifier") == HANDLE and body.get("password") in (
            self.network.passwords
        )
        if not is_known:
            return refusal(401, "AuthenticationRequired", "Invalid identifier or password")
        return 200, self.network.new_session()

    def list_notifications(self, asked: Asked, _: dict[str, Any]) -> Answer:
        reasons, limit = asked.get("reasons", []), int(asked.get("limit", ["50"])[0])
        before = asked.get("cursor", ["~"])[0]
        wanted = [
            notice
            for notice in sorted(self.network.notices, key=lambda each: each.sort_at, reverse=True)
            if (not reasons or notice.reason in reasons) and stamp(notice.sort_at) < before
        ]
        page = wanted[:limit]
        told = [self.notice(each.post, each.reason, stamp(each.sort_at)) for each in page]
        onward = {"cursor": told[-1]["indexedAt"]} if len(wanted) > limit else {}
        return 200, {"notifications": told, **onward}

    def notice(self, post: Post, reason: str, indexed_at: str) -> dict[str, Any]:
        return {
            **post.reference,
            "author": post.author.view | {"description": post.author.profile},
            "reason": reason,
            "record": post.record,
            "isRead": False,
            "indexedAt": indexed_at,
        }

    def get_posts(self, asked: Asked, _: dict[str, Any]) -> Answer:
        found = [self.shown(uri) for uri in asked.get("uris", [])]
        return 200, {"posts": [self.views.post(post) for post in found if post]}

    def get_profile(self, asked: Asked, _: dict[str, Any]) -> Answer:
        person = self.person(asked["actor"][0])
        return 200, person.view | {"description": person.profile}

    def get_post_thread(self, asked: Asked, _: dict[str, Any]) -> Answer:
        post = self.shown(asked["uri"][0])
        if post is None:
            return refusal(400, "NotFound", f"Post not found: {asked['uri'][0]}")
        view = self.views.thread(post, depth=int(asked.get("depth", ["6"])[0]))
        above = self.views.parents(post)
        return 200, {"thread": view | ({"parent": above} if above else {})}

    def shown(self, uri: str) -> Post | None:
        """Give a post as the part that shows them knows it: it may lag behind."""
        post = self.network.posts.get(uri)
        if post and post.hidden_looks:
            post.hidden_looks -= 1
            return None
        return post

    def resolve_handle(self, asked: Asked, _: dict[str, Any]) -> Answer:
        found = self.network.people.get(asked["handle"][0])
        return (200, {"did": found.did}) if found else refusal(
            400, "InvalidRequest", "Unable to resolve handle"
        )  # fmt: skip

    def put_record(self, _: Asked, body: dict[str, Any]) -> Answer:
        ours, key, record = self.network.ours, body["rkey"], body["record"]
        if problem := self.network.unfit(key, record):
            return refusal(400, "InvalidRequest", problem)
        before = self.network.posts.get(f"at://{ours.did}/{body['collection']}/{key}")
        if before and before.record == record:
            return 200, {**before.reference, "validationStatus": "valid"}
        post = self.network.store(ours, key, record)
        commit = {"cid": post.cid, "rev": key}
        return 200, {**post.reference, "commit": commit, "validationStatus": "valid"}

    def get_record(self, asked: Asked, _: dict[str, Any]) -> Answer:
        uri = f"at://{asked['repo'][0]}/{asked['collection'][0]}/{asked['rkey'][0]}"
        post = self.network.posts.get(uri)
        if post is None:
            return refusal(400, "RecordNotFound", f"Could not locate record: {uri}")
        return 200, {**post.reference, "value": post.record}

    def list_records(self, asked: Asked, _: dict[str, Any]) -> Answer:
        limit, before = int(asked.get("limit", ["50"])[0]), asked.get("cursor", ["~"])[0]
        posts = sorted(self.network.by_us(), key=lambda post: post.key, reverse=True)
        wanted = [post for post in posts if post.key < before]
        told = [{**post.reference, "value": post.record} for post in wanted[:limit]]
        onward = {"cursor": wanted[:limit][-1].key} if told else {}
        return 200, {"records": told, **onward}

    def person(self, did: str) -> Person:
        return next(each for each in self.network.people.values() if each.did == did)


ANSWERS: dict[str, Callable[[Questions, Asked, dict[str, Any]], Answer]] = {
    "com.atproto.server.createSession": Questions.create_session,
    "com.atproto.identity.resolveHandle": Questions.resolve_handle,
    "com.atproto.repo.putRecord": Questions.put_record,
    "com.atproto.repo.getRecord": Questions.get_record,
    "com.atproto.repo.listRecords": Questions.list_records,
    "app.bsky.notification.listNotifications": Questions.list_notifications,
    "app.bsky.actor.getProfile": Questions.get_profile,
    "app.bsky.feed.getPosts": Questions.get_posts,
    "app.bsky.feed.getPostThread": Questions.get_post_thread,
}


class Answerer(Rude, BaseHTTPRequestHandler):
    network: Network
    base: str

    def do_GET(self) -> None:
        self.answer()

    def do_POST(self) -> None:
        self.answer()

    def answer(self) -> None:
        where = urlsplit(self.path)
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if where.path.startswith("/img/"):
            self.say_picture(where.path.removeprefix("/img/"))
            return
        name = where.path.removeprefix("/xrpc/")
        self.network.asked.append(name)
        kind, about = self.network.take_fault(name)
        if kind in REFUSALS:
            status, error = REFUSALS[kind]
            self.say(*refusal(status, error, TOO_BIG if kind == "too_long" else ""), more=about)
            return
        with self.network.lock:
            status, told = self.judge(name, parse_qs(where.query), content)
        self.say_spoiled(kind, status, told)
        self.follow(kind)

    def follow(self, kind: str) -> None:
        """Let something happen right after this answer."""
        if kind == "revoke":
            self.network.revoke()
        elif kind == "expire":
            self.network.end_access()

    def judge(self, name: str, asked: Asked, content: bytes) -> Answer:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if name == "com.atproto.server.refreshSession":
            return self.refreshed(token)
        if name != "com.atproto.server.createSession":
            if token in self.network.ended:
                return refusal(400, "ExpiredToken", "Token has expired")
            if token not in self.network.access:
                return refusal(400, "InvalidToken", "Token could not be verified")
        if name == "com.atproto.repo.uploadBlob":
            return 200, {"blob": self.network.blob(content)}
        body = json.loads(content) if content else {}
        proxy = self.headers.get("Atproto-Proxy", "")
        if answer := self.network.chat.answer(name, asked, body, proxy):
            return answer
        question = ANSWERS.get(name)
        if question is None:
            return refusal(501, "MethodNotImplemented")
        return question(Questions(self.network, self.base), asked, body)

    def refreshed(self, token: str) -> Answer:
        """Give a new session. Unlike the real server there is no grace: an old token is done."""
        if not token or token != self.network.refresh:
            return refusal(400, "ExpiredToken", "Token has been revoked")
        return 200, self.network.new_session()

    def say_picture(self, cid: str) -> None:
        content = self.network.blobs.get(cid, b"")
        self.send_response(200 if content else 404)
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def say_spoiled(self, kind: str, status: int, told: dict[str, Any]) -> None:
        """Say it, or spoil it although it was done."""
        if kind == "error_after":
            self.say(*refusal(502, "UpstreamFailure"))
        elif kind == "swallow":
            self.close_connection = True
        elif kind == "reset":
            self.cut()
        elif kind == "drip":
            self.drip(json.dumps(told).encode())
        elif kind == "cut":
            self.say_bytes(status, json.dumps(told).encode()[:5])
        else:
            self.say(status, told)

    def drip(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        for number in range(len(content)):
            self.wfile.write(content[number : number + 1])
            self.wfile.flush()
            sleep(0.5)

    def say(self, status: int, told: dict[str, Any], *, more: str = "") -> None:
        self.say_bytes(status, json.dumps(told).encode(), more=more)

    def say_bytes(self, status: int, content: bytes, *, more: str = "") -> None:
        self.send_response(status)
        if more:
            name, _, value = more.partition(": ")
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64


class Running:
    """A running network; `url` is the address of its server."""

    def __init__(self) -> None:
        self.network = Network()
        answerer = type("OurAnswerer", (Answerer,), {"network": self.network})
        self.server = Server(("127.0.0.1", 0), answerer)
        self.port = int(self.server.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}"
        answerer.base = self.url  # type: ignore[attr-defined]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    @property
    def pair(self) -> tuple[str, int]:
        return ("127.0.0.1", self.port)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(timeout=5)


@contextmanager
def bluesky() -> Iterator[Running]:
    running = Running()
    try:
        yield running
    finally:
        running.close()
