"""An answer that a second person looks at: nothing leaves before, and it leaves exactly once."""

import uuid

import pytest

from gehoor.audit.models import Entry
from gehoor.flows import approving, handling, preferring
from gehoor.flows.approving import AlreadyDecided
from gehoor.flows.collisions import Despite
from gehoor.flows.leaking import Decided, GivesAway
from gehoor.flows.preferring import NotBySocial
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.models import Approval, Conversation, Draft, Message, Reply
from gehoor.people.models import Team
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from gehoor.testing.outbox import run_sender
from gehoor.testing.scripted import Scripted
from gehoor.testing.seconds import (
    TEXT,
    approve,
    ask,
    asked,
    draft_of,
    fresh,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S2-14")]
BSN = "123456782"
State = Approval.State


def test_a_trainees_answer_waits_in_no_outbox_and_their_field_is_empty(
    team: Team, trainee: Actor, ria: Actor
) -> None:
    conversation = asked(team)
    handling.save_draft(trainee, conversation, kind=Draft.Kind.REPLY, text=TEXT)

    approval = ask(trainee, conversation)
    run_sender(conversation)

    assert (approval.state, approval.reasons) == ("waiting", ["trainee"])
    assert not Reply.objects.exists()
    assert not Draft.objects.exists()
    conversation.refresh_from_db()
    assert conversation.waiting_since is not None
    entry = Entry.objects.get(act="approval.asked")
    assert (entry.actor_id, entry.details) == (trainee.user_id, {"reasons": ["trainee"]})


def test_the_same_click_twice_asks_once_and_sends_once(
    team: Team, trainee: Actor, ria: Actor
) -> None:
    conversation, same = asked(team), uuid.uuid4()

    first = ask(trainee, conversation, client_uuid=same)
    assert ask(trainee, conversation, client_uuid=same) == first
    approve(ria, first)

    sent = approving.send_or_ask(
        trainee, conversation, text=TEXT, client_uuid=same, seen_sequence=1
    )
    assert isinstance(sent, Reply)
    assert Reply.objects.count() == Approval.objects.count() == 1


def test_what_is_approved_leaves_in_the_name_of_its_writer_and_the_log_has_four_eyes(
    team: Team, trainee: Actor, ria: Actor, scripted: Scripted
) -> None:
    conversation = asked(team, scripted)

    reply = approve(ria, approval := ask(trainee, conversation, then_finish=True))
    run_sender(conversation)

    reply.refresh_from_db()
    assert (reply.state, reply.message.text) == ("sent", TEXT)
    assert reply.message.author_id == trainee.user_id
    assert (fresh(approval).state, fresh(approval).decided_by_id) == ("approved", ria.user_id)
    acts = dict(Entry.objects.filter(actor_id__isnull=False).values_list("act", "actor_id"))
    assert acts["approval.asked"] == trainee.user_id
    assert acts["approval.approved"] == acts["reply.queued"] == ria.user_id
    conversation.refresh_from_db()
    assert conversation.status == "done"
    assert TEXT not in str(list(Entry.objects.values()))


def test_with_a_change_the_changed_text_leaves_and_both_are_kept(
    team: Team, trainee: Actor, ria: Actor
) -> None:
    approval = ask(trainee, asked(team))

    reply = approve(ria, approval, "De bak wordt vrijdag geleegd.")

    assert reply.message.text == "De bak wordt vrijdag geleegd."
    kept = fresh(approval)
    assert (kept.text, kept.approved_text) == (TEXT, "De bak wordt vrijdag geleegd.")
    assert Entry.objects.get(act="approval.approved").details["changed"] is True


def test_given_back_it_is_the_draft_of_its_writer_again_behind_what_they_wrote_since(
    team: Team, trainee: Actor, ria: Actor
) -> None:
    conversation = asked(team)
    approval = ask(trainee, conversation)
    handling.save_draft(trainee, conversation, kind=Draft.Kind.REPLY, text="Nog iets.")

    approving.give_back(ria, approval, note="Noem de dag.")

    assert draft_of(trainee) == f"Nog iets.\n\n{TEXT}"
    assert not Reply.objects.exists()
    again = ask(trainee, conversation, "De bak wordt vrijdag geleegd.")
    assert (again.follows, again.follows and again.follows.note) == (approval, "Noem de dag.")


def test_without_a_note_nothing_is_given_back(team: Team, trainee: Actor, ria: Actor) -> None:
    approval = ask(trainee, asked(team))

    with pytest.raises(NotPossible, match="Say what should be different"):
        approving.give_back(ria, approval, note="  ")

    assert fresh(approval).state == State.WAITING


def test_its_writer_takes_it_back_and_nobody_else_does(
    team: Team, trainee: Actor, ria: Actor
) -> None:
    approval = ask(trainee, asked(team))
    with pytest.raises(NotPossible, match="Only who wrote it"):
        approving.take_back(ria, approval)

    approving.take_back(trainee, approval)

    assert draft_of(trainee) == TEXT
    with pytest.raises(AlreadyDecided, match="Sem took this answer back"):
        approve(ria, approval)


def test_of_two_who_approve_the_second_is_told_and_one_goes_out(
    team: Team, trainee: Actor, ria: Actor
) -> None:
    kees = make.coordinator(team, "Kees")
    approval = ask(trainee, asked(team))
    approve(ria, approval, seen_sequence=1)

    with pytest.raises(AlreadyDecided, match="Ria van Dam was first and approved"):
        approve(kees, approval, "Iets anders.", seen_sequence=1)
    with pytest.raises(AlreadyDecided, match="was first and approved"):
        approving.give_back(kees, approval, note="Toch niet.")

    assert Reply.objects.count() == 1


@pytest.mark.parametrize("others_back", [True, False])
def test_of_several_that_wait_one_is_approved_and_the_other_can_go_back(
    team: Team, trainee: Actor, ria: Actor, others_back: bool
) -> None:
    conversation = asked(team)
    noor = make.trainee(team, "Noor")
    first = ask(trainee, conversation, then_finish=True)
    second = ask(noor, conversation, "Een ander antwoord.")

    approve(ria, first, others_back=others_back)

    assert fresh(second).state == ("returned" if others_back else "waiting")
    conversation.refresh_from_db()
    assert conversation.status == ("done" if others_back else "open")
    if others_back:
        assert draft_of(noor) == "Een ander antwoord."


def test_nobody_approves_what_was_not_read_and_then_it_leaves(
    team: Team, trainee: Actor, ria: Actor
) -> None:
    conversation = asked(team)
    approval = ask(trainee, conversation)
    make.received(conversation.channel, thread="1", text="Laat maar, hij is al geleegd.")

    with pytest.raises(NotPossible, match="was written in this conversation just now"):
        approve(ria, approval, seen_sequence=1)
    assert not Reply.objects.exists()

    assert approve(ria, approval, seen_sequence=2).state == "queued"


def test_what_it_answers_and_who_may_read_it_are_judged_again(
    team: Team, trainee: Actor, ria: Actor, scripted: Scripted
) -> None:
    conversation = asked(team, scripted)
    message = conversation.messages.get()
    approval = ask(trainee, conversation, answers=message.pk)
    channel = conversation.channel
    channel.private_only = "Wij helpen hier niet."
    channel.save()
    with pytest.raises(NotPossible, match="in private only"):
        approving.approve(ria, fresh(approval), text=TEXT, seen_sequence=1)
    channel.private_only = ""
    channel.save()
    Message.objects.update(gone_at=make.NOON)

    with pytest.raises(NotPossible, match="is not there any more"):
        approve(ria, approval)

    assert not Reply.objects.exists()
    assert fresh(approval).state == State.WAITING


def test_who_asked_since_not_to_be_answered_here_is_not_without_a_reason(
    team: Team, trainee: Actor, ria: Actor, scripted: Scripted
) -> None:
    conversation = asked(team, scripted)
    approval = ask(trainee, conversation)
    preferring.change(ria, conversation, is_not_by_social=True)

    with pytest.raises(NotBySocial):
        approve(ria, approval)

    approve(ria, approval, despite=Despite(by_social="Er is gevaar."))
    line = Entry.objects.get(act="conversation.answered_unwanted")
    assert (line.actor_id, line.reason) == (ria.user_id, "Er is gevaar.")


def seen(actor: Actor, to: Conversation, text: str, reason: str = "") -> Decided:
    with pytest.raises(GivesAway) as found:
        ask(actor, to, text)
    return Decided(found.value.token, reason)


def test_what_gives_away_is_let_out_by_two_and_a_change_adds_nothing_to_it(
    team: Team, ria: Actor, scripted: Scripted
) -> None:
    conversation = asked(team, scripted)
    text = f"Het nummer op de folder, {BSN}, is een voorbeeld."
    kees = make.coordinator(team, "Kees")
    reason = "Het is een voorbeeldnummer."

    approval = ask(kees, conversation, text, decided=seen(kees, conversation, text, reason))
    assert approval.reasons == ["leak"]
    with pytest.raises(GivesAway):
        approve(ria, approval, f"{text} Bel 06 12345678.")
    reply = approve(ria, approval, f"Dank u wel. {text}")
    run_sender(conversation)

    reply.refresh_from_db()
    assert reply.state == "sent"
    line = Entry.objects.get(act="reply.let_out")
    assert (line.actor_id, line.reason) == (ria.user_id, reason)
    assert BSN not in str(list(Entry.objects.values()))


def test_a_lone_coordinator_is_told_that_there_is_no_second(team: Team, scripted: Scripted) -> None:
    lone = make.actor(Role.COORDINATOR, teams=(team,))
    conversation = asked(team, scripted)
    text = f"Het nummer {BSN}."
    decided = seen(lone, conversation, text, "Een voorbeeld.")

    with pytest.raises(NotPossible, match="no other coordinator in this team"):
        ask(lone, conversation, text, decided=decided)

    assert not Approval.objects.exists()
