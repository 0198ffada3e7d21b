"""Runs every fault test at its large size and writes what was found into docs/faults.md."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = "docs/faults.md"
RESULTS = "build/faults.jsonl"
ROUNDS = "500"
MARK = "## The last large run\n"


def run() -> int:
    """Break everything, many times over; return how pytest ended."""
    (ROOT / RESULTS).unlink(missing_ok=True)
    environment = {"GEHOOR_FAULT_ROUNDS": ROUNDS} | os.environ | {"GEHOOR_FAULT_REPORT": RESULTS}
    command = [sys.executable, "-m", "pytest", "-q", "tests/faults", *sys.argv[1:]]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def results(root: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (root / RESULTS).read_text().splitlines()]


def page(text: str, lines: list[dict[str, Any]], *, when: datetime, machine: str) -> str:
    """Return the page with its last part written anew; what stands above it is written by hand."""
    above = text.partition(MARK)[0].rstrip()
    rows = [
        "| what | rounds | seed | time scale | result | measured |",
        "|---|---|---|---|---|---|",
        *(_row(line) for line in lines),
    ]
    head = f"By `make faults`, {when:%Y-%m-%d}, on {machine}; do not edit this table by hand."
    return "\n".join([above, "", MARK, head, "", *rows, ""])


def _row(line: dict[str, Any]) -> str:
    ended = ", ".join(
        f"{line[outcome]} {outcome}" for outcome in ("passed", "failed", "skipped") if line[outcome]
    )
    cells = [
        f"`{line['file']}`: {line['what']}",
        *(str(line[name] or "") for name in ("rounds", "seed", "scale")),
        f"{ended} in {line['seconds']:.0f} s",
        "; ".join(line["measured"]),
    ]
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def machine() -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    return f"{os.cpu_count()} cores, Python {version}, load {os.getloadavg()[0]:.1f} at the end"


def main() -> int:
    ended = run()
    if not (ROOT / RESULTS).exists():
        return ended or 1
    place = ROOT / PAGE
    made = page(place.read_text(), results(ROOT), when=datetime.now(UTC), machine=machine())
    place.write_text(made)
    return ended


if __name__ == "__main__":
    sys.exit(main())
