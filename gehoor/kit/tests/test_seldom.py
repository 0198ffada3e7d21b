"""Counting what happens often, and saying so seldom."""

import logging

import pytest

from gehoor.kit.seldom import SECONDS_BETWEEN_LINES, Seldom


def test_a_hundred_times_are_counted_and_told_once_a_minute(
    caplog: pytest.LogCaptureFixture,
) -> None:
    moment = [0.0]
    counted = Seldom(logging.getLogger("gehoor.test"), "Refused", clock=lambda: moment[0])

    for _ in range(100):
        counted.add("401")
    moment[0] += SECONDS_BETWEEN_LINES
    counted.add("503")

    assert counted.counts == {"401": 100, "503": 1}
    assert [record.getMessage() for record in caplog.records] == [
        "Refused: {'401': 1}",
        "Refused: {'401': 100, '503': 1}",
    ]
