"""What is covered: who is there while we say that somebody is, and when nobody is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from gehoor.kit.clock import now, this_day
from gehoor.people import queries as people
from gehoor.people.models import Absence
from gehoor.planning import queries as planning
from gehoor.planning.rules import ZONE, Day, Span, day_of, joined, moment_on, spans_of
from gehoor.planning.rules.desks import Desks
from gehoor.roster import queries, rules
from gehoor.roster.models import Swap
from gehoor.roster.rules import ONE_DAY, Planned

SHOWN_AHEAD = timedelta(days=7)
"""how far ahead the board tells of gaps"""


@dataclass(frozen=True, slots=True)
class Worked:
    """A shift of a day as it is shown: whose, and whether they are away then."""

    planned: Planned
    name: str
    absence: Absence | None = None
    asked: Swap | None = None

    uncovered: Sequence[Span] = ()
    """when neither is there: who is planned is away, and nobody stands in, or is away, too"""


@dataclass(frozen=True, slots=True)
class DayOfWeek:
    """One day of the roster of a team."""

    day: date
    opened: Day
    shifts: Sequence[Worked]
    gaps: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Gap:
    """Nobody is there while we say that somebody is."""

    team: int
    team_name: str
    begin: datetime
    end: datetime

    @property
    def day(self) -> str:
        """The day it begins on, as an address names it."""
        return day_of(self.begin).isoformat()


def week_of(team: int, monday: date) -> list[DayOfWeek]:
    """Return the roster of a team in a week, with what is not covered."""
    sunday = monday + 6 * ONE_DAY
    hours = planning.desks().of(team=team)
    shifts = queries.shifts_of_teams([team], monday, sunday)
    worked = _worked(shifts)
    swaps = {(each.shift_id, each.day): each for each in queries.open_swaps([team], since=monday)}
    held = held_spans(worked)
    days = []
    for number in range(7):
        day = monday + number * ONE_DAY
        of_day = [
            replace(each, asked=swaps.get((each.planned.shift, day)))
            for each in worked
            if each.planned.day == day
        ]
        opened = list(spans_of(hours, day, ZONE))
        days.append(DayOfWeek(day, hours.on(day), of_day, rules.gaps(joined(opened), held)))
    return days


def has_hours(team: int) -> bool:
    """Do we say of this team when somebody is there?"""
    return any(planning.desks().of(team=team).week.values())


def held_spans(worked: Sequence[Worked]) -> list[Span]:
    """Return when somebody is there: planned and not away, or away with somebody in their place."""
    return [span for each in worked for span in rules.without([each.planned.span], each.uncovered)]


def _worked(shifts: Sequence[Planned]) -> list[Worked]:
    if not shifts:
        return []
    names = people.names_of({each.person for each in shifts})
    first = min(each.span[0] for each in shifts)
    last = max(each.span[1] for each in shifts)
    away = people.absences(names, first, last)
    backups = {each.backup_id for each in away if each.backup_id}
    also_away = people.absences(backups, first, last) if backups else []
    found = []
    for each in shifts:
        over = [one for one in away if one.person_id == each.person and _meets(one, each)]
        nobody = [span for one in over for span in _nobody_in(one, also_away)]
        absence = over[0] if over else None
        found.append(Worked(each, names[each.person], absence, uncovered=nobody))
    return found


def _meets(absence: Absence, shift: Planned) -> bool:
    begin, end = shift.span
    return absence.since < end and absence.until > begin


def _nobody_in(absence: Absence, also_away: Sequence[Absence]) -> list[Span]:
    """Return when nobody stands in for who is away."""
    if absence.backup is None or not absence.backup.is_active:
        return [(absence.since, absence.until)]
    return [
        (max(absence.since, each.since), min(absence.until, each.until))
        for each in also_away
        if each.person_id == absence.backup_id
        and each.since < absence.until
        and each.until > absence.since
    ]


def gaps_ahead(teams: Collection[int]) -> list[Gap]:
    """Return what is not covered in the days to come, of the teams that plan; soonest first."""
    planning_teams = queries.teams_with_a_roster(teams)
    if not planning_teams:
        return []
    moment, today = now(), this_day()
    last = today + SHOWN_AHEAD
    desks, names = planning.desks(), people.team_names_of(planning_teams)
    worked = _worked(queries.shifts_of_teams(planning_teams, today, last))
    found = []
    for team in sorted(planning_teams):
        of_team = [each for each in worked if each.planned.team == team]
        for begin, end in _gaps_of(desks, team, of_team, today, last):
            if end > moment:
                found.append(Gap(team, names[team], max(begin, moment), end))
    return sorted(found, key=lambda each: (each.begin, each.team_name))


def _gaps_of(
    desks: Desks, team: int, worked: Sequence[Worked], first: date, last: date
) -> list[Span]:
    hours = desks.of(team=team)
    days = [first + number * ONE_DAY for number in range((last - first).days + 1)]
    opened = [span for day in days for span in spans_of(hours, day, ZONE)]
    return rules.gaps(joined(sorted(opened)), held_spans(worked))


def until_of(team: int, day: date) -> datetime:
    """Return when a day of a team ends: with its hours, or at midnight when it has none."""
    hours = planning.desks().of(team=team)
    ends = [end for _begin, end in spans_of(hours, day, ZONE)]
    return max(ends, default=moment_on(day + ONE_DAY, 0, ZONE))
