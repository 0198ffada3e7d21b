"""What takes a skill goes only to who has it, and the refusal names who that is."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from gehoor.flows import bulk, handling, presence, replies, skills
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.models import BulkAct, Conversation, Reply
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Actor, Role
from gehoor.skills.models import Held, Skill
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S2-12")]


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def ria(team: Team) -> User:
    return make.user(Role.COORDINATOR, teams=(team,), name="Ria")


@pytest.fixture
def yusuf(team: Team) -> User:
    return make.user(Role.AGENT, teams=(team,), name="Yusuf")


@pytest.fixture
def anouk(team: Team) -> User:
    return make.user(Role.AGENT, teams=(team,), name="Anouk")


@pytest.fixture
def grief(ria: User, anouk: User) -> Skill:
    skill = Skill()
    skills.keep(actor(ria), skill, {"name": "Rouw", "labels": ["overlijden"]})
    skills.grant(actor(ria), skill, anouk)
    return skill


@pytest.fixture
def conversation(team: Team, ria: User, grief: Skill) -> Conversation:
    found = make.received(make.channel(team=team))
    handling.add_tag(actor(ria), found, "Overlijden")
    return found


def actor(user: User) -> Actor:
    return people.actor_of(user)


def test_it_is_not_given_to_who_lacks_it_and_is_to_who_has_it(
    conversation: Conversation, ria: User, yusuf: User, anouk: User
) -> None:
    with pytest.raises(NotPossible, match=r"takes a skill: Rouw\. It can be given to: Anouk"):
        handling.assign(actor(ria), conversation, yusuf)
    assert Conversation.objects.get(pk=conversation.pk).assignee is None

    handling.assign(actor(ria), conversation, anouk)

    assert Conversation.objects.get(pk=conversation.pk).assignee == anouk


def test_nor_taken_passed_on_given_with_many_or_answered(
    conversation: Conversation, yusuf: User, anouk: User, ria: User
) -> None:
    refused = pytest.raises(NotPossible, match="takes a skill: Rouw")
    with refused:
        presence.claim(actor(yusuf), conversation)
    with refused:
        presence.take_over(actor(yusuf), conversation)
    with refused:
        presence.pass_on(actor(anouk), conversation, yusuf)
    with refused:
        wanted = bulk.Wanted(
            act=BulkAct.Act.ASSIGN, assignee=yusuf, seen_message=1000, seen_entry=1000
        )
        bulk.begin(actor(ria), wanted, [conversation.pk])
    with refused:
        replies.send_reply(
            actor(yusuf), conversation, text="Gecondoleerd.", client_uuid=uuid.uuid4(),
            seen_sequence=1000,
        )  # fmt: skip

    assert not Reply.objects.exists()
    assert Conversation.objects.get(pk=conversation.pk).assignee is None


def test_a_label_that_is_set_later_lets_go_of_who_lacks_it(
    team: Team, grief: Skill, ria: User, yusuf: User, anouk: User
) -> None:
    mine, theirs = make.received(make.channel(team=team)), make.received(make.channel(team=team))
    handling.assign(actor(ria), mine, yusuf)
    handling.assign(actor(ria), theirs, anouk)

    for each in (mine, theirs):
        handling.add_tag(actor(ria), each, "overlijden")

    assert Conversation.objects.get(pk=mine.pk).assignee is None
    assert Conversation.objects.get(pk=theirs.pk).assignee == anouk


def test_danger_waits_for_no_skill(conversation: Conversation, ria: User, yusuf: User) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(is_emergency=True)
    conversation.refresh_from_db()

    handling.assign(actor(ria), conversation, yusuf)

    assert Conversation.objects.get(pk=conversation.pk).assignee == yusuf


def test_a_skill_ends_and_is_then_nobodys(
    conversation: Conversation, grief: Skill, ria: User, anouk: User
) -> None:
    Held.objects.update(until=timezone.localdate(now()) - timedelta(days=1))

    with pytest.raises(NotPossible, match="Nobody in the team has it"):
        handling.assign(actor(ria), conversation, anouk)
    with pytest.raises(NotPossible, match="That day is over"):
        skills.grant(actor(ria), grief, anouk, until=timezone.localdate(now()) - timedelta(days=2))
    skills.grant(actor(ria), grief, anouk, until=timezone.localdate(now()))
    handling.assign(actor(ria), conversation, anouk)

    held = Held.objects.get()
    assert (held.granted_by, held.until) == (ria, timezone.localdate(now()))


def test_nobody_grants_it_to_themselves_and_a_name_is_there_once(grief: Skill, ria: User) -> None:
    with pytest.raises(NotPossible, match="to themselves"):
        skills.grant(actor(ria), grief, ria)
    with pytest.raises(skills.NotKept) as refused:
        skills.keep(actor(ria), Skill(), {"name": "ROUW", "labels": []})

    assert refused.value.field == "name"
    skills.take_back(actor(ria), Held.objects.get())
    assert not Held.objects.exists()
