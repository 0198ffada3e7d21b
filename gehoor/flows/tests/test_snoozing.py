"""Putting off: it leaves the work, stays in sight, and comes back on time or with an answer."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.contracts.connector import Author
from gehoor.contracts.posts import Visibility
from gehoor.flows import balance, bulk, handling, incoming, regrouping, snoozing, timer
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import BulkAct, Conversation, Regrouping
from gehoor.kit.clock import now
from gehoor.people.policies import Actor, Role
from gehoor.planning import actions as planning
from gehoor.planning.rules import ZONE, Block, moment_on
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]

HOUR = timedelta(hours=1)
FATIMA = Author("fatima@voorbeeld.example", "Fatima Bakker")


@pytest.fixture
def channel() -> Channel:
    return make.channel(connector="email")


@pytest.fixture
def agent(channel: Channel) -> Actor:
    return make.actor(Role.AGENT, teams=(channel.team,), name="Anouk")


def mail(channel: Channel, name: str = "a", *, answers: str = "", **given: Any) -> Conversation:
    facts: dict[str, Any] = {"author": FATIMA, "external_id": f"<{name}>"}
    return make.received(
        channel, **facts | {"answers": (f"<{answers}>",) if answers else ()} | given
    )


def current(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def listed(actor: Actor, view: str) -> list[int]:
    return [row.pk for row in inbox.page_of(actor, view).rows]


def let_pass(conversation: Conversation, by: timedelta = HOUR) -> None:
    """Let it be later than until when it was put off, for who asks the database's clock."""
    Conversation.objects.filter(pk=conversation.pk).update(snoozed_until=now() - by)


def test_what_is_put_off_leaves_every_list_of_work_and_stands_in_its_own(
    channel: Channel, agent: Actor
) -> None:
    put_off, other = mail(channel, "a"), mail(channel, "b")
    before = inbox.counts(agent)

    snoozing.snooze(agent, put_off, until=now() + HOUR)

    assert {view: listed(agent, view) for view in ("unassigned", "team", "snoozed")} == {
        "unassigned": [other.pk],
        "team": [other.pk],
        "snoozed": [put_off.pk],
    }
    after = inbox.counts(agent)
    assert (before.team, before.unassigned, before.snoozed) == (2, 2, 0)
    assert (after.team, after.unassigned, after.snoozed) == (1, 1, 1)
    assert current(put_off).status == "open"


def test_what_is_put_off_never_leaves_the_balance(channel: Channel, agent: Actor) -> None:
    put_off, other = mail(channel, "a"), mail(channel, "b")

    for until in (now() + HOUR, None):
        snoozing.snooze(agent, put_off, until=until)
        [line] = balance.of(now().astimezone(ZONE).date())
        assert line.adds_up
        assert (line.messages, line.open, line.snoozed) == (2, 2, 1)
    handling.finish(agent, put_off, outcome=Conversation.Outcome.SEEN)

    [line] = balance.of(now().astimezone(ZONE).date())
    assert (line.open, line.snoozed, line.not_handled) == (1, 0, 1)
    assert other.status == "open"


def test_it_comes_back_by_itself_unread_at_its_old_place_and_the_log_says_until_when(
    channel: Channel, agent: Actor
) -> None:
    first = mail(channel, "a")
    second = mail(channel, "b", author=Author("aad@voorbeeld.example", "Aad"))
    handling.show(agent, first)
    snoozing.snooze(agent, first, until=now() + HOUR)

    assert snoozing.bring_back_due in timer.STEPS
    snoozing.bring_back_due()
    assert listed(agent, "team") == [second.pk]
    let_pass(first)
    snoozing.bring_back_due()
    snoozing.bring_back_due()

    assert listed(agent, "team") == [first.pk, second.pk]
    assert current(first).is_unread
    assert current(first).back_because == Conversation.Back.TIME
    acts = Entry.objects.filter(conversation_id=first.pk, act="conversation.came_back")
    assert [(each.system, bool(each.details["until"])) for each in acts] == [("timer", True)]


