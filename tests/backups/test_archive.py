"""The file of a backup: whole or refused in words, before anything is touched."""

import errno
import random
from pathlib import Path

import pytest

from gehoor import __version__
from gehoor.project.backup import archive
from gehoor.project.backup.archive import NotMade, NotUsable, Writer, as_json, opened, writing
from tests.backups.elsewhere import OLD

BEGIN = {"program": "gehoor", "format": archive.FORMAT, "version": __version__}


def made(path: Path, **begin: object) -> Path:
    with writing(path) as writer:
        writer.add(archive.BEGIN, as_json(BEGIN | begin))
        writer.add("tables/a/00000000.copy.gz", b"rows" * 300)
        writer.end({"rows": {"a": 300}})
    return path


def test_what_was_written_is_read_in_the_same_order(tmp_path: Path) -> None:
    found = opened(made(tmp_path / "b"))

    assert found.begin == BEGIN
    assert found.end["rows"] == {"a": 300}
    assert [(member.name, member.content()) for member in found.members()] == [
        ("tables/a/00000000.copy.gz", b"rows" * 300)
    ]


def test_a_backup_is_for_nobody_else_to_read(tmp_path: Path) -> None:
    assert made(tmp_path / "b").stat().st_mode & 0o777 == 0o600


def test_any_part_of_a_backup_is_refused_as_a_part(tmp_path: Path) -> None:
    whole, part = OLD.read_bytes(), tmp_path / "part"
    last_block = len(whole) - 3 * 512  # what follows is only the sign that a tar is over

    for length in [0, 1, 511, 512, *range(600, last_block, 487), last_block - 1]:
        part.write_bytes(whole[:length])
        with pytest.raises(NotUsable):
            opened(part)


def test_half_a_backup_says_that_its_end_is_missing(tmp_path: Path) -> None:
    half = tmp_path / "half"
    half.write_bytes(OLD.read_bytes()[:20_480])

    with pytest.raises(NotUsable, match="end is missing"):
        opened(half)


def test_a_changed_byte_is_found_wherever_it_is(tmp_path: Path) -> None:
    whole, changed = OLD.read_bytes(), tmp_path / "changed"
    luck = random.Random(20261125)
    end_of_words = whole.rindex(b"}")

    for _ in range(300):
        place = luck.randrange(end_of_words)
        flipped = bytes([whole[place] ^ (1 << luck.randrange(8))])
        changed.write_bytes(whole[:place] + flipped + whole[place + 1 :])
        try:
            found = opened(changed)
        except NotUsable:
            continue
        # The sum itself stands in the end, beside counts that are compared while restoring.
        assert place > whole.rindex(archive.END.encode())
        assert found.end != opened(OLD).end


def test_a_backup_of_a_newer_format_is_refused_by_name(tmp_path: Path) -> None:
    newer = made(tmp_path / "b", format=archive.FORMAT + 1, version="9.9.9")

    with pytest.raises(NotUsable, match=r"9\.9\.9, which is newer"):
        opened(newer)


@pytest.mark.parametrize(
    "content", [b"", b"hello", bytes(5000), b"PK\x03\x04" + bytes(600), OLD.read_bytes()[700:]]
)
def test_what_is_not_ours_is_called_so(tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "other"
    other.write_bytes(content)

    with pytest.raises(NotUsable, match="no backup of Gehoor"):
        opened(other)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotUsable, match="There is no file"):
        opened(tmp_path / "gone")


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("precious")

    with pytest.raises(NotMade, match="exists already"):
        made(tmp_path / "b")
    assert (tmp_path / "b").read_text() == "precious"


def test_a_full_disk_leaves_no_half_backup(tmp_path: Path) -> None:
    def fill_up(writer: Writer) -> None:
        writer.add(archive.BEGIN, as_json(BEGIN))
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(NotMade, match="No space left"), writing(tmp_path / "b") as writer:
        fill_up(writer)

    assert list(tmp_path.iterdir()) == []


def test_a_backup_that_breaks_off_has_no_name(tmp_path: Path) -> None:
    def break_off(writer: Writer) -> None:
        writer.add(archive.BEGIN, as_json(BEGIN))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), writing(tmp_path / "b") as writer:
        break_off(writer)

    assert list(tmp_path.iterdir()) == []
