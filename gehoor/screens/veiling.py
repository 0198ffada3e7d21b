"""Hard words under a veil: a bar until one clicks it. What is stored, and what one copies, stays.

A template knows the veil of its request by a variable of the context, because the parts of a page
are macros, which are given no request.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from gehoor.flows.veiling import veil_of
from gehoor.inbox.rules.hard_words import Veil
from gehoor.organisation import queries as organisation


class Lazy:
    """What an organisation shows of itself on every page, asked at most once a request."""

    @cached_property
    def shown(self) -> organisation.Shown:
        return organisation.shown()

    @cached_property
    def veil(self) -> Veil:
        return veil_of(self.shown)


_CURRENT: ContextVar[Lazy | None] = ContextVar("veil", default=None)


@contextmanager
def for_request() -> Iterator[None]:
    """Ask what to veil once for all that is shown in one answer."""
    token = _CURRENT.set(Lazy())
    try:
        yield
    finally:
        _CURRENT.reset(token)


def current() -> Lazy:
    return _CURRENT.get() or Lazy()


def veiled(text: object) -> str:
    """Return a text in which each hard word is a bar that a click takes away."""
    pieces = current().veil.pieces(str(text)) if text else []
    if not any(each.is_hard for each in pieces):
        return text  # type: ignore[return-value]  # as it was: a template escapes it
    name = _("hidden swear word, show")
    return Markup("").join(
        Markup(
            '<span class="veil"><button type="button" class="veil-show" aria-label="{}" title="{}">'
            '</button><span class="veil-word" aria-hidden="true">{}</span></span>'
        ).format(name, name, each.words)
        if each.is_hard
        else escape(each.words)
        for each in pieces
    )


def barred(text: object) -> str:
    """The same within a link or a heading, where nothing can be clicked: it leads to the text."""
    pieces = current().veil.pieces(str(text)) if text else []
    if not any(each.is_hard for each in pieces):
        return text  # type: ignore[return-value]  # as it was: a template escapes it
    bar = Markup('<span class="veil-bar"><span class="unseen">{}</span></span>')
    return Markup("").join(
        bar.format(_("hidden swear word")) if each.is_hard else escape(each.words)
        for each in pieces
    )


def unsaid(text: object) -> str:
    """The same where only words can stand: a title, a label."""
    pieces = current().veil.pieces(str(text)) if text else []
    gap = _("[swear word]")
    return "".join(gap if each.is_hard else each.words for each in pieces)
