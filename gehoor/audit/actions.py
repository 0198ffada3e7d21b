"""Writing the log. The only action there is: rows are never changed or removed."""

from typing import Any

from gehoor.audit.models import Entry
from gehoor.people.policies import Actor


def record(
    actor: Actor,
    act: str,
    subject: str,
    subject_id: int,
    *,
    conversation_id: int | None = None,
    team_id: int | None = None,
    reason: str = "",
    **details: Any,
) -> None:
    """Write one row. Call it inside the transaction of the act it tells of."""
    Entry.objects.create(
        actor_id=actor.user_id,
        system=actor.system,
        act=act,
        subject=subject,
        subject_id=subject_id,
        conversation_id=conversation_id,
        team_id=team_id,
        reason=reason,
        details=details,
    )
