"""The benchmarks run seldom; here the baselines of pages are held against the product, in small.

`make bench` takes the figures. This only shows that both still make the same page.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.processes


@pytest.mark.parametrize("name", ["inbox_page", "open_conversation"])
def test_a_page_is_the_same_as_that_of_its_baseline(name: str, tmp_path: Path) -> None:
    small = {"GEHOOR_BENCH_MESSAGES": "5000", "GEHOOR_BENCH_RESULTS": str(tmp_path)}

    ended = subprocess.run(
        [sys.executable, "-m", "benchmarks", name],
        cwd=ROOT,
        env=os.environ | small,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr[-2000:]
    assert (tmp_path / f"{name}.json").exists()
