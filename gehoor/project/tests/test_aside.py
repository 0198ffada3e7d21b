"""What is done beside us ends with us, and says in its own words why it could not be done."""

import subprocess
import sys

import pytest

from gehoor.project import aside
from gehoor.project.terminal import Trouble


def test_what_was_done_is_told_from_what_was_not(capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise Trouble("The tables are of a newer release.")

    done, failed = aside.begin(lambda: None), aside.begin(fail)

    assert [aside.ended_well(each) for each in (done, failed)] == [True, False]
    assert capfd.readouterr().err == "gehoor: The tables are of a newer release.\n"


def test_no_process_of_ours_carries_the_command_line_of_a_library() -> None:
    told = "import gehoor, httpx, sys; print({'rich', 'pygments', 'click'} & set(sys.modules))"

    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "set()"
