"""The protocol is shown and obeyed, and what is left without an answer says by what."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.contracts.connector import Author
from gehoor.flows import balance, bulk, handling, macros, protocol, protocol_ready, replies
from gehoor.flows.bulk import Wanted
from gehoor.flows.collisions import Despite
from gehoor.flows.protocol import AgainstProtocol, NotKept
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.models import BulkAct, Conversation, Macro, Reply
from gehoor.kit.clock import this_day
from gehoor.knowledge.models import ProtocolLine
from gehoor.people.models import Team
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S2-02")]
OPINION, QUESTION = "Ik vind het een lelijke brug.", "Wanneer gaat de brug open?"
Outcome = Conversation.Outcome


@pytest.fixture
def agent() -> Actor:
    return make.actor(Role.AGENT, teams=(make.team(),))


@pytest.fixture
def table(agent: Actor) -> None:
    protocol_ready.take(agent)


def received(agent: Actor, text: str, **given: Any) -> Conversation:
    channel = given.pop("channel", None)
    channel = channel or make.channel(team=Team.objects.get(pk__in=agent.teams))
    return make.received(channel, subject="", text=text, **given)


def send(agent: Actor, to: Conversation, reason: str = "") -> Reply:
    return replies.send_reply(
        agent, to, text="Dat zoeken wij uit.", client_uuid=uuid.uuid4(),
        seen_sequence=to.messages.count(), despite=Despite(by_protocol=reason),
    )  # fmt: skip


def wanted(**given: Any) -> dict[str, Any]:
    facts = {"name": "Lijn", "kind": "opinion", "channel_id": None, "way": "", "sender": "",
             "verdict": "leave", "why": "", "text": "", "link": ""}  # fmt: skip
    return facts | given


@pytest.mark.usefixtures("table")
def test_what_the_protocol_leaves_carries_the_line_by_which_it_was(agent: Actor) -> None:
    left = received(agent, OPINION)

    handling.finish(agent, left, outcome=Outcome.SEEN)

    left.refresh_from_db()
    line = ProtocolLine.objects.get(kind="opinion")
    assert (left.outcome_line, left.outcome_reason) == (line, line.name)
    entry = Entry.objects.get(act="conversation.finished")
    assert (entry.details["line"], entry.reason) == (line.pk, line.name)


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("outcome", [Outcome.SEEN, Outcome.HANDLED])
def test_what_is_to_be_answered_is_not_left_without_a_reason(
    agent: Actor, outcome: Conversation.Outcome
) -> None:
    asked = received(agent, QUESTION)

    with pytest.raises(NotPossible, match="answer this"):
        handling.finish(agent, asked, outcome=outcome, reason="  ")
    handling.finish(agent, asked, outcome=outcome, reason="Gebeld")

    asked.refresh_from_db()
    assert (asked.outcome_line, asked.outcome_reason) == (None, "Gebeld")


@pytest.mark.usefixtures("table")
def test_one_of_many_alone_obeys_the_protocol_too(agent: Actor) -> None:
    asked, left = received(agent, QUESTION), received(agent, OPINION)

    with pytest.raises(NotPossible, match="answer this"):
        bulk.begin(agent, Wanted(BulkAct.Act.SEEN, 2**40, 2**40), [asked.pk])
    bulk.begin(agent, Wanted(BulkAct.Act.SEEN, 2**40, 2**40), [left.pk])

    left.refresh_from_db()
    assert left.outcome_line == ProtocolLine.objects.get(kind="opinion")


@pytest.mark.usefixtures("table")
def test_a_macro_that_ends_something_is_the_reason(agent: Actor) -> None:
    asked = received(agent, QUESTION)

    macros.run(agent, asked, Macro.objects.create(name="Gebeld en klaar", ends="handled"))

    asked.refresh_from_db()
    assert asked.outcome_reason == "Gebeld en klaar"


@pytest.mark.usefixtures("table")
def test_the_balance_tells_what_was_left_by_the_protocol_and_what_for_a_reason(
    agent: Actor,
) -> None:
    channel = make.channel(team=Team.objects.get(pk__in=agent.teams))
    left, asked, _open = (
        received(agent, text, channel=channel) for text in (OPINION, QUESTION, QUESTION)
    )
    handling.finish(agent, left, outcome=Outcome.SEEN)
    handling.finish(agent, asked, outcome=Outcome.HANDLED, reason="Gebeld")

    day = this_day()
    [line] = [each for each in balance.of(day) if each.channel_id == channel.pk] or balance.of(
        day - timedelta(days=1)
    )

    assert (line.not_handled, line.by_protocol, line.with_reason) == (2, 1, 1)
    assert line.adds_up


def test_without_a_table_everything_is_as_it_was(agent: Actor) -> None:
    asked = received(agent, QUESTION)

    handling.finish(agent, asked, outcome=Outcome.SEEN)

    asked.refresh_from_db()
    assert (asked.status, asked.outcome_line) == ("done", None)


def test_where_one_asks_first_nothing_leaves_before_somebody_says_whom(agent: Actor) -> None:
    line = ProtocolLine()
    protocol.keep_line(agent, line, wanted(
        name="Pers", kind="", sender="@krant.example", verdict="ask", why="Ria, 088 123",
    ))  # fmt: skip
    asked = received(agent, QUESTION, author=Author("kees@krant.example", "Kees"))

    with pytest.raises(AgainstProtocol, match="Ria, 088 123"):
        send(agent, asked)
    assert not Reply.objects.exists()
    send(agent, asked, reason="Ria vindt het goed")

    entry = Entry.objects.get(act="conversation.answered_against_protocol")
    assert (entry.reason, entry.details["rule"]) == ("Ria vindt het goed", "Pers")


@pytest.mark.usefixtures("table")
def test_what_need_not_be_answered_may_be_and_the_log_says_so(agent: Actor) -> None:
    send(agent, received(agent, OPINION))

    entry = Entry.objects.get(act="conversation.answered_against_protocol")
    assert entry.details["verdict"] == "leave"


def test_two_lines_of_the_same_case_are_refused_by_name(agent: Actor) -> None:
    protocol.keep_line(agent, ProtocolLine(), wanted(name="Meningen"))

    with pytest.raises(NotKept) as refused:
        protocol.keep_line(agent, ProtocolLine(), wanted(name="Andere", verdict="answer"))

    assert refused.value.field == "verdict"
    assert "Meningen" in refused.value.told
    assert ProtocolLine.objects.count() == 1


@pytest.mark.parametrize("kind", ["formal", "objection", "woo"])
def test_a_formal_piece_comes_ready_with_a_receipt_and_cannot_be_left(
    agent: Actor, kind: str
) -> None:
    protocol_ready.take(agent)
    line = ProtocolLine.objects.get(kind=kind)

    with pytest.raises(NotKept) as refused:
        protocol.keep_line(agent, line, wanted(name=line.name, kind=kind, text=line.text))

    assert refused.value.field == "verdict"
    kept = ProtocolLine.objects.get(kind=kind)
    assert kept.verdict == "answer"
    assert kept.text


@pytest.mark.usefixtures("table")
def test_the_text_for_a_formal_piece_ends_with_the_way_to_go(agent: Actor) -> None:
    ProtocolLine.objects.filter(kind="objection").update(link="https://stad.example/bezwaar")
    asked = received(agent, "Ik maak bezwaar tegen de boete.")

    here = protocol.applying_to(asked)

    assert here.kind == "objection"
    assert here.text.endswith("\nhttps://stad.example/bezwaar")


def test_the_ready_made_lines_leave_what_is_there_alone(agent: Actor) -> None:
    protocol.keep_line(agent, ProtocolLine(), wanted(name="Eigen", verdict="answer"))

    first, again = protocol_ready.take(agent), protocol_ready.take(agent)

    assert (first, again) == (13, 0)
    assert ProtocolLine.objects.get(kind="opinion").name == "Eigen"


@pytest.mark.usefixtures("table")
def test_a_colleague_says_better_what_it_is(agent: Actor) -> None:
    said = received(agent, OPINION)

    protocol.say_kind(agent, said, kind="complaint")

    here = protocol.applying_to(said)
    assert (here.kind, here.is_chosen, here.verdict) == ("complaint", True, "answer")
    with pytest.raises(NotPossible):
        protocol.say_kind(agent, said, kind="geheim")


def test_what_is_only_read_asks_for_no_reason(agent: Actor) -> None:
    protocol_ready.take(agent)
    channel = make.channel(team=Team.objects.get(pk__in=agent.teams), connector="feed")
    read = make.conversation(channel=channel)

    handling.finish(agent, read, outcome=Outcome.SEEN)

    read.refresh_from_db()
    assert read.status == "done"
    assert Channel.objects.get(pk=channel.pk).connector == "feed"


@pytest.mark.usefixtures("table")
@pytest.mark.row("S1-15")
def test_a_misconception_comes_with_what_puts_it_right(agent: Actor) -> None:
    kept = make.kept_answer(
        title="Brug", text="De brug blijft open.", misconception="De brug gaat in december dicht",
        link="https://stad.example/brug",
    )  # fmt: skip
    said = received(agent, "Schande dat de brug in december dicht gaat.")

    here = protocol.applying_to(said)

    assert (here.kind, here.correction) == ("misconception", kept)
    assert here.text == "De brug blijft open.\nhttps://stad.example/brug"
