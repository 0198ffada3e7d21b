"""A text that is too long: refused with a choice, or sent as numbered parts in order."""

import uuid

import pytest

from gehoor.contracts.connector import Refused, Sent, Unknown
from gehoor.contracts.posts import Counting, Unit
from gehoor.flows import replies
from gehoor.flows.composing import TooLong
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Draft, Reply
from gehoor.kit.clock import now
from gehoor.testing import make
from gehoor.testing.outbox import advance, agent_of, run_sender
from gehoor.testing.scripted import Scripted

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LONG = "Wij komen morgen langs om te kijken. De put wordt leeggezogen. Daarna belt de aannemer u."


def answer(conversation: Conversation, text: str, **given: object) -> Reply:
    asked = {"client_uuid": uuid.uuid4(), "seen_sequence": 100, "most_parts": 9, **given}
    return replies.send_reply(agent_of(conversation), conversation, text=text, **asked)  # type: ignore[arg-type]


def states() -> list[str]:
    return [reply.state for reply in Reply.objects.order_by("part")]


@pytest.fixture
def short(scripted: Scripted) -> Scripted:
    scripted.max_length = 60
    return scripted


def test_a_text_too_long_is_refused_with_by_how_much_and_with_a_choice(
    conversation: Conversation, short: Scripted
) -> None:
    with pytest.raises(TooLong) as told:
        answer(conversation, "x" * 40 + " " + "y" * 20, most_parts=1)

    assert told.value.parts == 2
    assert "8 characters too long" in str(told.value)
    assert "in 2 numbered parts" in str(told.value)
    assert not Reply.objects.exists()


def test_what_counts_is_what_the_platform_counts(
    conversation: Conversation, short: Scripted
) -> None:
    short.more = {"counting": Counting(Unit.GRAPHEMES, link_length=23)}
    family = "👨‍👩‍👧‍👦"

    answer(conversation, f"Ja {family * 20} https://gemeente.example/{'a' * 200}", most_parts=1)

    with pytest.raises(TooLong):
        answer(conversation, family * 60, most_parts=1)


def test_the_mention_that_the_connector_puts_in_front_counts_too(
    conversation: Conversation, short: Scripted
) -> None:
    short.more = {"mention": "@{to} "}

    with pytest.raises(TooLong, match="1 character too long"):
        # 60 with "@fatima@voorbeeld.example " before it and " ^Anouk" behind it, and one more.
        answer(conversation, "x" * (60 - 26 - 7 + 1), most_parts=1)


def test_parts_are_numbered_and_leave_in_order_each_answering_the_one_before(
    conversation: Conversation, short: Scripted
) -> None:
    answer(conversation, LONG)

    run_sender(conversation)

    ends = [f"({part}/{len(short.sent)}) ^Anouk" for part in range(1, len(short.sent) + 1)]
    assert len(ends) > 1
    assert all(sent.text.endswith(end) for sent, end in zip(short.sent, ends, strict=True))
    assert all(len(sent.text) <= 60 for sent in short.sent)
    assert [sent.answers for sent in short.sent][1:] == [
        f"post-{part}" for part in range(1, len(short.sent))
    ]
    assert "".join(reply.message.text for reply in Reply.objects.order_by("part")) == LONG
    assert set(states()) == {"sent"}


def test_the_same_click_twice_is_one_series(conversation: Conversation, short: Scripted) -> None:
    click = uuid.uuid4()

    first, second = (
        answer(conversation, LONG, client_uuid=click, seen_sequence=1) for _ in range(2)
    )
    run_sender(conversation)

    assert first.pk == second.pk
    assert len(short.sent) == Reply.objects.count() == first.parts


@pytest.mark.parametrize("trouble", [Unknown("No answer."), Refused("No.")])
def test_a_part_in_trouble_holds_the_rest_and_asks_for_no_work_meanwhile(
    conversation: Conversation, short: Scripted, trouble: Unknown | Refused
) -> None:
    short.answers = [trouble]
    answer(conversation, LONG)

    for _ in range(3):
        run_sender(conversation)
        advance(3600)

    assert len(short.sent) == 1
    assert set(states()[1:]) == {"queued"}
    assert inbox.channels_with_due_replies(now=now()) == []


def test_the_rest_goes_once_somebody_saw_that_the_part_arrived(
    conversation: Conversation, short: Scripted
) -> None:
    short.answers = [Unknown("No answer.")]
    first = answer(conversation, LONG)
    run_sender(conversation)

    replies.confirm_arrived(agent_of(conversation), first, reason="Ik zag het staan.")
    advance(3600)
    run_sender(conversation)

    assert set(states()) == {"sent"}
    assert len(short.sent) == first.parts


def test_what_is_given_up_takes_the_rest_with_it(
    conversation: Conversation, short: Scripted
) -> None:
    short.answers = [Refused("No.")]
    first = answer(conversation, LONG)
    run_sender(conversation)

    replies.give_up(agent_of(conversation), first, reason="")
    run_sender(conversation)

    assert set(states()) == {"withdrawn"}
    assert len(short.sent) == 1


def test_undo_takes_back_every_part_and_the_whole_text_is_a_draft(
    conversation: Conversation, short: Scripted
) -> None:
    short.undo_seconds = 10
    agent = agent_of(conversation)
    first = replies.send_reply(
        agent, conversation, text=LONG, client_uuid=uuid.uuid4(), seen_sequence=9, most_parts=9
    )

    replies.withdraw(agent, first)
    run_sender(conversation)

    assert short.sent == []
    assert set(states()) == {"withdrawn"}
    assert Draft.objects.get().text == LONG


def test_a_later_part_cannot_be_taken_back_by_itself(
    conversation: Conversation, short: Scripted
) -> None:
    short.answers = [Sent("post-1"), Unknown("No answer.")]
    answer(conversation, LONG)

    with pytest.raises(replies.NotPossible):
        replies.withdraw(agent_of(conversation), Reply.objects.get(part=2))


def test_an_answer_that_waits_for_an_earlier_one_keeps_the_sender_asleep(
    conversation: Conversation, short: Scripted
) -> None:
    short.answers = [Unknown("No answer.")]
    answer(conversation, LONG)
    run_sender(conversation)
    make.reply(conversation)

    assert inbox.channels_with_due_replies(now=now()) == []


def test_a_letter_is_not_sent_in_parts(conversation: Conversation, short: Scripted) -> None:
    short.more = {"has_subject": True}

    with pytest.raises(TooLong) as told:
        answer(conversation, LONG)

    assert told.value.parts == 0
