"""Adds up what the parts of `make test` wrote down, and prints one closing line."""

import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

KINDS = ("tests", "failures", "errors", "skipped")


def totals(folder: Path) -> Counter[str]:
    """Return how many tests passed, failed and were skipped, over all files in `folder`."""
    counted: Counter[str] = Counter()
    for file in sorted(folder.glob("*.xml")):
        # Written by pytest in this very run.
        for suite in ElementTree.parse(file).iter("testsuite"):  # noqa: S314
            counted.update({kind: int(suite.get(kind, 0)) for kind in KINDS})
    failed = counted["failures"] + counted["errors"]
    passed = counted["tests"] - failed - counted["skipped"]
    return Counter(passed=passed, failed=failed, skipped=counted["skipped"])


def main() -> int:
    found = totals(Path(sys.argv[1]))
    words = f"{found['passed']} passed, {found['failed']} failed, {found['skipped']} skipped"
    sys.stdout.write(words + "\n")
    return 1 if found["failed"] or not found["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
