"""Days on which other hours hold for one team or one channel only."""

from datetime import date

from gehoor.planning.rules import Hours, read_day
from gehoor.planning.rules.desks import Desks

DAY = date(2026, 12, 24)
ALL, TEAM, CHANNEL = read_day("9-17"), read_day("10-12"), read_day("18-22")
OURS = Hours({3: ALL}, {DAY: ()})


def test_a_day_of_a_team_goes_before_that_of_all_and_a_day_of_a_channel_before_both() -> None:
    desks = Desks(OURS, days_of_teams={1: {DAY: TEAM}}, days_of_channels={7: {DAY: CHANNEL}})

    assert desks.of(team=1).on(DAY) == TEAM
    assert desks.of(channel=8, team=1).on(DAY) == TEAM
    assert desks.of(channel=7, team=1).on(DAY) == CHANNEL
    assert desks.of(team=2).on(DAY) == ()


def test_a_channel_with_hours_of_its_own_keeps_no_days_of_its_team() -> None:
    own = Hours({3: CHANNEL})
    desks = Desks(OURS, channels={7: own}, days_of_teams={1: {DAY: ()}})

    assert desks.of(channel=7, team=1).on(DAY) == CHANNEL


def test_other_days_are_as_they_were() -> None:
    desks = Desks(OURS, days_of_teams={1: {DAY: TEAM}})

    assert desks.of(team=1).on(date(2026, 12, 17)) == ALL
    assert desks.of(team=2) is desks.organisation
