"""Speaks to the person who typed a command."""

import sys


class Trouble(Exception):
    """Something keeps a command from going on. The message says what, and what to do."""


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def complain(words: str) -> None:
    sys.stderr.write(f"gehoor: {words}\n")
