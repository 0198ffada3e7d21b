"""The accounts of the organisation: nobody who writes to one is forgotten."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from gehoor.accounts.models import Account
from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.flows import register
from gehoor.flows.refusing import NotPossible
from gehoor.health import queries as health
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import now
from gehoor.organisation.models import Organisation
from gehoor.people import queries as people
from gehoor.people.models import Absence, Team, User
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def webcare() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def ria(webcare: Team) -> User:
    return make.user(Role.COORDINATOR, teams=(webcare,), name="Ria", email="ria@stad.example")


@pytest.fixture
def project() -> Team:
    return make.team(name="Project Nieuwbouw")


@pytest.fixture
def channel(project: Team) -> Channel:
    return make.channel(team=project, name="Nieuwbouw")


@pytest.fixture
def yusuf(project: Team) -> User:
    return make.user(Role.AGENT, teams=(project,), name="Yusuf", email="yusuf@stad.example")


def actor(user: User) -> Actor:
    return people.actor_of(user)


def today() -> date:
    return timezone.localdate(now())


def account(**given: object) -> Account:
    facts = {"platform": "Mastodon", "handle": "@nieuwbouw", "name": "Nieuwbouw"}
    return Account.objects.create(**facts | given)


def in_queue_of(user: User) -> list[int]:
    page = inbox.page_of(actor(user), "unassigned")
    return [row.pk for row in page.rows]


@pytest.mark.row("S3-26")
def test_an_owner_who_left_leaves_no_message_behind_it_comes_to_webcare(
    channel: Channel, webcare: Team, ria: User, yusuf: User
) -> None:
    account(channel=channel, owner=yusuf, backup=webcare)
    theirs, nobodys = make.received(channel), make.received(channel)
    Conversation.objects.filter(pk=theirs.pk).update(assignee=yusuf)
    register.cover_all()
    assert in_queue_of(ria) == []

    User.objects.filter(pk=yusuf.pk).update(is_active=False)
    register.cover_all()
    register.cover_all()

    assert sorted(in_queue_of(ria)) == sorted([theirs.pk, nobodys.pk])
    assert Entry.objects.filter(act="conversation.covered").count() == 2
    later = make.received(channel)
    register.cover_all()
    assert later.pk in in_queue_of(ria)


@pytest.mark.row("S3-26")
def test_what_comes_in_while_an_owner_is_away_comes_to_webcare_and_stays_there_once_they_are_back(
    channel: Channel, webcare: Team, ria: User, yusuf: User
) -> None:
    found = account(channel=channel, owner=yusuf, backup=webcare)
    away = Absence.objects.create(
        person=yusuf, backup=ria, since=now() - timedelta(hours=1), until=now() + timedelta(days=1)
    )
    waiting = make.received(channel)

    register.cover_all()

    assert register.shown(found).care == "away"
    assert in_queue_of(ria) == [waiting.pk]
    Absence.objects.filter(pk=away.pk).update(until=now() - timedelta(minutes=1))
    make.received(channel)
    register.cover_all()
    assert in_queue_of(ria) == [waiting.pk]


@pytest.mark.row("S3-26")
def test_what_a_colleague_who_is_there_has_stays_theirs(
    channel: Channel, webcare: Team, project: Team, ria: User, yusuf: User
) -> None:
    account(channel=channel, owner=yusuf, backup=webcare)
    other = make.user(Role.AGENT, teams=(project,))
    held = make.received(channel)
    Conversation.objects.filter(pk=held.pk).update(assignee=other)
    User.objects.filter(pk=yusuf.pk).update(is_active=False)

    register.cover_all()

    assert Conversation.objects.get(pk=held.pk).assignee == other
    assert in_queue_of(ria) == []


@pytest.mark.row("S3-26")
def test_in_the_channel_of_webcare_itself_what_an_absent_owner_held_is_to_divide(
    webcare: Team, ria: User
) -> None:
    own = make.channel(team=webcare)
    gone = make.user(Role.AGENT, teams=(webcare,), is_active=False)
    account(channel=own, owner=gone, backup=webcare)
    held = make.received(own)
    Conversation.objects.filter(pk=held.pk).update(assignee=gone)

    register.cover_all()

    assert in_queue_of(ria) == [held.pk]


@pytest.mark.row("S3-11")
def test_after_its_end_a_project_account_is_taken_over_and_its_messages_come_along(
    channel: Channel, webcare: Team, ria: User, yusuf: User
) -> None:
    Organisation.objects.create(pk=1, name="Voorbeeldstad")
    account(handle="@stad", name="De stad")
    found = account(
        channel=channel, owner=yusuf, kind="project", name="Nieuwbouw Zuid",
        handle="@zuid", ends_on=today() - timedelta(days=1),
    )  # fmt: skip
    waiting = make.received(channel)
    [shown] = [each for each in register.listed() if each.account == found]
    assert shown.is_to_adopt
    with pytest.raises(NotPossible, match="Choose the team"):
        register.adopt(actor(ria), found, backup=None)

    assert register.adopt(actor(ria), found, backup=webcare) == 1

    assert in_queue_of(ria) == [waiting.pk]
    found.refresh_from_db()
    assert (found.owner, found.backup, found.adopted_by) == (ria, webcare, ria)
    proposal = register.profile_proposal(found)
    assert "Nieuwbouw Zuid has ended" in proposal
    assert "Voorbeeldstad" in proposal
    assert "@stad" in proposal
    later = make.received(channel)
    register.cover_all()
    assert later.pk in in_queue_of(ria)
    with pytest.raises(NotPossible, match="took it over already"):
        register.adopt(actor(ria), found, backup=webcare)


@pytest.mark.row("S3-11")
def test_before_its_last_day_is_over_nothing_is_taken_over(
    channel: Channel, webcare: Team, ria: User
) -> None:
    found = account(channel=channel, ends_on=today())

    assert not register.shown(found).is_to_adopt
    with pytest.raises(NotPossible):
        register.adopt(actor(ria), found, backup=webcare)


@pytest.mark.row("S3-12")
def test_an_account_without_anybody_and_with_a_message_is_an_alarm_until_somebody_is_named(
    channel: Channel, ria: User
) -> None:
    found = account(channel=channel, name="Oude campagne")
    assert not register.shown(found).is_orphan
    make.received(channel)

    assert register.shown(found).is_orphan
    subjects = {each.subject: each for each in health.look(now=now())}
    assert subjects[f"account-{found.pk}"].facts == {"name": "Oude campagne", "number": 1}

    Account.objects.update(owner=ria)
    assert not register.shown(Account.objects.get()).is_orphan
    assert f"account-{found.pk}" not in {each.subject for each in health.look(now=now())}


@pytest.mark.row("S3-10")
def test_an_account_stands_once_and_has_one_channel(
    channel: Channel, ria: User, webcare: Team
) -> None:
    first = account(channel=channel)
    wanted = {
        "platform": "mastodon", "handle": "@NIEUWBOUW", "name": "Nog eens", "kind": "main",
        "purpose": "", "channel_id": None, "owner_id": ria.pk, "backup_id": webcare.pk,
        "ends_on": None,
    }  # fmt: skip
    with pytest.raises(register.NotKept) as refused:
        register.keep(actor(ria), Account(), wanted)
    assert refused.value.field == "handle"
    with pytest.raises(register.NotKept) as refused:
        register.keep(actor(ria), Account(), wanted | {"handle": "@x", "channel_id": channel.pk})
    assert refused.value.field == "channel"

    assert register.keep(actor(ria), first, wanted | {"channel_id": channel.pk})
    assert not register.keep(actor(ria), first, wanted | {"channel_id": channel.pk})
    assert Entry.objects.get(act="change", subject="account").actor == ria


@pytest.mark.row("S3-10")
def test_a_file_comes_in_whole_or_not_at_all(ria: User, webcare: Team) -> None:
    account(handle="@stad", name="Oude naam")
    head = "platform;account;naam;eigenaar;achtervang\n"
    bad = f"{head}Mastodon;@stad;Nieuw;wie@weg.example;\nX;@y;Y;;Nergens\n"

    done = register.bring_in(actor(ria), bad.encode())

    assert [(each.number, each.words % each.facts) for each in done.faults] == [
        (2, "nobody here has the address “wie@weg.example”."),
        (3, "there is no team “Nergens”."),
    ]
    assert Account.objects.get().name == "Oude naam"

    good = f"{head}Mastodon;@stad;Nieuw;RIA@stad.example;webcare\nX;@y;Y;;\n"
    done = register.bring_in(actor(ria), good.encode())
    assert (done.added, done.changed) == (1, 1)
    assert Account.objects.get(handle="@stad").owner == ria
    assert register.bring_in(actor(ria), register.as_file().encode()) == register.BroughtIn()


@pytest.mark.row("S2-23")
def test_an_answer_from_elsewhere_is_listed_and_ours_is_not(
    webcare: Team, ria: User, channel: Channel
) -> None:
    own = make.channel(team=webcare, name="Plein")
    home = make.received(own, text="Waar is de brug?", external_id="vraag-1", thread="vraag-1")
    make.reply(home, text="Dat zoeken wij uit.")
    make.received(
        own, text="Bij de sluis.", is_ours=True, answers="vraag-1", thread="vraag-1",
        external_id="elders-1",
    )  # fmt: skip
    make.received(channel, text="Niet van dit team.", is_ours=True)

    found = register.sent_outside(actor(ria))

    assert [each.text for each in found] == ["Bij de sluis."]
