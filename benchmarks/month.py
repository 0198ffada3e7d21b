"""A month of a busy desk, replayed: 7,000 messages in thirty days, and every day's balance is held.

Messages come in by four connectors, through the real intake and its guarded child, and answers go
out by the real sender. Beside the product stands a book of our own: what citizens wrote, and how
somebody ended it. A night passes by moving every moment in our tables of that day back.
"""

import os
import random
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.utils import timezone

from benchmarks.citizens import Town, town
from benchmarks.harness import Figure, percentile, write
from benchmarks.home import server_of
from benchmarks.visit import Visitor
from gehoor.channels.models import Channel, Circuit
from gehoor.flows import balance, handling, incoming, replies, sending
from gehoor.inbox.models import Conversation, Message, Reply
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Actor, Role
from gehoor.project.embedded import Cluster
from gehoor.testing import make

MESSAGES = int(os.environ.get("GEHOOR_BENCH_MONTH", "7000"))
DAYS = 30
STORM = 17
"""the day on which four times as much comes in as on another"""
SHARES = (4, 2, 2, 4)
"""of ten: mail, Mastodon, Bluesky, the platform of our own tests; in the order of the town"""
ANSWERED, SEEN, CALLED = 0.45, 0.70, 0.80
"""up to here of all luck a conversation is answered, seen without action, handled by telephone"""
GARBLED_EVERY, REPEATED_EVERY = 5, 3
VISITS = 40
LISTS = ("/inbox/unassigned/", "/inbox/team/", "/inbox/done/", "/inbox/team/?words=lantaarn")
GOAL_SECONDS = 1.0
Outcome = Conversation.Outcome
MOMENTS = """
SELECT table_name, array_agg(column_name::text) FROM information_schema.columns
WHERE table_schema = current_schema() AND data_type = 'timestamp with time zone'
  AND is_generated = 'NEVER' AND table_name ~ '^(inbox|channels|contacts)_'
GROUP BY table_name
"""


@dataclass
class Book:
    """What really happened, kept beside the product and never read from it."""

    written: Counter[tuple[int, str]] = field(default_factory=Counter)
    """of every message of a citizen: the channel, and its id there"""
    copies: int = 0
    garbled: int = 0
    echoes: int = 0
    """answers of ours that two platforms showed us again, as what was posted on our account"""
    ended: dict[int, str] = field(default_factory=dict)
    """how somebody ended a conversation; gone from here when a citizen wrote again"""
    answered: set[int] = field(default_factory=set)

    def end(self, conversation: Conversation, outcome: Outcome) -> None:
        # Whoever calls it handled where our answer stands means answered.
        is_answered = outcome is Outcome.HANDLED and conversation.pk in self.answered
        self.ended[conversation.pk] = Outcome.ANSWERED if is_answered else outcome


def run(cluster: Cluster) -> None:
    team = make.team(name="Webcare")
    agent = make.user(Role.AGENT, teams=(team,), name="Anouk Smit")
    begun = time.monotonic()
    book = replay(MESSAGES, agent, chance=random.Random(20260907))  # noqa: S311
    took = time.monotonic() - begun
    visitor = Visitor.of(agent, server=server_of(cluster))
    visits = [wall_of(visitor, address) for _ in range(VISITS) for address in LISTS]
    lines = lines_of_the_month()
    write(
        "month",
        [
            Figure(f"list of the inbox after a month of {MESSAGES:,} messages, 95 of 100",
                   GOAL_SECONDS, percentile(visits, 0.95), "s (wall)"),
            Figure("messages of that month without an account in the daily balance", 0,
                   len(unaccounted(book, lines)), "messages"),
        ],
        note=f"{DAYS} days, one of them with a storm, in four channels: {told(book, lines)}. "
        f"Through the real intake and sender in {took:.0f} s; then {len(visits)} visits of the "
        f"lists as an agent, by Django's test client with every middleware: the slowest took "
        f"{max(visits):.2f} s.",
    )  # fmt: skip


def replay(messages: int, agent: User, *, chance: random.Random) -> Book:
    """Live through a month with so many messages; return what really happened."""
    book, actor = Book(), people.actor_of(agent)
    [team] = agent.teams.all()
    plan = spread(messages, chance)
    with town(team, letters=messages) as there:
        for day in range(DAYS):
            began = moment()
            live(day, plan[day], there, book, chance)
            note_who_wrote_again(book, began)
            work_through(actor, book, began, chance)
            send(there)
            pass_nights(began, DAYS - 1 - day)
        book.echoes = echoes_of(there)
        reached = sum(place.reached() for place in there.places)
        if reached != Reply.objects.filter(state="sent").count():
            raise AssertionError(f"{reached} answers reached citizens, and we call others sent.")
    return book


def echoes_of(there: Town) -> int:
    """Read what is left of our own answers where the platform lists them; return how many."""
    for place in (there.square, there.sky):
        place.bring_all()
        incoming.receive_waiting.function(place.channel.pk)
    return there.square.reached() + there.sky.reached()


def spread(messages: int, chance: random.Random) -> Counter[int]:
    """Share messages out over the days: quiet weekends, and one storm."""
    weights = [0.4 if day % 7 in {5, 6} else 1.0 for day in range(DAYS)]
    weights[STORM] = 4.0
    return Counter(chance.choices(range(DAYS), weights, k=messages))


