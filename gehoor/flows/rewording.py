"""A question to the second line, changed after it was asked: how it was is kept, and in the log.

Whoever has the link reads it as it is now.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.consultations import actions, queries
from gehoor.consultations.models import Consultation
from gehoor.flows import consulting, expert_links
from gehoor.flows.refusing import NotPossible
from gehoor.kit.clock import now
from gehoor.people.policies import Actor


@dataclass(frozen=True)
class Reworded:
    """A question as it should be."""

    question: str
    added: str
    phone: str
    due_at: datetime


@transaction.atomic
def change(
    actor: Actor, consultation: Consultation, wanted: Reworded, *, with_name: bool
) -> list[str]:
    """Change a question that waits; return what is other. Raises NotPossible, also when the
    citizen's name would stand where a link shows it and nobody chose that."""
    current = consulting.still_waiting(consultation)
    if not wanted.question.strip():
        raise NotPossible(_("Write your question. Nothing has changed."))
    given = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in asdict(wanted).items()
    }
    changed = {name: value for name, value in given.items() if getattr(current, name) != value}
    if "due_at" in changed:
        consulting.check_deadline(wanted.due_at)
    is_shown = not {"question", "added"}.isdisjoint(changed)
    if is_shown and not with_name and queries.working_link(current):
        text = f"{given['question']}\n{given['added']}"
        expert_links.refuse_name(consulting.about(current), text)
    if changed:
        actions.change(current, changed, by=actor.user_id, now=now())
        consulting.log(actor, "question.changed", current, changed=sorted(changed))
    return sorted(changed)
