"""`gehoor let-in`: for the administrator who lost password, second step or provider."""

import argparse

from gehoor.flows import rescue
from gehoor.project import schema
from gehoor.project.terminal import say


def run(options: argparse.Namespace) -> int:
    schema.refuse_unless_current()
    link = rescue.let_in(options.email or "")
    say(link or "There is no active administrator with this address. Name one with --email.")
    return 0 if link else 1
