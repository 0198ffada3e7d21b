"""By when an answer was promised stands on the conversation, whatever changes it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.contracts.connector import Author
from gehoor.contracts.posts import Visibility
from gehoor.flows import connecting, handling, regrouping, replies, setup, snoozing, terms
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation
from gehoor.inbox.queries.terms import has_old_terms
from gehoor.kit.clock import now
from gehoor.people.policies import Actor, Role
from gehoor.planning import queries as planned
from gehoor.planning.models import Norm as KeptNorm
from gehoor.planning.rules import read_day
from gehoor.planning.rules.norms import Promise, Way
from gehoor.planning.rules.terms import Kind, Norm
from gehoor.testing import make
from gehoor.testing.scripted import platform

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ALWAYS = dict.fromkeys(range(7), read_day("0-24"))
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
AN_HOUR = Norm(Kind.MINUTES, 60)
ADMIN = Actor(system="setup")


@pytest.fixture
def channel() -> Channel:
    """A desk that is always there and promises an answer within the hour."""
    setup.change_hours(ADMIN, ALWAYS)
    terms.promise(ADMIN, Promise(AN_HOUR))
    return make.channel(connector="email")


@pytest.fixture
def agent(channel: Channel) -> Actor:
    return make.actor(Role.AGENT, teams=(channel.team,), name="Anouk")


def current(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def mail(channel: Channel, *, ago: timedelta = 10 * MINUTE, **given: Any) -> Conversation:
    return make.received(channel, sent_at=now() - ago, **given)


@pytest.mark.row("S3-03")
def test_a_term_begins_with_the_post_and_not_when_we_read_it(channel: Channel) -> None:
    posted = now() - 10 * MINUTE

    conversation = make.received(channel, sent_at=posted)

    assert conversation.due_at == posted + HOUR
    assert conversation.warn_at == posted + 45 * MINUTE


def test_without_a_norm_nothing_is_due(channel: Channel) -> None:
    terms.forget_norm(ADMIN, KeptNorm.objects.get())

    conversation = mail(channel)

    assert conversation.due_at is None
    assert not conversation.has_old_term


def test_a_desk_without_opening_hours_keeps_no_term(channel: Channel) -> None:
    setup.change_hours(ADMIN, {})

    assert mail(channel).due_at is None


def test_a_second_message_does_not_give_more_time(channel: Channel) -> None:
    first = mail(channel, external_id="<a>", ago=30 * MINUTE)

    second = mail(channel, external_id="<b>", answers=("<a>",), ago=MINUTE)

    assert second.pk == first.pk
    assert second.due_at == first.due_at


def test_who_was_answered_has_no_place_among_what_is_due(channel: Channel, agent: Actor) -> None:
    answered, waits = mail(channel), mail(channel, ago=MINUTE)

    replies.send_reply(agent, answered, text="Dank u.", client_uuid=uuid4(), seen_sequence=1000)

    rows = inbox.page_of(agent, "team").rows
    assert [row.pk for row in rows] == [waits.pk, answered.pk]
    assert rows[1].due_at is None


def test_opened_again_the_term_is_that_of_the_post(channel: Channel, agent: Actor) -> None:
    conversation = mail(channel)
    handling.finish(agent, conversation, outcome=Conversation.Outcome.SEEN)

    handling.reopen(agent, current(conversation))

    assert current(conversation).due_at == conversation.due_at


@pytest.mark.row("S2-34")
def test_the_clock_stands_still_while_it_waits_for_the_citizen(
    channel: Channel, agent: Actor
) -> None:
    terms.promise(ADMIN, Promise(Norm(Kind.MINUTES, 240)))
    conversation = mail(channel, ago=150 * MINUTE)
    snoozing.snooze(agent, conversation, until=None)
    assert current(conversation).due_at is None
    stopped_for_two_hours(conversation)

    snoozing.bring_back(agent, current(conversation))

    back = current(conversation)
    assert back.due_at is not None
    assert conversation.due_at is not None
    assert abs(back.due_at - (conversation.due_at + 2 * HOUR)) < MINUTE


def stopped_for_two_hours(conversation: Conversation) -> None:
    [stop] = current(conversation).clock_stops
    since = (datetime.fromisoformat(stop["since"]) - 2 * HOUR).isoformat()
    stops = [{"since": since, "until": None}]
    Conversation.objects.filter(pk=conversation.pk).update(clock_stops=stops)


def test_put_off_until_a_moment_the_clock_runs_on(channel: Channel, agent: Actor) -> None:
    conversation = mail(channel)

    snoozing.snooze(agent, conversation, until=now() + HOUR)

    assert current(conversation).due_at == conversation.due_at


def test_of_a_new_wait_the_stops_of_the_old_one_do_not_count(
    channel: Channel, agent: Actor
) -> None:
    conversation = mail(channel, external_id="<a>")
    snoozing.snooze(agent, conversation, until=None)
    stopped_for_two_hours(conversation)
    snoozing.bring_back(agent, current(conversation))
    handling.finish(agent, current(conversation), outcome=Conversation.Outcome.SEEN)
    posted = now()

    again = make.received(channel, external_id="<b>", answers=("<a>",), sent_at=posted)

    assert again.pk == conversation.pk
    assert again.due_at == posted + HOUR


@pytest.mark.parametrize(
    ("given", "minutes"),
    [
        ({"visibility": Visibility.DIRECT, "is_to_us": True}, 2),
        ({"visibility": Visibility.PUBLIC, "is_to_us": True, "thread": "t1"}, 30),
        (
            {"visibility": Visibility.PUBLIC, "is_to_us": True, "thread": "t2", "answers": ("x",)},
            60,
        ),
        (
            {
                "visibility": Visibility.DIRECT,
                "is_to_us": True,
                "author": Author("red@krant.example", "Redactie"),
            },
            5,
        ),
    ],
)
@pytest.mark.row("S3-03")
def test_each_way_of_turning_to_us_and_each_sender_has_its_norm(
    given: dict[str, Any], minutes: int, channel: Channel
) -> None:
    public = make.channel(connector="mastodon")
    for promise in (
        Promise(Norm(Kind.MINUTES, 2), way=Way.DIRECT),
        Promise(Norm(Kind.MINUTES, 30), channel=public.pk),
        Promise(Norm(Kind.MINUTES, 60), channel=public.pk, way=Way.REACTION),
        Promise(Norm(Kind.MINUTES, 120), channel=channel.pk),
        Promise(Norm(Kind.MINUTES, 2), channel=public.pk, way=Way.DIRECT),
        Promise(Norm(Kind.MINUTES, 5), sender="@krant.example"),
    ):
        terms.promise(ADMIN, promise)
    posted = now()

    conversation = make.received(public, sent_at=posted, **given)

    assert conversation.due_at == posted + minutes * MINUTE


def test_a_changed_norm_lets_every_term_be_worked_out_anew(channel: Channel) -> None:
    posted = now() - 10 * MINUTE
    conversation = make.received(channel, sent_at=posted)

    terms.promise(ADMIN, Promise(Norm(Kind.MINUTES, 90)))
    assert current(conversation).due_at == posted + HOUR
    terms.renew_old.function(terms.ALL)

    assert current(conversation).due_at == posted + 90 * MINUTE
    assert not has_old_terms()
    assert "norm" in set(Entry.objects.values_list("subject", flat=True))


def test_the_same_norm_again_changes_nothing(channel: Channel) -> None:
    mail(channel)

    assert not terms.promise(ADMIN, Promise(AN_HOUR))

    assert not has_old_terms()


def test_changed_hours_let_every_term_be_worked_out_anew(channel: Channel) -> None:
    friday = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)
    conversation = make.conversation(channel=channel, waiting_since=friday)

    setup.change_hours(ADMIN, dict.fromkeys(range(5), read_day("9-17")))
    terms.renew_old.function(terms.ALL)

    assert current(conversation).due_at == datetime(2026, 11, 30, 8, 30, tzinfo=UTC)


def test_what_no_flow_thought_of_is_seen_on_the_row(
    channel: Channel, django_assert_num_queries: Any
) -> None:
    conversation = mail(channel)
    since = now() - 5 * HOUR
    Conversation.objects.filter(pk=conversation.pk).update(waiting_since=since)

    assert current(conversation).has_old_term
    terms.renew_old.function(terms.ALL)

    assert current(conversation).due_at == since + HOUR
    with django_assert_num_queries(1):
        terms.wake_old()


def test_batches_go_on_until_nothing_is_old(
    channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "BATCH", 2)
    for _ in range(5):
        make.conversation(channel=channel)

    terms.renew_old.function(terms.ALL)

    assert not has_old_terms()
    assert Conversation.objects.exclude(due_at=None).count() == 5


def test_a_split_off_part_has_its_own_term(channel: Channel, agent: Actor) -> None:
    first = mail(channel, external_id="<a>", ago=30 * MINUTE)
    mail(channel, external_id="<b>", answers=("<a>",), ago=MINUTE)

    made = regrouping.split(agent, first, sequence=2)

    rows = Conversation.objects.order_by("pk")
    assert not any(row.has_old_term for row in rows)
    assert current(made).due_at is not None


def test_first_what_is_due_first_then_who_waits_without_a_norm(
    channel: Channel, agent: Actor
) -> None:
    other = make.channel(team=channel.team, connector="email")
    terms.promise(ADMIN, Promise(None, channel=other.pk))
    terms.promise(ADMIN, Promise(Norm(Kind.MINUTES, 5), sender="haast@voorbeeld.example"))
    without = mail(other, ago=10 * HOUR, author=Author("bea@voorbeeld.example", "Bea"))
    later = mail(channel, ago=20 * MINUTE, author=Author("aad@voorbeeld.example", "Aad"))
    soon = mail(channel, ago=MINUTE, author=Author("haast@voorbeeld.example", "Kees"))

    pages = [inbox.page_of(agent, "team", size=1)]
    while pages[-1].next_after:
        pages.append(inbox.page_of(agent, "team", size=1, after=pages[-1].next_after))

    assert [row.pk for page in pages for row in page.rows] == [soon.pk, later.pk, without.pk]


def test_what_is_nearly_late_can_be_asked_for_and_is_counted(
    channel: Channel, agent: Actor
) -> None:
    late = mail(channel, ago=2 * HOUR)
    # Who had contact before goes some hours ahead: these are others.
    nearly = mail(channel, ago=50 * MINUTE, author=Author("bea@voorbeeld.example", "Bea"))
    mail(channel, ago=MINUTE, author=Author("aad@voorbeeld.example", "Aad"))

    rows = inbox.page_of(agent, "team", narrowed=inbox.Filter(only_at_risk=True)).rows

    assert [row.pk for row in rows] == [late.pk, nearly.pk]
    assert inbox.counts(agent).at_risk == {"mine": 0, "unassigned": 2, "team": 2}


def test_the_nearest_hours_hold_of_a_channel_before_a_team_before_all(channel: Channel) -> None:
    monday = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
    same_team, other_team = make.channel(team=channel.team), make.channel()
    setup.change_hours(ADMIN, {0: read_day("9-17")})
    setup.change_own_hours(ADMIN, channel.team, setup.OwnWeek({0: read_day("10-17")}))
    setup.change_own_hours(ADMIN, channel, setup.OwnWeek({0: read_day("11-17")}))
    waiting = [
        make.conversation(channel=each, waiting_since=monday)
        for each in (channel, same_team, other_team)
    ]

    terms.renew_old.function(terms.ALL)

    due = [current(each).due_at for each in waiting]
    assert due == [datetime(2026, 11, 30, hour, tzinfo=UTC) for hour in (11, 10, 9)]
    assert setup.forget_own_hours(ADMIN, channel)
    assert has_old_terms()


def test_own_hours_keep_the_closing_days_of_all_unless_said_otherwise(channel: Channel) -> None:
    christmas = datetime(2026, 12, 25, 9, 0, tzinfo=UTC)
    open_then = make.channel()
    for each, keeps in ((channel, True), (open_then, False)):
        setup.change_own_hours(ADMIN, each, setup.OwnWeek(ALWAYS, keeps_days=keeps))
    waiting = [
        make.conversation(channel=each, waiting_since=christmas) for each in (channel, open_then)
    ]

    terms.renew_old.function(terms.ALL)

    after_christmas = datetime(2026, 12, 26, 23, 0, tzinfo=UTC)
    due = [current(each).due_at for each in waiting]
    assert due == [after_christmas + HOUR, christmas + HOUR]


def test_a_day_on_which_only_one_team_is_closed_moves_its_terms_and_no_others(
    channel: Channel,
) -> None:
    other = make.channel()
    asked = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    waiting = [make.conversation(channel=each, waiting_since=asked) for each in (channel, other)]
    of_team = date(2026, 11, 24)

    assert setup.change_own_day(ADMIN, channel.team, of_team, (), reason="Uitje")
    assert not setup.change_own_day(ADMIN, channel.team, of_team, (), reason="Uitje")
    terms.renew_old.function(terms.ALL)

    due = [current(each).due_at for each in waiting]
    assert due == [datetime(2026, 11, 24, 23, 0, tzinfo=UTC) + HOUR, asked + HOUR]
    [own] = planned.own_days_of(since=of_team, team=channel.team_id)
    setup.forget_own_day(ADMIN, own)
    terms.renew_old.function(terms.ALL)
    assert current(waiting[0]).due_at == asked + HOUR


def test_a_norm_of_chats_holds_where_people_sit_waiting(channel: Channel) -> None:
    terms.promise(ADMIN, Promise(Norm(Kind.MINUTES, 2), way="chat"))
    asked = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    with platform(more={"is_chat": True}) as chat:
        talk = make.conversation(channel=make.channel(connector=chat.key), waiting_since=asked)
        written = make.conversation(channel=channel, waiting_since=asked)

        terms.renew_old.function(terms.ALL)

    assert current(talk).due_at == asked + timedelta(minutes=2)
    assert current(written).due_at == asked + HOUR


def test_own_hours_without_an_open_day_are_refused(channel: Channel) -> None:
    with pytest.raises(NotPossible):
        setup.change_own_hours(ADMIN, channel, setup.OwnWeek({0: ()}))

    assert planned.own_hours_of(channel=channel.pk) is None


def test_a_channel_that_goes_to_another_team_keeps_the_hours_of_that_team(
    channel: Channel,
) -> None:
    moving = make.channel(team=channel.team, address="@gemeente")
    mail(moving)
    facts = connecting.Wanted(moving.name, make.team(), "", moving.settings, {})

    connecting.change(ADMIN, moving, facts)

    assert has_old_terms()
