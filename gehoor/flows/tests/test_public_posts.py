"""What comes in from a public platform: whose it is, who may read it, and what is gone."""

from datetime import timedelta
from typing import Any

import pytest

from gehoor.channels.models import Channel
from gehoor.contacts.models import Address, Contact
from gehoor.contracts.connector import Author, IncomingMessage, Sent
from gehoor.contracts.posts import Visibility
from gehoor.flows import incoming as flow
from gehoor.flows import outgoing, sending
from gehoor.inbox import rules
from gehoor.inbox.actions import replying
from gehoor.inbox.actions.handling import recount_waiting
from gehoor.inbox.models import Conversation, Message
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db

FATIMA, US = Author("@fatima@social.example", "Fatima"), Author("@gemeente@social.example", "Wij")


def post(number: int, **given: Any) -> IncomingMessage:
    facts: dict[str, Any] = {
        "author": FATIMA,
        "text": f"Bericht {number}",
        "external_id": str(number),
        "thread": "1",
        "visibility": Visibility.PUBLIC,
        "is_public": True,
        "is_to_us": True,
        "subject": "",
        "sent_at": make.NOON + timedelta(minutes=number),
    }
    return make.incoming(**facts | given)


def ours(number: int, **given: Any) -> IncomingMessage:
    return post(number, **{"author": US, "is_ours": True, "is_to_us": False} | given)


@pytest.fixture
def channel() -> Channel:
    return make.channel()


def receive(channel: Channel, *messages: IncomingMessage) -> list[Conversation]:
    deliveries = [make.delivery(channel) for _ in messages]
    flow.receive(channel, deliveries, [(message,) for message in messages])
    return list(Conversation.objects.filter(channel=channel).order_by("pk"))


def test_what_we_wrote_elsewhere_answers_who_wrote_before_it(channel: Channel) -> None:
    [conversation] = receive(channel, post(1), ours(2, answers=("1",)))

    assert conversation.waiting_since is None
    assert [message.kind for message in conversation.messages.order_by("sequence")] == ["in", "out"]


def test_who_wrote_after_it_still_waits_although_it_came_in_later(channel: Channel) -> None:
    receive(channel, post(1), post(3))
    [conversation] = receive(channel, ours(2, answers=("1",)))

    assert conversation.waiting_since is not None


def test_who_writes_after_our_answer_from_elsewhere_waits_whatever_day_their_post_bears(
    channel: Channel,
) -> None:
    direct = {"visibility": Visibility.DIRECT, "is_public": False}
    receive(channel, post(1, **direct), ours(2, to=FATIMA, **direct))
    dated_back = make.NOON - timedelta(days=30)
    [conversation] = receive(channel, post(3, sent_at=dated_back, **direct))

    recount_waiting(conversation)

    assert conversation.waiting_since is not None


@pytest.mark.parametrize("is_at_once", [True, False], ids=["in one look", "one by one"])
@pytest.mark.parametrize("is_ours_first", [True, False], ids=["ours first", "theirs first"])
def test_an_answer_from_elsewhere_leaves_what_it_answers_open_and_unread_however_both_came(
    channel: Channel, is_at_once: bool, is_ours_first: bool
) -> None:
    came = [post(1), ours(2, answers=("1",))]
    if is_ours_first:
        came.reverse()

    for batch in [came] if is_at_once else [[each] for each in came]:
        receive(channel, *batch)

    conversation = Conversation.objects.get(channel=channel)
    assert (conversation.status, conversation.outcome) == ("open", "")
    assert conversation.is_unread
    assert conversation.waiting_since is None


def test_what_was_there_before_us_does_not_close_what_came_before_it_in_the_same_look(
    channel: Channel,
) -> None:
    [conversation] = receive(channel, post(2), post(1, is_earlier=True))

    assert (conversation.status, conversation.outcome) == ("open", "")
    assert conversation.is_unread
    assert conversation.waiting_since is not None


