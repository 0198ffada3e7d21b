"""A provider is asked seldom what it is, however many visitors want to log in."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from gehoor.kit.openid import Away, Known, NotTrusted
from gehoor.kit.openid.known import KEPT_FOR, TROUBLE_KEPT_FOR
from gehoor.kit.safefetch import Answer, NotFetched

ISSUER = "https://login.gemeente.example"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Provider:
    """Says what it is, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_away = False
        self.token = "/token"

    def __call__(self, method: str, address: str, headers: Mapping[str, str]) -> Answer:
        self.asked.append(address)
        if self.is_away:
            raise NotFetched("It does not answer.")
        issuer = address.removesuffix("/.well-known/openid-configuration")
        told: dict[str, Any] = {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}{self.token}",
            "jwks_uri": f"{issuer}/keys",
        }
        return Answer(200, json.dumps(told).encode())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def known(clock: Clock) -> Known:
    return Known(clock=clock)


@pytest.fixture
def provider() -> Provider:
    return Provider()


def test_many_visitors_are_one_question(known: Known, provider: Provider) -> None:
    found = {known.find(ISSUER, provider) for _ in range(100)}

    assert len(found) == 1
    assert len(provider.asked) == 1


def test_what_it_says_later_is_heard(known: Known, provider: Provider, clock: Clock) -> None:
    known.find(ISSUER, provider)
    provider.token = "/other"

    clock.now = KEPT_FOR - 1
    before = known.find(ISSUER, provider)
    clock.now = KEPT_FOR
    after = known.find(ISSUER, provider)

    assert (before.token, after.token) == (f"{ISSUER}/token", f"{ISSUER}/other")


def test_one_that_is_away_is_not_asked_by_each_visitor_either(
    known: Known, provider: Provider, clock: Clock
) -> None:
    provider.is_away = True
    for _ in range(100):
        with pytest.raises(Away, match="does not answer"):
            known.find(ISSUER, provider)
    assert len(provider.asked) == 1

    provider.is_away, clock.now = False, TROUBLE_KEPT_FOR
    assert known.find(ISSUER, provider).issuer == ISSUER


def test_another_provider_is_asked_itself(known: Known, provider: Provider) -> None:
    known.find(ISSUER, provider)

    assert known.find("https://other.example", provider).issuer == "https://other.example"
    assert known.find(ISSUER, provider).issuer == ISSUER


def test_what_is_forgotten_is_asked_anew(known: Known, provider: Provider) -> None:
    known.find(ISSUER, provider)
    known.forget()
    known.find(ISSUER, provider)

    assert len(provider.asked) == 2


def test_one_that_calls_itself_otherwise_is_not_trusted_the_second_time_either(
    known: Known, provider: Provider
) -> None:
    for _ in range(2):
        with pytest.raises(NotTrusted):
            known.find(f"{ISSUER}/", provider)