def live(day: int, number: int, there: Town, book: Book, chance: random.Random) -> None:
    """Let citizens write, and take in what they wrote; some comes twice, some is no message."""
    for place in chance.choices(there.places, SHARES, k=number):
        nth = sum(book.written.values()) + 1
        book.written[place.channel.pk, place.write(nth)] += 1
    for place in there.places:
        place.bring()
    if day % REPEATED_EVERY == 0 and there.mailbox.given:
        book.copies += there.mailbox.repeat(day)
    if day % GARBLED_EVERY == 0:
        book.garbled += there.stand.garble(day)
    for place in there.places:
        incoming.receive_waiting.function(place.channel.pk)


def note_who_wrote_again(book: Book, began: datetime) -> None:
    """A conversation somebody ended is open again once a citizen writes in it."""
    for number in Message.objects.filter(kind="in", received_at__gte=began).values_list(
        "conversation_id", flat=True
    ):
        book.ended.pop(number, None)


def work_through(actor: Actor, book: Book, began: datetime, chance: random.Random) -> None:
    """Answer a part of what came in today, leave a part on purpose, and the rest open."""
    waiting = Conversation.objects.filter(
        status="open", messages__kind="in", messages__received_at__gte=began
    )
    for conversation in (
        waiting.distinct().select_related("channel__team", "contact").order_by("pk")
    ):
        luck = chance.random()
        if luck < ANSWERED:
            replies.send_reply(
                actor, conversation, text="Dank voor uw bericht. Wij pakken het op.",
                client_uuid=uuid.uuid4(), seen_sequence=100_000, then_finish=True,
            )  # fmt: skip
            book.answered.add(conversation.pk)
            book.end(conversation, Outcome.ANSWERED)
        elif luck < CALLED:
            outcome = Outcome.SEEN if luck < SEEN else Outcome.HANDLED
            reason = "Alleen genoemd" if luck < SEEN else "Gebeld"
            handling.finish(actor, conversation, outcome=outcome, reason=reason)
            book.end(conversation, outcome)


def send(there: Town) -> None:
    """Let the time to take replies back pass, and send them; every one must end as sent."""
    for _ in range(3):
        Reply.objects.exclude(due_at=None).update(due_at=moment())
        for place in there.places:
            sending.send_lane(place.channel.pk)
        if not (left := Reply.objects.exclude(state="sent")).exists():
            return
        Circuit.objects.all().delete()
    raise AssertionError(f"Not sent: {Counter(left.values_list('state', 'problem'))}")


def pass_nights(began: datetime, nights: int) -> None:
    """Move every moment of today in our tables back by so many days."""
    if not nights:
        return
    with connection.cursor() as cursor:
        cursor.execute(MOMENTS)
        for table, columns in cursor.fetchall():
            changes = ", ".join(
                f'"{each}" = "{each}" - make_interval(days =>'
                f' CASE WHEN "{each}" >= %(began)s THEN %(nights)s ELSE 0 END)'
                for each in columns
            )
            of_today = " OR ".join(f'"{each}" >= %(began)s' for each in columns)
            # Names of our own tables, out of the database itself.
            cursor.execute(
                f'UPDATE "{table}" SET {changes} WHERE {of_today}',  # noqa: S608
                {"began": began, "nights": nights},
            )


def moment() -> datetime:
    """Return what the database's clock says: rows get their moments from it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found


def days() -> Iterator[date]:
    """Every day on which something of the month may have been received, in local time."""
    today = timezone.now().astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    for back in range(DAYS + 1, -2, -1):
        yield today - timedelta(days=back)


def lines_of_the_month() -> list[balance.Line]:
    return [line for day in days() for line in balance.of(day)]


def unaccounted(book: Book, lines: list[balance.Line]) -> list[str]:
    """Return everything that the balances of the month and our own book do not agree on."""
    stored = Counter(
        Message.objects.filter(kind="in").values_list("channel_id", "external_id").iterator()
    )
    found = [f"{each} was written and is not there" for each in (book.written - stored).elements()]
    found += [f"{each} is there and not written" for each in (stored - book.written).elements()]
    found += [f"the balance of a day does not add up: {line}" for line in lines if not line.adds_up]
    for name, expected in expected_of(book).items():
        counted = sum(getattr(line, name) for line in lines)
        found += [f"{name}: {counted} in the balances, {expected} in the book"] * abs(
            counted - expected
        )
    return found


def expected_of(book: Book) -> dict[str, int]:
    """Return what the balances of all days together must come to, by our own book."""
    of_messages = Message.objects.filter(kind="in").values_list("conversation_id", flat=True)
    ends = Counter(book.ended.get(number, "") for number in of_messages)
    messages = book.written.total()
    return {
        "received": messages + book.copies + book.garbled + book.echoes,
        "parsed": messages + book.echoes,
        "linked_copies": book.copies,
        "failed": book.garbled,
        "pending": 0,
        "messages": messages,
        "answered": ends[Outcome.ANSWERED],
        "practised": 0,
        "not_handled": ends[Outcome.SEEN] + ends[Outcome.HANDLED],
        "open": ends[""],
    }


def told(book: Book, lines: list[balance.Line]) -> str:
    """Say in words what became of the month."""
    parts = {name: sum(getattr(line, name) for line in lines) for name in expected_of(book)}
    return (
        f"{parts['received']:,} deliveries, of which {parts['linked_copies']} copies, "
        f"{book.echoes} answers of our own and {parts['failed']} that nobody could read; of "
        f"{parts['messages']:,} messages {parts['answered']:,} answered, "
        f"{parts['not_handled']:,} left without a reply on purpose, "
        f"{parts['open']:,} open, over {Channel.objects.count()} channels"
    )


def wall_of(visitor: Visitor, address: str) -> float:
    begun = time.perf_counter()
    visitor.page(address)
    return time.perf_counter() - begun
