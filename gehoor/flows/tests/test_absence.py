"""Somebody is away: with a backup who has their place and their queue, and no longer."""

from datetime import datetime, timedelta

import pytest

from gehoor.audit.models import Entry
from gehoor.flows import absence, cover, handling
from gehoor.flows.absence import NoBackup
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.kit.clock import now, this_day
from gehoor.people import queries as people
from gehoor.people.models import Absence, Team, User
from gehoor.people.policies import Actor, Place, Role, answer
from gehoor.planning import actions as planning
from gehoor.planning.rules import moment_on, read_day
from gehoor.roster.models import Shift
from gehoor.roster.rules import ONE_DAY
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S0-16")]
HOUR = timedelta(hours=1)


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def anouk(team: Team) -> User:
    return make.user(Role.AGENT, teams=(team,), name="Anouk")


@pytest.fixture
def kees() -> User:
    return make.user(Role.AGENT, teams=(make.team(name="KCC"),), name="Kees")


@pytest.fixture
def ria(team: Team) -> Actor:
    return make.actor(Role.COORDINATOR, teams=(team,), name="Ria")


@pytest.fixture
def moment() -> datetime:
    return now()


def away(
    person: User, backup: User | None, since: datetime, until: datetime, *, by: Actor | None = None,
    why: str = "",
) -> Absence:  # fmt: skip
    return absence.register(
        by or people.actor_of(person), person, since=since, until=until, backup=backup,
        why_nobody=why,
    )  # fmt: skip


def test_nobody_is_away_without_a_backup_unless_the_coordinator_says_why(
    anouk: User, ria: Actor, moment: datetime
) -> None:
    with pytest.raises(NoBackup, match="Choose a backup"):
        away(anouk, None, moment, moment + HOUR)
    with pytest.raises(NoBackup, match="Choose a backup"):
        away(anouk, None, moment, moment + HOUR, why="Ik zeg het zelf")
    with pytest.raises(NoBackup, match="with a reason"):
        away(anouk, None, moment, moment + HOUR, by=ria, why="  ")
    assert not Absence.objects.exists()

    done = away(anouk, None, moment, moment + HOUR, by=ria, why="Iedereen is weg")

    assert done.backup is None
    line = Entry.objects.get(subject="absence")
    assert (line.act, line.reason, line.actor_id) == ("be_away", "Iedereen is weg", ria.user_id)


def test_the_backup_has_the_place_and_the_queue_from_begin_to_end_and_no_longer(
    team: Team, anouk: User, kees: User, moment: datetime
) -> None:
    conversation = make.received(make.channel(team=team))
    handling.assign(people.actor_of(anouk), conversation, anouk)
    made = away(anouk, kees, moment + HOUR, moment + 2 * HOUR)

    def standing(since: timedelta, until: timedelta) -> tuple[bool, int, int]:
        Absence.objects.filter(pk=made.pk).update(since=moment + since, until=moment + until)
        actor = people.actor_of(kees)
        mine = inbox.page_of(actor, "mine").rows
        return answer(actor, Place(team.pk)), len(mine), inbox.counts(actor).mine

    assert standing(HOUR, 2 * HOUR) == (False, 0, 0)
    assert standing(-HOUR, HOUR) == (True, 1, 1)
    assert kees.pk in {each.pk for each in people.answering_in(team.pk)}
    assert kees in people.readers_in(team.pk)
    assert standing(-2 * HOUR, -HOUR) == (False, 0, 0)
    assert kees.pk not in {each.pk for each in people.answering_in(team.pk)}


def test_who_comes_back_earlier_ends_it_at_once(
    team: Team, anouk: User, kees: User, moment: datetime
) -> None:
    made = away(anouk, kees, moment - HOUR, moment + HOUR)
    assert answer(people.actor_of(kees), Place(team.pk))

    absence.be_back(people.actor_of(anouk), made)

    # The rights go by the moment this transaction began, so what is looked at is the end.
    made.refresh_from_db()
    assert moment < made.until <= now()
    with pytest.raises(NotPossible, match="is over"):
        absence.be_back(people.actor_of(anouk), made)


