"""The matrix is worth something: taking away any one guard is noticed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver

from gehoor.people.policies import Actor, Place, anyone
from gehoor.project.declarations import views_in
from gehoor.testing.turns import has_its_turn
from tests.policies.table import ADDRESSES, PUBLIC, RIGHTS
from tests.policies.world import World, cells_of, wrong

pytestmark = pytest.mark.django_db
OF_TEAMS = {"conversation", "reply", "delivery", "channel", "stage"}


def everybody(actor: Actor, place: Place) -> bool:
    """The mutant: a policy that asks nothing."""
    return True


@contextmanager
def mutated(view: Callable[..., Any], **guards: Any) -> Iterator[None]:
    """Change what a view declares, in every layer of its decorators, for the block."""
    layers = [view]
    while hasattr(layers[-1], "__wrapped__"):
        layers.append(layers[-1].__wrapped__)
    guarded = [layer for layer in layers if "policy" in vars(layer)]
    before = [dict(vars(layer)) for layer in guarded]
    for layer in guarded:
        vars(layer).update(guards)
    try:
        yield
    finally:
        for layer, kept in zip(guarded, before, strict=True):
            vars(layer).update(kept)


def addresses(chosen: Callable[[str], bool]) -> list[Any]:
    """Return the guarded addresses that `chosen` wants, one case of a test each."""
    return [
        pytest.param(pattern, id=pattern.name)
        for _, pattern in views_in(get_resolver().url_patterns)
        if pattern.name
        and pattern.name not in PUBLIC
        and chosen(pattern.name)
        and has_its_turn(pattern.name, one_of=6)
    ]


def is_noticed(world: World, name: str) -> bool:
    return any(wrong(world, cell) for cell in cells_of(name))


def every(name: str) -> bool:
    return bool(name)


def with_a_role(name: str) -> bool:
    return ADDRESSES[name][0] != "logged in"


def of_a_team(name: str) -> bool:
    right, kind = ADDRESSES[name]
    return kind in OF_TEAMS and RIGHTS[right].own != RIGHTS[right].foreign


@pytest.mark.parametrize("pattern", addresses(every))
def test_a_page_that_lets_in_who_is_not_logged_in_is_noticed(pattern: URLPattern) -> None:
    world = World()

    with mutated(pattern.callback, policy=anyone, see=anyone):
        assert is_noticed(world, str(pattern.name))


@pytest.mark.parametrize("pattern", addresses(with_a_role))
def test_a_page_that_asks_for_no_role_is_noticed(pattern: URLPattern) -> None:
    world = World()

    with mutated(pattern.callback, policy=everybody, see=everybody):
        assert is_noticed(world, str(pattern.name))


@pytest.mark.parametrize("pattern", addresses(of_a_team))
def test_a_page_that_forgets_whose_it_is_is_noticed(pattern: URLPattern) -> None:
    world = World()
    find = vars(pattern.callback)["on"]

    def find_as_own(**names: Any) -> Any:
        found = find(**names)
        return found and (found[0], Place(world.own.team.pk))

    with mutated(pattern.callback, on=find_as_own):
        assert is_noticed(world, str(pattern.name))
