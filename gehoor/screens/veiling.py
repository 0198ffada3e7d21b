"""Hard words under a veil: a bar until one clicks it. What is stored or copied stays as it is."""

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from gehoor.inbox.rules.hard_words import Piece
from gehoor.screens import around


def veiled(text: object) -> str:
    """Return a text in which each hard word is a bar that a click takes away."""
    if not (pieces := _pieces(text)):
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
    if not (pieces := _pieces(text)):
        return text  # type: ignore[return-value]  # as it was: a template escapes it
    bar = Markup('<span class="veil-bar"><span class="unseen">{}</span></span>')
    return Markup("").join(
        bar.format(_("hidden swear word")) if each.is_hard else escape(each.words)
        for each in pieces
    )


def unsaid(text: object) -> str:
    """The same where only words can stand: a title, a label."""
    if not (pieces := _pieces(text)):
        return str(text)
    gap = _("[swear word]")
    return "".join(gap if each.is_hard else each.words for each in pieces)


def _pieces(text: object) -> list[Piece]:
    """Return a text in pieces; none when there is nothing to veil, as there mostly is not."""
    veil = around.current().veil
    return veil.pieces(str(text)) if text and veil.has_hard(str(text)) else []
