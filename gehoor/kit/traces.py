"""Which piece of work a line of the log belongs to: one request of a browser, or one job.

Random or a row's number; never anything about a person.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# What a proxy may hand on as the name of a request: too narrow for a name or an address.
GIVEN = re.compile(r"[0-9a-f]{8}[0-9a-f-]{0,28}")
_work: ContextVar[str] = ContextVar("work", default="")


def work_at_hand() -> str:
    """Return the name of the work this code is part of; empty when it is part of none."""
    return _work.get()


def name_of_request(given: str) -> str:
    """Return the name a proxy gave a request, when it is a plain number; else a new one."""
    return given if GIVEN.fullmatch(given) else secrets.token_hex(8)


@contextmanager
def working_on(name: str) -> Iterator[None]:
    """Let every line that is logged within the block bear this name."""
    before = _work.set(name)
    try:
        yield
    finally:
        _work.reset(before)
