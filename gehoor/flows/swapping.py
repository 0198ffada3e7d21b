"""How a shift is swapped: asked, accepted, declined or taken back; a coordinator may decide."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.flows.refusing import NotPossible
from gehoor.flows.rostering import (
    log_shift,
    name_of,
    on_that_day,
    refuse_overlap,
    refuse_who_is_not_of,
    take_turns,
)
from gehoor.kit import days
from gehoor.kit.clock import about_now, now, this_day
from gehoor.kit.live import announce
from gehoor.people import policies
from gehoor.people import queries as people
from gehoor.people.policies import Actor, Place
from gehoor.roster import actions, queries
from gehoor.roster.models import Shift, Swap
from gehoor.roster.rules import Planned, Series

SWAPPED_AHEAD = timedelta(days=28)


@transaction.atomic
def ask(
    actor: Actor, shift: Shift, day: date, *, to: int, back: tuple[Shift, date] | None = None
) -> Swap:
    """Ask a colleague to take over a shift of one day. Raises NotPossible."""
    one = on_that_day(shift, day)
    if actor.user_id != one.person and not policies.coordinate(actor, Place(one.team)):
        raise NotPossible(_("This is the shift of a colleague. Only they can ask to swap it."))
    _refuse_past(one)
    if to == one.person:
        raise NotPossible(_("That is the same colleague. Nothing has changed."))
    refuse_who_is_not_of(one.team, to)
    given = on_that_day(*back) if back else None
    take_turns(one.person, to)
    if given and given.person != to:
        raise NotPossible(_("That shift is not theirs any more. Choose another."))
    _refuse_both(one, to=to, given=given)
    if queries.open_swap_of(shift, day):
        raise NotPossible(_("It was asked already. Take that back first."))
    swap = actions.ask_swap(one, to=to, back=given, at=now())
    log_shift(actor, "ask_swap", shift, day=day, to=to)
    announce(f"user-{to}", "swap", swap.pk)
    return swap


@transaction.atomic
def accept(actor: Actor, swap: Swap) -> None:
    """Let the colleague who was asked have the shift, and who asked what comes back.

    The colleague says so, or a coordinator decides. Raises NotPossible.
    """
    _refuse_unless_asked(actor, swap)
    one = on_that_day(swap.shift, swap.day)
    if one.person != swap.asker_id:
        raise NotPossible(_("This shift is somebody else's now. Nothing has changed."))
    given = on_that_day(swap.back, swap.back_day) if swap.back and swap.back_day else None
    if given and given.person != swap.to_id:
        raise NotPossible(_("That shift is not theirs any more. Choose another."))
    take_turns(swap.asker_id, swap.to_id)
    _refuse_past(one)
    _refuse_both(one, to=swap.to_id, given=given)
    _end(actor, swap, Swap.State.ACCEPTED)
    actions.move(one, to=swap.to_id)
    if given:
        actions.move(given, to=swap.asker_id)


@transaction.atomic
def decline(actor: Actor, swap: Swap) -> None:
    _refuse_unless_asked(actor, swap)
    _end(actor, swap, Swap.State.DECLINED)


@transaction.atomic
def withdraw(actor: Actor, swap: Swap) -> None:
    """Take back what one asked."""
    is_coordinator = policies.coordinate(actor, Place(swap.shift.team_id))
    if actor.user_id != swap.asker_id and not is_coordinator:
        raise NotPossible(_("Somebody else asked this. Nothing has changed."))
    _end(actor, swap, Swap.State.WITHDRAWN)


def _end(actor: Actor, swap: Swap, state: Swap.State) -> None:
    if not actions.decide_swap(swap, state, by=actor.user_id, at=now()):
        raise NotPossible(_("This was decided in the meantime. Nothing has changed."))
    log_shift(actor, f"swap_{state}", swap.shift, day=swap.day, to=swap.to_id)
    announce(f"user-{swap.asker_id}", "swap", swap.pk)


def _refuse_unless_asked(actor: Actor, swap: Swap) -> None:
    is_coordinator = policies.coordinate(actor, Place(swap.shift.team_id))
    if actor.user_id != swap.to_id and not is_coordinator:
        raise NotPossible(_("Somebody else was asked this. Nothing has changed."))


def _refuse_both(one: Planned, *, to: int, given: Planned | None) -> None:
    """Raise NotPossible when either would be away, or at work already."""
    swapped = [(one, to)] + ([(given, one.person)] if given else [])
    leaves = {(each.shift, each.day) for each, _to in swapped}
    for each, person in swapped:
        if people.absences([person], *each.span):
            raise NotPossible(
                _("%(name)s is away on %(day)s. Nothing has changed.")
                % {"name": name_of(person), "day": days.short(each.day)}
            )
        wanted = Series(0, each.team, person, each.day, each.begins, each.ends)
        refuse_overlap(wanted, but=leaves)


def _refuse_past(one: Planned) -> None:
    if one.span[1] <= now():
        raise NotPossible(_("This shift is over. Nothing has changed."))


def offers_in_return(team: int, *, than: int) -> list[tuple[str, str, Planned | None]]:
    """Return whom a shift of somebody can be given to, and for which shift of theirs.

    Each with a value for a form and the name of the colleague.
    """
    today = this_day()
    colleagues = [each for each in people.members_of(team) if each.pk != than]
    shifts = queries.shifts_of_people(
        [each.pk for each in colleagues], today, today + SWAPPED_AHEAD
    )
    moment = about_now()
    offers: list[tuple[str, str, Planned | None]] = []
    for each in sorted(colleagues, key=lambda person: person.name.casefold()):
        offers.append((str(each.pk), each.name, None))
        offers += [
            (f"{each.pk}:{one.shift}:{one.day}", each.name, one)
            for one in shifts
            if one.person == each.pk and one.team == team and one.span[0] > moment
        ]
    return offers
