"""`gehoor invite-administrator`: a fresh one-time link, also when everybody is locked out."""

import argparse

from gehoor.flows import staffing
from gehoor.project import schema
from gehoor.project.terminal import say


def run(_: argparse.Namespace) -> int:
    schema.refuse_unless_current()
    say(staffing.first_link())
    return 0
