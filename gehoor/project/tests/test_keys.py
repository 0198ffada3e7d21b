"""Keys are made once, kept to ourselves, and never guessed or known."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from gehoor.project import keys
from gehoor.project.keys import (
    EXAMPLE_AUDIT_KEY,
    EXAMPLE_SECRET,
    EXAMPLE_VAULT_KEY,
    KeysAreWrong,
)


@pytest.fixture(autouse=True)
def no_keys_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*keys.FILES, "GEHOOR_TESTING"):
        monkeypatch.delenv(name, raising=False)


def test_a_new_installation_gets_keys_that_only_we_can_read(tmp_path: Path) -> None:
    keys.make_if_absent(tmp_path)

    keys.refuse_wrong(tmp_path)
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    for file in (tmp_path / "keys").iterdir():
        assert file.stat().st_mode & 0o777 == 0o600


def test_keys_that_are_there_are_kept(tmp_path: Path) -> None:
    keys.make_if_absent(tmp_path)
    before = [keys.read(name, tmp_path) for name in keys.FILES]

    keys.make_if_absent(tmp_path)

    assert [keys.read(name, tmp_path) for name in keys.FILES] == before


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    for home in (tmp_path / "one", tmp_path / "two"):
        keys.make_if_absent(home)

    for name in keys.FILES:
        assert keys.read(name, tmp_path / "one") != keys.read(name, tmp_path / "two")


def test_keys_of_the_environment_leave_nothing_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEHOOR_SECRET_KEY", "s" * 50)
    monkeypatch.setenv("GEHOOR_VAULT_KEYS", Fernet.generate_key().decode())
    monkeypatch.setenv("GEHOOR_AUDIT_KEYS", Fernet.generate_key().decode())

    keys.make_if_absent(tmp_path)

    keys.refuse_wrong(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_missing_keys_are_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(KeysAreWrong, match=r"no GEHOOR_SECRET_KEY.*gehoor run.*put them back"):
        keys.refuse_wrong(tmp_path)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("GEHOOR_SECRET_KEY", EXAMPLE_SECRET, "everybody knows"),
        ("GEHOOR_SECRET_KEY", "kort", "too short"),
        ("GEHOOR_VAULT_KEYS", EXAMPLE_VAULT_KEY, "everybody knows"),
        ("GEHOOR_VAULT_KEYS", "not a key", "32 bytes"),
        ("GEHOOR_AUDIT_KEYS", EXAMPLE_AUDIT_KEY, "everybody knows"),
        ("GEHOOR_AUDIT_KEYS", "not a key", "32 bytes"),
    ],
)
def test_known_and_weak_keys_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    keys.make_if_absent(tmp_path)
    monkeypatch.setenv(name, value)

    with pytest.raises(KeysAreWrong, match=words) as refusal:
        keys.refuse_wrong(tmp_path)

    assert value not in str(refusal.value)
