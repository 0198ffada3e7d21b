"""What is given up when a disk fills, one thing after another."""

from pathlib import Path

import pytest

from gehoor.kit.disk import Limits, percent_free, room


@pytest.mark.parametrize(
    ("free", "to_listen", "for_files", "for_messages"),
    [
        (15, True, True, True),
        (14.9, False, True, True),
        (8, False, True, True),
        (7.9, False, False, True),
        (4, False, False, True),
        (3.9, False, False, False),
        (0, False, False, False),
    ],
)
def test_less_is_done_the_fuller_the_disk(
    free: float, to_listen: bool, for_files: bool, for_messages: bool
) -> None:
    found = room([Path("/")], Limits(), measure=lambda _: free)

    assert (found.to_listen, found.for_files, found.for_messages) == (
        to_listen,
        for_files,
        for_messages,
    )


def test_the_fullest_disk_decides() -> None:
    free = {Path("/files"): 50.0, Path("/rows"): 3.0}

    found = room(list(free), Limits(), measure=free.__getitem__)

    assert not found.for_messages


def test_the_limits_are_settings() -> None:
    generous = Limits(pause_listening=3, refuse_files=2, stop_intake=1)

    assert room([Path("/")], generous, measure=lambda _: 3.0).to_listen


def test_a_folder_that_is_not_there_yet_is_measured_where_it_will_be(tmp_path: Path) -> None:
    assert percent_free(tmp_path / "not" / "yet") == pytest.approx(percent_free(tmp_path), abs=1)
