"""What is locked with a passphrase opens with that one only."""

import json

import pytest

from gehoor.kit.passphrase import TooShort, WrongPassphrase, lock, unlock

PHRASE = "drie fietsen en een windmolen"


def test_what_was_locked_opens_with_the_same_passphrase_and_purpose() -> None:
    locked = lock(b"sleutels", PHRASE, purpose="a")

    assert b"sleutels" not in locked
    assert unlock(locked, PHRASE, purpose="a") == b"sleutels"


def test_nothing_else_opens_it() -> None:
    locked = lock(b"sleutels", PHRASE, purpose="a")
    changed = json.loads(locked)
    changed["locked"] = changed["locked"].replace(changed["locked"][3], "x", 1)

    for tried, phrase, purpose in (
        (locked, PHRASE + ".", "a"),
        (locked, PHRASE, "b"),
        (json.dumps(changed).encode(), PHRASE, "a"),
        (b"not even JSON", PHRASE, "a"),
        (b"[]", PHRASE, "a"),
    ):
        with pytest.raises(WrongPassphrase):
            unlock(tried, phrase, purpose=purpose)


def test_a_cost_that_was_made_absurd_is_not_paid() -> None:
    locked = json.loads(lock(b"sleutels", PHRASE, purpose="a"))
    locked["cost"] = 2**40

    with pytest.raises(WrongPassphrase):
        unlock(json.dumps(locked).encode(), PHRASE, purpose="a")


def test_a_passphrase_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(TooShort):
        lock(b"sleutels", "geheim", purpose="a")