def test_until_an_answer_comes_no_clock_brings_it_back(channel: Channel, agent: Actor) -> None:
    conversation = mail(channel)
    snoozing.snooze(agent, conversation, until=None)

    snoozing.bring_back_due()
    assert current(conversation).is_snoozed
    mail(channel, "b", answers="a", text="Hier is het nummer.")

    assert not current(conversation).is_snoozed
    assert listed(agent, "team") == [conversation.pk]


def test_who_writes_brings_it_back_at_once_and_until_when_it_was_is_kept(
    channel: Channel, agent: Actor
) -> None:
    conversation, until = mail(channel), now() + HOUR
    snoozing.snooze(agent, conversation, until=until)

    mail(channel, "b", answers="a", text="Dank u!")

    back = current(conversation)
    assert (back.is_snoozed, back.snoozed_until) == (False, until)
    assert (back.back_because, back.snoozed_by_id) == (Conversation.Back.CONTACT, agent.user_id)
    act = Entry.objects.get(act="conversation.came_back")
    assert (act.system, act.conversation_id) == ("incoming", conversation.pk)
    assert datetime.fromisoformat(act.details["until"]) == until
    snoozing.snooze(agent, back, until=back.snoozed_until)
    assert listed(agent, "snoozed") == [conversation.pk]


@pytest.mark.parametrize(
    "message",
    [
        {"is_automatic": True, "text": "Ik ben met vakantie."},
        {"is_earlier": True},
        {"is_ours": True},
    ],
)
def test_what_no_person_wrote_to_us_now_brings_nothing_back(
    channel: Channel, agent: Actor, message: dict[str, Any]
) -> None:
    conversation = mail(channel)
    snoozing.snooze(agent, conversation, until=now() + HOUR)

    mail(channel, "b", answers="a", **message)

    assert current(conversation).messages.count() == 2
    assert current(conversation).is_snoozed


def test_what_others_say_to_each_other_in_a_thread_brings_nothing_back() -> None:
    square = make.channel()
    agent = make.actor(Role.AGENT, teams=(square.team,))
    post: dict[str, Any] = {"thread": "1", "is_public": True, "visibility": Visibility.PUBLIC}
    first = make.received(square, external_id="1", is_to_us=True, **post)
    snoozing.snooze(agent, first, until=now() + HOUR)

    make.received(square, external_id="2", author=Author("kees@x.example"), **post)
    assert current(first).is_snoozed
    make.received(square, external_id="3", is_to_us=True, author=Author("jan@x.example"), **post)

    assert not current(first).is_snoozed
    assert current(first).back_because == Conversation.Back.OTHER


def test_why_it_came_back_is_gone_once_somebody_dealt_with_it(
    channel: Channel, agent: Actor
) -> None:
    def came_back(name: str) -> Conversation:
        conversation = mail(channel, name)
        snoozing.snooze(agent, conversation, until=now() + HOUR)
        let_pass(conversation)
        snoozing.bring_back_due()
        assert current(conversation).back_because == Conversation.Back.TIME
        return current(conversation)

    answered, finished, put_off = came_back("a"), came_back("b"), came_back("c")
    still_there = came_back("d")

    make.reply(answered, by=agent)
    handling.finish(agent, finished, outcome=Conversation.Outcome.SEEN)
    snoozing.snooze(agent, put_off, until=None)
    handling.show(agent, still_there)
    handling.write_note(agent, still_there, text="Ik bel nog.", client_uuid=uuid.uuid4())

    dealt_with = (answered, finished, put_off)
    assert {current(each).back_because for each in dealt_with} == {Conversation.Back.NOT}
    assert current(still_there).back_because == Conversation.Back.TIME


def test_undoing_puts_why_it_came_back_in_place_again(channel: Channel, agent: Actor) -> None:
    conversation = mail(channel)
    snoozing.snooze(agent, conversation, until=None)
    mail(channel, "b", answers="a", text="Dank u!")
    told = current(conversation).back_because
    counts = inbox.counts(agent)
    seen = bulk.Wanted(
        BulkAct.Act.SEEN, counts.newest_message, counts.newest_entry, reason="Alleen dank."
    )

    done = bulk.begin(agent, seen, [conversation.pk])
    assert current(conversation).back_because == Conversation.Back.NOT
    bulk.undo(agent, done.pk)

    assert (told, current(conversation).back_because) == ("contact", "contact")


