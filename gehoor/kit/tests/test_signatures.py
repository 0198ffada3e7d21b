"""Signatures between programs: made, compared, and only for a while."""

from datetime import UTC, datetime, timedelta

import pytest

from gehoor.kit.signatures import WINDOW, is_recent, is_signed, sign

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_a_signature_is_what_every_other_program_makes_of_it() -> None:
    made = sign("geheim", b"bericht")

    assert made == "d9db4b03f5986dd79215edb7b23e7f52dfa0905a73084817131c50ae2ebe448e"


def test_a_signature_fits_its_secret_and_message_and_nothing_else() -> None:
    made = sign("geheim", b"bericht")

    assert is_signed("geheim", b"bericht", given=made)
    assert not is_signed("geheim", b"bericht.", given=made)
    assert not is_signed("Geheim", b"bericht", given=made)


@pytest.mark.parametrize("given", ["", "f", "\u00e9" * 64, "0" * 64])
def test_anything_else_is_no_signature(given: str) -> None:
    assert not is_signed("geheim", b"bericht", given=given)


def test_without_a_secret_nothing_is_signed() -> None:
    assert not is_signed("", b"bericht", given=sign("", b"bericht"))


def test_the_window_is_five_minutes_to_both_sides() -> None:
    assert timedelta(minutes=5) == WINDOW
    assert all(is_recent(moment, now=NOON) for moment in (NOON - WINDOW, NOON, NOON + WINDOW))
    assert not is_recent(NOON - WINDOW - SECOND, now=NOON)
    assert not is_recent(NOON + WINDOW + SECOND, now=NOON)
