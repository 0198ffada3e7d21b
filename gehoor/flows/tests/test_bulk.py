"""One act on many conversations: who is touched, what the log says, and the way back."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.db.models import F
from pytest_django import DjangoAssertNumQueries

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.flows import bulk, handling, regrouping
from gehoor.flows.replies import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import BulkAct, BulkItem, Conversation, Reply
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]

Act = BulkAct.Act


@pytest.fixture
def team() -> Team:
    return make.team()


@pytest.fixture
def channel(team: Team) -> Channel:
    return make.channel(team=team)


@pytest.fixture
def agent(team: Team) -> Actor:
    return make.actor(Role.AGENT, teams=(team,), name="Anouk")


def many(channel: Channel, number: int) -> list[int]:
    """Conversations with a message each, without the work of a real intake."""
    return [make.conversation(channel=channel).pk for _ in range(number)]


def wanted(act: BulkAct.Act, actor: Actor, **more: object) -> bulk.Wanted:
    """As asked from a list that is shown now."""
    counts = inbox.counts(actor)
    return bulk.Wanted(act, counts.newest_message, counts.newest_entry, **more)  # type: ignore[arg-type]


def states(act: BulkAct) -> dict[str, int]:
    return inbox.bulk_acts_of(act.author_id, most=1, pk=act.pk)[0].by_state


def picture(numbers: Sequence[int]) -> list[tuple[object, ...]]:
    """Everything of these conversations that an act on many may change."""
    rows = Conversation.objects.filter(pk__in=numbers).order_by("pk")
    named = rows.prefetch_related("tags")
    return [
        (each.pk, each.status, each.outcome, each.outcome_reason, each.assignee_id,
         each.waiting_since, each.is_unread, each.sort_at, each.is_snoozed, each.snoozed_until,
         sorted(t.name for t in each.tags.all()))
        for each in named
    ]  # fmt: skip


def as_asked(act: BulkAct.Act, agent: Actor, receiver: User) -> bulk.Wanted:
    more: dict[BulkAct.Act, dict[str, object]] = {
        Act.TAG: {"tag": " Kapotte  lamp "},
        Act.ASSIGN: {"assignee": receiver},
        Act.SEEN: {"reason": "Geen vraag"},
        Act.FINISH: {"reason": "Aan de balie verteld"},
        Act.SNOOZE: {"until": now() + timedelta(hours=1)},
        Act.INBOX: {},
    }
    return wanted(act, agent, **more[act])


@pytest.mark.row("S3-29")
@pytest.mark.parametrize("act", Act)
def test_each_conversation_has_its_own_line_that_says_it_was_one_of_many(
    act: BulkAct.Act, agent: Actor, channel: Channel
) -> None:
    numbers = many(channel, 5)
    receiver = make.user(Role.AGENT, teams=(channel.team,))

    done = bulk.begin(agent, as_asked(act, agent, receiver), numbers)

    lines = Entry.objects.filter(conversation_id__in=numbers)
    assert sorted(lines.values_list("subject_id", flat=True)) == sorted(numbers)
    assert {line.actor_id for line in lines} == {agent.user_id}
    assert all(line.details["bulk"] == done.pk and line.details["of"] == 5 for line in lines)
    assert states(done) == {"applied": 5}
    assert done.state == BulkAct.State.DONE


@pytest.mark.row("S3-29")
def test_what_is_finished_without_an_answer_says_why_in_each_line(
    agent: Actor, channel: Channel
) -> None:
    numbers = many(channel, 3)

    with pytest.raises(NotPossible):
        bulk.begin(agent, wanted(Act.SEEN, agent), numbers)
    assert not BulkAct.objects.exists()
    bulk.begin(agent, wanted(Act.SEEN, agent, reason="Alleen genoemd"), numbers)

    assert {line.reason for line in Entry.objects.filter(conversation_id__in=numbers)} == {
        "Alleen genoemd"
    }
    ended = Conversation.objects.filter(pk__in=numbers)
    assert {(c.status, c.outcome, c.outcome_reason) for c in ended} == {
        ("done", "seen", "Alleen genoemd")
    }


def test_one_that_is_only_seen_says_enough_by_itself(agent: Actor, channel: Channel) -> None:
    [number] = many(channel, 1)
    with pytest.raises(NotPossible):
        bulk.begin(agent, wanted(Act.FINISH, agent), [number])

    done = bulk.begin(agent, wanted(Act.SEEN, agent), [number])

    assert states(done) == {"applied": 1}


def test_what_is_left_to_be_answered_is_read_and_stays_open_and_unread_again_by_undo(
    agent: Actor, channel: Channel
) -> None:
    first, second = many(channel, 2)
    done = bulk.begin(agent, wanted(Act.INBOX, agent), [first, second])
    standing = Conversation.objects.values_list("is_unread", "status").distinct()
    assert list(standing) == [(False, "open")]
    handling.finish(agent, Conversation.objects.get(pk=second), outcome=Conversation.Outcome.SEEN)

    undone = bulk.undo(agent, done.pk)

    assert states(undone) == {"undone": 1, "kept": 1}
    assert Conversation.objects.get(pk=first).is_unread
    assert not Conversation.objects.get(pk=second).is_unread


def test_what_was_answered_needs_no_reason_and_ends_as_answered(agent: Actor) -> None:
    conversation = make.received(make.channel(team=Team.objects.get(pk=min(agent.teams))))
    make.reply(conversation, by=agent)

    bulk.begin(agent, wanted(Act.FINISH, agent), [conversation.pk])

    assert Conversation.objects.get().outcome == "answered"


@pytest.mark.parametrize("act", Act)
def test_undo_puts_everything_back_at_once(
    act: BulkAct.Act, agent: Actor, channel: Channel
) -> None:
    numbers = many(channel, 4)
    receiver = make.user(Role.AGENT, teams=(channel.team,))
    Conversation.objects.filter(pk=numbers[0]).update(assignee=agent.user_id, is_unread=False)
    handling.add_tag(agent, Conversation.objects.get(pk=numbers[1]), "Kapotte lamp")
    before = picture(numbers)

    done = bulk.begin(agent, as_asked(act, agent, receiver), numbers)
    assert picture(numbers) != before
    bulk.undo(agent, done.pk)

    assert picture(numbers) == before
    undone = Entry.objects.filter(details__undoes=done.pk)
    assert undone.count() == (3 if act == Act.TAG else 4)


def test_what_was_so_already_is_neither_logged_nor_undone(agent: Actor, channel: Channel) -> None:
    numbers = many(channel, 2)
    handling.add_tag(agent, Conversation.objects.get(pk=numbers[0]), "Afval")

    done = bulk.begin(agent, wanted(Act.TAG, agent, tag="Afval"), numbers)
    bulk.undo(agent, done.pk)

    assert states(done) == {"same": 1, "undone": 1}
    assert Conversation.objects.get(pk=numbers[0]).tags.count() == 1


@pytest.mark.row("S3-29")
def test_what_changed_since_it_was_shown_is_left_out_and_named(
    agent: Actor, channel: Channel
) -> None:
    written, taken, own, read, quiet = (make.received(channel) for _ in range(5))
    yusuf = make.user(Role.AGENT, teams=(channel.team,))
    shown = wanted(Act.SEEN, agent, reason="Dubbel")

    make.received(channel, thread=written.thread, external_id="later")
    later = Conversation.objects.exclude(
        pk__in=[each.pk for each in (written, taken, own, read, quiet)]
    )
    later.get().messages.update(conversation=written, sequence=9)
    handling.assign(people.actor_of(yusuf), taken, yusuf)
    handling.add_tag(agent, own, "Zelf")
    handling.show(people.actor_of(yusuf), read)
    numbers = [each.pk for each in (written, taken, own, read, quiet)]
    done = bulk.begin(agent, shown, numbers)

    [how] = inbox.bulk_acts_of(agent.user_id, most=1)
    assert {(each.conversation_id, each.why) for each in how.left_out} == {
        (written.pk, "changed"), (taken.pk, "changed"),
    }  # fmt: skip
    assert states(done) == {"applied": 3, "changed": 2}
    assert Conversation.objects.get(pk=written.pk).status == "open"


@pytest.mark.parametrize("state", [Reply.State.REFUSED, Reply.State.UNKNOWN, Reply.State.FAILED])
def test_a_reply_that_may_not_have_arrived_keeps_its_conversation_open(
    state: Reply.State, agent: Actor, channel: Channel
) -> None:
    conversation = make.received(channel)
    reply = make.reply(conversation, by=agent)
    Reply.objects.filter(pk=reply.pk).update(state=state)

    done = bulk.begin(agent, wanted(Act.FINISH, agent, reason="Klaar"), [conversation.pk])
    bulk.begin(agent, wanted(Act.TAG, agent, tag="Uitzoeken"), [conversation.pk])

    assert states(done) == {"problem": 1}
    conversation.refresh_from_db()
    assert conversation.status == "open"
    assert conversation.tags.get().name == "Uitzoeken"


def test_a_label_that_puts_people_in_a_group_reaches_none(agent: Actor, channel: Channel) -> None:
    with pytest.raises(NotPossible, match="querulant"):
        bulk.begin(agent, wanted(Act.TAG, agent, tag="querulant"), many(channel, 2))

    assert not Conversation.objects.exclude(tags=None).exists()


def test_of_another_team_nothing_is_touched_or_told(agent: Actor, channel: Channel) -> None:
    own, foreign = many(channel, 1), many(make.channel(), 1)

    done = bulk.begin(agent, wanted(Act.TAG, agent, tag="Afval"), own + foreign)

    assert done.total == 1
    assert not Conversation.objects.get(pk=foreign[0]).tags.exists()
    with pytest.raises(NotPossible):
        bulk.begin(agent, wanted(Act.TAG, agent, tag="Afval"), foreign)


def test_nothing_is_given_to_who_cannot_answer_there(agent: Actor, channel: Channel) -> None:
    numbers = many(channel, 2)

    for receiver in (make.user(Role.READER, teams=(channel.team,)), make.user(Role.AGENT)):
        done = bulk.begin(agent, wanted(Act.ASSIGN, agent, assignee=receiver), numbers)
        assert states(done) == {"not_allowed": 2}
    assert not Conversation.objects.exclude(assignee=None).exists()


def test_an_analyst_labels_many_and_finishes_none(channel: Channel) -> None:
    analyst = make.actor(Role.ANALYST, teams=(channel.team,))
    numbers = many(channel, 2)

    labelled = bulk.begin(analyst, wanted(Act.TAG, analyst, tag="Afval"), numbers)
    refused = bulk.begin(analyst, wanted(Act.SEEN, analyst, reason="Nee"), numbers)

    assert states(labelled) == {"applied": 2}
    assert states(refused) == {"not_allowed": 2}


def test_who_lost_their_role_meanwhile_does_nothing_more(
    agent: Actor, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 2)
    done = bulk.begin(agent, wanted(Act.TAG, agent, tag="Afval"), many(channel, 4))

    User.objects.filter(name="Anouk").update(is_active=False)
    bulk.carry_on.function(done.pk)

    assert states(done) == {"applied": 2, "not_allowed": 2}


def test_what_a_colleague_went_on_with_is_not_undone(agent: Actor, channel: Channel) -> None:
    first, second = make.received(channel), make.received(channel)
    yusuf = make.actor(Role.AGENT, teams=(channel.team,))

    done = bulk.begin(agent, wanted(Act.SEEN, agent, reason="Dubbel"), [first.pk, second.pk])
    handling.reopen(yusuf, Conversation.objects.get(pk=first.pk))
    bulk.undo(agent, done.pk)

    assert states(done) == {"kept": 1, "undone": 1}


def test_what_was_merged_since_it_was_finished_stays_finished_when_that_is_undone(
    agent: Actor, team: Team
) -> None:
    mailbox = make.channel(connector="email", team=team)
    one, two = make.received(mailbox), make.received(mailbox)
    done = bulk.begin(agent, wanted(Act.SEEN, agent, reason="Dubbel"), [one.pk, two.pk])
    regrouping.merge(agent, *Conversation.objects.order_by("pk"))

    bulk.undo(agent, done.pk)

    assert states(done) == {"kept": 2}
    assert set(Conversation.objects.values_list("status", flat=True)) == {"done"}


def test_undo_is_for_a_minute_and_for_who_did_it(agent: Actor, channel: Channel) -> None:
    done = bulk.begin(agent, wanted(Act.TAG, agent, tag="Afval"), many(channel, 1))
    yusuf = make.actor(Role.AGENT, teams=(channel.team,))

    with pytest.raises(NotPossible):
        bulk.undo(yusuf, done.pk)
    BulkAct.objects.update(ended_at=F("ended_at") - timedelta(seconds=61))
    with pytest.raises(NotPossible):
        bulk.undo(agent, done.pk)
    assert states(done) == {"applied": 1}


def test_undoing_what_is_at_work_stops_it_and_takes_back_what_was_done(
    agent: Actor, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 2)
    numbers = many(channel, 7)
    before = picture(numbers)

    done = bulk.begin(agent, wanted(Act.SEEN, agent, reason="Dubbel"), numbers)
    bulk.take_batch(done.pk)
    bulk.undo(agent, done.pk)
    bulk.carry_on.function(done.pk)

    assert states(done) == {"undone": 4, "cancelled": 3}
    assert picture(numbers) == before
    assert BulkAct.objects.get().state == BulkAct.State.UNDONE


def test_the_number_of_statements_does_not_grow_with_the_conversations(
    agent: Actor, channel: Channel, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    few, more = many(channel, 2), many(channel, 60)
    receiver = make.user(Role.AGENT, teams=(channel.team,))

    for numbers in (few, more):
        for act in Act:
            asked = as_asked(act, agent, receiver)
            with django_assert_max_num_queries(34):
                bulk.begin(agent, asked, numbers)


def test_everything_that_matches_is_also_what_no_page_shows(agent: Actor, channel: Channel) -> None:
    shown, _ = many(channel, 60), many(make.channel(), 3)
    Conversation.objects.filter(pk__in=shown[:5]).update(is_unread=False)
    unread = inbox.Filter(channel=channel.pk, only_unread=True)

    assert sorted(inbox.matching(agent, "team", most=100)) == shown
    assert sorted(inbox.matching(agent, "team", narrowed=unread, most=100)) == shown[5:]
    assert len(inbox.matching(agent, "team", most=10)) == 10


def test_too_many_at_once_are_refused_before_anything_changes(
    agent: Actor, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST", 2)

    with pytest.raises(NotPossible, match="2"):
        bulk.begin(agent, wanted(Act.TAG, agent, tag="Afval"), many(channel, 3))
    assert not BulkItem.objects.exists()


def test_how_an_act_went_is_forgotten_after_a_month_and_its_lines_stay(
    agent: Actor, channel: Channel
) -> None:
    bulk.begin(agent, wanted(Act.TAG, agent, tag="Afval"), many(channel, 2))

    bulk.forget_old()
    assert BulkAct.objects.exists()
    BulkAct.objects.update(ended_at=F("ended_at") - timedelta(days=31))
    bulk.forget_old()

    assert not BulkAct.objects.exists()
    assert Entry.objects.filter(act="conversation.tagged").count() == 2
