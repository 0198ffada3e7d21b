"""What waits for a second person, as it is shown without any script."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.audit.models import Entry
from gehoor.contracts.connector import Author
from gehoor.contracts.posts import Visibility
from gehoor.flows import approving
from gehoor.inbox.models import Approval, Conversation, DraftFile, Reply
from gehoor.kit import files
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.screens.untrusted.links import waiting_file_url
from gehoor.second_eyes.models import CaseName, Caution
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.row("S2-14")]
PRIVATE = "Mijn zoon wordt al weken gepest op het schoolplein."
TEXT = "De bak wordt morgen geleegd."


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def sem(team: Team) -> User:
    user = make.user(Role.AGENT, teams=(team,), name="Sem", language="nl")
    Caution.objects.create(team=team).trainees.add(user)
    return user


@pytest.fixture
def ria(team: Team) -> User:
    return make.user(Role.COORDINATOR, teams=(team,), name="Ria van Dam", language="nl")


@pytest.fixture
def conversation(team: Team) -> Conversation:
    return make.received(make.channel(team=team), subject="Groene bak", thread="1")


def as_user(client: Client, user: User) -> Client:
    client.force_login(user, backend=BACKEND)
    return client


def ask(user: User, to: Conversation, text: str = TEXT) -> Approval:
    made = approving.send_or_ask(
        people.actor_of(user), to, text=text, client_uuid=uuid4(), seen_sequence=1
    )
    assert isinstance(made, Approval)
    return made


def page(client: Client, name: str, *args: Any) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def post(client: Client, name: str, approval: Approval, **given: Any) -> Any:
    seen = {"seen_sequence": "1", "text": approval.text}
    return client.post(reverse(name, args=[approval.pk]), seen | given)


def test_who_sends_reads_that_it_waits_and_for_whom_and_takes_it_back(
    client: Client, sem: User, ria: User, conversation: Conversation
) -> None:
    as_user(client, sem)
    before = page(client, "conversation", conversation.pk)
    given = {"text": TEXT, "client_uuid": uuid4(), "seen_sequence": "1", "act": "finish",
             "kind": "reply"}  # fmt: skip

    client.post(reverse("reply", args=[conversation.pk]), given)
    shown = page(client, "conversation", conversation.pk)

    assert "Naar uw antwoord kijkt eerst iemand anders, want de schrijver leert het werk" in before
    assert "Nog niet verstuurd: het wacht op akkoord" in shown
    assert "Niet verstuurd. Wacht op akkoord van Ria van Dam, want de schrijver leert" in shown
    assert not Reply.objects.exists()
    conversation.refresh_from_db()
    assert conversation.status == "open"
    post(client, "take_back_answer", Approval.objects.get())
    assert f">\n{TEXT}</textarea>" in page(client, "conversation", conversation.pk)


def test_it_stands_in_the_queue_with_its_number_and_on_its_page_with_why(
    client: Client, sem: User, ria: User, conversation: Conversation
) -> None:
    approval = ask(sem, conversation)
    make.received(conversation.channel, thread="1", text="Laat maar.")
    as_user(client, ria)

    inbox = page(client, "inbox_view", "team")
    queue = page(client, "approvals")
    one = page(client, "approval", approval.pk)

    assert 'class="to-approve"' in inbox
    assert 'data-approvals="1"' in inbox
    assert TEXT in queue
    assert "Wacht op u" in queue
    assert "De schrijver leert het werk nog." in one
    assert "Er is iets geschreven na dit antwoord" in one
    assert "Laat maar." in one
    assert "De groene bak is weer niet geleegd." in one


def test_a_change_is_shown_to_its_writer_below_what_was_sent(
    client: Client, sem: User, ria: User, conversation: Conversation
) -> None:
    approval = ask(sem, conversation)
    as_user(client, ria)

    done = post(client, "approve", approval, text="De bak wordt vrijdag geleegd.")
    shown = page(as_user(client, sem), "conversation", conversation.pk)

    assert done.status_code == 302
    assert "Ria van Dam keek er eerst naar en keurde het goed." in shown
    assert "Toon wat Ria van Dam wijzigde" in shown
    assert "<del>" in shown
    assert "morgen" in shown
    log = page(client, "log", conversation.pk)
    assert "keurde het antwoord van een collega goed, met een wijziging" in log
    assert "schreef een antwoord dat iemand anders keurt" in log


def test_given_back_it_says_why_and_the_next_version_shows_what_is_other(
    client: Client, sem: User, ria: User, conversation: Conversation
) -> None:
    approval = ask(sem, conversation)
    as_user(client, ria)
    without = post(client, "give_back_answer", approval, note=" ")
    post(client, "give_back_answer", approval, note="Noem de dag.")
    as_user(client, sem)

    queue, shown = page(client, "approvals"), page(client, "conversation", conversation.pk)

    assert "Schrijf op wat er anders moet" in without.content.decode()
    assert "Terug bij u" in queue
    assert 'data-approvals="1"' in page(client, "inbox_view", "team")
    assert "Ria van Dam gaf dit terug:" in shown
    assert "Noem de dag." in shown
    again = ask(sem, conversation, "De bak wordt vrijdag geleegd.")
    one = page(as_user(client, ria), "approval", again.pk)
    assert "Ria van Dam gaf het vorige terug:" in " ".join(one.split())
    assert "Noem de dag." in " ".join(one.split())
    assert "<ins>" in one
    assert 'data-approvals="1"' in page(client, "inbox_view", "team")


def test_the_second_of_two_is_told_and_what_was_typed_is_there_when_something_changed(
    client: Client, sem: User, ria: User, conversation: Conversation
) -> None:
    approval = ask(sem, conversation)
    make.received(conversation.channel, thread="1", text="Laat maar.")
    as_user(client, ria)

    stale = post(client, "approve", approval, text="Iets anders.")
    post(client, "approve", approval, seen_sequence="2")
    late = post(client, "approve", approval, seen_sequence="2", text="Nog iets.")

    assert stale.status_code == 409
    assert "Er is net iets geschreven in dit gesprek" in stale.content.decode()
    assert ">\nIets anders.</textarea>" in stale.content.decode()
    assert "was eerst en heeft dit antwoord goedgekeurd" in page(client, "approvals")
    assert late.status_code == 302
    assert Reply.objects.count() == 1


def test_nobody_approves_their_own_and_no_colleague_who_does_not_coordinate(
    client: Client, team: Team, sem: User, ria: User, conversation: Conversation
) -> None:
    approval = ask(sem, conversation)
    noor = make.user(Role.AGENT, teams=(team,))
    Caution.objects.get().trainees.add(ria)
    own = ask_as_second_coordinator(team, ria, conversation)

    assert post(as_user(client, noor), "approve", approval).status_code == 403
    assert post(as_user(client, sem), "approve", approval).status_code == 403
    assert post(as_user(client, ria), "approve", own).status_code == 403
    assert not Reply.objects.exists()


def ask_as_second_coordinator(team: Team, ria: User, to: Conversation) -> Approval:
    make.user(Role.COORDINATOR, teams=(team,))
    return ask(ria, to, "Van mij.")


@pytest.mark.row("S0-48")
def test_a_judge_who_only_reads_approves_and_sees_the_names_and_nobody_else_does(
    client: Client, team: Team, ria: User, conversation: Conversation
) -> None:
    bos = make.user(Role.READER, teams=(team,), name="Mr. Bos", language="nl")
    anouk = make.user(Role.AGENT, teams=(team,), name="Anouk", language="nl")
    caution = Caution.objects.create(team=team, guards_cases=True, case_rule="Zeg niets.")
    caution.judges.add(bos)
    CaseName.objects.create(caution=caution, name="Denis Meij", until="2099-01-01")
    asked = make.received(conversation.channel, thread="2", text="Wat doet Denis Meij daar?")
    composer = page(as_user(client, anouk), "conversation", asked.pk)
    approval = ask(anouk, asked)

    assert "<b>Zeg niets.</b>" in composer
    assert "wacht straks op akkoord van Mr. Bos" in composer
    assert client.get(reverse("case_names", args=[team.pk])).status_code == 404
    assert post(as_user(client, ria), "approve", approval).status_code == 403
    as_user(client, bos)
    assert "De namen van lopende zaken" in page(client, "approval", approval.pk)
    assert "Denis Meij" in page(client, "case_names", team.pk)
    assert post(client, "approve", approval).status_code == 302
    assert Reply.objects.count() == 1
    assert client.get(reverse("caution", args=[team.pk])).status_code == 404


def test_a_file_that_waits_is_seen_by_the_second_person_until_it_is_decided(
    client: Client, sem: User, ria: User, conversation: Conversation, settings: Any
) -> None:
    approval = ask(sem, conversation)
    file = DraftFile.objects.create(
        approval=approval, name="kaart.pdf", media_type="application/pdf", size=3,
        stored_as=files.store(b"pdf"),
    )  # fmt: skip
    actor = people.actor_of(ria)
    as_user(client, ria)

    assert waiting_file_url(file.pk, actor).partition("/w/")[0] in page(
        client, "approval", approval.pk
    )
    assert "kaart.pdf" in page(client, "approval", approval.pk)


@pytest.mark.row("S2-10")
def test_a_change_of_the_second_person_is_asked_about_as_its_writer_would_be(
    client: Client, team: Team, sem: User, ria: User
) -> None:
    square = make.channel(team=team)
    who: Any = {"author": Author("@fatima@x.example", "Fatima"), "is_to_us": True}
    make.received(square, text=PRIVATE, visibility=Visibility.DIRECT, is_public=False, **who)
    asked = make.received(square, visibility=Visibility.PUBLIC, is_public=True, thread="t", **who)
    approval = ask(sem, asked)
    as_user(client, ria)
    given = {"text": f"{PRIVATE} Neem 2 tabletten per dag.", "seen_sequence": "10"}

    medical = post(client, "approve", approval, **given)
    given["medical"] = "Van de apotheker"
    repeats = post(client, "approve", approval, **given)
    assert not Reply.objects.exists()
    given["repeats"] = "Zij vroeg het zelf"
    post(client, "approve", approval, **given)

    assert 'name="medical"' in medical.content.decode()
    assert 'name="repeats"' in repeats.content.decode()
    assert 'name="medical" value="Van de apotheker"' in repeats.content.decode()
    assert Reply.objects.count() == 1
    entry = Entry.objects.get(act="conversation.advised_medically")
    assert (entry.actor_id, entry.reason) == (ria.pk, "Van de apotheker")
