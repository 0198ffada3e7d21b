"""Writes docs/figures.md from the results of the benchmarks."""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = "benchmarks/results"
PAGE = "docs/figures.md"
HEAD = """\
# Figures

Made by `make bench` from what each file in `benchmarks/` measured; do not edit it by hand. Every
figure that is compared has its baseline in `benchmarks/baselines/`, which does the same work, must
come to the same outcome and was written before the code it judges. Processor time is that of our
process, its children and the database server together; wall time is named as such.

What we break on purpose, with the seed, the scale and the result of each large run, stands in
[faults](faults.md).
"""


def results(root: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in sorted((root / RESULTS).glob("*.json"))]


def page(root: Path) -> str:
    """Return docs/figures.md as it should be."""
    rows = ["| figure | goal | measured | met |", "|---|---|---|---|"]
    notes = ["## How each was measured", ""]
    for result in results(root):
        rows += [_row(figure) for figure in result["figures"]]
        notes += _note(result)
    return "\n".join([HEAD, *rows, "", *notes]).rstrip() + "\n"


def _row(figure: dict[str, Any]) -> str:
    bound = "at least" if figure["more_is_better"] else "at most"
    goal, value, unit = _number(figure["goal"]), _number(figure["value"]), figure["unit"]
    met = "yes" if figure["is_met"] else "**no**"
    return f"| {figure['name']} | {bound} {goal} {unit} | {value} {unit} | {met} |"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def _note(result: dict[str, Any]) -> list[str]:
    machine = result["machine"]
    where = f"{machine['cores']} cores of {machine['processor']}, Python {machine['python']}"
    lines = [f"**{result['benchmark']}** ({result['measured_at']}, commit {result['commit']};"]
    lines += [f"{where}; load {machine['load'][0]} at the end). {result.get('note', '')}".rstrip()]
    return [*lines, ""]


if __name__ == "__main__":
    (ROOT / PAGE).write_text(made := page(ROOT))
    sys.stdout.write(made)
