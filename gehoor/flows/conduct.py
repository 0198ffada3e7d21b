"""The code of conduct: each version accepted by who answers, before their first answer."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.flows.refusing import NotPossible
from gehoor.kit.clock import now
from gehoor.organisation import actions, queries
from gehoor.organisation.models import Conduct
from gehoor.people.policies import Actor


@dataclass
class MustAccept(NotPossible):
    """Somebody did not accept the code of conduct that holds now, so nothing was sent."""

    conduct: Conduct
    is_new: bool
    """they accepted an earlier version"""

    def __str__(self) -> str:
        if self.is_new:
            return _("The code of conduct has changed. Nothing was sent; your text is kept.")
        return _("First accept the code of conduct. Nothing was sent; your text is kept.")


@transaction.atomic
def publish(actor: Actor, text: str) -> Conduct | None:
    """Let a new text hold: everybody who answers is asked again. None when nothing changed."""
    made = actions.publish_conduct(text.strip(), at=now())
    if made:
        record(actor, "publish", "conduct", made.version)
    return made


@transaction.atomic
def accept(actor: Actor, version: int) -> None:
    """Accept the version that was shown. Raises NotPossible when another holds by now."""
    current = queries.conduct()
    if current is None:
        return
    if current.version != version:
        raise NotPossible(
            _("The code of conduct has changed just now. Read the new one; your text is kept.")
        )
    if actions.accept_conduct(current, actor.user_id or 0, at=now()):
        record(actor, "accept", "conduct", current.version)


def refuse_who_did_not_accept(actor: Actor) -> None:
    """Raise MustAccept for a person who did not accept what holds now. Ours alone are no person."""
    if actor.user_id is None:
        return
    if waiting := queries.conduct_to_accept(actor.user_id):
        raise MustAccept(waiting, is_new=queries.has_accepted_any(actor.user_id))
