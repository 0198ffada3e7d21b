"""The board of who coordinates: who has what, and giving it to somebody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.contracts.connector import Author
from gehoor.flows import blocking, coordinating
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S2-35")]


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def channel(team: Team) -> Channel:
    return make.channel(team=team, name="Plein")


@pytest.fixture
def yusuf(team: Team) -> User:
    return make.user(Role.AGENT, teams=(team,), name="Yusuf")


@pytest.fixture
def anouk(team: Team) -> User:
    return make.user(Role.AGENT, teams=(team,), name="Anouk")


@pytest.fixture
def coordinator(team: Team, client: Client) -> User:
    made = make.user(Role.COORDINATOR, teams=(team,), name="Ria", language="nl")
    client.force_login(made, backend=BACKEND)
    return made


def held(channel: Channel, user: User | None, *, late: bool = False, risk: bool = False) -> int:
    """A conversation that waits, in somebody's hands."""
    made = make.received(channel)
    terms = {}
    if late or risk:
        terms = {"warn_at": now() - timedelta(minutes=5),
                 "due_at": now() + timedelta(minutes=-1 if late else 9)}  # fmt: skip
    Conversation.objects.filter(pk=made.pk).update(assignee=user, **terms)
    return made.pk


def test_it_tells_who_has_what_and_what_of_it_is_late(
    coordinator: User, channel: Channel, yusuf: User
) -> None:
    held(channel, None)
    held(channel, yusuf, late=True)
    held(channel, yusuf, risk=True)
    held(channel, yusuf)
    held(make.channel(name="Elders"), None, late=True)

    board = coordinating.board_of(people.actor_of(coordinator))

    told = [(each.name, each.open, each.at_risk, each.late) for each in board.hands]
    assert told == [("", 1, 0, 0), ("Yusuf", 3, 2, 1)]
    assert len(board.at_risk) == 2
    assert board.idle == ["Ria"]


def test_all_of_one_goes_to_another_in_one_move_with_a_line_each(
    client: Client, coordinator: User, channel: Channel, yusuf: User, anouk: User
) -> None:
    numbers = [held(channel, yusuf) for _ in range(3)]
    others = held(channel, None)

    told = client.post(reverse("give_all"), {"holder": yusuf.pk, "to": anouk.pk}, follow=True)

    assert "3 gesprekken worden doorgegeven." in told.content.decode()
    assert set(Conversation.objects.filter(assignee=anouk).values_list("pk", flat=True)) == set(
        numbers
    )
    assert Conversation.objects.get(pk=others).assignee is None
    assert Entry.objects.filter(act="conversation.assigned", actor=coordinator).count() == 3


def test_what_is_nobodys_is_given_and_back_again(
    client: Client, coordinator: User, channel: Channel, yusuf: User
) -> None:
    number = held(channel, None)

    client.post(reverse("give_all"), {"holder": "nobody", "to": yusuf.pk})
    assert Conversation.objects.get(pk=number).assignee == yusuf
    client.post(reverse("give_one", args=[number]), {"to": "nobody"})

    assert Conversation.objects.get(pk=number).assignee is None


@pytest.mark.parametrize(
    ("holder", "to", "told"),
    [
        ("999999", "nobody", "Die collega is er niet"),
        ("nobody", "nobody", "dezelfde collega"),
        ("nobody", "", "Kies aan wie"),
        ("nobody", "'; DROP", "Die collega is er niet"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_changes(
    client: Client, coordinator: User, channel: Channel, holder: str, to: str, told: str
) -> None:
    number = held(channel, None)

    answer = client.post(reverse("give_all"), {"holder": holder, "to": to}, follow=True)

    assert told in answer.content.decode()
    assert Conversation.objects.get(pk=number).assignee is None


def test_who_left_still_shows_with_what_they_had(
    client: Client, coordinator: User, channel: Channel, yusuf: User
) -> None:
    held(channel, yusuf)
    User.objects.filter(pk=yusuf.pk).update(is_active=False)

    page = client.get(reverse("board")).content.decode()

    assert "werkt hier niet meer" in page


def test_a_stranger_is_given_nothing_of_this_team(
    client: Client, coordinator: User, channel: Channel
) -> None:
    stranger = make.user(Role.AGENT, teams=(make.team(),), name="Vreemde")
    number = held(channel, None)

    client.post(reverse("give_one", args=[number]), {"to": stranger.pk})
    client.post(reverse("give_all"), {"holder": "nobody", "to": stranger.pk})

    assert Conversation.objects.get(pk=number).assignee is None


def test_more_colleagues_ask_no_more_queries(
    coordinator: User, channel: Channel, team: Team,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(6):
        held(channel, make.user(Role.AGENT, teams=(team,), name=f"Collega {number}"), late=True)

    with django_assert_max_num_queries(7):
        coordinating.board_of(people.actor_of(coordinator))


@pytest.mark.row("S3-06")
def test_it_tells_how_many_questions_wait_for_the_second_line_and_of_whom(
    client: Client, coordinator: User, channel: Channel, yusuf: User
) -> None:
    for holder, number in ((yusuf, 2), (None, 1)):
        for _ in range(number):
            made = held(channel, holder)
            make.consultation(Conversation.objects.get(pk=made))
    make.consultation(make.received())

    board = coordinating.board_of(people.actor_of(coordinator))

    assert board.waiting == {yusuf.pk: 2, None: 1}
    assert "3 vragen" in client.get(reverse("board")).content.decode()


def test_who_is_blocked_stands_there_with_why_and_until_when(
    client: Client, coordinator: User, channel: Channel
) -> None:
    conversation = make.received(channel)
    until = now() + timedelta(days=7)
    actor = people.actor_of(coordinator)
    blocking.block(actor, conversation, reason="Scheldt steeds", until=until)
    other = make.channel(team=make.team(name="Politie"))
    elsewhere = make.received(other, author=Author(handle="kees@voorbeeld.example", name="Kees"))
    blocking.block(actor, elsewhere, reason="Van een ander", until=until)

    page = client.get(reverse("board")).content.decode()

    assert "Scheldt steeds" in page
    assert reverse("conversation", args=[conversation.pk]) in page
    assert "Van een ander" not in page
    blocking.lift(actor, conversation)
    assert "Scheldt steeds" not in client.get(reverse("board")).content.decode()
