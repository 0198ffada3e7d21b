"""What stands around every page, in one query: the organisation, who is on duty, what goes live."""

from collections.abc import Sequence
from typing import NamedTuple

from gehoor.kit import often
from gehoor.kit.clock import about_now
from gehoor.organisation import queries as organisation
from gehoor.organisation.queries import Shown
from gehoor.people.policies import Actor
from gehoor.practice import queries as practice
from gehoor.practice.queries import Ahead
from gehoor.roster import queries as roster
from gehoor.roster.queries import OnDuty

PIECES = f"SELECT ({organisation.SHOWN}), ({roster.ON_DUTY}), ({practice.AHEAD})"


class Around(NamedTuple):
    """That, as a colleague is shown it."""

    organisation: Shown
    on_duty: Sequence[OnDuty]
    """in one's teams, by name"""
    ahead: Sequence[Ahead]
    """which of one's channels are to go live and did not yet, the soonest first"""


def around(actor: Actor) -> Around:
    """Return what stands around every page of this colleague."""
    ((shown, on_duty, ahead),) = often.ask(PIECES, {"teams": list(actor.teams), "at": about_now()})
    return Around(
        organisation.as_shown(shown), roster.as_on_duty(on_duty), practice.as_ahead(ahead)
    )
