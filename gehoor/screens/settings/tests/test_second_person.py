"""More than 500 lines are taken along only when a second person agrees: asked, answered, over."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.audit.models import Entry
from gehoor.flows import second_person, seeing
from gehoor.inbox.queries import Asked
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db
MUCH = second_person.MOST_ALONE + 1


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def coordinator(team: Team) -> User:
    return make.user(Role.COORDINATOR, teams=(team,), name="Yusuf de Vries", language="en")


def read(team: Team, times: int) -> None:
    agent = make.user(Role.AGENT, teams=(team,), name="Anouk Smit")
    Entry.objects.bulk_create(
        Entry(
            actor=agent, act="conversation.shown", subject="conversation", subject_id=number,
            team_id=team.pk,
        )
        for number in range(times)
    )  # fmt: skip


def at_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def download(client: Client, **asked: str) -> str:
    """Ask for the table; return what came: the table, or where one is led instead."""
    answer = client.post(reverse("seen_export"), {"reason": "Datalek 12"} | asked)
    return answer.content.decode() if answer.status_code == 200 else answer["Location"]


def say(client: Client, word: str) -> None:
    number = Entry.objects.filter(act="report.asked").latest("pk").pk
    client.post(reverse("seen_answer"), {"request": number, "act": word})


def test_five_hundred_lines_are_taken_along_alone(team: Team, coordinator: User) -> None:
    read(team, second_person.MOST_ALONE)

    assert "Anouk Smit" in download(at_desk(coordinator))
    assert not Entry.objects.filter(act="report.asked").exists()


def test_the_privacy_officer_needs_no_second_person(team: Team) -> None:
    read(team, MUCH)

    assert "Anouk Smit" in download(at_desk(make.user(Role.PRIVACY_OFFICER)))


def test_more_waits_for_a_second_person_and_then_stands_by_two_names(
    team: Team, coordinator: User
) -> None:
    read(team, MUCH)
    mine, officer = at_desk(coordinator), make.user(Role.PRIVACY_OFFICER, language="en")

    assert download(mine).startswith(reverse("seen"))
    assert not Entry.objects.filter(act="report.exported").exists()
    theirs = at_desk(officer).get(reverse("seen")).content.decode()
    assert "Yusuf de Vries asks you to agree" in theirs
    assert f"{MUCH} lines" in theirs
    assert "Datalek 12" in theirs
    say(at_desk(officer), "agree")

    assert "agreed. You can download it" in mine.get(reverse("seen")).content.decode()
    assert "Anouk Smit" in download(mine)
    asked, agreed = (Entry.objects.get(act=f"report.{act}") for act in ("asked", "agreed"))
    assert (asked.actor, asked.reason) == (coordinator, "Datalek 12")
    assert (agreed.actor, agreed.subject_id) == (officer, asked.pk)


def test_asking_twice_is_one_request(team: Team, coordinator: User) -> None:
    read(team, MUCH)
    mine = at_desk(coordinator)

    download(mine)
    download(mine)

    assert Entry.objects.filter(act="report.asked").count() == 1


def test_a_yes_is_for_that_question_alone(team: Team, coordinator: User) -> None:
    read(team, MUCH)
    mine = at_desk(coordinator)
    download(mine)
    say(at_desk(make.user(Role.PRIVACY_OFFICER)), "agree")

    earlier = (now() - timedelta(days=20)).date().isoformat()

    assert download(mine, since=earlier).startswith(reverse("seen"))


def test_a_no_stays_a_no_until_it_is_asked_again(team: Team, coordinator: User) -> None:
    read(team, MUCH)
    mine, officer = at_desk(coordinator), at_desk(make.user(Role.PRIVACY_OFFICER, language="en"))
    download(mine)

    say(officer, "refuse")
    say(officer, "agree")

    assert "did not agree" in mine.get(reverse("seen")).content.decode()
    assert download(mine).startswith(reverse("seen"))
    assert not Entry.objects.filter(act="report.agreed").exists()


@pytest.mark.parametrize("who", ["oneself", "a coordinator of another team", "an agent"])
def test_nobody_agrees_who_is_not_a_second_person(team: Team, coordinator: User, who: str) -> None:
    read(team, MUCH)
    mine = at_desk(coordinator)
    download(mine)
    others = {
        "oneself": coordinator,
        "a coordinator of another team": make.user(Role.COORDINATOR, teams=(make.team(),)),
        "an agent": make.user(Role.AGENT, teams=(team,)),
    }

    say(at_desk(others[who]), "agree")

    assert not Entry.objects.filter(act="report.agreed").exists()
    assert download(mine).startswith(reverse("seen"))


def test_another_coordinator_of_the_same_team_is_a_second_person(
    team: Team, coordinator: User
) -> None:
    read(team, MUCH)
    mine = at_desk(coordinator)
    download(mine)

    say(at_desk(make.user(Role.COORDINATOR, teams=(team,))), "agree")

    assert "Anouk Smit" in download(mine)


def test_a_yes_is_over_after_a_day(team: Team, coordinator: User) -> None:
    read(team, MUCH)
    actor = people.actor_of(coordinator)
    asked = Asked(now() - timedelta(days=7), now() + timedelta(days=1), teams=[team.pk])
    yesterday = now() - second_person.LASTS - timedelta(minutes=1)
    request = Entry.objects.create(
        at=yesterday, actor=coordinator, act=second_person.ASKED, subject=second_person.REQUEST,
        subject_id=0, details={"lines": MUCH, "question": second_person.question_of(asked)},
    )  # fmt: skip
    officer = make.user(Role.PRIVACY_OFFICER)
    Entry.objects.create(
        at=yesterday, actor=officer, act=second_person.AGREED, subject=second_person.REQUEST,
        subject_id=request.pk,
    )  # fmt: skip

    with pytest.raises(seeing.AgreementNeeded):
        seeing.export(actor, asked, reason="Datalek 12")
    [waiting] = second_person.waiting_for(people.actor_of(officer))
    assert waiting.pk != request.pk
