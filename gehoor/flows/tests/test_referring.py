"""A reply that only sends somebody elsewhere asks why, and what is answered is kept."""

import uuid

import pytest

from gehoor.audit.models import Entry
from gehoor.flows import handling, replies
from gehoor.flows.referring import ReferralAsked, Said
from gehoor.inbox.models import Conversation, Draft, Reply
from gehoor.testing import make
from gehoor.testing.outbox import agent_of

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S0-05")]

REFERS = "Beste Fatima, wilt u hiervoor bellen met 14 0123?"


def answer(conversation: Conversation, text: str = REFERS, said: Said | None = None) -> Reply:
    return replies.send_reply(
        agent_of(conversation), conversation, text=text, client_uuid=uuid.uuid4(),
        seen_sequence=99, referral=said or Said(),
    )  # fmt: skip


@pytest.fixture
def asked() -> Conversation:
    return make.received()


def test_a_reply_that_only_refers_is_not_sent_before_somebody_says_why(
    asked: Conversation,
) -> None:
    with pytest.raises(ReferralAsked, match=r"Nothing was sent"):
        answer(asked)

    assert not Reply.objects.exists()
    assert not Entry.objects.filter(act__startswith="reply").exists()


def test_the_reason_stands_with_the_reply_and_in_the_log(asked: Conversation) -> None:
    answer(asked, said=Said("privacy", "Er is een BSN nodig."))

    kept = Reply.objects.get()
    assert (kept.referral, kept.referral_words) == ("privacy", "Er is een BSN nodig.")
    entry = Entry.objects.get(act="reply.referred")
    assert (entry.reason, entry.details["referral"]) == ("Er is een BSN nodig.", "privacy")


def test_another_reason_needs_words(asked: Conversation) -> None:
    with pytest.raises(ReferralAsked, match="own words"):
        answer(asked, said=Said("other", "  "))

    answer(asked, said=Said("other", "De wethouder vroeg het."))
    assert Reply.objects.get().referral_words == "De wethouder vroeg het."


def test_a_reason_that_is_none_of_ours_is_no_reason(asked: Conversation) -> None:
    with pytest.raises(ReferralAsked):
        answer(asked, said=Said("zomaar"))


def test_who_says_that_it_is_no_referral_is_believed_and_that_is_in_the_log(
    asked: Conversation,
) -> None:
    answer(asked, said=Said("none"))

    assert Reply.objects.get().referral == "none"
    assert Entry.objects.get(act="reply.referred").details["referral"] == "none"


def test_an_answer_with_something_of_its_own_is_asked_nothing(asked: Conversation) -> None:
    answer(asked, "De bak wordt morgen geleegd. Meer vindt u op gemeente.example/afval.")

    assert Reply.objects.get().referral == ""
    assert not Entry.objects.filter(act="reply.referred").exists()


def test_a_reason_given_for_what_was_then_made_longer_is_not_kept(asked: Conversation) -> None:
    text = f"{REFERS} De bak wordt morgen geleegd."

    answer(asked, text, Said("unable"))

    assert Reply.objects.get().referral == ""


def test_nothing_typed_is_lost_by_the_question(asked: Conversation) -> None:
    agent = agent_of(asked)
    handling.save_draft(agent, asked, kind=Draft.Kind.REPLY, text=REFERS)

    with pytest.raises(ReferralAsked):
        replies.send_reply(agent, asked, text=REFERS, client_uuid=uuid.uuid4(), seen_sequence=99)

    assert Draft.objects.get().text == REFERS