def test_what_we_post_ourselves_asks_nothing_of_anybody(channel: Channel) -> None:
    [conversation] = receive(channel, ours(1))

    assert (conversation.status, conversation.outcome) == ("done", "seen")
    assert not conversation.is_unread


def test_nobody_waits_because_of_a_post_that_turns_to_others(channel: Channel) -> None:
    [conversation] = receive(channel, post(1, is_to_us=False))

    assert conversation.waiting_since is None
    assert conversation.is_unread


def test_direct_messages_of_one_person_are_one_conversation_beside_the_thread(
    channel: Channel,
) -> None:
    direct = {"visibility": Visibility.DIRECT, "is_public": False}
    receive(channel, post(1), post(2, thread="2", **direct))
    found = receive(channel, post(3, thread="3", **direct), post(4, answers=("1",)))

    assert [conversation.messages.count() for conversation in found] == [2, 2]
    assert [conversation.is_public for conversation in found] == [True, False]
    assert [conversation.thread for conversation in found] == ["1", ""]


def test_a_thread_whose_first_post_went_away_stays_one_conversation(channel: Channel) -> None:
    receive(channel, post(2, thread="1", answers=("1",)))
    found = receive(channel, post(3, thread="2", answers=("2",)))

    assert len(found) == 1


def test_what_is_gone_is_kept_and_said_and_waits_for_nobody(channel: Channel) -> None:
    delivery = make.delivery(channel, transport_id="t")
    flow.receive(channel, [delivery], [(post(1),)])
    again = make.delivery_again(channel, "t")
    people = Contact.objects.count()

    flow.receive(channel, [again], [(IncomingMessage(Author(""), "", is_gone=True),)])

    message = Message.objects.get(channel=channel)
    assert message.text == "Bericht 1"
    assert message.gone_at is not None
    assert message.conversation.waiting_since is None
    assert Contact.objects.count() == people


def test_what_is_gone_and_never_was_here_is_nothing(channel: Channel) -> None:
    assert receive(channel, IncomingMessage(Author(""), "", is_gone=True)) == []


def test_a_reply_of_ours_is_not_shown_twice(channel: Channel) -> None:
    [conversation] = receive(channel, post(1))
    sent = make.reply(conversation)
    Message.objects.filter(pk=sent.message_id).update(external_id="9")

    receive(channel, ours(9, answers=("1",)))

    assert conversation.messages.count() == 2


def test_a_reply_listed_before_we_knew_that_it_left_is_not_shown_twice(channel: Channel) -> None:
    [conversation] = receive(channel, post(1))
    sent = make.reply(conversation)
    replying.mark_sending(sent, now=make.NOON)
    receive(channel, ours(9, answers=("1",)))

    sending._settle(channel, sent, Sent("9"))

    assert conversation.messages.filter(kind="out").get().pk == sent.message_id


@pytest.mark.parametrize("wanted", list(Visibility))
def test_an_answer_is_never_for_more_people_than_what_it_answers(wanted: Visibility) -> None:
    for answered in Visibility:
        decided = rules.visibility_of_answer(answered, wanted=wanted)

        if answered is not Visibility.UNSAID:
            assert decided in {answered, wanted} - {Visibility.UNSAID}
            assert not decided.is_open or answered.is_open


def test_an_answer_goes_out_for_as_many_as_what_it_answers(channel: Channel) -> None:
    [conversation] = receive(channel, post(1, visibility=Visibility.UNLISTED))
    sent = make.reply(conversation, by=make.actor(Role.AGENT, teams=(channel.team,), name="Anouk"))

    leaving = outgoing.made_of(channel, sent)

    assert leaving.visibility is Visibility.UNLISTED
    assert leaving.thread == "1"


def test_what_people_tell_about_themselves_is_kept_as_it_was_last_read(channel: Channel) -> None:
    receive(channel, post(1, author=Author(FATIMA.handle, "Fatima", "Woont in het Dorp")))
    receive(channel, post(2, author=Author(FATIMA.handle, "Fatima", "Woont in de Stad")))
    receive(channel, post(3))

    assert Address.objects.get(handle=FATIMA.handle).profile == "Woont in de Stad"
