"""The roster: planning, copying a week, swapping, duty, and what is not covered."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from gehoor.audit.models import Entry
from gehoor.flows import cover, duties, rostering, swapping
from gehoor.flows.around import around
from gehoor.flows.refusing import NotPossible
from gehoor.kit.clock import now, this_day
from gehoor.people import queries as people
from gehoor.people.models import Absence, Team, User
from gehoor.people.policies import Actor, Role
from gehoor.planning import actions as planning
from gehoor.planning.rules import ZONE, moment_on, read_day
from gehoor.roster import queries
from gehoor.roster.models import Duty, Shift, Swap
from gehoor.roster.rules import ONE_DAY, WEEK, Series, monday_of
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S3-24")]


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def anouk(team: Team) -> User:
    return make.user(Role.AGENT, teams=(team,), name="Anouk")


@pytest.fixture
def kees(team: Team) -> User:
    return make.user(Role.AGENT, teams=(team,), name="Kees")


@pytest.fixture
def ria(team: Team) -> Actor:
    return make.actor(Role.COORDINATOR, teams=(team,), name="Ria")


def next_monday() -> date:
    return monday_of(this_day()) + WEEK


def shift_of(team: Team, person: User, day: date, hours: str = "9-12", **given: object) -> Series:
    [block] = read_day(hours)
    return Series(0, team.pk, person.pk, day, block.opens, block.closes, **given)  # type: ignore[arg-type]


def as_actor(user: User) -> Actor:
    return people.actor_of(user)


def refused(act: Callable[[], object], words: str) -> None:
    with pytest.raises(NotPossible, match=words):
        act()


def test_what_nobody_is_planned_for_is_a_gap(team: Team, anouk: User, ria: Actor) -> None:
    planning.change_week({0: read_day("9-17")})
    monday = next_monday()
    rostering.plan(ria, shift_of(team, anouk, monday, "9-12", is_weekly=True))

    [first, *others] = cover.week_of(team.pk, monday)

    assert list(first.gaps) == [(moment_on(monday, 720), moment_on(monday, 1020))]
    assert not any(day.gaps for day in others)
    assert [each.name for each in first.shifts] == ["Anouk"]


@pytest.mark.row("S2-35")
def test_the_board_tells_of_gaps_of_who_plans_and_of_nobody_else(
    team: Team, anouk: User, ria: Actor
) -> None:
    planning.change_week(dict.fromkeys(range(7), read_day("0-24")))
    assert cover.gaps_ahead([team.pk]) == []
    tomorrow = this_day() + ONE_DAY
    rostering.plan(ria, shift_of(team, anouk, tomorrow, "0-12"))

    found = cover.gaps_ahead([team.pk, make.team().pk])

    assert {gap.team_name for gap in found} == {"Webcare"}
    assert all(gap.end > now() for gap in found)
    assert moment_on(tomorrow, 720) in {gap.begin for gap in found}


def test_the_shift_of_who_left_the_team_covers_nothing(team: Team, anouk: User, ria: Actor) -> None:
    monday = next_monday()
    rostering.plan(ria, shift_of(team, anouk, monday))

    anouk.teams.clear()

    assert queries.shifts_of_teams([team.pk], monday, monday) == []


def test_a_weekly_shift_is_left_out_changed_and_ended(team: Team, anouk: User, ria: Actor) -> None:
    monday = next_monday()
    weekly = rostering.plan(ria, shift_of(team, anouk, monday, is_weekly=True))

    rostering.leave_out(ria, weekly, monday + WEEK)
    rostering.change_day(ria, weekly, monday + 2 * WEEK, begins=600, ends=780)
    rostering.end_from(ria, weekly, monday + 3 * WEEK)

    found = queries.shifts_of_person(anouk.pk, monday, monday + 5 * WEEK)
    assert [(each.day, each.begins) for each in found] == [(monday, 540), (monday + 2 * WEEK, 600)]
    acts = Entry.objects.filter(subject="shift").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["plan", "leave_out", "change", "end"]


def test_a_week_is_copied_and_what_cannot_be_is_told(
    team: Team, anouk: User, kees: User, ria: Actor
) -> None:
    monday = next_monday()
    rostering.plan(ria, shift_of(team, anouk, monday))
    rostering.plan(ria, shift_of(team, kees, monday, is_weekly=True))
    rostering.plan(ria, shift_of(team, anouk, monday + ONE_DAY))
    begin = moment_on(monday + WEEK + ONE_DAY, 0)
    Absence.objects.create(person=anouk, since=begin, until=begin + ONE_DAY, why_nobody="x")

    done = rostering.copy_week(ria, team.pk, monday=monday + WEEK)
    again = rostering.copy_week(ria, team.pk, monday=monday + WEEK)

    assert done.number == 1
    [told] = done.left_out
    assert "Anouk" in told
    assert again.number == 0
    found = queries.shifts_of_teams([team.pk], monday + WEEK, monday + 2 * WEEK - ONE_DAY)
    assert [each.person for each in found] == sorted([anouk.pk, kees.pk])


@pytest.mark.parametrize(
    ("hours", "days_later", "facts", "words"),
    [
        ("10-11", 0, {}, "works already"),
        ("23-4", -1, {}, ""),
        ("8-20", 7, {"is_weekly": True}, "works already"),
        ("13-14", 0, {"is_weekly": True, "last_day": date(2000, 1, 1)}, "end before it begins"),
        ("13-14", -400, {}, "is over"),
        ("13-14", 800, {}, "a year ahead"),
    ],
)
def test_what_makes_no_sense_is_not_planned(
    team: Team, anouk: User, ria: Actor, hours: str, days_later: int, facts: dict[str, object],
    words: str,
) -> None:  # fmt: skip
    monday = next_monday()
    rostering.plan(ria, shift_of(team, anouk, monday, "9-12", is_weekly=True))
    wanted = shift_of(team, anouk, monday + days_later * ONE_DAY, hours, **facts)

    if not words:
        assert rostering.plan(ria, wanted)
        return
    refused(lambda: rostering.plan(ria, wanted), words)
    assert Shift.objects.count() == 1


def test_only_the_coordinator_plans_and_only_who_is_in_the_team_is_planned(
    team: Team, anouk: User, ria: Actor
) -> None:
    stranger = make.user(Role.AGENT, teams=(make.team(),))
    monday = next_monday()

    refused(lambda: rostering.plan(as_actor(anouk), shift_of(team, anouk, monday)), "coordinator")
    refused(lambda: rostering.plan(ria, shift_of(team, stranger, monday)), "not in the team")


def test_a_shift_is_swapped_for_one_in_return(
    team: Team, anouk: User, kees: User, ria: Actor
) -> None:
    monday = next_monday()
    mine = rostering.plan(ria, shift_of(team, anouk, monday, is_weekly=True))
    theirs = rostering.plan(ria, shift_of(team, kees, monday + ONE_DAY))

    swap = swapping.ask(as_actor(anouk), mine, monday, to=kees.pk, back=(theirs, monday + ONE_DAY))
    swapping.accept(as_actor(kees), swap)

    found = queries.shifts_of_teams([team.pk], monday, monday + WEEK)
    assert [(each.day, each.person) for each in found] == [
        (monday, kees.pk), (monday + ONE_DAY, anouk.pk), (monday + WEEK, anouk.pk),
    ]  # fmt: skip
    refused(lambda: swapping.accept(as_actor(kees), swap), "not there any more")


def test_a_swap_is_declined_taken_back_or_decided_by_the_coordinator(
    team: Team, anouk: User, kees: User, ria: Actor
) -> None:
    monday = next_monday()
    mine = rostering.plan(ria, shift_of(team, anouk, monday, is_weekly=True))

    swapping.decline(as_actor(kees), swapping.ask(as_actor(anouk), mine, monday, to=kees.pk))
    asked = swapping.ask(as_actor(anouk), mine, monday, to=kees.pk)
    refused(lambda: swapping.ask(as_actor(anouk), mine, monday, to=kees.pk), "asked already")
    refused(lambda: swapping.accept(as_actor(anouk), asked), "Somebody else was asked")
    refused(lambda: swapping.withdraw(as_actor(kees), asked), "Somebody else asked")
    swapping.withdraw(as_actor(anouk), asked)
    swapping.accept(ria, swapping.ask(ria, mine, monday, to=kees.pk))

    states = Swap.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["declined", "withdrawn", "accepted"]
    assert queries.shifts_of_person(kees.pk, monday, monday)


def test_nobody_who_is_away_or_at_work_takes_a_shift_over(
    team: Team, anouk: User, kees: User, ria: Actor
) -> None:
    monday = next_monday()
    mine = rostering.plan(ria, shift_of(team, anouk, monday))
    rostering.plan(ria, shift_of(team, kees, monday, "11-13"))
    me = as_actor(anouk)

    refused(lambda: swapping.ask(me, mine, monday, to=kees.pk), "works already")
    Shift.objects.filter(person=kees).delete()
    swap = swapping.ask(me, mine, monday, to=kees.pk)
    begin = moment_on(monday, 0)
    Absence.objects.create(person=kees, since=begin, until=begin + ONE_DAY, why_nobody="x")

    refused(lambda: swapping.accept(as_actor(kees), swap), "is away")
    refused(lambda: swapping.ask(as_actor(kees), mine, monday, to=anouk.pk), "of a colleague")


@pytest.mark.row("S0-09")
def test_a_duty_begins_by_hand_and_ends_with_the_shift_by_itself(
    team: Team, anouk: User, kees: User
) -> None:
    today, moment = this_day(), now()
    minutes = moment.astimezone(ZONE).hour * 60 + moment.astimezone(ZONE).minute
    begins = max(0, minutes - 60)
    Shift.objects.create(team=team, person=anouk, day=today, begins=begins, ends=minutes + 61)

    duty = duties.begin(as_actor(anouk))
    free = duties.begin(as_actor(kees))

    assert duty.until == moment_on(today, minutes + 61)
    assert timedelta() < free.until - moment <= duties.LONGEST + timedelta(minutes=1)
    assert [each.name for each in around(as_actor(kees)).on_duty] == [
        "Anouk", "Kees",
    ]  # fmt: skip
    refused(lambda: duties.begin(as_actor(anouk)), "on duty already")
    Duty.objects.filter(pk=duty.pk).update(
        began_at=moment - timedelta(hours=2), until=moment - timedelta(hours=1)
    )
    assert queries.duty_of(anouk.pk, at=moment) is None
    duties.end_forgotten()
    forgotten = duties.forgotten_by(anouk.pk)
    assert forgotten is not None
    assert forgotten.ended_at == moment - timedelta(hours=1)
    duties.stop(as_actor(kees))
    assert around(as_actor(kees)).on_duty == []
    assert duties.forgotten_by(kees.pk) is None
    refused(lambda: duties.stop(as_actor(kees)), "not on duty")


def test_who_is_away_begins_no_duty(anouk: User) -> None:
    moment: datetime = now()
    Absence.objects.create(
        person=anouk, since=moment, until=moment + timedelta(hours=1), why_nobody="x"
    )

    refused(lambda: duties.begin(as_actor(anouk)), "You are away")
