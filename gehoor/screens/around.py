"""What stands around every page, and what the parts of a page need: asked at most once a request.

It is known by a variable of the context, because parts of a page are macros, which are given no
request.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.functional import cached_property

from gehoor.flows.around import Around, around
from gehoor.flows.veiling import veil_of
from gehoor.inbox.rules.hard_words import Veil
from gehoor.people.policies import NOBODY, Actor


class Page:
    """The page somebody asks for.

    Its properties are Django's: those of Python 3.11 hold one lock for all pages, so that one that
    waits for the database would let every other wait.
    """

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    @cached_property
    def around(self) -> Around:
        return around(self.actor)

    @cached_property
    def veil(self) -> Veil:
        """What is veiled of what others wrote."""
        return veil_of(self.around.organisation)


_CURRENT: ContextVar[Page | None] = ContextVar("page", default=None)


@contextmanager
def showing(page: Page) -> Iterator[None]:
    """Show a page, or a part of it."""
    token = _CURRENT.set(page)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def current() -> Page:
    return _CURRENT.get() or Page(NOBODY)