def test_who_edits_what_they_wrote_brings_it_back_too(channel: Channel, agent: Actor) -> None:
    delivery = make.delivery(channel, transport_id="t")
    [conversation] = incoming.receive(channel, [delivery], [(make.incoming(author=FATIMA),)])
    snoozing.snooze(agent, inbox.find(conversation.pk)[0], until=now() + HOUR)  # type: ignore[index]

    again = make.delivery_again(channel, "t")
    changed = make.incoming(author=FATIMA, text="Nee, het was de blauwe bak.")
    incoming.receive(channel, [again], [(changed,)])

    assert not current(conversation).is_snoozed
    assert Entry.objects.filter(act="conversation.came_back").exists()


def test_a_moment_that_has_passed_or_is_years_away_is_refused_and_nothing_changes(
    channel: Channel, agent: Actor
) -> None:
    conversation = mail(channel)

    for until in (now() - HOUR, now() + timedelta(days=367)):
        with pytest.raises(NotPossible):
            snoozing.snooze(agent, conversation, until=until)

    assert not current(conversation).is_snoozed
    assert not Entry.objects.filter(act="conversation.snoozed").exists()


def test_what_is_finished_cannot_be_put_off_and_finishing_ends_it(
    channel: Channel, agent: Actor
) -> None:
    conversation = mail(channel)
    snoozing.snooze(agent, conversation, until=now() + HOUR)
    handling.finish(agent, conversation, outcome=Conversation.Outcome.SEEN)

    assert listed(agent, "snoozed") == []
    with pytest.raises(NotPossible):
        snoozing.snooze(agent, current(conversation), until=None)


def test_undoing_gives_back_the_time_it_had(channel: Channel, agent: Actor) -> None:
    conversation, first = mail(channel), now() + HOUR
    snoozing.snooze(agent, conversation, until=first)
    snoozing.snooze(agent, conversation, until=None)

    snoozing.put_back(agent, conversation, until=first)
    assert current(conversation).snoozed_until == first
    snoozing.put_back(agent, conversation, until=now() - HOUR)

    assert not current(conversation).is_snoozed


def test_the_list_has_the_soonest_first_and_pages_follow_each_other(
    channel: Channel, agent: Actor
) -> None:
    made = [mail(channel, f"m{number}") for number in range(7)]
    moments = [now() + number * HOUR for number in (3, 1, 2)] + [None] * 4
    for conversation, until in zip(made, moments, strict=True):
        snoozing.snooze(agent, conversation, until=until)
    soonest = [made[1].pk, made[2].pk, made[0].pk, *(each.pk for each in made[3:])]

    seen: list[int] = []
    after: str | None = None
    while after != "":
        page = inbox.page_of(agent, "snoozed", after=after, size=2)
        seen += [row.pk for row in page.rows]
        after = page.next_after

    assert seen == soonest


def test_of_two_that_are_merged_the_sooner_counts_and_undoing_gives_both_theirs(
    channel: Channel, agent: Actor
) -> None:
    one, two = mail(channel, "a"), mail(channel, "b")
    soon, late = now() + HOUR, now() + 5 * HOUR
    snoozing.snooze(agent, one, until=late)
    snoozing.snooze(agent, two, until=soon)

    kept = regrouping.merge(agent, one, two)
    assert (current(kept).is_snoozed, current(kept).snoozed_until) == (True, soon)
    regrouping.undo(agent, Regrouping.objects.get())

    assert [current(each).snoozed_until for each in (one, two)] == [late, soon]


def test_merging_with_one_that_is_work_makes_it_work(channel: Channel, agent: Actor) -> None:
    one, two = mail(channel, "a"), mail(channel, "b")
    snoozing.snooze(agent, one, until=None)

    kept = regrouping.merge(agent, one, two)

    assert not current(kept).is_snoozed


