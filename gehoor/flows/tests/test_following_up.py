"""A public complaint that was closed is told as solved under it, and its advice can be kept."""

import uuid

import pytest
from django.test import Client

from gehoor.audit.models import Entry
from gehoor.contracts.posts import Visibility
from gehoor.flows import bulk, following_up, handling, replies
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import BulkAct, Conversation, FollowUp, Message
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import Team
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.row("S2-24")]
COMPLAINT = "Schandalig, de prullenbak in het park is al weken kapot. Doe er wat aan!"


@pytest.fixture
def team() -> Team:
    return make.team()


@pytest.fixture
def actor(team: Team) -> Actor:
    return make.actor(Role.COORDINATOR, teams=(team,), name="Ria de Boer")


def complaint(team: Team, **given: object) -> Conversation:
    facts = {
        "text": COMPLAINT, "is_public": True, "visibility": Visibility.PUBLIC, "is_to_us": True,
        "thread": "park", "external_id": "post-1", "subject": "",
    }  # fmt: skip
    return make.received(make.channel(team=team), **facts | given)


def closed(actor: Actor, found: Conversation) -> Conversation:
    make.reply(found, by=actor, text="Wij plaatsen morgen een nieuwe bak.")
    handling.finish(actor, found, outcome=Conversation.Outcome.ANSWERED)
    return Conversation.objects.get(pk=found.pk)


def test_closing_it_makes_a_task_with_a_day_and_telling_it_ends_the_task(
    actor: Actor, team: Team
) -> None:
    found = closed(actor, complaint(team))
    [task] = inbox.follow_ups_of(actor)

    answers = following_up.write(actor, inbox.find(found.pk)[0])  # type: ignore[index]
    text = inbox.draft_text_of(found, actor.user_id, kind="reply")
    reply = replies.send_reply(
        actor, found, text=text, client_uuid=uuid.uuid4(), seen_sequence=1000, answers=answers
    )

    assert task.due_at > task.made_at
    assert "solved" in text
    assert reply.message.answers == "post-1"
    assert inbox.follow_ups_of(actor) == []
    assert FollowUp.objects.get().reply == reply
    replies.withdraw(actor, reply)
    assert FollowUp.objects.get().state == "open"


@pytest.mark.parametrize(
    "given",
    [
        {"is_public": False, "visibility": Visibility.DIRECT},
        {"text": "Wat een mooi park, dank jullie wel!"},
    ],
)
def test_what_was_private_or_no_complaint_makes_none(
    actor: Actor, team: Team, given: dict[str, object]
) -> None:
    closed(actor, complaint(team, **given))

    assert not FollowUp.objects.exists()


def test_one_without_an_answer_of_ours_makes_none_and_a_second_closing_makes_no_second(
    actor: Actor, team: Team
) -> None:
    seen = complaint(team)
    handling.finish(actor, seen, outcome=Conversation.Outcome.SEEN, reason="Al gemeld")
    assert not FollowUp.objects.exists()

    handling.reopen(actor, seen)
    closed(actor, seen)
    following_up.drop(actor, seen)
    handling.reopen(actor, seen)
    handling.finish(actor, seen, outcome=Conversation.Outcome.ANSWERED)

    assert FollowUp.objects.get().state == "dropped"


def test_a_complaint_that_was_taken_away_is_not_answered(actor: Actor, team: Team) -> None:
    found = closed(actor, complaint(team))
    Message.objects.filter(external_id="post-1").update(gone_at=make.NOON)

    with pytest.raises(NotPossible, match="nothing left to tell"):
        following_up.write(actor, found)


def test_the_page_lists_it_and_a_coordinator_keeps_the_advice(
    client: Client, actor: Actor, team: Team
) -> None:
    found = closed(actor, complaint(team))
    client.force_login(people.find_user(actor.user_id or 0)[0])  # type: ignore[index]

    listed = client.get("/follow-ups/").content.decode()
    page = client.get(f"/conversations/{found.pk}/").content.decode()
    kept = client.get(f"/settings/kept-answers/new/?from={found.pk}").content.decode()
    written = client.post(f"/conversations/{found.pk}/follow-up/")

    assert "prullenbak" in listed
    assert "Schrijf dat het is opgelost" in page
    assert "Wij plaatsen morgen een nieuwe bak." in kept
    assert "?answers=" in written["Location"]


def test_closing_many_at_once_makes_the_task_of_each_complaint_and_undoing_takes_it_away(
    actor: Actor, team: Team
) -> None:
    answered, praised, unanswered = (
        complaint(team, thread=thread, external_id=thread, text=text)
        for thread, text in (("a", COMPLAINT), ("b", "Wat een mooi park!"), ("c", COMPLAINT))
    )
    for each in (answered, praised):
        make.reply(each, by=actor, text="Wij plaatsen morgen een nieuwe bak.")
    counts = inbox.counts(actor)
    asked = bulk.Wanted(
        BulkAct.Act.FINISH, counts.newest_message, counts.newest_entry, reason="Opgelost"
    )

    act = bulk.begin(actor, asked, [answered.pk, praised.pk, unanswered.pk])

    assert FollowUp.objects.get().conversation == answered
    assert inbox.follow_ups_of(actor)[0].due_at > now()
    bulk.undo(actor, act.pk)
    assert not FollowUp.objects.exists()
    lines = Entry.objects.filter(conversation_id=answered.pk, act__contains="follow_up")
    assert [each.act for each in lines.order_by("pk")] == [
        "conversation.follow_up_made",
        "conversation.follow_up_dropped",
    ]
