"""One source of opening hours: words for every bio, what a bio says of them, and the website."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import override

from gehoor.audit.actions import record
from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.contracts.connector import NotAllowed, Unreachable
from gehoor.contracts.profiles import Profiles, profiles_of
from gehoor.flows import consenting
from gehoor.kit.clock import now, this_day
from gehoor.kit.jobs import background
from gehoor.organisation import actions as ours
from gehoor.organisation import queries as organisation
from gehoor.people.policies import Actor
from gehoor.planning import actions, queries
from gehoor.planning.models import ProfileLook
from gehoor.planning.rules import Hours, is_open, next_opening, write_day
from gehoor.planning.rules.telling import Says, in_short, says

ONLY: Final = 1
DAYS_TOLD: Final = 60
"""how far ahead days that are different are told"""
LOOK_EVERY: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Told:
    """The hours of a channel as its account should tell them."""

    channel: Channel
    text: str
    """empty: there are no hours, or no room for them"""
    longest: int | None
    """how much the platform takes; None: we do not know"""
    can_look: bool
    look: ProfileLook | None


def told_by(channel: Channel, look: ProfileLook | None = None) -> Told:
    """Return what an account should say, as long as its platform allows."""
    profiles = _profiles_of(channel)
    texts = texts_for(queries.desks().of(channel=channel.pk, team=channel.team_id))
    fitting = [each for each in texts if profiles is None or _fits(profiles, each)]
    return Told(
        channel=channel,
        text=fitting[0] if fitting else "",
        longest=profiles.longest if profiles else None,
        can_look=profiles is not None and not channel.is_closed,
        look=look,
    )


def texts_for(hours: Hours) -> list[str]:
    """Return the hours in words, in the language of the organisation, the longest first."""
    short = hours_in_short(hours)
    if not short:
        return []
    with override(organisation.ours().language):
        return [
            _("We read and answer messages %(hours)s. In danger? Call 112.") % {"hours": short},
            _("We answer %(hours)s.") % {"hours": short},
            short,
        ]


def hours_in_short(hours: Hours) -> str:
    """Return a week as briefly as people write it, in the language of the organisation."""
    with override(organisation.ours().language):
        names = [str(WEEKDAYS_ABBR[number]).lower().rstrip(".") for number in range(7)]
        return in_short(hours.week, names, mark=":")


def _fits(profiles: Profiles, text: str) -> bool:
    return profiles.counting.count(text) <= profiles.longest


def _profiles_of(channel: Channel) -> Profiles | None:
    found = channels.connectors().get(channel.connector)
    return profiles_of(found) if found else None


@background(queue="threads", actor="threads")
def look(number: int) -> None:
    """Look at the profile of channel `number`, and keep what it says of the hours."""
    channel = Channel.objects.get(pk=number)
    profiles = _profiles_of(channel)
    if profiles is None or channel.is_closed:
        return
    try:
        account = channels.account_of(channel, renew=consenting.renewing(number))
        profile = profiles.read(account)
    except (NotAllowed, Unreachable) as problem:
        _keep(channel, Says.UNREADABLE, problem=str(problem).splitlines()[0])
        return
    hours = queries.desks().of(channel=number, team=channel.team_id)
    _keep(channel, says(profile, hours_in_short(hours)))


@transaction.atomic
def _keep(channel: Channel, found: Says, *, problem: str = "") -> None:
    if actions.note_look(channel.pk, found, at=now(), problem=problem):
        record(
            Actor(system="threads"), "look_at_profile", "channel", channel.pk,
            team_id=channel.team_id, says=str(found),
        )  # fmt: skip


@transaction.atomic
def ask_to_look(channel: Channel) -> None:
    """Have a profile looked at now."""
    look.wake(channel.pk)


def look_at_old() -> None:
    """Have every profile looked at once a day; the timer calls this."""
    looked = queries.looks()
    for channel in channels.open_channels():
        before = looked.get(channel.pk)
        if _profiles_of(channel) and (before is None or now() - before.looked_at >= LOOK_EVERY):
            look.wake(channel.pk)


@transaction.atomic
def publish(actor: Actor, *, is_public: bool) -> bool:
    """Let anybody read the hours here, for a website, or nobody; tells whether that is new."""
    if changed := ours.change(publishes_hours=is_public):
        record(actor, "change", "organisation", ONLY, fields=changed)
    return bool(changed)


def published(*, at: datetime) -> Mapping[str, Any] | None:
    """Return the hours of the organisation for its website; None while they are not published."""
    if not organisation.publishes_hours():
        return None
    hours, today = queries.hours(), this_day()
    opening = next_opening(hours, at)
    return {
        "organisation": organisation.name(),
        "text": next(iter(texts_for(hours)), ""),
        "is_open": is_open(hours, at),
        "next_opening": opening.isoformat() if opening else None,
        "week": [
            {"weekday": number + 1, "hours": write_day(hours.week.get(number, ()))}
            for number in range(7)
        ],
        "days": [
            {"day": day.isoformat(), "hours": write_day(hours.special[day])}
            for day in sorted(hours.special)
            if today <= day <= today + timedelta(days=DAYS_TOLD)
        ],
    }
