"""Who may approve an answer hears that it waits, once in a while, and never what it says."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from gehoor.flows import telling_approvers, timer
from gehoor.inbox.models import Approval
from gehoor.kit.clock import now
from gehoor.people.models import Team
from gehoor.people.policies import Actor, Role
from gehoor.second_eyes.models import Caution, Mailed
from gehoor.testing import make
from gehoor.testing.seconds import TEXT, approve, ask, asked

pytestmark = [pytest.mark.django_db, pytest.mark.row("S2-14")]


@pytest.fixture(autouse=True)
def _with_mail(settings: Settings) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    settings.BASE_URL = "https://gehoor.example"


def asked_ago(trainee: Actor, team: Team, minutes: int) -> Approval:
    found = ask(trainee, asked(team))
    Approval.objects.filter(pk=found.pk).update(asked_at=now() - timedelta(minutes=minutes))
    return found


def mails_to(actor: Actor, sent: Sequence[EmailMessage]) -> list[EmailMessage]:
    """Let the timer and the worker do what is due; return what `actor` was mailed until now."""
    telling_approvers.wake_due()
    telling_approvers.tell_approver.function(actor.user_id or 0)
    return [each for each in sent if each.to == ["ria@gemeente.example"]]


def test_who_may_approve_is_mailed_a_link_and_not_a_word_of_it(
    team: Team, trainee: Actor, ria: Actor, mailoutbox: list[EmailMessage]
) -> None:
    approval = asked_ago(trainee, team, 3)

    [mail] = mails_to(ria, mailoutbox)

    assert mail.subject == "Gehoor: er wacht een antwoord op uw blik"
    assert "https://gehoor.example/approvals/" in mail.body
    who = approval.conversation.contact.name
    assert not any(word in f"{mail.subject}{mail.body}" for word in (TEXT, who, "Sem", "Afval"))
    assert telling_approvers.wake_due in timer.STEPS


def test_of_all_that_waits_one_mail_tells_and_the_next_comes_a_quarter_of_an_hour_later(
    team: Team, trainee: Actor, ria: Actor, mailoutbox: list[EmailMessage]
) -> None:
    for minutes in (9, 8):
        asked_ago(trainee, team, minutes)
    [mail] = mails_to(ria, mailoutbox)
    assert "2 antwoorden" in mail.subject
    asked_ago(trainee, team, 3)

    assert len(mails_to(ria, mailoutbox)) == 1

    Mailed.objects.update(at=now() - timedelta(minutes=16))
    assert "3 antwoorden" in mails_to(ria, mailoutbox)[1].subject
    Mailed.objects.update(at=now() - timedelta(minutes=16))
    assert len(mails_to(ria, mailoutbox)) == 2


def test_nobody_is_mailed_about_what_was_decided_or_where_the_team_switched_it_off(
    team: Team, trainee: Actor, ria: Actor, mailoutbox: list[EmailMessage]
) -> None:
    approve(ria, asked_ago(trainee, team, 3))
    assert mails_to(ria, mailoutbox) == []

    asked_ago(trainee, team, 3)
    Caution.objects.update(mails_approvers=False)

    assert mails_to(ria, mailoutbox) == []


def test_only_who_may_approve_is_woken_and_only_after_two_minutes(
    team: Team, trainee: Actor, ria: Actor
) -> None:
    make.actor(Role.AGENT, teams=(team,))
    make.actor(Role.COORDINATOR, teams=(make.team(),))
    just_now = asked_ago(trainee, team, 1)

    telling_approvers.wake_due()
    assert woken() == []

    Approval.objects.filter(pk=just_now.pk).update(asked_at=now() - timedelta(minutes=3))
    telling_approvers.wake_due()
    assert woken() == [ria.user_id]


def woken() -> list[int]:
    name = telling_approvers.tell_approver.task.name
    return [each.args["number"] for each in ProcrastinateJob.objects.filter(task_name=name)]
