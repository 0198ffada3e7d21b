"""Who does not want to be helped by social media is not, unless somebody says why."""

import uuid
from typing import Any

import pytest

from gehoor.audit.models import Entry
from gehoor.contracts.connector import Author
from gehoor.flows import preferring, replies
from gehoor.flows.collisions import Despite
from gehoor.flows.preferring import NotBySocial
from gehoor.inbox.models import Conversation, Reply
from gehoor.people.models import Team
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S2-06")]
FATIMA, KEES = Author("@fatima@social.example", "Fatima"), Author("@kees@social.example", "Kees")


@pytest.fixture
def agent() -> Actor:
    return make.actor(Role.AGENT, teams=(make.team(),))


def posted(agent: Actor, author: Author, **given: Any) -> Conversation:
    own = Team.objects.get(pk__in=agent.teams)
    channel = given.pop("channel", None) or make.channel(team=own)
    return make.received(channel, author=author, **given)


def answer(agent: Actor, to: Conversation, reason: str = "") -> Reply:
    return replies.send_reply(
        agent, to, text="Dat lossen wij op.", client_uuid=uuid.uuid4(),
        seen_sequence=to.messages.count(), despite=Despite(by_social=reason),
    )  # fmt: skip


@pytest.mark.parametrize("reason", ["", "   "])
def test_who_does_not_want_it_is_not_answered_there_before_somebody_says_why(
    agent: Actor, reason: str
) -> None:
    asked = posted(agent, FATIMA)
    preferring.change(agent, asked, is_not_by_social=True)

    with pytest.raises(NotBySocial, match="@fatima@social"):
        answer(agent, asked, reason)

    assert not Reply.objects.exists()


def test_the_reason_stands_in_the_log_of_the_conversation(agent: Actor) -> None:
    asked = posted(agent, FATIMA)
    preferring.change(agent, asked, is_not_by_social=True)

    answer(agent, asked, "  Er is gevaar, en wij hebben geen telefoonnummer. ")

    line = Entry.objects.get(act="conversation.answered_unwanted")
    assert (line.subject_id, line.conversation_id) == (asked.pk, asked.pk)
    assert line.reason == "Er is gevaar, en wij hebben geen telefoonnummer."


def test_it_holds_in_every_conversation_until_they_want_it_again(agent: Actor) -> None:
    asked = posted(agent, FATIMA)
    preferring.change(agent, asked, is_not_by_social=True)
    later = posted(agent, FATIMA, thread="later")

    with pytest.raises(NotBySocial):
        answer(agent, later)
    preferring.change(agent, later, is_not_by_social=False)
    preferring.change(agent, later, is_not_by_social=False)

    assert answer(agent, asked)
    acts = Entry.objects.filter(subject="contact").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["conversation.not_by_social", "conversation.by_social"]


def test_somebody_else_in_the_same_thread_is_answered(agent: Actor) -> None:
    asked = posted(agent, FATIMA, thread="plein")
    preferring.change(agent, asked, is_not_by_social=True)
    posted(agent, KEES, thread="plein", channel=asked.channel)

    assert answer(agent, asked)
    assert not Entry.objects.filter(act="conversation.answered_unwanted").exists()


def test_a_mail_is_answered_whatever_they_want_of_social_media(agent: Actor) -> None:
    mail = make.channel(connector="email", team=Team.objects.get(pk__in=agent.teams))
    asked = posted(agent, FATIMA, channel=mail)
    preferring.change(agent, asked, is_not_by_social=True)

    preferring.refuse(agent, asked, to=FATIMA.handle, reason="")

    assert not Entry.objects.filter(act="conversation.answered_unwanted").exists()
