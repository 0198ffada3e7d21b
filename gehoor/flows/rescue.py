"""The story of the last administrator who lost every way in, told from the command line."""

from django.db import transaction

from gehoor.audit.actions import record
from gehoor.flows import staffing
from gehoor.logins import actions, queries
from gehoor.logins.actions import provider, steps
from gehoor.people import queries as people
from gehoor.people.policies import Actor, Role
from gehoor.people.rules import fold_email

COMMAND_LINE = Actor(system="command line")


@transaction.atomic
def let_in(email: str) -> str:
    """Return a one-time link for this administrator; empty when there is none with this address.

    Whoever runs commands here can read the database too, so this opens nothing that was closed to
    them. The second step goes, every session ends, and passwords are allowed again.
    """
    user = people.with_role(Role.ADMINISTRATOR).filter(email=fold_email(email)).first()
    if user is None:
        return ""
    if kept := queries.provider():
        provider.switch(kept, is_on=kept.is_on, is_only_way=False)
    steps.remove_steps(user)
    actions.end_sessions(user_id=user.pk)
    record(COMMAND_LINE, "rescue", "user", user.pk)
    return staffing.link_for(COMMAND_LINE, user)
