"""Taking distance: the work goes back to the team, the term goes on, and it counts for nobody."""

from datetime import timedelta

import pytest
from django.test import Client

from gehoor.flows import coordinating, handling, keeping_away
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Distance, Tag
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.row("S4-03")]


@pytest.fixture
def team() -> Team:
    return make.team()


@pytest.fixture
def user(team: Team) -> User:
    return make.user(Role.AGENT, teams=(team,), name="Anouk de Vries")


@pytest.fixture
def actor(user: User) -> Actor:
    return people.actor_of(user)


def of_theirs(actor: Actor, user: User, team: Team, **given: object) -> Conversation:
    found = make.received(make.channel(team=team), **given)
    handling.assign(actor, found, user)
    return found


def now_of(found: Conversation) -> Conversation:
    return Conversation.objects.get(pk=found.pk)


def test_from_one_conversation_it_goes_back_to_the_team_and_its_term_goes_on(
    actor: Actor, user: User, team: Team
) -> None:
    found, other = of_theirs(actor, user, team), of_theirs(actor, user, team)
    before = now_of(found)

    keeping_away.keep_away(actor, found, kind=Distance.Kind.CONVERSATION)

    after = now_of(found)
    assert (after.assignee, now_of(other).assignee) == (None, user)
    assert (after.waiting_since, after.due_at) == (before.waiting_since, before.due_at)
    assert inbox.counts(actor).unassigned == 1


def test_from_hard_words_for_a_quarter_of_an_hour_and_nobody_gives_them_any(
    actor: Actor, user: User, team: Team
) -> None:
    hard, soft = (
        of_theirs(actor, user, team, text="Stelletje klootzakken"),
        of_theirs(actor, user, team),
    )
    boss = make.actor(Role.COORDINATOR, teams=(team,))

    distance = keeping_away.keep_away(actor, hard, kind=Distance.Kind.HARD_WORDS)

    assert distance.until is not None
    assert (now_of(hard).assignee, now_of(soft).assignee) == (None, user)
    with pytest.raises(NotPossible, match="takes some distance until"):
        handling.assign(boss, now_of(hard), user)
    coordinating.give_all(boss, holder=None, to=user)
    assert now_of(hard).assignee is None
    handling.assign(boss, make.received(make.channel(team=team)), user)
    hands = {each.name: each.open for each in coordinating.board_of(boss).hands}
    assert hands["Anouk de Vries"] == 2


def test_who_is_there_again_gets_back_what_nobody_took(
    actor: Actor, user: User, team: Team
) -> None:
    one, two = (of_theirs(actor, user, team, text="kutgemeente") for _ in range(2))
    keeping_away.keep_away(actor, one, kind=Distance.Kind.HARD_WORDS)
    colleague = make.user(Role.AGENT, teams=(team,))
    handling.assign(people.actor_of(colleague), now_of(two), colleague)

    keeping_away.come_back(actor)

    assert (now_of(one).assignee, now_of(two).assignee) == (user, colleague)
    assert inbox.counts(actor).away_until is None


def test_it_ends_by_itself_and_nothing_of_it_is_kept(actor: Actor, user: User, team: Team) -> None:
    found = of_theirs(actor, user, team)
    tag = Tag.objects.create(name="afval")
    found.tags.add(tag)
    keeping_away.keep_away(actor, found, kind=Distance.Kind.TAG, tag=tag)
    assert now_of(found).assignee is None
    Distance.objects.update(until=make.NOON - timedelta(days=1000))

    kept_from = keeping_away.kept_from(user.pk, [found.pk])
    keeping_away.forget_past()

    assert kept_from == set()
    assert not Distance.objects.exists()


def test_the_screen_takes_distance_and_says_until_when(
    client: Client, user: User, team: Team, actor: Actor
) -> None:
    found = of_theirs(actor, user, team, text="hufters")
    client.force_login(user)

    asked = client.get(f"/conversations/{found.pk}/keep-away/").content.decode()
    wrong = client.post(f"/conversations/{found.pk}/keep-away/", {"what": "tag:weg"})
    client.post(f"/conversations/{found.pk}/keep-away/", {"what": "hard"})
    page = client.get("/inbox/mine/").content.decode()
    client.post("/there-again/")

    assert "Een kwartier: van alles met scheldwoorden" in asked
    assert wrong.status_code == 409
    assert "U neemt afstand tot" in page
    assert now_of(found).assignee == user
