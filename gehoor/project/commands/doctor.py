"""`gehoor doctor`: says in words what is right and wrong with this installation."""

import argparse

from gehoor.project.doctor import Colour, examine
from gehoor.project.environment import home
from gehoor.project.terminal import say


def run(_: argparse.Namespace) -> int:
    """Print every finding; exit code 1 when one is red."""
    findings = examine(home())
    for finding in findings:
        say(f"{finding.colour.value:5}  {finding.subject}: {finding.words}")
    return 1 if any(finding.colour is Colour.RED for finding in findings) else 0
