"""A post of ours with 1,200 replies: opened, narrowed, dealt with at once, in a full desk."""

from collections.abc import Callable, Sequence
from itertools import cycle, islice
from statistics import median
from time import perf_counter

from django.urls import reverse

from benchmarks import fill
from benchmarks.harness import Figure, percentile, write
from benchmarks.home import server_of
from benchmarks.visit import Visitor
from gehoor.audit.models import Entry
from gehoor.inbox.models import BulkAct, Conversation, Message
from gehoor.project.embedded import Cluster
from gehoor.testing import make
from gehoor.testing.square import square

REPLIES, QUESTIONS = 1_200, 410
EVERYTHING = 10**17
"""as if every message and version there is had been shown; longer ones are no number of a row"""
WARM_UP, VISITS, ROUNDS = 5, 100, 5
GOAL_OPEN_MS, GOAL_FILTER_MS, GOAL_BULK_SECONDS, GOAL_QUERIES = 300, 100, 3, 20
FRAGMENT = {"x-fragment": "1"}
NARROWED = ("?questions=yes", "?words=mooi", "?untouched=yes", "?questions=yes&words=nummer&page=3")


def run(cluster: Cluster, desk: fill.Desk) -> None:
    with square() as plein:
        channel = make.channel(team=desk.agent.teams.earliest("pk"), connector=plein.key)
        thread = plein.flood(channel, REPLIES, questions=QUESTIONS)
        visitor = Visitor.of(desk.agent, server=server_of(cluster))
        address = reverse("thread", args=[thread.pk])
        pages = [f"{address}?page={page}" for page in range(1, 26)]
        opened = walls(visitor.page, pages)
        narrowed = walls(visitor.page, [address + end for end in NARROWED])
        beside = walls(
            lambda place: visitor.page(place, **FRAGMENT),
            [reverse("conversation", args=[thread.pk])],
        )
        whole = [deal_with_all(visitor, thread) for _ in range(ROUNDS)]
        queries = visitor.queries(address)
    write(
        "thread",
        [
            Figure("open a thread of 1,200 replies, p95", GOAL_OPEN_MS,
                   percentile(opened, 0.95) * 1000, "ms"),
            Figure("narrow it to questions, words or what is left, p95", GOAL_FILTER_MS,
                   percentile(narrowed, 0.95) * 1000, "ms"),
            Figure("open the conversation it is, p95", GOAL_OPEN_MS,
                   percentile(beside, 0.95) * 1000, "ms"),
            Figure("deal with all 1,200 at once, p95", GOAL_BULK_SECONDS,
                   percentile(whole, 0.95), "s"),
            Figure("a page of it, queries", GOAL_QUERIES, queries, "queries"),
        ],
        note=f"A post of ours with {REPLIES:,} replies, {QUESTIONS} of them questions, in a desk "
        f"of {fill.MESSAGES:,} messages; by Django's test client in this process, logged in, with "
        f"every middleware, by the wall clock; {VISITS} visits over all pages of 50. Half opened "
        f"within {median(opened) * 1000:.0f} ms. Dealt with by one form: a line in the log for "
        f"each message, and the thread finished; taken back after each of {ROUNDS} rounds.",
        product={"opened": opened, "narrowed": narrowed, "whole": whole},
    )  # fmt: skip


def walls(visit: Callable[[str], object], places: Sequence[str]) -> list[float]:
    """Return how long each visit took, in seconds, after a warm-up."""
    for place in islice(cycle(places), WARM_UP):
        visit(place)
    return [seconds(lambda: visit(place)) for place in islice(cycle(places), VISITS)]  # noqa: B023


def seconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def deal_with_all(visitor: Visitor, thread: Conversation) -> float:
    """Deal with everything by the form of the page; check that all was touched; take it back."""
    form = {
        "all": "yes",
        "do": "seen",
        "reason": "Geen vraag",
        "seen": f"{EVERYTHING}-{EVERYTHING}",
    }
    lines = Entry.objects.filter(act="message.finished").count()
    took = seconds(lambda: visitor.client.post(reverse("finish_in_thread", args=[thread.pk]), form))
    touched = Message.objects.filter(conversation=thread, outcome="seen").count()
    added = Entry.objects.filter(act="message.finished").count() - lines
    if (touched, added) != (REPLIES, REPLIES):
        raise AssertionError(f"{touched} were touched, with {added} lines in the log.")
    act = BulkAct.objects.latest("pk")
    visitor.client.post(f"{reverse('undo_many')}?act={act.pk}")
    if Message.objects.filter(conversation=thread, outcome="seen").exists():
        raise AssertionError("Not everything was taken back.")
    return took
