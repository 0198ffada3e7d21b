"""What else waits with an answer that a second person looks at: files, drafts, the conversation."""

import uuid

import pytest

from gehoor.contracts.posts import MediaLimits
from gehoor.flows import approving, handling, leaking, regrouping, replies
from gehoor.flows.collisions import Despite
from gehoor.flows.leaking import Decided
from gehoor.flows.refusing import NotPossible
from gehoor.flows.styling import AdvisesMedically
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Approval, Conversation, Draft, DraftFile, Regrouping, Reply
from gehoor.kit.clock import now
from gehoor.people.models import Team, User
from gehoor.people.policies import Actor
from gehoor.testing import make
from gehoor.testing.attached import LIMITS
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


def test_files_wait_with_it_go_along_and_come_back(
    team: Team, trainee: Actor, ria: Actor, scripted: Scripted
) -> None:
    conversation = asked(team, scripted)
    scripted.more |= {"media": MediaLimits(**LIMITS)}
    draft = Draft.objects.create(
        conversation=conversation, author_id=trainee.user_id or 0, kind="reply", text=TEXT
    )
    file = DraftFile.objects.create(
        draft=draft, name="kaart.pdf", media_type="application/pdf", size=3, stored_as="a" * 64
    )
    approval = ask(trainee, conversation, files=[file.pk])
    DraftFile.objects.update(added_at=make.NOON)
    assert not inbox.dropped_files(before=now())
    assert inbox.named_files({"a" * 64}) == {"a" * 64}
    assert list(approval.files.all()) == [file]

    approving.give_back(ria, approval, note="Andere kaart.")
    assert DraftFile.objects.get().draft == Draft.objects.get()
    approval = ask(trainee, conversation, files=[file.pk])
    reply = approve(ria, approval)

    assert reply.message.attachments.get().name == "kaart.pdf"
    assert not Draft.objects.exists()


def test_the_writers_reason_for_their_words_is_not_for_those_of_the_second_person(
    team: Team, trainee: Actor, ria: Actor
) -> None:
    why = Despite(medical="Staat op de doos")
    approval = ask(trainee, asked(team), text="Neem 1 tablet per dag.", despite=why)

    with pytest.raises(AdvisesMedically, match="4 tabletten"):
        approve(ria, approval, text="Neem 4 tabletten per dag.")

    approve(ria, approval)
    assert Reply.objects.count() == 1


def test_what_its_writer_began_since_stays_when_it_is_approved(
    team: Team, trainee: Actor, ria: Actor
) -> None:
    conversation = asked(team)
    approval = ask(trainee, conversation)
    handling.save_draft(trainee, conversation, kind=Draft.Kind.REPLY, text="En nog iets.")

    approve(ria, approval)

    assert draft_of(trainee) == "En nog iets."


def test_of_who_left_nothing_is_sent_and_the_text_goes_on_with_who_gives_it_back(
    team: Team, trainee: Actor, ria: Actor
) -> None:
    approval = ask(trainee, asked(team))
    User.objects.filter(pk=trainee.user_id or 0).update(is_active=False)

    with pytest.raises(NotPossible, match="Sem cannot answer here any more"):
        approve(ria, approval)
    approving.give_back(ria, approval, note="Sem is weg.")

    assert draft_of(ria) == TEXT
    assert not Reply.objects.exists()


def test_a_conversation_in_which_one_waits_is_not_finished(
    team: Team, trainee: Actor, ria: Actor
) -> None:
    conversation = asked(team)
    ask(trainee, conversation)

    with pytest.raises(NotPossible, match="waits for approval, so it stays open"):
        handling.finish(ria, conversation, outcome=Conversation.Outcome.HANDLED)
    with pytest.raises(NotPossible, match="waits for approval, so it stays open"):
        replies.send_reply(
            ria, conversation, text="Dag.", client_uuid=uuid.uuid4(), seen_sequence=1,
            then_finish=True,
        )  # fmt: skip

    assert not Reply.objects.exists()


def test_what_waits_goes_along_when_conversations_are_merged(
    team: Team, trainee: Actor, ria: Actor
) -> None:
    channel = make.channel(team=team)
    older = asked(team, channel=channel)
    newer = make.received(channel, thread="2")
    approval = ask(trainee, newer)

    regrouping.merge(ria, newer, older)

    assert fresh(approval).conversation == older
    regrouping.undo(ria, Regrouping.objects.get())
    assert fresh(approval).conversation == newer


def test_a_practised_answer_is_approved_too_and_nothing_leaves(
    team: Team, trainee: Actor, ria: Actor, scripted: Scripted
) -> None:
    channel = make.channel(team=team, connector=scripted.key, stage="practise")
    conversation = asked(team, channel=channel)

    reply = approve(ria, ask(trainee, conversation))
    run_sender(conversation)

    reply.refresh_from_db()
    assert reply.state == "practised"


def test_an_answer_taken_back_after_approval_is_a_draft_again_and_asks_anew(
    team: Team, trainee: Actor, ria: Actor
) -> None:
    conversation = asked(team)
    reply = approve(ria, ask(trainee, conversation))

    replies.withdraw(trainee, reply)

    assert draft_of(trainee) == TEXT
    assert ask(trainee, conversation).state == State.WAITING


def test_nothing_of_it_stands_in_what_is_shown_of_a_leak() -> None:
    assert BSN not in repr(Decided("", "", f"Nummer {BSN}"))
    assert Decided() == leaking.UNDECIDED
