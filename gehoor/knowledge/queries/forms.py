"""What kept answers say in one form: in public, in a chat, on the phone.

Who answers in a place asks `said_in`, whatever answers there: a colleague, or a program.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gehoor.knowledge import queries
from gehoor.knowledge.models import KeptAnswer, KeptForm
from gehoor.knowledge.rules.kept_forms import Form


@dataclass(frozen=True)
class Said:
    """A kept answer as it is said somewhere."""

    kept: KeptAnswer
    text: str = field(repr=False)
    form: Form | None
    """of which the text is; None: it is the text of the answer itself"""
    looks_again: bool
    """the answer was changed after this was written, so it may say something else"""


def said_in(team: int, form: Form | None) -> Iterator[Said]:
    """Return each answer of a team as it is said in a form; None: by its text."""
    for kept in queries.kept_for(team).prefetch_related("forms"):
        yield _said(kept, form)


def _said(kept: KeptAnswer, form: Form | None) -> Said:
    for own in kept.forms.all():
        if own.kind == form:
            return Said(kept, own.text, form, own.looks_again)
    return Said(kept, kept.text, None, looks_again=False)


def forms_of(answer: KeptAnswer) -> Sequence[KeptForm]:
    """Return its own texts; none of one that is not kept yet."""
    return list(answer.forms.order_by("kind")) if answer.pk else []
