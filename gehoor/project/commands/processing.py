"""`gehoor processing`: prints the register of processing (AVG, article 30)."""

import argparse
import sys

from django.conf import settings
from django.utils import translation

from gehoor.flows.processing.document import page
from gehoor.kit.clock import this_day
from gehoor.organisation import queries as organisation
from gehoor.project import schema


def run(options: argparse.Namespace) -> int:
    """Print the register in the language that was asked for, or that of the organisation."""
    schema.refuse_unless_current()
    language = options.language or organisation.ours().language or settings.LANGUAGE_CODE
    with translation.override(language):
        sys.stdout.write(page(day=this_day()))
    return 0
