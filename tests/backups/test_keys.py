"""The keys in a backup: only when asked for, locked, and never in place of those that are there."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from gehoor.channels.models import Channel
from gehoor.channels.queries import account_of
from gehoor.kit.vault import Vault
from gehoor.project import keys
from gehoor.project.backup import locked_keys
from gehoor.project.backup.archive import NotMade, NotUsable, opened
from tests.backups.elsewhere import OLD, PASSPHRASE, Elsewhere

FILE = "GEHOOR_BACKUP_PASSPHRASE_FILE"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without keys, and a file with the passphrase of the old backup."""
    for name in keys.FILES:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "passphrase").write_text(PASSPHRASE + "\n")
    monkeypatch.setenv(FILE, str(tmp_path / "passphrase"))
    return tmp_path


def locked() -> bytes:
    return opened(OLD).find(locked_keys.NAME)


@pytest.mark.long
def test_the_keys_come_back_and_open_the_stored_passwords(home: Path, elsewhere: Elsewhere) -> None:
    with locked_keys.put_back(locked(), home):
        # The key of the log is younger than this backup.
        keys.make_if_absent(home)
        keys.refuse_wrong(home)
    elsewhere.settings.VAULT_KEYS = keys.read("GEHOOR_VAULT_KEYS", home).split()

    restored = elsewhere.restore()

    assert restored.held.locked_channels == 0
    with elsewhere.looked_at():
        account = account_of(Channel.objects.get(name="Postbus gemeente"))
    assert account.secrets == {"password": "een-bewaard-geheim"}
    assert (home / "keys" / "vault_keys").stat().st_mode & 0o777 == 0o600


@pytest.mark.long
def test_without_its_keys_a_restore_says_how_many_channels_are_locked(
    elsewhere: Elsewhere,
) -> None:
    assert elsewhere.restore().held.locked_channels == 1


def test_keys_that_are_there_stay_first_and_the_others_open_too(home: Path) -> None:
    keys.make_if_absent(home)
    own = keys.read("GEHOOR_VAULT_KEYS", home)
    secret = keys.read("GEHOOR_SECRET_KEY", home)

    with locked_keys.put_back(locked(), home):
        pass

    both = keys.read("GEHOOR_VAULT_KEYS", home).split()
    assert both[0] == own
    assert len(both) == 2
    assert keys.read("GEHOOR_SECRET_KEY", home) == secret
    assert Vault(both)
    with locked_keys.put_back(locked(), home):
        pass
    assert keys.read("GEHOOR_VAULT_KEYS", home).split() == both


def fail() -> None:
    raise NotUsable("the restore failed")


def test_every_key_of_now_is_in_a_backup_of_now(home: Path) -> None:
    keys.make_if_absent(home)
    before = {name: keys.read(name, home) for name in keys.FILES}
    sealed = locked_keys.lock(home)
    for name in keys.FILES.values():
        (home / "keys" / name).unlink()

    with locked_keys.put_back(sealed, home):
        keys.refuse_wrong(home)

    assert {name: keys.read(name, home) for name in keys.FILES} == before


def test_a_restore_that_fails_leaves_the_keys_as_they_were(home: Path) -> None:
    keys.make_if_absent(home)
    before = {name: keys.read(name, home) for name in keys.FILES}

    with pytest.raises(NotUsable), locked_keys.put_back(locked(), home):
        fail()

    assert {name: keys.read(name, home) for name in keys.FILES} == before


def test_a_wrong_passphrase_changes_nothing(home: Path) -> None:
    (home / "passphrase").write_text("een heel andere zin\n")

    with pytest.raises(NotUsable, match="does not open"), locked_keys.put_back(locked(), home):
        pytest.fail("it opened")

    assert not (home / "keys").exists()


def test_a_backup_without_keys_says_so(home: Path) -> None:
    with pytest.raises(NotUsable, match="no keys"), locked_keys.put_back(b"", home):
        pytest.fail("there were none")


def test_keys_from_the_environment_are_not_changed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEHOOR_VAULT_KEYS", Fernet.generate_key().decode())

    with pytest.raises(NotUsable, match="come from"), locked_keys.put_back(locked(), home):
        pytest.fail("they were")


def test_a_short_passphrase_makes_no_backup(home: Path) -> None:
    keys.make_if_absent(home)
    (home / "passphrase").write_text("geheim\n")

    with pytest.raises(NotMade, match="at least 14"):
        locked_keys.lock(home)


def test_without_a_terminal_or_a_file_there_is_no_passphrase(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(FILE)

    with pytest.raises(locked_keys.NoPassphrase, match=FILE):
        locked_keys.lock(home)


@pytest.mark.long
def test_a_backup_holds_no_key_and_no_passphrase_in_the_clear(
    home: Path, came_back: Elsewhere, tmp_path: Path
) -> None:
    keys.make_if_absent(home)
    sealed = locked_keys.lock(home)

    came_back.backup(tmp_path / "plain")

    names = [member.name for member in opened(tmp_path / "plain").members()]
    assert locked_keys.NAME not in names
    for secret in (PASSPHRASE, *(keys.read(name, home) for name in keys.FILES)):
        assert secret.encode() not in sealed
        assert secret.encode() not in OLD.read_bytes()
