"""Looking into conversations of others: for a reason, for a while, to read and nothing else."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from gehoor.audit.models import Entry
from gehoor.flows import inspecting
from gehoor.flows.around import around
from gehoor.flows.inspecting import Inspection, Scope
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.models import Conversation
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import (
    Actor,
    Place,
    Role,
    answer,
    as_reader_of,
    see_inspected,
    see_names,
    tag,
)
from gehoor.testing import make

pytestmark = pytest.mark.django_db
WHY = "Klacht 12 over dit gesprek"


@pytest.fixture
def administrator() -> Actor:
    return make.actor(Role.ADMINISTRATOR, name="Bea")


@pytest.fixture
def conversation() -> Conversation:
    return make.received(text="Mijn fiets is weg.")


def begun(actor: Actor, conversation: Conversation, scope: Scope = Scope.CONVERSATION) -> int:
    number = conversation.channel_id if scope == Scope.CHANNEL else conversation.pk
    return inspecting.begin(actor, scope, number, reason=WHY)


def running(number: int) -> Inspection:
    found = inspecting.find(number)
    assert found
    return found[0]


def grow_old(actor: Actor, *, minutes: int) -> int:
    """Begin one so long ago: the log cannot be changed afterwards."""
    return Entry.objects.create(
        at=timezone.now() - timedelta(minutes=minutes), actor_id=actor.user_id,
        act="inspection.begun", subject="inspection", subject_id=actor.user_id or 0, reason=WHY,
        details={"scope": "channel", "number": 1, "channel": "", "teams": [], "minutes": 60},
    ).pk  # fmt: skip


def test_it_shows_what_it_was_begun_for_and_nothing_else(
    administrator: Actor, conversation: Conversation
) -> None:
    other = make.received(conversation.channel, thread="anders")

    number = begun(administrator, conversation)

    assert inspecting.find_inspected(number, conversation.pk)
    assert inspecting.find_inspected(number, other.pk) is None
    assert [each.pk for each in inspecting.conversations_of(running(number))] == [conversation.pk]


def test_of_a_contact_and_of_a_channel_everything_is_shown(
    administrator: Actor, conversation: Conversation
) -> None:
    beside = make.received(conversation.channel, thread="anders")
    Conversation.objects.filter(pk=beside.pk).update(contact=make.contact("ander@ander.example"))
    elsewhere = make.received(make.channel(name="Elders"), thread="elders")
    Conversation.objects.filter(pk=elsewhere.pk).update(contact=conversation.contact)

    of_contact = running(begun(administrator, conversation, Scope.CONTACT))
    of_channel = running(begun(administrator, conversation, Scope.CHANNEL))

    shown = {each.pk for each in inspecting.conversations_of(of_contact)}
    assert shown == {conversation.pk, elsewhere.pk}
    shown = {each.pk for each in inspecting.conversations_of(of_channel)}
    assert shown == {conversation.pk, beside.pk}


def test_it_ends_by_itself_after_an_hour_by_its_person_or_when_another_begins(
    administrator: Actor, conversation: Conversation
) -> None:
    assert inspecting.find(grow_old(administrator, minutes=59))
    assert inspecting.find(grow_old(administrator, minutes=61)) is None

    first = begun(administrator, conversation)
    second = begun(administrator, conversation)
    assert inspecting.find(first) is None

    inspecting.end(administrator, running(second))
    assert inspecting.find(second) is None


def test_the_privacy_officer_has_longer_than_an_administrator(conversation: Conversation) -> None:
    officer = make.actor(Role.PRIVACY_OFFICER)
    both = make.actor(Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)

    lasting = [running(begun(each, conversation)) for each in (officer, both)]

    lasted = [each.ends_at - each.begun_at for each in lasting]
    assert lasted == [timedelta(hours=4), timedelta(hours=1)]


@pytest.mark.parametrize("reason", ["", "   ", "kort", "kort  \n            "])
def test_without_a_reason_nothing_begins(
    administrator: Actor, conversation: Conversation, reason: str
) -> None:
    with pytest.raises(NotPossible):
        inspecting.begin(administrator, Scope.CONVERSATION, conversation.pk, reason=reason)

    assert not Entry.objects.filter(subject="inspection").exists()


def test_what_is_not_there_cannot_be_inspected(administrator: Actor) -> None:
    for scope in Scope:
        with pytest.raises(NotPossible):
            inspecting.begin(administrator, scope, 999_999, reason=WHY)


def test_it_is_of_who_began_it_and_ends_with_their_role() -> None:
    own = Place(by=7)

    assert see_inspected(Actor(7, roles=frozenset({Role.ADMINISTRATOR})), own)
    assert not see_inspected(Actor(8, roles=frozenset({Role.ADMINISTRATOR})), own)
    assert not see_inspected(Actor(7, roles=frozenset({Role.AGENT})), own)
    assert not see_inspected(Actor(7, roles=frozenset({Role.ADMINISTRATOR})), Place(team=1))


def test_it_gives_no_right_but_reading_and_only_there(
    administrator: Actor, conversation: Conversation
) -> None:
    begun(administrator, conversation)
    place = Place(team=conversation.channel.team_id)

    reader = as_reader_of(administrator, place)

    assert see_names(reader, place)
    assert not answer(reader, place)
    assert not tag(reader, place)
    # Lists, acts and live hints all ask this, which is as it was.
    user = User.objects.get(pk=administrator.user_id or 0)
    assert people.actor_of(user) == administrator


def test_each_reading_is_in_the_log_with_the_number_of_the_inspection_and_no_words(
    administrator: Actor, conversation: Conversation
) -> None:
    own = running(begun(administrator, conversation))

    shown = [inspecting.read(administrator, own, conversation) for _ in range(2)]

    assert [item.text for item in shown[0]] == ["Mijn fiets is weg."]
    lines = list(Entry.objects.filter(act="conversation.inspected"))
    assert [(each.subject_id, each.conversation_id) for each in lines] == [
        (own.pk, conversation.pk)
    ] * 2
    assert "fiets" not in str([each.details for each in lines])


def test_the_privacy_officer_sees_them_all_and_a_coordinator_those_about_their_team(
    administrator: Actor, conversation: Conversation
) -> None:
    own = running(begun(administrator, conversation))
    inspecting.read(administrator, own, conversation)
    here, elsewhere = conversation.channel.team, make.team(name="Elders")

    officer = make.actor(Role.PRIVACY_OFFICER)
    of_team = make.actor(Role.COORDINATOR, teams=(here,), name="Ria")
    of_other = make.actor(Role.COORDINATOR, teams=(elsewhere,), name="Kees")

    for who in (officer, of_team):
        [told] = inspecting.listed_for(who)
        assert (told.name, told.reason, list(told.opened)) == ("Bea", WHY, [conversation.pk])
    assert inspecting.listed_for(of_other) == []
    assert inspecting.listed_for(administrator) == []


def test_who_may_know_is_mailed_without_a_name_or_reason(
    administrator: Actor, conversation: Conversation, settings: Settings
) -> None:
    settings.EMAIL_HOST = "mail.example"
    make.user(Role.PRIVACY_OFFICER, email="fg@voorbeeld.example")
    here = conversation.channel.team
    make.user(Role.COORDINATOR, teams=(here,), email="ria@voorbeeld.example")
    make.user(Role.COORDINATOR, teams=(make.team(name="Elders"),), email="kees@voorbeeld.example")

    inspecting.tell.function(begun(administrator, conversation))

    assert sorted(to for letter in mail.outbox for to in letter.to) == [
        "fg@voorbeeld.example", "ria@voorbeeld.example",
    ]  # fmt: skip
    assert not any("Bea" in each.body or WHY in each.body for each in mail.outbox)


def test_every_page_knows_it_while_it_lasts_and_asks_nothing_more(
    administrator: Actor, conversation: Conversation
) -> None:
    assert around(administrator).inspecting is None
    number = begun(administrator, conversation)

    with CaptureQueriesContext(connection) as asked:
        found = around(administrator).inspecting

    assert found
    assert found.number == number
    assert timedelta(minutes=59) < found.ends_at - found.now < timedelta(minutes=61)
    assert len(asked) == 1
    inspecting.end(administrator, running(number))
    assert around(administrator).inspecting is None
    grow_old(administrator, minutes=61)
    assert around(administrator).inspecting is None


def test_who_may_know_of_it_is_told_on_every_page_while_it_lasts(
    administrator: Actor, conversation: Conversation
) -> None:
    officer = make.actor(Role.PRIVACY_OFFICER)
    of_team = make.actor(Role.COORDINATOR, teams=(conversation.channel.team,), name="Ria")
    of_other = make.actor(Role.COORDINATOR, teams=(make.team(name="Elders"),), name="Kees")
    everybody = (officer, of_team, of_other, administrator)

    number = begun(administrator, conversation)

    assert [around(each).is_inspected for each in everybody] == [True, True, False, False]
    inspecting.end(administrator, running(number))
    assert not any(around(each).is_inspected for each in everybody)
    grow_old(administrator, minutes=61)
    assert not any(around(each).is_inspected for each in everybody)
