"""A channel in which we answer in private only: public answers are refused, with the reason."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.contracts.posts import Visibility
from gehoor.flows import connecting, handling, replies
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.models import Conversation, Draft, Reply
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S0-47")]

WHY = "Het recht is hier een oerwoud"


@pytest.fixture
def channel() -> Channel:
    made = make.channel(connector="mastodon", name="Plein", stage="live")
    connecting.answer_privately_only(make.actor(Role.ADMINISTRATOR), made, reason=WHY)
    made.refresh_from_db()
    return made


@pytest.fixture
def asked(channel: Channel) -> Conversation:
    return make.received(channel, text="Mag dit?", visibility=Visibility.PUBLIC)


@pytest.fixture
def agent(channel: Channel) -> User:
    return make.user(Role.AGENT, teams=(channel.team,), language="en")


def answer(agent: User, conversation: Conversation, readers: Visibility) -> Reply:
    return replies.send_reply(
        people.actor_of(agent), conversation, text="Dat mag.", client_uuid=uuid.uuid4(),
        seen_sequence=99, visibility=readers,
    )  # fmt: skip


def test_a_public_answer_is_refused_with_the_reason_and_a_private_one_goes(
    agent: User, asked: Conversation
) -> None:
    with pytest.raises(NotPossible, match=rf"{WHY}\. Nothing was sent"):
        answer(agent, asked, Visibility.PUBLIC)

    assert answer(agent, asked, Visibility.DIRECT).visibility == Visibility.DIRECT


def test_who_answers_sees_the_public_choice_off_and_why(
    client: Client, agent: User, asked: Conversation
) -> None:
    client.force_login(agent, backend=BACKEND)

    page = client.get(reverse("conversation", args=[asked.pk])).content.decode()

    assert f"In this channel we answer in private only: {WHY}" in page
    public, private = (page.split(f'id="audience-{each}"')[1].split(">")[0]
                       for each in ("public", "direct"))  # fmt: skip
    assert "disabled" in public
    assert "checked" in private
    assert "data-came-in" in private


def test_a_text_begun_in_public_before_goes_on_in_private(
    client: Client, agent: User, asked: Conversation
) -> None:
    actor = people.actor_of(agent)
    handling.save_draft(actor, asked, kind=Draft.Kind.REPLY, text="Ik was al begonnen.")
    client.force_login(agent, backend=BACKEND)

    page = client.get(reverse("conversation", args=[asked.pk])).content.decode()

    assert "Ik was al begonnen." in page.split('id="reply-text"')[1].split("</textarea>")[0]


def test_the_coordinator_of_the_team_decides_and_the_log_says_why(
    client: Client, channel: Channel, agent: User, asked: Conversation
) -> None:
    coordinator = make.user(Role.COORDINATOR, teams=(channel.team,), language="en")
    client.force_login(coordinator, backend=BACKEND)
    assert WHY in client.get(reverse("channel", args=[channel.pk])).content.decode()

    client.post(reverse("private_only", args=[channel.pk]), {"reason": "  "})

    told = Entry.objects.filter(subject="channel").order_by("pk").values_list("act", "reason")
    assert list(told) == [("private_only", WHY), ("also_public", "")]
    asked.refresh_from_db()
    fresh = Conversation.objects.get(pk=asked.pk)
    assert answer(agent, fresh, Visibility.PUBLIC).visibility == Visibility.PUBLIC


def test_where_nobody_can_be_answered_in_private_it_is_refused_in_words() -> None:
    mailbox = make.channel(connector="email")

    with pytest.raises(connecting.NotChanged, match="nobody can be answered in private"):
        connecting.answer_privately_only(make.actor(Role.ADMINISTRATOR), mailbox, reason=WHY)

    mailbox.refresh_from_db()
    assert mailbox.private_only == ""