def test_who_was_deactivated_has_nobody_standing_in(
    team: Team, anouk: User, kees: User, moment: datetime
) -> None:
    away(anouk, kees, moment - HOUR, moment + HOUR)
    assert answer(people.actor_of(kees), Place(team.pk))

    User.objects.filter(pk=anouk.pk).update(is_active=False)

    assert not answer(people.actor_of(kees), Place(team.pk))


def test_a_backup_who_is_away_cannot_be_one_and_who_is_one_cannot_just_leave(
    team: Team, anouk: User, kees: User, ria: Actor, moment: datetime
) -> None:
    bea = make.user(Role.AGENT, teams=(team,), name="Bea")
    away(anouk, kees, moment, moment + 4 * HOUR)

    with pytest.raises(NotPossible, match="is away then, too"):
        away(bea, anouk, moment + HOUR, moment + 2 * HOUR)
    with pytest.raises(NoBackup, match="stands in for Anouk"):
        away(kees, bea, moment + 3 * HOUR, moment + 5 * HOUR)

    first = Absence.objects.get()
    absence.change_backup(ria, first, bea)
    away(kees, bea, moment + 3 * HOUR, moment + 5 * HOUR)
    assert Absence.objects.count() == 2


def test_a_coordinator_lets_a_backup_go_and_then_the_roster_shows_a_gap(
    team: Team, anouk: User, ria: Actor, moment: datetime
) -> None:
    bea = make.user(Role.AGENT, teams=(team,), name="Bea")
    tomorrow = this_day() + ONE_DAY
    planning.change_week(dict.fromkeys(range(7), read_day("9-12")))
    Shift.objects.create(team=team, person=anouk, day=tomorrow, begins=540, ends=720)
    begin, end = moment_on(tomorrow, 0), moment_on(tomorrow + ONE_DAY, 0)

    away(anouk, bea, begin, end)
    assert (begin + 9 * HOUR, begin + 12 * HOUR) not in [
        (gap.begin, gap.end) for gap in cover.gaps_ahead([team.pk])
    ]
    away(bea, None, begin, begin + 10 * HOUR, by=ria, why="Ziek huis vol")

    found = [(gap.begin, gap.end) for gap in cover.gaps_ahead([team.pk])]
    assert (begin + 9 * HOUR, begin + 10 * HOUR) in found


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [(2, 1, "before the beginning"), (-3, -2, "over already"), (0, 24 * 500, "more than a year")],
)
def test_times_that_make_no_sense_are_refused(
    anouk: User, kees: User, moment: datetime, since: int, until: int, words: str
) -> None:
    with pytest.raises(NotPossible, match=words):
        away(anouk, kees, moment + since * HOUR, moment + until * HOUR)


def test_who_would_get_more_rights_than_both_have_is_no_backup(
    anouk: User, moment: datetime
) -> None:
    boss = make.user(Role.COORDINATOR, teams=(make.team(),), name="Wim")
    nobody = make.user(teams=(make.team(),), name="Niels")

    with pytest.raises(NotPossible, match="more rights"):
        away(anouk, boss, moment, moment + HOUR)
    with pytest.raises(NotPossible, match="answer anywhere"):
        away(anouk, nobody, moment, moment + HOUR)
    with pytest.raises(NotPossible, match="their own backup"):
        away(anouk, anouk, moment, moment + HOUR)
    assert boss not in absence.candidates(anouk)


def test_nobody_says_of_a_colleague_that_they_are_away_but_the_coordinator(
    anouk: User, kees: User, ria: Actor, moment: datetime
) -> None:
    with pytest.raises(NotPossible, match="their coordinator"):
        away(anouk, kees, moment, moment + HOUR, by=people.actor_of(kees))

    made = away(anouk, kees, moment, moment + HOUR, by=ria)

    with pytest.raises(NotPossible, match="away already"):
        away(anouk, kees, moment, moment + HOUR)
    with pytest.raises(NotPossible, match="can change this"):
        absence.be_back(people.actor_of(kees), made)
