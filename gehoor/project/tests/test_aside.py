"""What is done beside us ends with us, and says in its own words why it could not be done."""

import pytest

from gehoor.project import aside
from gehoor.project.terminal import Trouble


def test_what_was_done_is_told_from_what_was_not(capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise Trouble("The tables are of a newer release.")

    done, failed = aside.begin(lambda: None), aside.begin(fail)

    assert [aside.ended_well(each) for each in (done, failed)] == [True, False]
    assert capfd.readouterr().err == "gehoor: The tables are of a newer release.\n"
