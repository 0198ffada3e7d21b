"""F3: web is killed during pushes, notes and clicks on send; who comes again finds one row each."""

import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException

import httpx
import pytest
from django.utils.crypto import get_random_string

from gehoor.channels import actions as channels
from gehoor.channels.models import Delivery
from gehoor.inbox.models import Message, Reply
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.installation import free_port
from gehoor.testing.processes import Crew, wait_until
from gehoor.testing.pusher import Pusher
from gehoor.testing.standin import Platform
from gehoor.testing.web import session_of
from tests.faults import chance

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

SEED = chance.SEED
SCALE = 1.0
ROUNDS = chance.size(4, most=300)
PLATFORMS, COLLEAGUES = 3, 2
PATIENCE = 60.0


@dataclass
class Seen:
    """What the outside was told: every key it tried, and what it was told yes about."""

    tried: list[str] = field(default_factory=list)
    promised: list[str] = field(default_factory=list)
    again: int = 0
    """how often somebody had to come again"""


@dataclass
class Outside:
    """Platforms that push and colleagues who write, all of whom come again until they hear yes."""

    port: int
    pusher: Pusher
    conversation: int
    sessions: list[str]
    stop: threading.Event = field(default_factory=threading.Event)
    pushes: Seen = field(default_factory=Seen)
    notes: Seen = field(default_factory=Seen)
    replies: Seen = field(default_factory=Seen)
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        everybody: list[Callable[[], None]] = [self.push_on] * PLATFORMS
        for session in self.sessions:
            everybody.append(lambda session=session: self.write_on(session))  # type: ignore[misc]
        self.threads = [threading.Thread(target=each, daemon=True) for each in everybody]
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        """Let everybody finish what they began; nothing may be left half told."""
        self.stop.set()
        for thread in self.threads:
            thread.join(PATIENCE)
        assert not [thread for thread in self.threads if thread.is_alive()]

    def push_on(self) -> None:
        citizens = Platform()
        while not self.stop.is_set():
            post = citizens.post(id=uuid.uuid4().hex)
            self.insist(self.pushes, post["id"], lambda: self.pusher.push([post]).status)  # noqa: B023

    def write_on(self, session: str) -> None:
        while not self.stop.is_set():
            for seen, place in ((self.notes, "note"), (self.replies, "reply")):
                key = str(uuid.uuid4())
                self.insist(seen, key, lambda: self.click(session, place, key))  # noqa: B023

    def insist(self, seen: Seen, key: str, act: Callable[[], int]) -> None:
        """Do the same with the same key until the answer is yes."""
        seen.tried.append(key)
        while act() not in {200, 302, 303}:
            seen.again += 1
            self.stop.wait(0.02)
        seen.promised.append(key)

    def click(self, session: str, place: str, key: str) -> int:
        token = get_random_string(32)
        form = {
            "text": f"Geschreven met {key}",
            "client_uuid": key,
            "seen_sequence": "1000000",
            "csrfmiddlewaretoken": token,
        }
        cookies = {"sessionid": session, "csrftoken": token}
        address = f"http://localhost:{self.port}/conversations/{self.conversation}/{place}/"
        try:
            return httpx.post(address, data=form, cookies=cookies, timeout=PATIENCE).status_code
        except (httpx.TransportError, HTTPException):
            return 0


@pytest.fixture
def outside() -> Outside:
    team = make.team()
    channel = make.channel(team=team, settings={"account": "gemeente", "outcome_class": "A"})
    secret = channels.renew_push_secret(channel)
    port = free_port()
    people = [make.user(Role.AGENT, teams=(team,), name=f"Agent {n}") for n in range(COLLEAGUES)]
    return Outside(
        port,
        Pusher(f"http://localhost:{port}/hooks/{channel.push_key}", secret, port=port),
        make.received(channel).pk,
        [session_of(each) for each in people],
    )


def test_killing_web_leaves_one_row_for_each_key_and_no_yes_without_one(
    crew: Crew,
    outside: Outside,
    capsys: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    luck = random.Random(SEED)
    before = Delivery.objects.count()
    start_web(crew, outside)
    outside.begin()
    for _ in range(ROUNDS):
        done = len(outside.pushes.promised), len(outside.replies.promised)
        wait_until(lambda: has_moved_on(outside, done), seconds=PATIENCE, what="work goes on")  # noqa: B023
        wait_a_moment(luck)
        crew.kill("web")
        start_web(crew, outside)
    outside.end()
    said = report(outside)
    record_property("measured", said)
    with capsys.disabled():
        print(f"\nF3 seed={SEED} rounds={ROUNDS} {said}")  # noqa: T201

    pushed = Delivery.objects.exclude(transport_id__startswith="t")
    assert Delivery.objects.count() - before == len(outside.pushes.tried)
    assert rows_of(outside.pushes, [each.removeprefix("post/") for each in ids(pushed)]) == []
    notes = Message.objects.filter(kind="note").values_list("text", flat=True)
    assert rows_of(outside.notes, [text.split()[-1] for text in notes]) == []
    replies = [str(key) for key in Reply.objects.values_list("client_uuid", flat=True)]
    assert rows_of(outside.replies, replies) == []
    texts = Message.objects.filter(kind="out").values_list("text", flat=True)
    assert rows_of(outside.replies, [text.split()[-1] for text in texts]) == []


def start_web(crew: Crew, outside: Outside) -> None:
    crew.start("web", "web", GEHOOR_PORT=str(outside.port), BASE_URL="")


def has_moved_on(outside: Outside, done: tuple[int, int]) -> bool:
    return len(outside.pushes.promised) > done[0] and len(outside.replies.promised) > done[1]


def wait_a_moment(luck: random.Random) -> None:
    """Let everybody get anywhere at all in what they do."""
    until = time.monotonic() + luck.uniform(0.0, 0.3)
    wait_until(lambda: time.monotonic() > until, seconds=5, what="a moment passed")


def ids(deliveries: object) -> list[str]:
    return list(deliveries.values_list("transport_id", flat=True))  # type: ignore[attr-defined]


def rows_of(seen: Seen, rows: list[str]) -> list[str]:
    """Return every key that has not exactly one row, with what it was told."""
    counted = Counter(rows)
    return [
        f"{key}: {counted[key]} rows, told {'yes' if key in seen.promised else 'nothing'}"
        for key in seen.tried
        if counted[key] != 1
    ]


def report(outside: Outside) -> str:
    told = {"pushes": outside.pushes, "notes": outside.notes, "replies": outside.replies}
    return ", ".join(
        f"{len(seen.promised)} {what} (again {seen.again} times)" for what, seen in told.items()
    )
