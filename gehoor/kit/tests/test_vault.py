"""Secrets open only where they were sealed."""

from uuid import uuid4

import pytest
from cryptography.fernet import Fernet

from gehoor.kit.vault import CannotOpen, NoKeys, Vault

SECRETS = {"password": "kanarie-geheim"}


def fresh_key() -> str:
    return Fernet.generate_key().decode()


def test_what_was_sealed_opens_for_the_same_row_and_field() -> None:
    vault, row = Vault([fresh_key()]), uuid4()

    sealed = vault.seal(SECRETS, row=row, name="credentials")

    assert vault.open(sealed, row=row, name="credentials") == SECRETS
    assert b"kanarie" not in sealed


def test_nothing_sealed_is_nothing() -> None:
    assert Vault([fresh_key()]).open(b"", row=uuid4(), name="credentials") == {}


@pytest.mark.parametrize("swap", ["row", "field"])
def test_secrets_of_another_row_or_field_do_not_open(swap: str) -> None:
    vault, row = Vault([fresh_key()]), uuid4()
    sealed = vault.seal(SECRETS, row=row, name="credentials")

    with pytest.raises(CannotOpen, match="another channel") as problem:
        vault.open(
            sealed,
            row=uuid4() if swap == "row" else row,
            name="other" if swap == "field" else "credentials",
        )

    assert "kanarie" not in str(problem.value)


def test_another_key_says_in_words_what_to_do() -> None:
    row = uuid4()
    sealed = Vault([fresh_key()]).seal(SECRETS, row=row, name="credentials")

    with pytest.raises(CannotOpen, match="key file"):
        Vault([fresh_key()]).open(sealed, row=row, name="credentials")


def test_a_damaged_byte_does_not_open() -> None:
    vault, row = Vault([fresh_key()]), uuid4()
    sealed = bytearray(vault.seal(SECRETS, row=row, name="credentials"))
    sealed[40] ^= 1

    with pytest.raises(CannotOpen):
        vault.open(bytes(sealed), row=row, name="credentials")


def test_after_renewing_the_old_key_may_go() -> None:
    old, new, row = fresh_key(), fresh_key(), uuid4()
    sealed = Vault([old]).seal(SECRETS, row=row, name="credentials")

    renewed = Vault([new, old]).renew(sealed)

    assert Vault([new]).open(renewed, row=row, name="credentials") == SECRETS


@pytest.mark.parametrize("keys", [[], ["te-kort"]])
def test_without_a_usable_key_nothing_is_sealed(keys: list[str]) -> None:
    with pytest.raises(NoKeys, match="key"):
        Vault(keys).seal(SECRETS, row=uuid4(), name="credentials")


def test_a_vault_does_not_show_its_keys() -> None:
    key = fresh_key()

    assert key not in repr(Vault([key]))
