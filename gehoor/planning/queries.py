"""Everything asked of opening hours and norms."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import models
from django.db.models import QuerySet

from gehoor.kit.portable import flat, in_order, values
from gehoor.people.policies import ORGANISATION, Place
from gehoor.planning.models import (
    NOTHING_PROMISED,
    AwayAnswer,
    Block,
    HolidayChoice,
    Norm,
    OwnDay,
    OwnHours,
    ProfileLook,
    SpecialDay,
)
from gehoor.planning.rules import Block as Span
from gehoor.planning.rules import Day, Hours, terms
from gehoor.planning.rules.desks import Desks, own_hours
from gehoor.planning.rules.norms import Promise
from gehoor.planning.rules.public_holidays import CLOSED_UNLESS_CHOSEN, Holiday


def hours() -> Hours:
    """Return the hours that are kept; a desk without any is never open."""
    week: dict[int, Day] = {}
    special: dict[date, Day] = dict.fromkeys(SpecialDay.objects.values_list("day", flat=True), ())
    blocks = Block.objects.filter(own=None).order_by("opens")
    rows = blocks.values_list("weekday", "special__day", "opens", "closes")
    for weekday, day, opens, closes in rows:
        if weekday is not None:
            week[weekday] = (*week.get(weekday, ()), Span(opens, closes))
        elif day is not None:
            special[day] = (*special[day], Span(opens, closes))
    return Hours(week, special, closed_holidays())


def desks() -> Desks:
    """Return the hours of the organisation, and of each team and channel that has its own."""
    ours, weeks = hours(), own_weeks()
    teams: dict[int, Hours] = {}
    channels: dict[int, Hours] = {}
    for pk, team, channel, keeps_days in OwnHours.objects.values_list(
        "pk", "team", "channel", "keeps_days"
    ):
        found = own_hours(ours, weeks.get(pk, {}), keeps_days=keeps_days)
        if team is not None:
            teams[team] = found
        elif channel is not None:
            channels[channel] = found
    return Desks(ours, teams, channels, *_own_days())


def _own_days() -> tuple[dict[int, dict[date, Day]], dict[int, dict[date, Day]]]:
    """Return the days that are different for one team, and for one channel."""
    teams: dict[int, dict[date, Day]] = {}
    channels: dict[int, dict[date, Day]] = {}
    for each in OwnDay.objects.all():
        if each.team_id is not None:
            teams.setdefault(each.team_id, {})[each.day] = each.hours
        elif each.channel_id is not None:
            channels.setdefault(each.channel_id, {})[each.day] = each.hours
    return teams, channels


def own_days_of(
    *, since: date, team: int | None = None, channel: int | None = None
) -> QuerySet[OwnDay]:
    """Return the days from `since` on that are different for a team or channel, soonest first."""
    return OwnDay.objects.filter(team=team, channel=channel, day__gte=since)


def find_own_day(pk: int) -> tuple[OwnDay, Place] | None:
    found = OwnDay.objects.select_related("team", "channel").filter(pk=pk).first()
    if found is None:
        return None
    return found, Place(found.channel.team_id) if found.channel else ORGANISATION


def own_weeks() -> dict[int, dict[int, Day]]:
    """Return the week of each team and channel that has its own, by the number of its hours."""
    weeks: dict[int, dict[int, Day]] = {}
    rows = Block.objects.exclude(own=None).order_by("opens")
    for own, weekday, opens, closes in rows.values_list("own", "weekday", "opens", "closes"):
        week = weeks.setdefault(own, {})
        week[weekday or 0] = (*week.get(weekday or 0, ()), Span(opens, closes))
    return weeks


def own_hours_of(*, team: int | None = None, channel: int | None = None) -> OwnHours | None:
    """Return the own hours of a team or a channel, if it has any."""
    found = OwnHours.objects.prefetch_related("blocks")
    return found.filter(team=team, channel=channel).first()


def closed_holidays() -> frozenset[Holiday]:
    """Return on which public holidays we are closed."""
    chosen = dict(HolidayChoice.objects.values_list("name", "is_closed"))
    return frozenset(each for each in Holiday if chosen.get(each, each in CLOSED_UNLESS_CHOSEN))


def promises() -> list[Promise]:
    """Return everything that is promised, in one query."""
    rows = Norm.objects.order_by().values_list("channel", "way", "sender", "kind", "number")
    return [
        Promise(norm_of(kind, number), channel, way, sender)
        for channel, way, sender, kind, number in rows
    ]


def promise_of_all() -> Promise | None:
    """Return what is promised to everybody who writes, wherever; None: nobody said anything."""
    row = Norm.objects.filter(channel=None, way="", sender="").first()
    return Promise(norm_of(row.kind, row.number)) if row else None


def norm_of(kind: str, number: int) -> terms.Norm | None:
    """Return the norm that a row keeps; None: nothing is promised."""
    return None if kind == NOTHING_PROMISED else terms.Norm(terms.Kind(kind), number)


def norms() -> QuerySet[Norm]:
    """Return all norms, those for everything first."""
    return Norm.objects.select_related("channel").order_by(
        models.F("channel__name").asc(nulls_first=True), "way", "sender"
    )


def away_answer_of(channel: int) -> AwayAnswer | None:
    """Return what a channel answers by itself. Asked for all that comes in."""
    return AwayAnswer.objects.filter(channel=channel).first()


def away_answers() -> dict[int, AwayAnswer]:
    return {each.channel_id: each for each in AwayAnswer.objects.all()}


def looks() -> dict[int, ProfileLook]:
    """Return what each profile said of the hours when we looked last."""
    return {each.channel_id: each for each in ProfileLook.objects.all()}


def away_answer_records() -> Iterator[dict[str, Any]]:
    """Return what channels answer by themselves as the open format has it."""
    return flat(AwayAnswer.objects.all(), "id", "channel", "is_on", "text")


def find_norm(pk: int) -> tuple[Norm, Place] | None:
    found = Norm.objects.filter(pk=pk).select_related("channel").first()
    return (found, Place(team=found.channel.team_id if found.channel else None)) if found else None


def special_days(*, since: date) -> QuerySet[SpecialDay]:
    """Return the days that are different from `since` on, soonest first."""
    return SpecialDay.objects.filter(day__gte=since).prefetch_related("blocks")


def find_special_day(pk: int) -> tuple[SpecialDay, Place] | None:
    found = SpecialDay.objects.filter(pk=pk).first()
    return (found, ORGANISATION) if found else None


def hour_records() -> Iterator[dict[str, Any]]:
    """Return the hours of every week as the open format has them."""
    blocks = Block.objects.filter(special=None, own=None)
    return flat(blocks, "id", "weekday", "opens", "closes")


def special_day_records() -> Iterator[dict[str, Any]]:
    """Return the days that are different as the open format has them."""
    for special in in_order(SpecialDay.objects.prefetch_related("blocks")):
        blocks = sorted(special.blocks.all(), key=lambda block: block.opens)
        yield {
            **values(special, "id", "day", "reason"),
            "blocks": [values(block, "opens", "closes") for block in blocks],
        }


def own_hours_records() -> Iterator[dict[str, Any]]:
    """Return the hours of teams and channels as the open format has them."""
    for own in in_order(OwnHours.objects.prefetch_related("blocks")):
        blocks = sorted(own.blocks.all(), key=lambda block: (block.weekday, block.opens))
        yield {
            **values(own, "id", "team", "channel", "keeps_days"),
            "blocks": [values(block, "weekday", "opens", "closes") for block in blocks],
        }


def own_day_records() -> Iterator[dict[str, Any]]:
    """Return the days that are different for a team or channel as the open format has them."""
    for own in in_order(OwnDay.objects.all()):
        yield {
            **values(own, "id", "team", "channel", "day", "reason"),
            "blocks": [{"opens": each.opens, "closes": each.closes} for each in own.hours],
        }


def holiday_records() -> Iterator[dict[str, Any]]:
    """Return what was chosen about public holidays as the open format has it."""
    return flat(HolidayChoice.objects.all(), "id", "name", "is_closed")


def norm_records() -> Iterator[dict[str, Any]]:
    """Return the norms as the open format has them."""
    return flat(Norm.objects.all(), "id", "channel", "way", "sender", "kind", "number")
