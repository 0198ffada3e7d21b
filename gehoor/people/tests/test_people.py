"""Colleagues, their roles, and the links that let them in."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from gehoor.kit.clock import now
from gehoor.people import actions, queries
from gehoor.people.models import Invitation, Team
from gehoor.people.policies import NOBODY, Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db


def test_roles_add_up_and_a_role_that_ended_does_not_count() -> None:
    user = make.user()

    actions.change_roles(
        user,
        {
            Role.AGENT: None,
            Role.COORDINATOR: now() + timedelta(hours=1),
            Role.ANALYST: now() - timedelta(seconds=1),
        },
    )

    assert queries.actor_of(user).roles == {Role.AGENT, Role.COORDINATOR}


def test_changing_roles_takes_away_what_is_not_named() -> None:
    user = make.user(Role.AGENT, Role.ADMINISTRATOR)

    actions.change_roles(user, {Role.AGENT: None})

    assert queries.actor_of(user).roles == {Role.AGENT}


def test_who_was_deactivated_is_nobody_at_once() -> None:
    user = make.user(Role.AGENT, teams=(make.team(),))
    older_copy = type(user).objects.get(pk=user.pk)

    actions.deactivate(user)

    assert queries.actor_of(older_copy) == NOBODY


def test_only_the_hash_of_a_link_is_kept() -> None:
    token = actions.make_invitation(make.user(), now=now())

    assert len(token) == 43
    assert token.encode() not in bytes(Invitation.objects.get().token_hash)


def test_a_link_works_once() -> None:
    invitation = queries.open_invitation(actions.make_invitation(None, now=now()), now=now())
    assert invitation is not None

    assert actions.use_invitation(invitation, now=now())
    assert not actions.use_invitation(invitation, now=now())


@pytest.mark.parametrize(("hours", "is_open"), [(47, True), (49, False)])
def test_a_link_lasts_48_hours(hours: int, is_open: bool) -> None:
    token = actions.make_invitation(make.user(), now=now() - timedelta(hours=hours))

    assert (queries.open_invitation(token, now=now()) is not None) == is_open


def test_a_new_link_ends_the_earlier_one() -> None:
    user = make.user()
    earlier = actions.make_invitation(user, now=now())
    actions.make_invitation(user, now=now())

    assert queries.open_invitation(earlier, now=now()) is None


@pytest.mark.parametrize("shape", ["", " ", "\x00", "null", "None", "{token} ", "{upper}", "{cut}"])
def test_nothing_that_resembles_a_link_opens_one(shape: str) -> None:
    token = actions.make_invitation(make.user(), now=now())
    resembling = shape.format(token=token, upper=token.swapcase(), cut=token[:-1])

    assert queries.open_invitation(resembling, now=now()) is None


def test_the_link_of_somebody_who_was_deactivated_is_dead() -> None:
    user = make.user()
    token = actions.make_invitation(user, now=now())
    user.is_active = False
    user.save()

    assert queries.open_invitation(token, now=now()) is None


def test_two_spellings_of_an_address_are_one_colleague() -> None:
    actions.make_user(name="Anouk", email=" Anouk@Gemeente.example ")

    with pytest.raises(IntegrityError):
        actions.make_user(name="Anouk", email="anouk@gemeente.example")


@pytest.mark.row("S2-20")
@pytest.mark.parametrize("name", ["", "  ", "\t"])
def test_the_database_refuses_a_team_without_a_name(name: str) -> None:
    with pytest.raises(IntegrityError):
        Team.objects.create(name=name)


def test_only_colleagues_who_answer_can_be_given_a_conversation() -> None:
    team, other = make.team(), make.team()
    agent = make.user(Role.AGENT, teams=(team, other))
    make.user(Role.READER, teams=(team,))
    make.user(Role.AGENT, teams=(other,))
    make.user(Role.AGENT, teams=(team,), is_active=False)

    assert [found.pk for found in queries.answering_in(team.pk)] == [agent.pk]
