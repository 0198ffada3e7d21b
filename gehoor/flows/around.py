"""What stands around every page, in one query: the organisation, who is on duty, what goes live,
and the inspection one is in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from gehoor.audit.queries.inspections import INSPECTED_NOW, INSPECTING
from gehoor.kit import often
from gehoor.kit.clock import about_now
from gehoor.organisation import queries as organisation
from gehoor.organisation.queries import Shown
from gehoor.people.policies import (
    ORGANISATION,
    Actor,
    Place,
    begin_inspection,
    see_inspections,
    see_reads,
    see_report_of_reads,
)
from gehoor.practice import queries as practice
from gehoor.practice.queries import Ahead
from gehoor.roster import queries as roster
from gehoor.roster.queries import OnDuty

PIECES = f"SELECT ({organisation.SHOWN}), ({roster.ON_DUTY}), ({practice.AHEAD}), NULL, NULL"
# Asked for who can be in an inspection or may know of one: it costs nobody else anything.
WITH_INSPECTIONS = f"""SELECT ({organisation.SHOWN}), ({roster.ON_DUTY}), ({practice.AHEAD}),
    CASE WHEN %(inspects)s::boolean THEN ({INSPECTING}) END,
    CASE WHEN %(may_know)s::boolean THEN ({INSPECTED_NOW}) END"""


class Inspecting(NamedTuple):
    """The inspection one is in."""

    number: int
    ends_at: datetime
    now: datetime


class Around(NamedTuple):
    """That, as a colleague is shown it."""

    organisation: Shown
    on_duty: Sequence[OnDuty]
    """in one's teams, by name"""
    ahead: Sequence[Ahead]
    """which of one's channels are to go live and did not yet, the soonest first"""
    inspecting: Inspecting | None = None
    is_inspected: bool = False
    """is a colleague in one that this colleague may know of?"""


def around(actor: Actor) -> Around:
    """Return what stands around every page of this colleague."""
    asked: dict[str, Any] = {"teams": list(actor.teams), "at": about_now()}
    pieces = PIECES
    if see_inspections(actor, ORGANISATION):
        pieces = WITH_INSPECTIONS
        asked |= {
            "user": actor.user_id,
            "inspects": begin_inspection(actor, ORGANISATION),
            "may_know": see_report_of_reads(actor, ORGANISATION),
        }
    ((shown, on_duty, ahead, inspecting, inspected),) = often.ask(pieces, asked)
    return Around(
        organisation.as_shown(shown),
        roster.as_on_duty(on_duty),
        practice.as_ahead(ahead),
        _inspecting(inspecting),
        any(_may_know(actor, person, teams) for person, teams in inspected or ()),
    )


def _may_know(actor: Actor, person: int, teams: Sequence[int]) -> bool:
    places = [ORGANISATION, *map(Place, teams)]
    return person != actor.user_id and any(see_reads(actor, place) for place in places)


def _inspecting(found: list[str] | None) -> Inspecting | None:
    if not found:
        return None
    number, ends_at, now = found
    return Inspecting(int(number), datetime.fromisoformat(ends_at), datetime.fromisoformat(now))
