"""A colleague named in a note is told, and only who may see the conversation can be."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.flows import handling, regrouping
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Message, Naming
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Actor, Place, Role, see_conversations
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def channel() -> Channel:
    return make.channel()


@pytest.fixture
def conversation(channel: Channel) -> Conversation:
    return make.received(channel, thread="a", text="De put is vol.")


@pytest.fixture
def anouk(channel: Channel) -> Actor:
    return make.actor(Role.AGENT, teams=(channel.team,), name="Anouk Smit")


@pytest.fixture
def yusuf(channel: Channel) -> User:
    return make.user(Role.READER, teams=(channel.team,), name="Yusuf de Vries")


def note(actor: Actor, conversation: Conversation, text: str) -> Message:
    return handling.write_note(actor, conversation, text=text, client_uuid=uuid.uuid4())


def test_who_is_named_is_told_once_and_until_they_look(
    conversation: Conversation, anouk: Actor, yusuf: User
) -> None:
    him = people.actor_of(yusuf)
    mark = uuid.uuid4()

    for _ in range(2):
        handling.write_note(anouk, conversation, text="@Yusuf, kan dit?", client_uuid=mark)

    [naming] = inbox.namings_of(him)
    assert (naming.conversation, naming.author) == (conversation.pk, "Anouk Smit")
    assert (naming.text, naming.seen_at) == ("@Yusuf, kan dit?", None)
    assert inbox.times_named(him) == inbox.counts(him).named == 1
    handling.show(him, conversation)

    assert inbox.times_named(him) == inbox.counts(him).named == 0
    [naming] = inbox.namings_of(him)
    assert naming.seen_at is not None


def test_that_another_looks_changes_nothing_for_who_is_named(
    conversation: Conversation, channel: Channel, anouk: Actor, yusuf: User
) -> None:
    other = make.received(channel, thread="b")
    note(anouk, conversation, "@Yusuf, kijk eens.")

    handling.show(anouk, conversation)
    handling.show(people.actor_of(yusuf), other)

    assert inbox.times_named(people.actor_of(yusuf)) == 1


def test_looking_writes_nothing_of_it_where_nobody_named_them(
    conversation: Conversation, yusuf: User
) -> None:
    with CaptureQueriesContext(connection) as asked:
        named = handling.show(people.actor_of(yusuf), conversation)

    assert named == 0
    assert not [each for each in asked.captured_queries if 'UPDATE "inbox_naming"' in each["sql"]]


def test_it_is_told_how_often_they_are_named_elsewhere_still(
    conversation: Conversation, channel: Channel, anouk: Actor, yusuf: User
) -> None:
    for each in (conversation, make.received(channel, thread="b")):
        note(anouk, each, "@Yusuf, kijk eens.")

    assert handling.show(people.actor_of(yusuf), conversation) == 1


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("is_own", [True, False])
def test_exactly_who_may_see_the_conversation_can_be_named(
    conversation: Conversation, channel: Channel, anouk: Actor, role: Role, is_own: bool
) -> None:
    team = channel.team if is_own else make.team(name="Andere afdeling")
    bo = make.actor(role, teams=(team,), name="Bo Bakker")

    note(anouk, conversation, "@Bo Bakker weet dit.")

    may_see = see_conversations(bo, Place(team=channel.team_id))
    assert Naming.objects.filter(user=bo.user_id).exists() is may_see


def test_who_left_and_who_writes_it_are_not_told(
    conversation: Conversation, anouk: Actor, yusuf: User
) -> None:
    User.objects.filter(pk=yusuf.pk).update(is_active=False)

    note(anouk, conversation, "@Yusuf en @Anouk: dit ligt er nog.")

    assert not Naming.objects.exists()


def test_who_may_not_see_it_any_more_is_shown_nothing_of_it(
    conversation: Conversation, anouk: Actor, yusuf: User
) -> None:
    note(anouk, conversation, "@Yusuf, kijk eens.")
    yusuf.teams.clear()

    him = people.actor_of(yusuf)
    assert inbox.times_named(him) == inbox.counts(him).named == 0
    assert list(inbox.namings_of(him)) == []


def test_the_log_knows_who_was_named(conversation: Conversation, anouk: Actor, yusuf: User) -> None:
    note(anouk, conversation, "@Yusuf, kijk eens.")
    note(anouk, conversation, "Gebeld.")

    written = Entry.objects.filter(act="note.written").order_by("pk")
    assert [each.details.get("named") for each in written] == [[yusuf.pk], None]


def test_the_place_where_one_was_named_goes_along_with_a_merge(
    conversation: Conversation, channel: Channel, anouk: Actor, yusuf: User
) -> None:
    other = make.received(channel, thread="b")
    note(anouk, other, "@Yusuf, kijk eens.")

    kept = regrouping.merge(anouk, conversation, other)

    [naming] = inbox.namings_of(people.actor_of(yusuf))
    assert naming.conversation == kept.pk
