"""Runs fault tests at their large size and writes what each found into docs/faults.md.

python -m tools.faults            every one
python -m tools.faults F4 f6      these, by name; so does `make faults F="F4 F6"`
python -m tools.faults -k f4      the same

Each file runs by itself and its row is written when it ends, so that a run which is stopped in the
middle keeps what it found.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TESTS = "tests/faults"
PAGE = "docs/faults.md"
RESULTS = "build/faults.jsonl"
ROUNDS = "500"
MARK = "## The last large run\n"
HEAD = "By `make faults`, on the days named; do not edit this table by hand."
ROW = re.compile(r"^\| `(test_\w+)`: ")


def files(names: Sequence[str]) -> list[str]:
    """Return the test files of these faults, F1 first; of all faults when none is named."""
    found = sorted((path.stem for path in (ROOT / TESTS).glob("test_*.py")), key=_number)
    if not names:
        return found
    asked = {name.lower().removeprefix("test_") for name in names}
    return [file for file in found if {_fault(file), file.removeprefix("test_")} & asked]


def _fault(file: str) -> str:
    return file.split("_")[1]


def _number(file: str) -> tuple[int, str]:
    digits = re.sub(r"\D", "", _fault(file))
    return int(digits or 99), file


def run(file: str) -> int:
    """Break one thing many times over; return how pytest ended."""
    (ROOT / RESULTS).unlink(missing_ok=True)
    environment = {"GEHOOR_FAULT_ROUNDS": ROUNDS} | os.environ | {"GEHOOR_FAULT_REPORT": RESULTS}
    command = [sys.executable, "-m", "pytest", "-q", f"{TESTS}/{file}.py"]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def results(root: Path) -> list[dict[str, Any]]:
    kept = root / RESULTS
    return [json.loads(line) for line in kept.read_text().splitlines()] if kept.exists() else []


def page(text: str, lines: list[dict[str, Any]], *, when: datetime, machine: str) -> str:
    """Return the page with the rows of `lines` anew; other rows, and what is above, stay."""
    above, _, below = text.partition(MARK)
    rows = {found[1]: row for row in below.splitlines() if (found := ROW.match(row))}
    rows |= {line["file"]: _row(line, when=when, machine=machine) for line in lines}
    table = [
        "| what | rounds | seed | time scale | result | measured | when |",
        "|---|---|---|---|---|---|---|",
        *(rows[file] for file in sorted(rows, key=_number)),
    ]
    return "\n".join([above.rstrip(), "", MARK, HEAD, "", *table, ""])


def _row(line: dict[str, Any], *, when: datetime, machine: str) -> str:
    ended = ", ".join(
        f"{line[outcome]} {outcome}" for outcome in ("passed", "failed", "skipped") if line[outcome]
    )
    cells = [
        f"`{line['file']}`: {line['what']}",
        *(str(line[name] or "") for name in ("rounds", "seed", "scale")),
        f"{ended} in {line['seconds']:.0f} s",
        "; ".join(line["measured"]),
        f"{when:%Y-%m-%d}, {machine}",
    ]
    return "| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in cells) + " |"


def machine() -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    return f"{os.cpu_count()} cores, Python {version}, load {os.getloadavg()[0]:.1f} at the end"


def main(arguments: Sequence[str]) -> int:
    chosen = files([each for word in arguments if word != "-k" for each in word.split()])
    if not chosen:
        sys.stderr.write(f"No fault has that name. There are: {', '.join(files([]))}.\n")
        return 2
    place, worst = ROOT / PAGE, 0
    for file in chosen:
        worst = max(worst, abs(run(file)))
        found = results(ROOT)
        place.write_text(page(place.read_text(), found, when=datetime.now(UTC), machine=machine()))
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
