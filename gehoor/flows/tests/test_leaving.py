"""Everything leaves by two names, or is seen to have left by one (threat T12)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from gehoor.audit.models import Entry
from gehoor.flows import second_person
from gehoor.flows.portable import leaving
from gehoor.flows.replies import NotPossible
from gehoor.inbox.models import Message
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db
WHY = "Overstap naar een ander"
SEEN_IT = "Something waits for you as the second person."


@pytest.fixture
def officer() -> User:
    return make.user(Role.PRIVACY_OFFICER, name="Bea Mulder", language="en")


@pytest.fixture
def much() -> None:
    written(second_person.MOST_ALONE + 1)


def written(number: int) -> None:
    conversation = make.conversation()
    Message.objects.bulk_create(
        Message(
            conversation=conversation, channel=conversation.channel, sequence=each + 1, kind="in",
            text="Dag", sent_at=make.NOON,
        )
        for each in range(number)
    )  # fmt: skip


def leave(*, alone: bool = False) -> None:
    leaving.begin(reason=WHY, account="beheer", alone=alone)


def acts() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("act", flat=True))


def at_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def waiting(user: User) -> second_person.Request:
    [request] = second_person.waiting_for(people.actor_of(user))
    return request


def test_little_leaves_with_a_reason_alone(officer: User) -> None:
    written(second_person.MOST_ALONE)

    leave()

    begun = Entry.objects.get()
    assert (begun.act, begun.system, begun.reason) == ("export.begun", "export", WHY)
    assert begun.details["account"] == "beheer"


def test_more_leaves_only_when_the_privacy_officer_agreed(officer: User, much: None) -> None:
    with pytest.raises(leaving.AgreementNeeded):
        leave()
    assert acts() == ["report.asked"]

    second_person.agree(people.actor_of(officer), waiting(officer).pk)
    leave()

    assert acts() == ["report.asked", "report.agreed", "export.begun"]


def test_asking_again_before_there_is_an_answer_is_one_request(officer: User, much: None) -> None:
    for _ in range(2):
        with pytest.raises(leaving.AgreementNeeded):
            leave()

    assert acts() == ["report.asked"]


def test_a_no_is_a_no(officer: User, much: None) -> None:
    with pytest.raises(leaving.AgreementNeeded):
        leave()
    second_person.refuse(people.actor_of(officer), waiting(officer).pk)

    with pytest.raises(leaving.AgreementNeeded):
        leave()

    assert "export.begun" not in acts()


def test_a_yes_to_a_table_is_no_yes_to_everything(officer: User, much: None) -> None:
    Entry.objects.create(
        actor=None, system="export", act=second_person.ASKED, subject=second_person.REQUEST,
        subject_id=0, details={"lines": 900, "question": {"teams": None}},
    )  # fmt: skip
    second_person.agree(people.actor_of(officer), waiting(officer).pk)

    with pytest.raises(leaving.AgreementNeeded):
        leave()


def test_a_coordinator_is_no_second_person_for_everything(much: None) -> None:
    coordinator = make.user(Role.COORDINATOR, Role.ADMINISTRATOR, teams=(make.team(),))

    with pytest.raises(leaving.AgreementNeeded):
        leave()

    assert second_person.waiting_for(people.actor_of(coordinator)) == []


def test_who_goes_ahead_alone_is_seen_until_somebody_says_so(officer: User, much: None) -> None:
    leave(alone=True)
    actor, request = people.actor_of(officer), waiting(officer)

    with pytest.raises(NotPossible):
        second_person.agree(actor, request.pk)
    assert waiting(officer).is_done
    second_person.note(actor, request.pk)

    assert second_person.waiting_for(actor) == []
    assert acts() == ["export.alone", "export.begun", "export.noted"]


def test_having_gone_alone_once_is_no_yes_for_the_next_time(officer: User, much: None) -> None:
    leave(alone=True)
    second_person.note(people.actor_of(officer), waiting(officer).pk)

    with pytest.raises(leaving.AgreementNeeded):
        leave()


def test_a_request_ends_after_a_day_and_going_alone_after_thirty(officer: User) -> None:
    for act, age in (
        (second_person.ASKED, second_person.LASTS),
        (second_person.ALONE, second_person.SHOWN_FOR),
    ):
        for spare in (timedelta(minutes=-1), timedelta(minutes=1)):
            Entry.objects.create(
                at=now() - age - spare, system="export", act=act, subject=second_person.REQUEST,
                subject_id=0, details={"lines": 900, "question": {"everything": True}},
            )  # fmt: skip

    found = second_person.waiting_for(people.actor_of(officer))

    assert sorted(each.is_done for each in found) == [False, True]


def test_who_is_asked_hears_of_it_on_every_page_and_nobody_else_does(
    officer: User, much: None
) -> None:
    agent = make.user(Role.AGENT, Role.ADMINISTRATOR, teams=(make.team(),), language="en")
    theirs, other = at_desk(officer), at_desk(agent)
    assert SEEN_IT not in theirs.get(reverse("profile")).content.decode()

    with pytest.raises(leaving.AgreementNeeded):
        leave()

    assert SEEN_IT in theirs.get(reverse("profile")).content.decode()
    assert SEEN_IT not in other.get(reverse("profile")).content.decode()
    there = theirs.get(reverse("seen")).content.decode()
    assert SEEN_IT not in there
    assert "Somebody who runs the server asks you to agree" in there
    assert "It is about everything, in an open format: 501 messages" in there
    assert "on the server known as beheer" in there
    assert WHY in there


def test_the_note_is_gone_once_somebody_answered(officer: User, much: None) -> None:
    leave(alone=True)
    client = at_desk(officer)

    client.post(reverse("seen_answer"), {"request": waiting(officer).pk, "act": "noted"})

    assert SEEN_IT not in client.get(reverse("profile")).content.decode()


def test_who_is_asked_gets_a_mail_that_names_nobody(
    officer: User, much: None, settings: Settings
) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    make.user(Role.AGENT)
    with pytest.raises(leaving.AgreementNeeded):
        leave()

    second_person.tell.function(0)

    [message] = mail.outbox
    assert message.to == [officer.email]
    assert f"{settings.BASE_URL}/settings/log/seen/" in message.body
    for secret in (WHY, "beheer", "501"):
        assert secret not in f"{message.subject} {message.body}"


def test_a_colleague_who_asks_is_not_mailed_about_it(settings: Settings) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    team = make.team()
    asker, beside, elsewhere = (
        make.user(Role.COORDINATOR, teams=(each,)) for each in (team, team, make.team())
    )
    question = {"teams": [team.pk], "everything": False}
    second_person.ask(people.actor_of(asker), question, reason=WHY, lines=900)

    second_person.tell.function(0)

    assert [message.to for message in mail.outbox] == [[beside.email]]
    assert elsewhere.email not in str([message.to for message in mail.outbox])


def test_administrators_hear_that_somebody_went_alone_also_without_a_privacy_officer(
    much: None, settings: Settings
) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    administrator = make.user(Role.ADMINISTRATOR, language="en")
    administrator.set_password("een lange zin die ik onthoud")
    administrator.save()
    leave(alone=True)

    second_person.tell.function(0)

    [message] = mail.outbox
    assert message.to == [administrator.email]
    assert "without a second person" in message.subject


def test_a_request_that_was_answered_mails_nobody(
    officer: User, much: None, settings: Settings
) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    leave(alone=True)
    second_person.note(people.actor_of(officer), waiting(officer).pk)

    second_person.tell.function(0)

    assert mail.outbox == []
