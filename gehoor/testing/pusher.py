"""The pushing half of the pretend platform: signs posts and hands them over, well or badly.

It pushes as platforms do: again, in another order, all at once, too late; and as forgers do.
"""

import http.client
import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from gehoor.kit.signatures import sign

AT_ONCE: Final = 50
TIMES: Final = 5
PATIENCE: Final = 30.0
NO_ANSWER: Final = 0
"""instead of a status, when the door hung up or was not there"""


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    seconds: float


def signed(secret: str, body: bytes, *, at: float) -> dict[str, str]:
    """Return the headers of a push that was signed at `at`, in seconds since 1970."""
    moment = str(int(at))
    signature = sign(secret, moment.encode() + b"." + body)
    return {"Pretend-Signature": f"t={moment},v1={signature}", "Content-Type": "application/json"}


def body_of(posts: Sequence[Mapping[str, Any]], account: str = "gemeente") -> bytes:
    return json.dumps({"account": account, "posts": list(posts)}).encode()


@dataclass
class Pusher:
    """A platform that knows the address and the secret of one channel of ours."""

    address: str
    secret: str
    account: str = "gemeente"
    port: int = 0
    """where the door really is, when that is not what the address says"""
    clock: Callable[[], float] = time.time

    def push(self, posts: Sequence[Mapping[str, Any]], **given: Any) -> Answer:
        """Hand over posts in one request. `secret` and `at` may be other than they should be."""
        body = body_of(posts, self.account)
        headers = signed(given.get("secret", self.secret), body, at=given.get("at", self.clock()))
        return self.send(body, headers)

    def push_until_stored(self, posts: Sequence[Mapping[str, Any]], *, seconds: float) -> Answer:
        """Come again until we are told that it is stored, as platforms do."""
        deadline = time.monotonic() + seconds
        while (answer := self.push(posts)).status != 200:
            if time.monotonic() > deadline:
                raise AssertionError(f"Not stored in {seconds:.0f} s: {answer}.")
            time.sleep(0.05)
        return answer

    def send(
        self, body: bytes, headers: Mapping[str, str], *, method: str = "POST", query: str = ""
    ) -> Answer:
        """Send one request just so, and return what was answered."""
        where = urlsplit(self.address)
        begun = time.monotonic()
        line = http.client.HTTPConnection(
            "127.0.0.1" if self.port else str(where.hostname),
            self.port or where.port or 80,
            timeout=PATIENCE,
        )
        try:
            line.request(
                method, where.path + query, body or None, {"Host": where.netloc, **headers}
            )
            response = line.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return Answer(NO_ANSWER, "", time.monotonic() - begun)
        finally:
            line.close()
        return Answer(response.status, text, time.monotonic() - begun)

    def ask(self, challenge: str) -> Answer:
        """Ask what a platform asks before it trusts an address."""
        return self.send(b"", {}, method="GET", query=f"?challenge={challenge}")

    def misbehave(self, way: str, posts: Sequence[Mapping[str, Any]]) -> list[Answer]:
        """Push in one of the `WAYS`."""
        return WAYS[way](self, posts)

    def forged(self, posts: Sequence[Mapping[str, Any]]) -> list[Answer]:
        return [self.push(posts, secret="made-up")]

    def unsigned(self, posts: Sequence[Mapping[str, Any]]) -> list[Answer]:
        return [self.send(body_of(posts, self.account), {})]

    def late(self, posts: Sequence[Mapping[str, Any]]) -> list[Answer]:
        """Signed well, ten minutes ago."""
        return [self.push(posts, at=self.clock() - 600)]

    def ahead(self, posts: Sequence[Mapping[str, Any]]) -> list[Answer]:
        """Signed by a clock that is ten minutes fast."""
        return [self.push(posts, at=self.clock() + 600)]

    def wrong_time(self, posts: Sequence[Mapping[str, Any]]) -> list[Answer]:
        """The moment in the header is not the moment that was signed."""
        body = body_of(posts, self.account)
        headers = signed(self.secret, body, at=self.clock())
        moment = f"t={int(self.clock()) + 1},"
        _, _, signature = headers["Pretend-Signature"].partition(",")
        return [self.send(body, headers | {"Pretend-Signature": moment + signature})]

    def cut(self, posts: Sequence[Mapping[str, Any]]) -> list[Answer]:
        """Hang up in the middle of the body; a half body that claims to be whole comes after."""
        body = body_of(posts, self.account)
        headers = signed(self.secret, body, at=self.clock())
        half = body[: len(body) // 2]
        return [self._hang_up(half, len(body), headers), self.send(half, headers)]

    def _hang_up(self, half: bytes, announced: int, headers: Mapping[str, str]) -> Answer:
        where = urlsplit(self.address)
        line = http.client.HTTPConnection(
            "127.0.0.1", self.port or where.port or 80, timeout=PATIENCE
        )
        line.putrequest("POST", where.path, skip_host=True)
        for name, value in {**headers, "Host": where.netloc}.items():
            line.putheader(name, value)
        line.putheader("Content-Length", str(announced))
        line.endheaders(half)
        line.close()
        return Answer(NO_ANSWER, "", 0.0)

    def replayed(self, posts: Sequence[Mapping[str, Any]]) -> list[Answer]:
        """The very same bytes twice, as somebody in between would who kept them."""
        body = body_of(posts, self.account)
        headers = signed(self.secret, body, at=self.clock())
        return [self.send(body, headers), self.send(body, headers)]

    def reordered(self, posts: Sequence[Mapping[str, Any]]) -> list[Answer]:
        """One by one, the newest first."""
        return [self.push([post]) for post in reversed(posts)]

    def five_times(self, posts: Sequence[Mapping[str, Any]]) -> list[Answer]:
        return [self.push(posts) for _ in range(TIMES)]

    def parallel(self, posts: Sequence[Mapping[str, Any]]) -> list[Answer]:
        """Each post in a push of its own, fifty at the same moment."""
        answers: list[Answer] = []
        for start in range(0, len(posts), AT_ONCE):
            some = posts[start : start + AT_ONCE]
            together = threading.Barrier(len(some))

            def hand_over(post: Mapping[str, Any], together: threading.Barrier = together) -> None:
                together.wait(PATIENCE)
                answers.append(self.push_until_stored([post], seconds=PATIENCE))

            threads = [threading.Thread(target=hand_over, args=[post]) for post in some]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        return answers


WAYS: Final[Mapping[str, Callable[[Pusher, Sequence[Mapping[str, Any]]], list[Answer]]]] = {
    "well": lambda pusher, posts: [pusher.push(posts)],
    "forged": Pusher.forged,
    "unsigned": Pusher.unsigned,
    "late": Pusher.late,
    "ahead": Pusher.ahead,
    "wrong_time": Pusher.wrong_time,
    "cut": Pusher.cut,
    "replayed": Pusher.replayed,
    "reordered": Pusher.reordered,
    "five_times": Pusher.five_times,
    "parallel": Pusher.parallel,
}
REFUSED_WAYS: Final = ("forged", "unsigned", "late", "ahead", "wrong_time", "cut")
"""after these nothing may be stored"""
