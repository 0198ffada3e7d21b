"""The benchmarks run seldom; here the baseline of a page is held against the product, in small.

`make bench` takes the figures. This only shows that both still make the same page.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.processes


@pytest.mark.long
def test_the_inbox_is_the_same_as_that_of_its_baseline(tmp_path: Path) -> None:
    small = {"GEHOOR_BENCH_MESSAGES": "30000", "GEHOOR_BENCH_RESULTS": str(tmp_path)}

    ended = subprocess.run(
        [sys.executable, "-m", "benchmarks", "inbox_page"],
        cwd=ROOT,
        env=os.environ | small,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr[-2000:]
    assert (tmp_path / "inbox_page.json").exists()
