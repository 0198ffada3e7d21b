"""Whose hours hold: of a channel its own, else those of its team, else of the organisation."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from gehoor.planning.rules import Day, Hours

Days = Mapping[date, Day]


class Whose(StrEnum):
    CHANNEL = "channel"
    TEAM = "team"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Desks:
    """The hours of everybody who has some."""

    organisation: Hours
    teams: Mapping[int, Hours] = field(default_factory=dict)
    channels: Mapping[int, Hours] = field(default_factory=dict)
    days_of_teams: Mapping[int, Days] = field(default_factory=dict)
    """the days that are different for one team only; for its channels, too, that keep its hours"""
    days_of_channels: Mapping[int, Days] = field(default_factory=dict)

    def of(self, *, channel: int | None = None, team: int) -> Hours:
        """Return the nearest hours there are, with the days that are different there."""
        whose = self.whose(channel=channel, team=team)
        own = self.days_of_channels.get(channel or 0, {})
        if whose is Whose.CHANNEL:
            return with_days(self.channels[channel or 0], own)
        nearest = self.teams[team] if whose is Whose.TEAM else self.organisation
        return with_days(nearest, {**self.days_of_teams.get(team, {}), **own})

    def whose(self, *, channel: int | None = None, team: int) -> Whose:
        """Return whose hours hold."""
        if channel in self.channels:
            return Whose.CHANNEL
        return Whose.TEAM if team in self.teams else Whose.ORGANISATION


def own_hours(ours: Hours, week: Mapping[int, Day], *, keeps_days: bool) -> Hours:
    """Return hours with a week of their own, and the closing days of the organisation or none."""
    return Hours(week, ours.special, ours.closed_on) if keeps_days else Hours(week)


def with_days(hours: Hours, days: Days) -> Hours:
    """Return hours in which these days go before what held on them."""
    return replace(hours, special={**hours.special, **days}) if days else hours
