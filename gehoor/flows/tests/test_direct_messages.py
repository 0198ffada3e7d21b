"""Direct messages that are no posts: limits and ends of their own, and signs that ask nothing."""

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from gehoor.channels.models import Channel
from gehoor.contracts.connector import Author, IncomingMessage, OnUnknown, Sent, Unknown
from gehoor.contracts.posts import DirectMessages, MediaLimits, Visibility
from gehoor.flows import attaching, handling, incoming, replies
from gehoor.flows.composing import TooLong
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.models import Conversation, Draft, Message, Reply
from gehoor.testing import make
from gehoor.testing.attached import PNG, add, mine, send
from gehoor.testing.outbox import advance, agent_of, run_sender
from gehoor.testing.scripted import Scripted

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S1-03")]

PUBLIC, DIRECT = Visibility.PUBLIC, Visibility.DIRECT
US = Author("@gemeente@voorbeeld.example", "Wij")


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def platform(scripted: Scripted) -> Scripted:
    """Posts of 300 with pictures, which it knows by our key; messages of 1,000 without either."""
    scripted.max_length, scripted.on_unknown = 300, OnUnknown.KEYED
    scripted.key_seconds = 24 * 3600
    scripted.more = {
        "visibilities": (PUBLIC, DIRECT),
        "is_public": True,
        "media": MediaLimits(most=4, types=("image/png",), max_bytes=2_000_000),
        "direct": DirectMessages(OnUnknown.CHECKABLE, max_length=1000),
    }
    return scripted


def asked(platform: Scripted, visibility: Visibility, **given: Any) -> Conversation:
    facts: dict[str, Any] = {
        "thread": "1" if visibility is PUBLIC else "",
        "visibility": visibility,
        "is_public": visibility is PUBLIC,
        "is_to_us": True,
    }
    return make.received(make.channel(connector=platform.key), **facts | given)


def answer(conversation: Conversation, **given: Any) -> Reply:
    facts: dict[str, Any] = {"text": "Dank u.", "client_uuid": uuid.uuid4(), "seen_sequence": 99}
    return replies.send_reply(agent_of(conversation), conversation, **facts | given)


def test_how_long_an_answer_may_be_is_decided_by_who_may_read_it(platform: Scripted) -> None:
    conversation = asked(platform, PUBLIC)
    text = "x" * 900

    with pytest.raises(TooLong):
        answer(conversation, text=text)
    answer(conversation, text=text, visibility=DIRECT)

    assert Reply.objects.get().visibility == DIRECT


def test_what_answers_a_direct_message_has_its_length(platform: Scripted) -> None:
    conversation = asked(platform, DIRECT)

    answer(conversation, text="x" * 900)
    with pytest.raises(TooLong, match="107 characters too long"):
        answer(conversation, text="x" * 1100)


def test_a_file_goes_with_a_post_and_not_with_a_direct_message(platform: Scripted) -> None:
    public, direct = asked(platform, PUBLIC), asked(platform, DIRECT)
    picture = [attaching.Given("paal.png", PNG)]
    agent = agent_of(public)

    [to_direct] = add(agent_of(direct), direct)
    [apart] = attaching.add(agent, public, picture, kind=Draft.Kind.PRIVATE)
    assert add(agent, public) == []

    assert "private message" in to_direct
    assert "private message" in apart
    with pytest.raises(NotPossible, match="private message"):
        send(agent, public, mine(agent, public), visibility=DIRECT)
    send(agent, public, mine(agent, public))


def test_a_direct_message_in_doubt_is_looked_for_and_not_sent_with_a_key(
    platform: Scripted,
) -> None:
    conversation = asked(platform, PUBLIC)
    platform.answers = [Unknown("Bluesky did not answer.")]
    platform.found = ["chat:a/1"]
    reply = answer(conversation, visibility=DIRECT)
    run_sender(conversation)

    advance(40)
    run_sender(conversation)

    reply.refresh_from_db()
    assert reply.state == "sent"
    assert len(platform.sent) == 1
    assert Message.objects.get(reply=reply).external_id == "chat:a/1"


def test_a_post_in_doubt_is_sent_again_with_its_key(platform: Scripted) -> None:
    conversation = asked(platform, PUBLIC)
    platform.answers = [Unknown("Bluesky did not answer."), Sent("at://a")]
    reply = answer(conversation)
    run_sender(conversation)

    advance(40)
    run_sender(conversation)

    reply.refresh_from_db()
    assert reply.state == "sent"
    assert len(platform.sent) == 2


def direct(number: int, **given: Any) -> IncomingMessage:
    facts: dict[str, Any] = {
        "text": f"Bericht {number}",
        "external_id": f"chat:a/{number}",
        "thread": "",
        "visibility": DIRECT,
        "is_to_us": True,
        "subject": "",
        "sent_at": make.NOON + timedelta(minutes=number),
    }
    return make.incoming(**facts | given)


def receive(*messages: IncomingMessage) -> Conversation:
    """Let these come in on one channel of a public platform; return the one conversation."""
    channel = Channel.objects.first() or make.channel()
    deliveries = [make.delivery(channel) for _ in messages]
    incoming.receive(channel, deliveries, [(each,) for each in messages])
    return Conversation.objects.get()


def ours(number: int) -> IncomingMessage:
    return direct(number, author=US, is_ours=True, is_to_us=False, to=make.incoming().author)


def sign(to: str) -> IncomingMessage:
    return direct(9, text="👍", is_reaction=True, is_to_us=False, answers=(to,))


def test_a_sign_stands_with_what_it_is_given_to_and_asks_nothing() -> None:
    before = receive(direct(1), ours(2))
    handling.finish(agent_of(before), before, outcome=Conversation.Outcome.ANSWERED, reason="")
    before.refresh_from_db()

    after = receive(sign("chat:a/2"))

    assert after.messages.order_by("-sequence")[0].text == "👍"
    assert (after.status, after.is_unread, after.waiting_since) == ("done", False, None)
    assert after.opening == before.opening


def test_a_sign_brings_nothing_back_that_was_put_off() -> None:
    receive(direct(1))
    Conversation.objects.update(is_snoozed=True)

    assert receive(sign("chat:a/1")).is_snoozed


def test_a_sign_answers_nobody() -> None:
    """Who gave it after our answer does not wait; who wrote and got none still does."""
    assert receive(direct(1), sign("chat:a/1")).waiting_since is not None
    assert receive(ours(3), sign("chat:a/3")).waiting_since is None


def test_a_sign_to_what_we_do_not_have_asks_nothing_either() -> None:
    conversation = receive(sign("chat:b/9"))

    assert (conversation.status, conversation.is_unread) == ("done", False)
