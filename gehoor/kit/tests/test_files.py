"""Files are kept under their hash, for good, and nothing of their own name is trusted."""

import errno
import os
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from gehoor.kit import files


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "attachments"
    return tmp_path / "attachments"


def test_a_file_is_kept_under_the_hash_of_its_content(folder: Path) -> None:
    name = files.store(b"hello")

    assert name == sha256(b"hello").hexdigest()
    assert (folder / name[:2] / name[2:4] / name).read_bytes() == b"hello"
    with files.open_stored(name) as file:
        assert file.read() == b"hello"


def test_the_same_content_is_kept_once(folder: Path) -> None:
    assert files.store(b"twice") == files.store(b"twice")

    assert len([place for place in folder.rglob("*") if place.is_file()]) == 1


def test_only_we_can_read_what_is_kept(folder: Path) -> None:
    name = files.store(b"private")

    kept = folder / name[:2] / name[2:4] / name
    assert kept.stat().st_mode & 0o077 == 0
    assert kept.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "name",
    ["", "..", "../../etc/passwd", "/etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n", "a" * 65],
)
def test_nothing_but_a_hash_opens_anything(name: str) -> None:
    with pytest.raises(files.NotStored):
        files.open_stored(name)


def test_a_hash_of_nothing_we_have_is_not_stored() -> None:
    with pytest.raises(files.NotStored):
        files.open_stored("0" * 64)


def test_a_full_disk_leaves_no_half_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    files.store(b"earlier")
    # The disk itself is the wall here; there is nothing to hand in instead.
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(files.NoRoom):
        files.store(b"later")

    kept = [place.read_bytes() for place in folder.rglob("*") if place.is_file()]
    assert kept == [b"earlier"]


def test_the_file_is_synced_before_it_gets_its_name_and_the_folder_after(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps: list[str] = []
    fsync, rename = os.fsync, Path.rename

    def synced(handle: int) -> None:
        steps.append(os.path.basename(os.readlink(f"/proc/self/fd/{handle}"))[:10])
        fsync(handle)

    def renamed(self: Path, target: Path) -> Path:
        steps.append("renamed")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "rename", renamed)

    name = files.store(b"durable")

    assert steps[-3:] == ["unfinished", "renamed", name[2:4]]


@pytest.mark.parametrize(
    ("given_name", "offered"),
    [
        ("foto.jpg", "foto.jpg"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\windows\\x.exe", "C__windows_x.exe"),
        ("factuur\u202egpj.exe", "factuurgpj.exe"),
        (".ht\u200baccess", "htaccess"),
        ("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie_ x=1.txt"),
        ('a"b.txt', "a_b.txt"),
        ("CON.txt", "_CON.txt"),
        ("nul", "_nul"),
        ("", ""),
        (" .. ", ""),
        ("büro plan.pdf", "büro plan.pdf"),
    ],
)
def test_a_name_is_made_harmless(given_name: str, offered: str) -> None:
    assert files.safe_name(given_name) == offered


def test_a_long_name_keeps_its_ending() -> None:
    assert files.safe_name("a" * 500 + ".pdf").endswith("a.pdf")
    assert len(files.safe_name("a" * 500 + ".pdf")) == files.LONGEST_NAME


@given(st.text(max_size=300))
def test_making_a_harmless_name_harmless_again_changes_nothing(name: str) -> None:
    once = files.safe_name(name)

    assert files.safe_name(once) == once
    assert len(once) <= files.LONGEST_NAME + 1
    assert not set(once) & set('\\/:*?"<>|\r\n\0')


def test_a_file_that_nobody_names_any_more_is_removed(folder: Path) -> None:
    name = files.store(b"dropped")

    assert files.forget(name, before=datetime.now(UTC) + timedelta(minutes=1))

    assert not [place for place in folder.rglob("*") if place.is_file()]
    assert files.forget(name, before=datetime.now(UTC))


def test_a_file_that_was_stored_again_just_now_stays(folder: Path) -> None:
    """Somebody added the same picture: the row that names it is still to come."""
    name = files.store(b"twice")
    place = folder / name[:2] / name[2:4] / name
    os.utime(place, (0, 0))
    files.store(b"twice")

    assert not files.forget(name, before=datetime.now(UTC) - timedelta(hours=1))
    with files.open_stored(name) as file:
        assert file.read() == b"twice"
