"""The phone book of the second line: who can be asked, by which number, and what was agreed."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.consultations import actions, queries
from gehoor.consultations.models import Expert
from gehoor.flows.refusing import NotPossible
from gehoor.people.policies import Actor

AS_CHOSEN: Final = ("name", "department_id", "phone", "email", "reachable", "term_hours")


class NameTaken(Exception):
    """Another line of the phone book is called so. Nothing was changed."""


@transaction.atomic
def keep(actor: Actor, expert: Expert, wanted: Mapping[str, Any]) -> None:
    """Keep a line as it is `wanted`. Raises NameTaken, and NotPossible for a circle."""
    is_new = expert.pk is None
    changed = [name for name in AS_CHOSEN if getattr(expert, name) != wanted[name]]
    for name in changed:
        setattr(expert, name, wanted[name])
    if queries.is_name_taken(expert):
        raise NameTaken
    if expert.department_id and not is_new and queries.has_people(expert):
        raise NotPossible(
            _("Colleagues are of this department, so it cannot be of another. Nothing was changed.")
        )
    if is_new or changed:
        actions.keep_expert(expert)
        record(actor, "keep" if is_new else "change", "expert", expert.pk, changed=changed)


@transaction.atomic
def take_off(actor: Actor, expert: Expert) -> int:
    """Nobody can ask them any more; return how many questions wait for them all the same."""
    record(actor, "forget", "expert", expert.pk)
    actions.take_off_the_list(expert)
    return queries.waiting_at(expert)
