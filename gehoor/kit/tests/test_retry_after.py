"""Retry-After in every form servers send it in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.kit.retry_after import LONGEST, seconds_asked, seconds_to_wait

NOON = "Wed, 25 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("retry_after", "expected"),
    [
        ("1", 1.0),
        (" 120 ", 120.0),
        ("3600", 3600.0),
        ("0", 0.0),
        ("86401", LONGEST),
        ("9" * 6000, LONGEST),
        ("Wed, 25 Nov 2026 12:01:00 GMT", 60.0),
        ("Wednesday, 25-Nov-26 12:01:00 GMT", 60.0),
        ("Wed Nov 25 12:01:00 2026", 60.0),
        ("Wed, 25 Nov 2026 13:01:00 +0100", 60.0),
        ("Wed, 25 Nov 2026 11:00:00 GMT", 0.0),
        ("Wed, 25 Nov 2099 12:00:00 GMT", LONGEST),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("soon", None),
        ("²", None),
        ("١٢", None),
        ("Wed, 99 Nov 2026 12:00:00 GMT", None),
    ],
)
def test_every_form_is_understood_or_ignored(retry_after: str, expected: float | None) -> None:
    assert seconds_to_wait(retry_after, date=NOON) == expected


def test_a_moment_without_the_clock_it_belongs_to_says_nothing() -> None:
    assert seconds_to_wait("Wed, 25 Nov 2026 12:01:00 GMT") is None


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"retry-after": "30", "x-ratelimit-reset": "2026-11-25T13:00:00Z"}, 30.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2026-11-25T12:05:00.123456Z"}, 300.1),
        ({"x-ratelimit-reset": "2026-11-25T12:05:00"}, 300.0),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "1795608060"}, 60.0),
        ({"x-rate-limit-remaining": "0", "x-rate-limit-reset": "1795608060"}, 60.0),
        ({"x-ratelimit-remaining": "12", "x-ratelimit-reset": "2026-11-25T12:05:00Z"}, None),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "30"}, 30.0),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "86401"}, 0.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon"}, None),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "9" * 30}, None),
        ({}, None),
    ],
)
def test_a_quota_that_is_used_up_says_when_it_begins_anew(
    headers: dict[str, str], expected: float | None
) -> None:
    asked = seconds_asked(headers | {"date": NOON})

    assert asked == (expected if expected is None else pytest.approx(expected, abs=0.1))


def test_a_quota_says_nothing_without_the_clock_of_its_server() -> None:
    assert seconds_asked({"ratelimit-reset": "1795608060"}) is None


@given(retry_after=st.text(), date=st.text())
def test_garbage_never_breaks_anything(retry_after: str, date: str) -> None:
    wait = seconds_to_wait(retry_after, date=date)

    assert wait is None or 0 <= wait <= LONGEST
