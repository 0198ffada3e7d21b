"""What a backup may: what they may themselves and what the absent may, and nothing more."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gehoor.people.policies import Role
from gehoor.people.rules import WORK_OF_TEAMS, Place, all_held, gives_more, standing_in

pytestmark = [pytest.mark.row("S0-16")]
PLACES = st.builds(
    Place,
    st.frozensets(st.sampled_from(list(Role)), max_size=3),
    st.frozensets(st.integers(1, 3), max_size=3),
)


def pairs(place: Place) -> set[tuple[Role, int]]:
    """What somebody is in each of their teams."""
    return {(role, team) for role in all_held(place.roles) for team in place.teams}


@given(PLACES, st.lists(PLACES, max_size=3))
@settings(max_examples=300, deadline=None)
def test_nobody_is_more_in_any_team_than_they_and_the_absent_are_there(
    own: Place, covers: list[Place]
) -> None:
    together = standing_in(own, covers)

    assert pairs(own) <= pairs(together) <= pairs(own).union(*map(pairs, covers))
    assert together.roles - own.roles <= WORK_OF_TEAMS


@given(PLACES, PLACES)
@settings(max_examples=300, deadline=None)
def test_who_may_stand_in_has_everything_of_the_absent(own: Place, cover: Place) -> None:
    if own.roles and not gives_more(own, cover):
        assert pairs(cover) <= pairs(standing_in(own, [cover]))


def place(*roles: Role, teams: set[int]) -> Place:
    return Place(frozenset(roles), frozenset(teams))


@pytest.mark.parametrize(
    ("own", "cover", "is_more"),
    [
        (place(Role.AGENT, teams={1}), place(Role.AGENT, teams={2}), False),
        (place(Role.AGENT, teams={1}), place(Role.COORDINATOR, teams={1}), False),
        (place(Role.COORDINATOR, teams={1}), place(Role.AGENT, teams={1}), False),
        (place(Role.COORDINATOR, teams={1, 2}), place(Role.AGENT, teams={2}), False),
        (place(Role.COORDINATOR, teams={1}), place(Role.AGENT, teams={2}), True),
        (place(Role.AGENT, teams={1, 2}), place(Role.COORDINATOR, teams={1}), True),
    ],
)
def test_who_would_get_more_by_it_is_told_apart(own: Place, cover: Place, is_more: bool) -> None:
    assert gives_more(own, cover) == is_more


def test_who_has_no_role_now_stands_in_for_nobody() -> None:
    nobody = place(teams={1})

    assert standing_in(nobody, [place(Role.AGENT, teams={1})]) == nobody


def test_an_administrator_who_is_away_makes_nobody_administrator() -> None:
    own = place(Role.AGENT, teams={1})

    together = standing_in(own, [place(Role.ADMINISTRATOR, Role.AGENT, teams={1})])

    assert together.roles == {Role.AGENT}
