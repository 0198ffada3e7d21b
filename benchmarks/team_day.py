"""A day of 300 messages dealt with by keys: the minutes a person needs for it.

The day itself is a journey in Chromium, which says what is counted and by whose figures.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.harness import Figure, write

JOURNEY = "tests/journeys/test_a_team_day.py"
AT_MOST_MINUTES = 40


def run() -> None:
    with tempfile.TemporaryDirectory() as place:
        report = Path(place) / "day.json"
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", JOURNEY],
            env=os.environ | {"GEHOOR_DAY_REPORT": str(report)},
            check=True,
        )
        day = json.loads(report.read_text())
    write(
        "team_day",
        [Figure("a day of 300 messages by keys", AT_MOST_MINUTES, day["minutes"], "minutes")],
        note=f"{day['messages']} messages, {day['answered']} answered, {day['keys']} keys at 0.28 "
        f"s and {day['decisions']} decisions at 1.35 s (Card, Moran and Newell, 1980); "
        f"{day['read']} words to us read at 238 a minute (Brysbaert, 2019), "
        f"{day['looked_through']} found looked through at 450 (Carver, 1990). With every word "
        f"read at 238: {day['minutes_reading_all']:.0f} minutes.",
    )
