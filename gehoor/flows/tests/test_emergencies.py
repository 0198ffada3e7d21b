"""Somebody may be in danger: on top as it comes in, and a colleague says what is true."""

import pytest

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.contracts.posts import Visibility
from gehoor.flows import emergencies, handling, setup, snoozing
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions.arrivals import Arrival
from gehoor.inbox.models import Conversation, Draft
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S0-11")]
ADMIN = Actor(system="setup")
DANGER = "er ligt iemand in het water"


@pytest.fixture
def channel() -> Channel:
    return make.channel(connector="email")


@pytest.fixture
def agent(channel: Channel) -> Actor:
    return make.actor(Role.AGENT, teams=(channel.team,), name="Anouk")


def current(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def test_it_goes_on_top_with_the_words_that_say_so(channel: Channel, agent: Actor) -> None:
    first = make.received(channel)

    found = make.received(channel, subject="", text=f"Help! {DANGER.capitalize()} bij de brug.")

    assert found.is_emergency
    assert (found.emergency_kind, found.emergency_words) == ("water", "ligt iemand in het water")
    assert [row.pk for row in inbox.page_of(agent, "unassigned").rows] == [found.pk, first.pk]


def test_the_log_says_which_danger_and_none_of_their_words(channel: Channel) -> None:
    found = make.received(channel, text=DANGER)

    line = Entry.objects.get(act="conversation.emergency_found")
    assert (line.conversation_id, line.details) == (found.pk, {"danger": "water"})
    assert line.system == "emergencies"


def test_words_in_the_subject_count_and_words_that_only_look_like_it_do_not(
    channel: Channel,
) -> None:
    assert make.received(channel, subject="Brand in de flat!", text="Kom snel").is_emergency
    assert not make.received(channel, text="Ik schrik me dood van de aanslag").is_emergency


@pytest.mark.parametrize(
    "quiet",
    [{"is_automatic": True}, {"is_ours": True}, {"is_earlier": True}, {"is_reaction": True}],
)
def test_machines_old_messages_and_what_we_wrote_raise_nothing(
    channel: Channel, quiet: dict[str, bool]
) -> None:
    assert not make.received(channel, text=DANGER, **quiet).is_emergency


def test_news_in_a_channel_that_is_only_read_is_no_emergency() -> None:
    feed = make.channel(connector="feed")

    assert not make.received(feed, text=DANGER).is_emergency


def test_a_finished_conversation_that_was_put_off_comes_back_to_the_top(
    channel: Channel, agent: Actor
) -> None:
    finished = make.received(channel, external_id="<a>")
    handling.finish(agent, finished, outcome=Conversation.Outcome.SEEN)
    later = make.received(channel, external_id="<b>")
    snoozing.snooze(agent, later, until=None)

    make.received(channel, answers=("<a>",), text=DANGER)
    make.received(channel, answers=("<b>",), text=DANGER)

    for each in (current(finished), current(later)):
        assert (each.is_emergency, each.status, each.is_snoozed) == (True, "open", False)


def test_a_public_post_to_others_is_seen_too(agent: Actor) -> None:
    """Who shouts for help below a post of ours does not name us first."""
    channel = make.channel(connector="mastodon", settings={"server": "https://x.example"})

    found = make.received(
        channel, text=DANGER, visibility=Visibility.PUBLIC, is_public=True, thread="1"
    )

    assert found.is_emergency
    assert found.rank == 0


def test_a_false_alarm_is_told_with_one_act_and_counted(channel: Channel, agent: Actor) -> None:
    found = make.received(channel, text=DANGER)

    emergencies.false_alarm(agent, found)

    after = current(found)
    assert (after.is_emergency, after.emergency_words, after.status) == (False, "", "open")
    assert Entry.objects.get(act="conversation.false_alarm").details == {"danger": "water"}
    counted = emergencies.counted()
    assert (counted.found, counted.false_alarms, counted.by_hand) == (1, 1, 0)


def test_an_edited_message_raises_an_alarm_where_it_stands(channel: Channel) -> None:
    """Its first text was harmless, so nothing said yet that nobody is in danger."""
    found = make.received(channel, text="Ik sta bij de brug", external_id="<a>")

    emergencies.look(channel, [edited(found, text=DANGER)])

    assert current(found).is_emergency


def edited(conversation: Conversation, *, text: str) -> Arrival:
    message = conversation.messages.get()
    return Arrival(
        delivery_id=0, part=0, contact_id=conversation.contact_id, handle="x",
        message=make.incoming(text=text), received_at=make.NOON, replaces=message.pk,
    )  # fmt: skip


def test_a_word_of_ones_own_is_kept_and_counts_at_once(channel: Channel) -> None:
    setup.change_organisation(ADMIN, emergency_words="sluisdeur staat open")

    found = make.received(channel, text="De sluisdeur staat open!")

    assert (found.emergency_kind, found.emergency_words) == ("own", "sluisdeur staat open")


def test_the_112_text_stands_behind_what_is_typed_and_is_sent_by_nobody(
    channel: Channel, agent: Actor
) -> None:
    found = make.received(channel, text=DANGER)

    for _twice in range(2):
        emergencies.put_text_in_draft(agent, found, kind=Draft.Kind.REPLY, text="Dank u.")

    kept = Draft.objects.get()
    assert kept.text.startswith("Dank u.\n\nIs er iemand in gevaar? Bel nu 112.")
    assert found.messages.count() == 1


def test_where_nobody_can_be_answered_there_is_no_text_to_take(agent: Actor) -> None:
    listening = make.channel(stage=Channel.Stage.LISTEN)
    found = make.received(listening, text=DANGER)

    with pytest.raises(NotPossible):
        emergencies.put_text_in_draft(agent, found, kind=Draft.Kind.REPLY, text="")
