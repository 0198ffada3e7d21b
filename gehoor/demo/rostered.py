"""The roster of Voorbeeldstad: the same every week, with a Friday that is still to be filled."""

from datetime import timedelta
from typing import Final

from gehoor.flows import rostering
from gehoor.kit.clock import this_day
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.roster.rules import Series, monday_of

WORKED: Final = (0, 1, 2, 3)
FROM: Final = 8 * 60 + 30
TO: Final = 17 * 60


def plan(coordinator: User, agent: User) -> None:
    """Plan the agent from Monday to Thursday, as a coordinator does."""
    actor = people.actor_of(coordinator)
    [team] = actor.teams
    monday = monday_of(this_day()) + timedelta(days=7)
    for weekday in WORKED:
        day = monday + timedelta(days=weekday)
        rostering.plan(actor, Series(0, team, agent.pk, day, FROM, TO, is_weekly=True))
