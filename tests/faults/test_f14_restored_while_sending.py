"""F14: a backup is made while replies are being sent; restored, it sends nothing by itself."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gehoor.channels import actions as channels
from gehoor.channels.models import Channel
from gehoor.connectors.email.tests.peer import account_at
from gehoor.flows import holding
from gehoor.inbox.models import Reply
from gehoor.kit.clock import now
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from gehoor.testing.mailservers import Outbox, smtp_server
from gehoor.testing.processes import Crew, wait_until
from gehoor.testing.standin import TOKEN, StandIn, stand_in
from tests.backups.conftest import elsewhere
from tests.backups.elsewhere import OWNER_URL, Elsewhere, database_of_its_own
from tests.faults import chance

__all__ = ["elsewhere"]

pytestmark = pytest.mark.faults

ROUNDS = chance.size(2, most=50)
SEED = chance.SEED
SCALE = 0.05
MAILS, POSTS = 12, 8
PATIENCE = 120


@dataclass
class Outside:
    """What citizens received, by the key of our reply."""

    outbox: Outbox
    platform: StandIn
    smtp_port: int

    def effects(self) -> list[str]:
        mails = [mail.message_id.strip("<>").partition("@")[0] for mail in self.outbox.received]
        return mails + [str(effect["key"]) for effect in self.platform.platform.effects]


@pytest.fixture
def outside() -> Iterator[Outside]:
    outbox = Outbox()
    with smtp_server(outbox) as port, stand_in() as platform:
        yield Outside(outbox, platform, port)


def test_a_restored_backup_sends_nothing_by_itself(
    elsewhere: Elsewhere,
    outside: Outside,
    crew: Crew,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    luck = random.Random(SEED)
    elsewhere.migrate()
    with elsewhere.looked_at():
        connect(outside)
    held = by_itself = underway = 0

    for number in range(ROUNDS):
        backup = tmp_path / f"round-{number}"
        back_up_while_sending(elsewhere, outside, crew, luck, backup)
        with database_of_its_own(OWNER_URL) as url:
            copy = Elsewhere(url, tmp_path / "copy", elsewhere.settings)
            held += copy.restore(backup).held.replies
            underway += int(copy.ask("SELECT count(*) FROM inbox_reply WHERE state = 'sending'"))
            there = held_ones(copy)
            by_itself += len(sent_by_itself(copy, outside, crew))
            assert held_ones(copy) == there, "the machine did something with a held reply"
            if number == ROUNDS - 1:
                each_goes_out_once_when_a_person_says_so(copy, outside, crew)

    said = f"held {held}, of which being sent {underway}; sent by itself {by_itself}"
    record_property("measured", said)
    with capsys.disabled():
        print(f"\nF14 seed={SEED} scale={SCALE} rounds={ROUNDS} {said}")  # noqa: T201
    assert held > 0, "no backup was made while replies were on their way"
    assert by_itself == 0


def connect(outside: Outside) -> None:
    account = account_at(smtp_port=outside.smtp_port)
    mail = make.channel(connector="email", settings=dict(account.settings))
    channels.seal_credentials(mail, account.secrets)
    posts = make.channel(
        connector="pretend",
        # Class A: what was being sent would be sent once more, were it not held.
        settings={
            "url": outside.platform.url,
            "account": "gemeente",
            "outcome_class": "A",
            "timeout": "5",
        },
    )
    channels.seal_credentials(posts, {"token": TOKEN})


def back_up_while_sending(
    source: Elsewhere, outside: Outside, crew: Crew, luck: random.Random, path: Path
) -> None:
    """Make a backup when some of the replies have left and others have not."""
    with source.looked_at():
        write_replies(mails=MAILS, posts=POSTS)
        before, some = len(outside.effects()), luck.randint(1, 4)
        crew.start("worker", "worker")
        wait_until(
            lambda: len(outside.effects()) >= before + some, seconds=PATIENCE, what="some sent"
        )
        source.backup(path)
        crew.kill("worker")
        Reply.objects.filter(state__in=["queued", "sending", "unknown"]).update(
            state="withdrawn", due_at=None
        )


def write_replies(*, mails: int, posts: int) -> list[str]:
    """Put replies in the outbox, due at once; return their keys."""
    keys = []
    for connector, amount in (("email", mails), ("pretend", posts)):
        channel = Channel.objects.get(connector=connector)
        for _ in range(amount):
            keys.append(make.reply(make.received(channel)).key)
    Reply.objects.filter(key__in=keys).update(due_at=now())
    return keys


def held_ones(copy: Elsewhere) -> list[tuple[str, ...]]:
    """Return everything that is written about each held reply."""
    with copy.looked_at():
        rows = Reply.objects.filter(held_at__isnull=False).order_by("pk")
        return [tuple(map(str, row)) for row in rows.values_list()]


def sent_by_itself(copy: Elsewhere, outside: Outside, crew: Crew) -> list[str]:
    """Let the restored copy work, with its channels live, until it has sent what is new in it."""
    before = outside.effects()
    with copy.looked_at():
        Channel.objects.update(stage=Channel.Stage.LIVE)
        fresh = write_replies(mails=1, posts=1)
        crew.start("worker", "worker")
        crew.start("poller", "poll")
        wait_until(
            lambda: Reply.objects.filter(key__in=fresh, state="sent").count() == len(fresh),
            seconds=PATIENCE,
            what="the new replies sent",
        )
        for name in ("worker", "poller"):
            crew.kill(name)
    after = Counter(outside.effects())
    after.subtract([*before, *fresh])
    return list(after.elements())


def each_goes_out_once_when_a_person_says_so(copy: Elsewhere, outside: Outside, crew: Crew) -> None:
    """The copy was able to send all the time: freed, a reply arrives, and arrives once."""
    with copy.looked_at():
        administrator: Actor = make.actor(Role.ADMINISTRATOR)
        for reply in Reply.objects.filter(held_at__isnull=False, key__in=outside.effects()):
            holding.confirm(administrator, reply)
        waiting = list(Reply.objects.filter(held_at__isnull=False))
        assert holding.free_all(administrator) == (len(waiting), 0)
        crew.start("worker", "worker")
        wait_until(
            lambda: not Reply.objects.filter(state__in=["queued", "sending"]).exists(),
            seconds=PATIENCE,
            what="what was freed is sent",
        )
        crew.kill("worker")
    assert [outside.effects().count(reply.key) for reply in waiting] == [1] * len(waiting)
