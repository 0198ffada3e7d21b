"""`gehoor invite-administrator`: a fresh one-time link while nobody is administrator."""

import argparse

from gehoor.flows import staffing
from gehoor.project import schema
from gehoor.project.terminal import say


def run(_: argparse.Namespace) -> int:
    schema.refuse_unless_current()
    link = staffing.first_link()
    say(link or "There is an administrator already, who can invite others under Settings.")
    return 0 if link else 1
