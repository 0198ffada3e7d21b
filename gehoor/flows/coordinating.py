"""Who has what in the teams one coordinates, and giving all somebody has to somebody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gehoor.channels import queries as channels
from gehoor.consultations import queries as consultations
from gehoor.flows import bulk
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import BulkAct
from gehoor.inbox.queries import Filter, Hands, Row
from gehoor.inbox.rules import Tier
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Actor


@dataclass(frozen=True, slots=True)
class Board:
    """What is in whose hands, and what is late or nearly so."""

    hands: Sequence[Hands]
    """nobody's first"""
    at_risk: Sequence[Row]
    """the first page of them, in the order of the queue"""
    receivers: Sequence[tuple[int, str]]
    """who can be given something, by name"""
    waiting: Mapping[int | None, int]
    """how many questions wait for the second line, by whose conversation they are"""

    @property
    def idle(self) -> list[str]:
        """Return who could be given something and has nothing."""
        busy = {each.user_id for each in self.hands}
        return [name for number, name in self.receivers if number not in busy]


def board_of(actor: Actor) -> Board:
    """Return the board of the actor's own teams."""
    page = inbox.page_of(actor, "team", narrowed=Filter(only_at_risk=True), upto=Tier.FOUND)
    teams = sorted(actor.teams)
    waiting = consultations.number_waiting(teams)
    return Board(inbox.hands(teams), page.rows, receivers_of(actor), waiting)


def receivers_of(actor: Actor) -> list[tuple[int, str]]:
    """Return who can be given something in the teams one answers in, by name."""
    found = {
        each.pk: each.name
        for team in channels.answerable_teams(actor)
        for each in people.answering_in(team)
    }
    return sorted(found.items(), key=lambda each: (each[1].casefold(), each[0]))


def give_all(actor: Actor, *, holder: int | None, to: User | None) -> BulkAct:
    """Give all that somebody has open to somebody else, or to nobody. Raises NotPossible.

    It is one act on many: with a line in the log of each, progress, and undo for a minute.
    """
    if holder == (to.pk if to else None):
        raise NotPossible(_("That is the same colleague. Nothing has changed."))
    numbers = inbox.held_by(sorted(actor.teams), holder=holder, most=bulk.MOST)
    seen = inbox.counts(actor)
    wanted = bulk.Wanted(
        act=BulkAct.Act.ASSIGN, assignee=to,
        seen_message=seen.newest_message, seen_entry=seen.newest_entry,
    )  # fmt: skip
    return bulk.begin(actor, wanted, numbers)
