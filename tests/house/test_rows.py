"""The list of requirements tells what the tests show, and nothing else."""

from pathlib import Path

import pytest

from tests.house.reading import ROOT
from tools import rows

TEST = '@pytest.mark.row("S0-01")\ndef test_it_works(): ...\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "rows.txt").write_text("## Part\nS0-01 It works\nS0-02 It shines\n")
    (tmp_path / "tests").mkdir()
    return tmp_path


def test_the_list_of_requirements_is_up_to_date() -> None:
    found = (ROOT / rows.PAGE).read_text()

    assert found == rows.page(ROOT), "docs/requirements.md is stale; run make rows."


def test_a_row_is_done_when_a_test_shows_it(project: Path) -> None:
    (project / "tests" / "test_a.py").write_text(TEST)

    made = rows.page(project)

    assert "| S0-01 | It works | done | [it works](../tests/test_a.py) |" in made
    assert "| S0-02 | It shines | not yet |  |" in made
    assert "1 of 2 rows are done." in made


def test_a_row_with_a_part_to_come_is_partly_done_and_not_counted(project: Path) -> None:
    (project / "docs" / "rows.txt").write_text("## Part\nS0-01 It works (not yet: at night)\n")
    (project / "tests" / "test_a.py").write_text(TEST)

    made = rows.page(project)

    assert "| S0-01 | It works (not yet: at night) | partly |" in made
    assert "0 of 1 rows are done." in made


def test_a_mark_on_a_whole_file_counts_for_its_tests(project: Path) -> None:
    text = 'pytestmark = [pytest.mark.browser, pytest.mark.row("S0-02")]\ndef test_a(): ...\n'
    (project / "tests" / "test_a.py").write_text(text)

    assert "| S0-02 | It shines | done |" in rows.page(project)


def test_a_mark_that_names_no_row_is_refused(project: Path) -> None:
    (project / "tests" / "test_a.py").write_text(TEST.replace("S0-01", "S9-99"))

    with pytest.raises(SystemExit, match="S9-99"):
        rows.page(project)
