"""F7: SMTP breaks at every point; what the mail server recorded decides who received what."""

import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import uuid4

import pytest

from gehoor.connectors.email.sending import MailSender
from gehoor.connectors.email.servers import imap_of, smtp_of
from gehoor.connectors.email.tests.peer import FINAL_DOT, account_at
from gehoor.contracts.connector import Later, Outcome, Refused, Sent, Unknown
from gehoor.testing.faultproxy import Act, Proxy, Rule, Toward, fault_proxy
from gehoor.testing.mailservers import ADDRESS, Outbox, smtp_server
from gehoor.testing.peers import outgoing

pytestmark = pytest.mark.faults

ROUNDS = min(int(os.environ.get("GEHOOR_FAULT_ROUNDS", "5")), 200)
SEED = int(os.environ.get("GEHOOR_FAULT_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
# A stall of 10 minutes lasts 0.6 seconds here, and a sender in a stall waits half of that.
SCALE = 0.001
PATIENT_SECONDS, HASTY_SECONDS, STALL_SECONDS = 20, 0.3, 0.6
MARK = b"MARK-IN-THE-BODY"


@dataclass
class Post:
    """A mail server, the proxy before it, and the sender under test."""

    outbox: Outbox
    proxy: Proxy
    sender: MailSender


@pytest.fixture(scope="module")
def post() -> Iterator[Post]:
    outbox = Outbox()
    with smtp_server(outbox) as port, fault_proxy(port) as proxy:
        account = account_at(smtp_port=proxy.port)
        server = replace(smtp_of(account), timeout=PATIENT_SECONDS)
        sender = MailSender(ADDRESS, server, imap_of(account), final_answer_seconds=PATIENT_SECONDS)
        yield Post(outbox, proxy, sender)


@pytest.fixture(autouse=True)
def seed(post: Post) -> None:
    post.proxy.rules.clear()
    print(f"\nF7: seed {SEED}, {ROUNDS} rounds each, scale {SCALE}")  # noqa: T201
    random.seed(SEED)


BEFORE_THE_DOT = {
    "cut at the greeting": Rule(Act.CUT_BEFORE, b"220", Toward.CLIENT),
    "cut before MAIL": Rule(Act.CUT_BEFORE, b"mail FROM", Toward.SERVER),
    "cut after MAIL": Rule(Act.CUT_AFTER, b"mail FROM", Toward.SERVER),
    "cut before RCPT": Rule(Act.CUT_BEFORE, b"rcpt TO", Toward.SERVER),
    "answer to RCPT lost": Rule(Act.SWALLOW, b"rcpt TO", Toward.SERVER),
    "cut before DATA": Rule(Act.CUT_BEFORE, b"DATA\r\n", Toward.SERVER),
    "354 lost": Rule(Act.CUT_BEFORE, b"354", Toward.CLIENT),
    "cut in the body": Rule(Act.CUT_BEFORE, MARK, Toward.SERVER),
}
AFTER_THE_DOT = {
    "answer lost": Rule(Act.SWALLOW, FINAL_DOT),
    "cut right after the dot": Rule(Act.CUT_AFTER, FINAL_DOT),
}


def deliver(post: Post, key: str) -> list[Outcome]:
    """Try as the outbox does: again after Later, never after anything else."""
    lines = random.randint(0, 400)
    text = "regel\n" * lines + MARK.decode() + "\n.\n" + "regel\n" * lines
    outcomes: list[Outcome] = []
    while len(outcomes) < 5:
        outcomes.append(post.sender.send(outgoing(key=key, text=text)))
        if not isinstance(outcomes[-1], Later):
            break
    return outcomes


def copies_of(post: Post, key: str) -> int:
    """How often did the citizen get this mail?"""
    return Counter(mail.message_id for mail in post.outbox.received)[f"<{key}@gemeente.example>"]


@pytest.mark.parametrize("fault", BEFORE_THE_DOT)
def test_before_the_dot_it_is_tried_again_and_arrives_once(post: Post, fault: str) -> None:
    for _ in range(ROUNDS):
        key = uuid4().hex
        post.proxy.rules.append(BEFORE_THE_DOT[fault])

        first, *later = deliver(post, key)

        assert isinstance(first, Later)
        assert isinstance(later[-1], Sent)
        assert copies_of(post, key) == 1


@pytest.mark.parametrize("fault", AFTER_THE_DOT)
def test_after_the_dot_the_outcome_is_unknown_and_nothing_is_resent(post: Post, fault: str) -> None:
    for _ in range(ROUNDS):
        key = uuid4().hex
        post.proxy.rules.append(AFTER_THE_DOT[fault])

        outcomes = deliver(post, key)

        assert [type(outcome) for outcome in outcomes] == [Unknown]
        assert copies_of(post, key) <= 1


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DOT"])
@pytest.mark.parametrize(
    ("answer", "expected"),
    [("421 closing", Later), ("451 try later", Later), ("550 no", Refused), ("552 full", Refused)],
)
def test_an_answer_is_taken_at_its_word(
    post: Post, step: str, answer: str, expected: type[Outcome]
) -> None:
    for _ in range(ROUNDS):
        key = uuid4().hex
        post.outbox.answers[step] = answer

        outcome = post.sender.send(outgoing(key=key))

        post.outbox.answers.clear()
        assert isinstance(outcome, expected)
        assert copies_of(post, key) == 0
        if isinstance(outcome, Later):
            # A full mailbox holds up nobody else; a server that closes holds up all.
            assert outcome.only_this_reply == ("421" not in answer)


def test_a_stall_before_354_is_surely_not_sent(post: Post) -> None:
    hasty = replace(post.sender, server=replace(post.sender.server, timeout=HASTY_SECONDS))
    for _ in range(ROUNDS):
        key = uuid4().hex
        post.proxy.rules.append(Rule(Act.STALL, b"DATA\r\n", seconds=STALL_SECONDS))

        outcome = hasty.send(outgoing(key=key))

        assert isinstance(outcome, Later)
        assert copies_of(post, key) == 0


def test_a_stall_after_the_dot_is_unknown_although_it_arrives_later(post: Post) -> None:
    hasty = replace(post.sender, final_answer_seconds=HASTY_SECONDS)
    for _ in range(ROUNDS):
        key = uuid4().hex
        post.proxy.rules.append(Rule(Act.STALL, FINAL_DOT, seconds=STALL_SECONDS))

        outcome = hasty.send(outgoing(key=key))

        assert isinstance(outcome, Unknown)
        assert copies_of(post, key) <= 1


def test_a_short_stall_changes_nothing(post: Post) -> None:
    for _ in range(ROUNDS):
        key = uuid4().hex
        post.proxy.rules.append(Rule(Act.STALL, FINAL_DOT, seconds=0.1))

        assert isinstance(post.sender.send(outgoing(key=key)), Sent)
        assert copies_of(post, key) == 1


def test_a_broken_goodbye_is_no_trouble(post: Post) -> None:
    for _ in range(ROUNDS):
        key = uuid4().hex
        post.proxy.rules.append(Rule(Act.CUT_BEFORE, b"quit", Toward.SERVER))

        assert isinstance(post.sender.send(outgoing(key=key)), Sent)
        assert copies_of(post, key) == 1
