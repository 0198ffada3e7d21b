"""Who has what: the board of who coordinates, and giving work to somebody else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gehoor.flows import coordinating, cover, handling, leaving
from gehoor.flows.cover import Gap
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import BulkAct, Conversation
from gehoor.inbox.queries.approvals import coordinated_teams
from gehoor.inbox.queries.board import blocked_in
from gehoor.kit.clock import about_now, this_day
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import answer, coordinate_something, see_conversations
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private
from gehoor.screens.inbox.lists import menu_counts
from gehoor.screens.narrowing import number_in

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class GapsOfDay:
    """When nobody of one team is there on one day; at least one gap."""

    day: date
    gaps: Sequence[Gap]

    @property
    def is_today(self) -> bool:
        return self.day == this_day()


@who_may(coordinate_something)
@require_safe
def board(request: Request) -> HttpResponse:
    """Show who has what, and what is late or nearly so."""
    shown = {
        "place": "board",
        "board": coordinating.board_of(request.actor),
        "passed_on": leaving.passed_on_lately(request.actor.teams),
        "gaps_by_day": _by_day(cover.gaps_ahead(request.actor.teams)),
        "blocked": blocked_in(coordinated_teams(request.actor)),
        "counts": menu_counts(request.actor),
        "now": about_now(),
    }
    return private(render(request, "board/page.html", shown))


def _by_day(gaps: Iterable[Gap]) -> list[GapsOfDay]:
    """Return what is not covered a line a day and team, as it is read: soonest first."""
    found: dict[tuple[str, int], list[Gap]] = {}
    for each in gaps:
        found.setdefault((each.day, each.team), []).append(each)
    return [GapsOfDay(date.fromisoformat(day), of_day) for (day, _team), of_day in found.items()]


@who_may(coordinate_something)
@require_POST
def give_all(request: Request) -> HttpResponse:
    """Give all that one colleague has open, or what is nobody's, to another."""
    try:
        holder = request.POST.get("holder", "")
        from_whom = None if holder == NOBODY else _colleague(holder).pk
        done = coordinating.give_all(request.actor, holder=from_whom, to=_receiver(request))
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        undo = f"undo={reverse('undo_many')}?act={done.pk}"
        messages.success(request, _told(done), extra_tags=undo)
    return redirect("board")


@who_may(answer, see=see_conversations, on=inbox.find)
@require_POST
def give_one(request: Request, conversation: Conversation) -> HttpResponse:
    """Give one conversation to somebody else, or back to divide."""
    try:
        to = _receiver(request)
        handling.assign(request.actor, conversation, to)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        given = _("Given to %(name)s.") % {"name": to.name} if to else _("Given back to divide.")
        messages.success(request, given)
    return redirect("board")


def _receiver(request: Request) -> User | None:
    to = request.POST.get("to", "")
    if not to:
        raise NotPossible(_("Choose whom to give it to. Nothing has changed."))
    return None if to == NOBODY else _colleague(to)


def _colleague(written: str) -> User:
    number = number_in(written)
    found = people.find_user(number) if number else None
    if found is None:
        raise NotPossible(_("There is no such colleague. Nothing has changed."))
    return found[0]


def _told(done: BulkAct) -> str:
    return ngettext(
        "%(number)s conversation is being given on.",
        "%(number)s conversations are being given on.",
        done.total,
    ) % {"number": done.total}
