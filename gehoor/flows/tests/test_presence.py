"""Who is at a conversation, whose the answer is, and how that ends."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from gehoor.audit.models import Entry
from gehoor.flows import bulk, handling, presence, replies
from gehoor.flows.collisions import Collision, Despite
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox import rules
from gehoor.inbox.models import BulkAct, Conversation, Draft, Presence, Reply
from gehoor.kit.clock import now
from gehoor.people.models import User
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from gehoor.testing.outbox import agent_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation() -> Conversation:
    return make.received()


@pytest.fixture
def anouk(conversation: Conversation) -> Actor:
    return agent_of(conversation, "Anouk")


@pytest.fixture
def bram(conversation: Conversation) -> Actor:
    return agent_of(conversation, "Bram")


def send(actor: Actor, conversation: Conversation, seen: int = 1, **how: Any) -> Reply:
    return replies.send_reply(
        actor, conversation, text="Dank u.", client_uuid=uuid.uuid4(), seen_sequence=seen, **how
    )


def user_of(actor: Actor) -> User:
    assert actor.user_id is not None
    return User.objects.get(pk=actor.user_id)


def writer(conversation: Conversation) -> str:
    found = inbox.at_conversation(conversation)
    return next((each.name for each in found if each.writes), "")


def pass_time(by: timedelta) -> None:
    for row in Presence.objects.all():
        row.looks_until -= by
        row.writes_until = row.writes_until and row.writes_until - by
        row.save()


def test_the_first_who_types_has_the_answer(
    conversation: Conversation, anouk: Actor, bram: Actor
) -> None:
    presence.write(anouk, conversation)
    presence.write(bram, conversation)

    at = [(each.name, each.writes) for each in inbox.at_conversation(conversation)]

    assert at == [("Anouk", True), ("Bram", False)]


def test_opening_a_conversation_claims_nothing(conversation: Conversation, anouk: Actor) -> None:
    presence.look(anouk, conversation)

    assert writer(conversation) == ""


def test_nobody_answers_around_a_colleague_who_writes(
    conversation: Conversation, anouk: Actor, bram: Actor
) -> None:
    presence.write(anouk, conversation)

    with pytest.raises(Collision, match="Anouk is writing") as raised:
        send(bram, conversation)

    assert raised.value.writer is not None
    assert not Reply.objects.exists()


def test_who_saw_the_colleague_write_may_take_over_and_send(
    conversation: Conversation, anouk: Actor, bram: Actor
) -> None:
    presence.write(anouk, conversation)

    send(bram, conversation, despite=Despite(writer=anouk.user_id))

    assert Reply.objects.count() == 1
    assert Entry.objects.filter(act="conversation.taken_over", actor_id=bram.user_id).exists()


def test_what_one_chose_to_ignore_is_that_one_thing(
    conversation: Conversation, anouk: Actor, bram: Actor
) -> None:
    kees = agent_of(conversation, "Kees")
    presence.write(kees, conversation)

    with pytest.raises(Collision, match="Kees"):
        send(bram, conversation, despite=Despite(writer=anouk.user_id))


def test_a_second_answer_needs_a_reason_and_the_log_keeps_it(
    conversation: Conversation, anouk: Actor, bram: Actor
) -> None:
    first = send(anouk, conversation)
    shown = first.message.sequence

    with pytest.raises(Collision, match="Say why") as raised:
        send(bram, conversation, despite=Despite(answered_up_to=shown, reason=" "))
    send(bram, conversation, despite=Despite(answered_up_to=shown, reason="Een datum vergeten"))

    assert [each.sequence for each in raised.value.answers] == [shown]
    entry = Entry.objects.get(act="conversation.answered_again")
    assert entry.reason == "Een datum vergeten"


def test_an_answer_that_came_while_choosing_is_shown_first(
    conversation: Conversation, anouk: Actor, bram: Actor
) -> None:
    first = send(anouk, conversation)
    later = send(anouk, conversation, seen=first.message.sequence)

    with pytest.raises(Collision) as raised:
        send(bram, conversation, despite=Despite(first.message.sequence, reason="Toch"))

    assert [each.pk for each in raised.value.answers] == [later.message_id]


def test_ones_own_answer_of_just_now_is_no_answer_of_a_colleague(
    conversation: Conversation, anouk: Actor, bram: Actor
) -> None:
    send(anouk, conversation)

    # Faster than the screen, which has not seen the first one yet.
    assert send(anouk, conversation).state == "queued"

    with pytest.raises(Collision) as raised:
        send(bram, conversation)
    assert len(raised.value.answers) == 2


def test_ones_own_answer_of_before_is_told_to_who_writes_in_another_window(
    conversation: Conversation, anouk: Actor
) -> None:
    first = send(anouk, conversation)
    Reply.objects.update(queued_at=now() - timedelta(minutes=2))

    with pytest.raises(Collision) as raised:
        send(anouk, conversation)

    assert [each.pk for each in raised.value.answers] == [first.message_id]


def test_the_same_click_again_is_no_collision(
    conversation: Conversation, anouk: Actor, bram: Actor
) -> None:
    number = uuid.uuid4()
    given: dict[str, Any] = {"text": "Eén keer", "client_uuid": number, "seen_sequence": 1}
    first = replies.send_reply(anouk, conversation, **given)
    presence.write(bram, conversation)

    again = replies.send_reply(anouk, conversation, **given)

    assert again.pk == first.pk


@pytest.mark.parametrize("end", ["sending", "emptying", "leaving", "finishing", "passing on"])
def test_the_answer_is_let_go(
    conversation: Conversation, anouk: Actor, bram: Actor, end: str
) -> None:
    presence.write(anouk, conversation)
    to = user_of(bram)
    ends: dict[str, Callable[[], object]] = {
        "sending": lambda: send(anouk, conversation),
        "emptying": lambda: presence.stop_writing(anouk, conversation),
        "leaving": lambda: presence.leave(anouk, conversation),
        "finishing": lambda: handling.finish(
            bram, conversation, outcome=Conversation.Outcome.HANDLED
        ),
        "passing on": lambda: handling.assign(anouk, conversation, to),
    }

    ends[end]()

    assert writer(conversation) == ""


def test_finishing_many_at_once_lets_their_answers_go(
    conversation: Conversation, anouk: Actor, bram: Actor
) -> None:
    presence.write(anouk, conversation)
    counts = inbox.counts(bram)
    asked = bulk.Wanted(
        BulkAct.Act.FINISH, counts.newest_message, counts.newest_entry, reason="Afgehandeld"
    )

    bulk.begin(bram, asked, [conversation.pk])

    assert Conversation.objects.get().status == Conversation.Status.DONE
    assert writer(conversation) == ""


def test_a_browser_that_dies_holds_the_answer_for_minutes_and_no_longer(
    conversation: Conversation, anouk: Actor, bram: Actor
) -> None:
    presence.write(anouk, conversation)

    pass_time(rules.WRITES_FOR + timedelta(seconds=1))

    # Also when no timer runs.
    assert writer(conversation) == ""
    presence.write(bram, conversation)
    assert writer(conversation) == "Bram"
    send(bram, conversation)


def test_a_claim_without_a_script_lasts_longer(conversation: Conversation, anouk: Actor) -> None:
    presence.claim(anouk, conversation)

    pass_time(rules.WRITES_FOR + timedelta(minutes=1))
    assert writer(conversation) == "Anouk"
    pass_time(rules.WRITES_FOR_IN_FORM)
    assert writer(conversation) == ""


def test_two_cannot_claim_and_the_second_is_told(
    conversation: Conversation, anouk: Actor, bram: Actor
) -> None:
    presence.claim(anouk, conversation)

    with pytest.raises(NotPossible, match="already writing"):
        presence.claim(bram, conversation)


def test_taking_over_assigns_and_names_from_whom(
    conversation: Conversation, anouk: Actor, bram: Actor
) -> None:
    presence.write(anouk, conversation)

    presence.take_over(bram, conversation)

    assert writer(conversation) == "Bram"
    assert Conversation.objects.get().assignee_id == bram.user_id
    entry = Entry.objects.get(act="conversation.taken_over")
    assert entry.details["before"] == anouk.user_id


@pytest.mark.parametrize("has_own", [False, True])
def test_what_was_typed_goes_along_and_writes_over_nothing(
    conversation: Conversation, anouk: Actor, bram: Actor, has_own: bool
) -> None:
    handling.save_draft(anouk, conversation, kind=Draft.Kind.REPLY, text="Van Anouk")
    if has_own:
        handling.save_draft(bram, conversation, kind=Draft.Kind.REPLY, text="Van Bram")

    presence.pass_on(anouk, conversation, user_of(bram))

    texts = dict(Draft.objects.values_list("author_id", "text"))
    assert texts[user_of(anouk).pk] == "Van Anouk"
    assert texts[user_of(bram).pk] == ("Van Bram" if has_own else "Van Anouk")
    assert Entry.objects.get(act="conversation.passed_on").details["after"] == bram.user_id


def test_an_answer_is_not_passed_on_to_who_cannot_give_it(
    conversation: Conversation, anouk: Actor
) -> None:
    stranger = make.user(Role.AGENT, teams=(make.team(),))

    with pytest.raises(NotPossible):
        presence.pass_on(anouk, conversation, stranger)


def test_the_timer_forgets_what_ran_out_and_nothing_else(
    conversation: Conversation, anouk: Actor, bram: Actor
) -> None:
    presence.write(anouk, conversation)
    pass_time(rules.LOOKS_FOR + timedelta(seconds=1))
    presence.look(bram, conversation)

    presence.forget_gone()
    assert Presence.objects.count() == 2
    pass_time(rules.WRITES_FOR)
    presence.forget_gone()

    assert not Presence.objects.exists()


def test_looking_and_typing_leave_nothing_in_the_log(
    conversation: Conversation, anouk: Actor
) -> None:
    before = Entry.objects.count()

    presence.look(anouk, conversation)
    presence.write(anouk, conversation)
    presence.leave(anouk, conversation)

    assert Entry.objects.count() == before
    assert not Presence.objects.exists()


def test_who_stays_tells_others_once_and_costs_one_statement(
    conversation: Conversation, anouk: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    presence.look(anouk, conversation)
    presence.write(anouk, conversation)

    # The moment, the savepoint of the flow, and the row; no notice to anybody.
    for still in (presence.look, presence.write):
        with django_assert_num_queries(4) as asked:
            still(anouk, conversation)
        assert not [each for each in asked.captured_queries if "pg_notify" in each["sql"]]


def test_only_who_could_answer_knows_who_is_there(conversation: Conversation, anouk: Actor) -> None:
    presence.write(anouk, conversation)
    team = conversation.channel.team

    knows = {
        role: bool(inbox.beside(make.actor(role, teams=(team,)), [conversation.pk]))
        for role in Role
    }
    stranger = make.actor(Role.AGENT, teams=(make.team(),))

    assert {role for role, known in knows.items() if known} == {
        Role.AGENT,
        Role.ADVISER,
        Role.COORDINATOR,
    }
    assert inbox.beside(stranger, [conversation.pk]) == {}


def test_a_list_full_of_people_is_one_query(
    conversation: Conversation, anouk: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    channel = conversation.channel
    for number in range(20):
        other = make.received(channel, thread=f"t{number}")
        presence.write(agent_of(other, f"Collega {number}"), other)
        presence.look(agent_of(other), other)

    with django_assert_num_queries(1):
        page = inbox.page_of(anouk, "team")

    assert sum(len(row.beside) for row in page.rows) == 40
