"""Rules about logging in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.logins.rules import (
    Rights,
    device_of,
    groups_in,
    in_parts,
    is_trial,
    plain_code,
    rights_of,
    stored_key,
)
from gehoor.people.policies import Role


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36 Edg/141.0", "Edge, Windows"),
        ("Mozilla/5.0 (Macintosh) Version/18.0 Safari/605.1.15", "Safari, Mac"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/141.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_as_people_name_it(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device


@given(st.text())
def test_a_device_is_short_whatever_a_browser_says(user_agent: str) -> None:
    assert len(device_of(user_agent)) <= 60


@given(st.text(max_size=60))
def test_a_code_is_figures_or_nothing(text: str) -> None:
    code = plain_code(text)

    assert code == "" or (code.isascii() and code.isdecimal())


def test_a_long_code_is_the_same_in_parts() -> None:
    assert in_parts("123456789012") == "1234-5678-9012"
    assert plain_code("1234-5678-9012 ") == "123456789012"


@given(st.text(min_size=1, max_size=60))
def test_what_is_stored_of_a_key_does_not_show_it(key: str) -> None:
    assert len(stored_key(key)) == 40
    assert stored_key(key) != key


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("http://localhost:8000", True),
        ("http://127.0.0.1:8000", True),
        ("https://gehoor.gemeente.example", False),
        ("http://10.0.0.1", False),
        ("http://localhost.kwaad.example", False),
    ],
)
def test_a_trial_is_reached_from_its_own_computer_only(address: str, is_one: bool) -> None:
    assert is_trial(address) is is_one


def test_groups_add_up_and_unknown_ones_give_nothing() -> None:
    given_here = {
        "webcare": Rights(frozenset({Role.AGENT}), frozenset({1})),
        "beheer": Rights(frozenset({Role.ADMINISTRATOR})),
    }

    both = rights_of(["beheer", "webcare", "anders"], given_here)

    assert both == Rights(frozenset({Role.AGENT, Role.ADMINISTRATOR}), frozenset({1}))
    assert rights_of(["anders"], given_here) is None
    assert rights_of([], given_here) is None


@pytest.mark.parametrize(
    ("claims", "name", "groups"),
    [
        ({"groups": ["a", "b"]}, "groups", ["a", "b"]),
        ({"groups": "KCC Beheerders"}, "groups", ["KCC Beheerders"]),
        ({"groups": " a "}, "groups", ["a"]),
        ({"groups": " "}, "groups", []),
        ({"realm_access": {"roles": ["a"]}}, "realm_access.roles", ["a"]),
        ({"https://x.example/groups": ["a"]}, "https://x.example/groups", ["a"]),
        ({"groups": [1, None, "a", ["b"]]}, "groups", ["a"]),
        ({"groups": {"a": 1}}, "groups", []),
        ({"groups": None}, "groups", []),
        ({}, "groups", []),
        ({"a": 1}, "a.b", []),
    ],
)
def test_groups_are_read_in_every_form_providers_use(
    claims: dict[str, object], name: str, groups: list[str]
) -> None:
    assert groups_in(claims, name) == groups
