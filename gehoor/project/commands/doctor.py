"""`gehoor doctor`: says in words what is right and wrong with this installation."""

import argparse
import json

from gehoor.project.doctor import Colour, Finding, examine
from gehoor.project.environment import home
from gehoor.project.terminal import say


def run(options: argparse.Namespace) -> int:
    """Print every finding; exit code 1 when one is red."""
    findings = examine(home())
    is_well = not any(finding.colour is Colour.RED for finding in findings)
    if options.json:
        told = [_as_json(finding) for finding in findings]
        say(json.dumps({"is_well": is_well, "findings": told}, indent=2, ensure_ascii=False))
    else:
        for finding in findings:
            say(f"{finding.colour.value:5}  {finding.subject}: {finding.words}")
    return 0 if is_well else 1


def _as_json(finding: Finding) -> dict[str, str]:
    return {
        "subject": finding.subject,
        "colour": finding.colour.value,
        "words": finding.words,
    }
