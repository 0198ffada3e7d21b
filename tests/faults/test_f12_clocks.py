"""F12: the clocks of our processes are wrong, each in its own way; nothing is lost or doubled."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.signing import b62_encode

from gehoor.channels.models import Channel, Delivery
from gehoor.contracts.connector import Author
from gehoor.inbox.models import Message, Reply
from gehoor.kit.clock import now
from gehoor.logins.actions.store import SessionStore
from gehoor.logins.models import Session
from gehoor.people import actions as people
from gehoor.people.models import Invitation
from gehoor.people.policies import Role
from gehoor.screens.untrusted.links import LIFETIME_SECONDS, DatabaseTimed
from gehoor.testing import make
from gehoor.testing.processes import Crew, database_url, wait_until
from gehoor.testing.standin import StandIn
from tests.faults import chance
from tests.faults.invariants import broken
from tests.faults.town import connect, is_quiet
from tests.faults.wrongclock import NEEDS_LIBRARY, believing

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True), NEEDS_LIBRARY]

SEED = chance.SEED
SCALE = 0.05
POSTS, REPLIES = 6, 2
LATE_SECONDS = 61

# What each process believes; all of them speak with one database, which knows what time it is.
CLOCKS = {
    "an hour apart": {"worker-1": "+1h", "worker-2": "-1h", "poller": "+400d"},
    "both nights": {
        "worker-1": "@2026-10-25 00:59:55",
        "worker-2": "@2027-03-28 00:59:55",
        "poller": "@2026-10-25 00:59:55",
    },
    "sixty times too fast": {"worker-1": "+0 x60", "worker-2": "+0", "poller": "+0 x60"},
    "a day apart": {"worker-1": "+1d", "worker-2": "-90s", "poller": "-1d"},
}
CHOSEN = list(CLOCKS) if chance.ASKED else list(CLOCKS)[:2]


@pytest.mark.parametrize("which", CHOSEN)
def test_whatever_our_clocks_say_nothing_is_lost_or_done_twice(
    which: str,
    platform: StandIn,
    crew: Crew,
    capsys: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    begun = now()
    by_class = {name: connect(platform.url, name) for name in "ABC"}
    platform.platform.misbehave("swallow", times=2)
    for number in range(REPLIES):
        for name, channel in by_class.items():
            author = Author(f"@burger-{name}-{number}")
            make.reply(make.received(channel, author=author))
    before = Delivery.objects.count()
    for number in range(POSTS):
        name = "ABC"[number % 3]
        platform.platform.post(account=f"gemeente-{name}", author={"handle": f"@piet{number}"})

    for name, clock in CLOCKS[which].items():
        crew.start(name, "poll" if name == "poller" else "worker", **believing(clock))
    wait_until(lambda: is_quiet(before + POSTS), seconds=150, what="everything read and sent")

    effects = [effect["key"] for effect in platform.platform.effects]
    said = f"{which}: {POSTS} posts, {len(effects)} effects of {Reply.objects.count()} replies"
    record_property("measured", said)
    with capsys.disabled():
        print(f"\nF12 seed={SEED} scale={SCALE} {said}")  # noqa: T201
    assert Delivery.objects.count() == before + POSTS
    assert Message.objects.filter(kind="in").count() == before + POSTS
    assert broken(effects, dict(Reply.objects.values_list("key", "state"))) == []
    assert moments_outside(begun, now()) == []


def moments_outside(begun: datetime, ended: datetime) -> list[str]:
    """Return every moment in our tables that no clock of the database can have given."""
    rows: list[Any] = [
        *Delivery.objects.values("received_at", "parsed_at"),
        *Channel.objects.values("fetched_at", "health_since"),
        *Reply.objects.values("queued_at", "started_at", "first_tried_at", "settled_at"),
    ]
    a_moment = timedelta(seconds=5)
    return [
        f"{name} is {moment}"
        for row in rows
        for name, moment in row.items()
        if moment and not begun - a_moment <= moment <= ended
    ] + [
        f"{reply} was settled before it was queued"
        for reply in Reply.objects.exclude(settled_at=None)
        if reply.settled_at and reply.settled_at < reply.queued_at
    ]


TRY_KEYS = """
import json, os, sys
import django
django.setup()
from gehoor.kit.clock import now
from gehoor.people.queries import open_invitation
from gehoor.screens.untrusted.links import NoLongerValid, read_address
from gehoor.logins.actions.store import SessionStore

def opens(signed):
    try:
        return bool(read_address(signed))
    except NoLongerValid:
        return False

given = json.loads(sys.argv[1])
json.dump({
    "invitation": open_invitation(given["invitation"], now=now()) is not None,
    "address": opens(given["address"]),
    "session": SessionStore(given["session"]).get("works") is True,
}, sys.stdout)
"""


def tried_by(clock: str, keys: dict[str, str]) -> dict[str, bool]:
    """Try one-time links, signed addresses and sessions in a process that believes `clock`."""
    environment = os.environ | {"DATABASE_URL": database_url()} | believing(clock)
    answer = subprocess.run(
        [sys.executable, "-c", TRY_KEYS, json.dumps(keys)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, bool] = json.loads(answer.stdout)
    return found


class Earlier(DatabaseTimed):
    """Signs as we did some seconds ago."""

    seconds = 0

    def timestamp(self) -> str:
        return b62_encode(int(now().timestamp()) - self.seconds)


def keys_that_end_in(seconds: int) -> dict[str, str]:
    """Make one of each that is valid for so many seconds more, or ended so many seconds ago."""
    signer = Earlier(salt="gehoor.screens.untrusted")
    signer.seconds = LIFETIME_SECONDS - seconds
    session = SessionStore()
    session["works"] = True
    session.create()
    Session.objects.update(expire_date=now() + timedelta(seconds=seconds))
    token = people.make_invitation(make.user(Role.AGENT), now=now())
    Invitation.objects.update(expires_at=now() + timedelta(seconds=seconds))
    return {
        "invitation": token,
        "address": signer.sign(f"o.{1}.{1}"),
        "session": str(session.session_key),
    }


@pytest.mark.parametrize("clock", ["-90s", "-1h", "-1d"])
def test_a_clock_that_is_behind_accepts_no_key_that_ended(clock: str) -> None:
    assert tried_by(clock, keys_that_end_in(-LATE_SECONDS)) == {
        "invitation": False,
        "address": False,
        "session": False,
    }


@pytest.mark.parametrize("clock", ["+90s", "+400d"])
def test_a_clock_that_is_ahead_refuses_no_key_that_still_works(clock: str) -> None:
    assert tried_by(clock, keys_that_end_in(300)) == {
        "invitation": True,
        "address": True,
        "session": True,
    }
