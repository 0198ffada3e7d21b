"""Whose hours hold: of a channel its own, else those of its team, else of the organisation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gehoor.planning.rules import Day, Hours


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

    def of(self, *, channel: int | None = None, team: int) -> Hours:
        """Return the nearest hours there are."""
        whose = self.whose(channel=channel, team=team)
        if whose is Whose.CHANNEL:
            return self.channels[channel or 0]
        return self.teams[team] if whose is Whose.TEAM else self.organisation

    def whose(self, *, channel: int | None = None, team: int) -> Whose:
        """Return whose hours hold."""
        if channel in self.channels:
            return Whose.CHANNEL
        return Whose.TEAM if team in self.teams else Whose.ORGANISATION


def own_hours(ours: Hours, week: Mapping[int, Day], *, keeps_days: bool) -> Hours:
    """Return hours with a week of their own, and the closing days of the organisation or none."""
    return Hours(week, ours.special, ours.closed_on) if keeps_days else Hours(week)
