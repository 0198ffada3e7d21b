"""Somebody leaves, or a temporary role ends: their work goes to the team, who is told."""

from datetime import timedelta

import pytest
from django.core import mail

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.flows import leaving, staffing
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import RoleHeld, Team, User
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S3-39")]
ADMIN = Actor(system="setup")
DONE = {"status": "done", "outcome": "seen", "waiting_since": None}


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def channel(team: Team) -> Channel:
    return make.channel(team=team)


@pytest.fixture
def intern(team: Team) -> User:
    return make.user(Role.AGENT, teams=(team,), name="Sam")


def held(channel: Channel, user: User, **facts: object) -> Conversation:
    made = make.received(channel)
    Conversation.objects.filter(pk=made.pk).update(assignee=user, **facts)
    return made


def holders(*conversations: Conversation) -> list[int | None]:
    found = dict(Conversation.objects.values_list("pk", "assignee"))
    return [found[each.pk] for each in conversations]


def test_a_temporary_role_ends_with_its_membership_and_its_work(
    team: Team, channel: Channel, intern: User
) -> None:
    mine, done = held(channel, intern), held(channel, intern, **DONE)
    RoleHeld.objects.filter(user=intern).update(until=now() + timedelta(hours=1))
    leaving.end_temporary_roles()
    assert holders(mine) == [intern.pk]

    RoleHeld.objects.filter(user=intern).update(until=now() - timedelta(hours=1))
    assert people.actor_of(intern).roles == frozenset()
    leaving.end_temporary_roles()
    leaving.end_temporary_roles()

    assert holders(mine, done) == [None, intern.pk]
    assert not intern.teams.exists()
    line = Entry.objects.get(act="conversation.assigned", conversation_id=mine.pk)
    assert (line.details["before"], line.system) == (intern.pk, "timer")
    [told] = leaving.passed_on_lately([team.pk])
    assert (told.name, told.number) == ("Sam", 1)
    assert leaving.passed_on_lately([make.team().pk]) == []


def test_who_keeps_another_role_keeps_team_and_work(
    team: Team, channel: Channel, intern: User
) -> None:
    mine = held(channel, intern)
    RoleHeld.objects.create(user=intern, role=Role.COORDINATOR, until=now() - timedelta(hours=1))

    leaving.end_temporary_roles()

    assert holders(mine) == [intern.pk]
    assert set(intern.teams.all()) == {team}
    assert list(intern.roles_held.values_list("role", flat=True)) == ["agent"]


def test_who_is_deactivated_leaves_nothing_in_hands_that_are_gone(
    channel: Channel, intern: User
) -> None:
    mine = held(channel, intern)

    staffing.deactivate(ADMIN, intern)

    assert holders(mine) == [None]


def test_who_leaves_one_of_two_teams_keeps_what_is_of_the_other(
    team: Team, channel: Channel, intern: User
) -> None:
    other = make.team(name="KCC")
    intern.teams.add(other)
    here, there = held(channel, intern), held(make.channel(team=other), intern)
    passed = held(channel, intern, routed_to=other)

    staffing.change_colleague(
        ADMIN, intern, name="Sam", email=intern.email, teams=[other], roles={Role.AGENT: None}
    )

    assert holders(here, there, passed) == [None, intern.pk, intern.pk]


def test_the_coordinator_gets_a_mail(
    team: Team, channel: Channel, intern: User, settings: object
) -> None:
    settings.EMAIL_HOST = "mail.gemeente.example"  # type: ignore[attr-defined]
    make.user(Role.COORDINATOR, teams=(team,), name="Ria", email="ria@gemeente.example")
    make.user(Role.COORDINATOR, teams=(make.team(),), email="wim@gemeente.example")
    held(channel, intern)
    staffing.deactivate(ADMIN, intern)

    leaving.mail_coordinators.function(intern.pk)

    [sent] = mail.outbox
    assert sent.to == ["ria@gemeente.example"]
    assert "Sam" in sent.subject
