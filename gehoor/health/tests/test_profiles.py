"""A profile that tells other opening hours stands on Toestand."""

from datetime import UTC, datetime

import pytest

from gehoor.channels.models import Channel
from gehoor.health import queries as health
from gehoor.health.rules import Finding
from gehoor.people.policies import Role
from gehoor.planning import actions as planning
from gehoor.planning.rules.telling import Says
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)


@pytest.fixture
def channel() -> Channel:
    return make.channel(name="Plein")


def told() -> list[Finding]:
    return [each for each in health.look(now=NOW) if each.subject.startswith("profile-")]


def test_other_hours_in_a_profile_are_something_to_look_at(channel: Channel) -> None:
    planning.note_look(channel.pk, Says.OTHER, at=NOW)

    [found] = told()

    assert (found.level, found.channel, found.since) == ("attention", channel.pk, NOW)
    assert found.facts == {"name": "Plein"}
    coordinator = make.actor(Role.COORDINATOR, teams=(channel.team,))
    assert found in health.visible([found], coordinator)
    elsewhere = make.actor(Role.COORDINATOR, teams=(make.team(name="Elders"),))
    assert health.visible([found], elsewhere) == []


@pytest.mark.parametrize("says", [Says.SAME, Says.NOTHING, Says.UNREADABLE])
def test_the_same_hours_none_or_a_profile_we_could_not_read_are_no_drift(
    channel: Channel, says: Says
) -> None:
    planning.note_look(channel.pk, says, at=NOW)

    assert told() == []


def test_a_closed_channel_and_a_profile_that_was_mended_are_not_told(channel: Channel) -> None:
    planning.note_look(channel.pk, Says.OTHER, at=NOW)
    Channel.objects.filter(pk=channel.pk).update(is_closed=True)
    assert told() == []

    Channel.objects.filter(pk=channel.pk).update(is_closed=False)
    planning.note_look(channel.pk, Says.SAME, at=NOW)
    assert told() == []