def test_what_is_offered_keeps_to_the_opening_hours(agent: Actor) -> None:
    office = (Block(8 * 60 + 30, 12 * 60 + 30), Block(13 * 60, 17 * 60))
    planning.change_week(dict.fromkeys(range(5), office))
    friday = datetime(2026, 11, 27, 10, 2, tzinfo=ZONE)
    planning.change_day(date(2026, 11, 30), (Block(11 * 60, 15 * 60),), reason="Uitje")

    offered = snoozing.times(friday)

    assert offered.today == datetime(2026, 11, 27, 13, 15, tzinfo=ZONE)
    assert offered.tomorrow == datetime(2026, 11, 30, 11, 0, tzinfo=ZONE)
    assert not offered.is_tomorrow
    assert offered.monday is None, "it would be the same moment"
    assert snoozing.times(friday + 6 * HOUR).today is None
    moved = snoozing.at(date(2026, 11, 28), time(14))
    assert (moved.moment, moved.is_moved) == (offered.tomorrow, True)


def test_what_is_offered_goes_by_the_hours_of_who_works_on_it(
    channel: Channel, agent: Actor
) -> None:
    planning.change_week(dict.fromkeys(range(5), (Block(9 * 60, 17 * 60),)))
    evening = dict.fromkeys(range(7), (Block(18 * 60, 22 * 60),))
    planning.change_own_hours(evening, keeps_days=True, team=channel.team_id)
    saturday = datetime(2026, 11, 28, 10, 2, tzinfo=ZONE)
    conversation = make.conversation(channel=channel)

    assert snoozing.times(saturday).today is None
    assert snoozing.times(saturday, conversation).today == saturday.replace(hour=18, minute=0)
    chosen = snoozing.at(date(2026, 11, 29), time(14), conversation)
    assert (chosen.moment.astimezone(ZONE).hour, chosen.is_moved) == (18, True)
    # Another team works on it now, which keeps the hours of all.
    conversation.routed_to = make.team(name="Overdag")
    assert snoozing.times(saturday, conversation).today is None


def test_who_keeps_no_hours_is_offered_the_plain_moments(agent: Actor) -> None:
    friday = datetime(2026, 11, 27, 9, 50, tzinfo=ZONE)

    offered = snoozing.times(friday)

    assert offered.today == datetime(2026, 11, 27, 13, 0, tzinfo=ZONE)
    assert offered.tomorrow == datetime(2026, 11, 28, 9, 0, tzinfo=ZONE)
    assert offered.monday == datetime(2026, 11, 30, 9, 0, tzinfo=ZONE)
    chosen = snoozing.at(date(2026, 11, 28), time(14))
    assert (chosen.moment, chosen.is_moved) == (datetime(2026, 11, 28, 14, tzinfo=ZONE), False)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.sampled_from(["hour", "answer", "write", "pass", "back"]), max_size=8))
def test_whatever_happens_it_is_in_one_list_and_in_the_balance(
    channel: Channel, agent: Actor, steps: list[str]
) -> None:
    conversation = mail(channel, make.incoming().external_id.strip("<>"))
    first = conversation.messages.get().external_id.strip("<>")
    for step in steps:
        if step == "hour":
            snoozing.snooze(agent, conversation, until=now() + HOUR)
        elif step == "answer":
            snoozing.snooze(agent, conversation, until=None)
        elif step == "write":
            mail(channel, make.incoming().external_id.strip("<>"), answers=first)
        elif step == "pass" and current(conversation).snoozed_until:
            let_pass(conversation)
            snoozing.bring_back_due()
        elif step == "back":
            snoozing.bring_back(agent, conversation)

        in_work = conversation.pk in listed(agent, "team")
        assert in_work != (conversation.pk in listed(agent, "snoozed"))
        assert in_work == (not current(conversation).is_snoozed)
    assert all(line.adds_up for line in balance.of(now().astimezone(ZONE).date()))


def test_a_night_that_has_an_hour_twice_gives_the_first(agent: Actor) -> None:
    twice = snoozing.at(date(2026, 10, 25), time(2, 30))
    skipped = snoozing.at(date(2027, 3, 28), time(2, 30))

    assert twice.moment == moment_on(date(2026, 10, 25), 150)
    assert twice.moment.utcoffset() == timedelta(0)
    assert twice.moment.hour == 0
    assert skipped.moment.astimezone(ZONE).hour == 3
