"""Handing over, following, and what colleagues of the team it was passed on to can do."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client

from gehoor.audit.models import Entry
from gehoor.flows import handing_over, handling, regrouping
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import routing as places
from gehoor.inbox.models import Conversation, Draft, Message
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import Absence
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db


def hand(
    actor: Actor, found: Conversation, to: object, note: str = "", click: object = None
) -> None:
    more = {"note": note, "client_uuid": click or uuid.uuid4()}
    if hasattr(to, "email"):
        handing_over.hand_to_colleague(actor, found, to, **more)  # type: ignore[arg-type]
    else:
        handing_over.hand_to_team(actor, found, to, **more)  # type: ignore[arg-type]


def test_the_receiver_finds_it_under_given_to_you_with_note_term_thread_and_draft() -> None:
    team = make.team()
    anouk = make.actor(Role.AGENT, teams=(team,), name="Anouk de Vries")
    yusuf = make.user(Role.AGENT, teams=(team,), name="Yusuf Demir")
    found = make.received(make.channel(team=team))
    handling.assign(anouk, found, people.find_user(anouk.user_id)[0])  # type: ignore[arg-type, index]
    handling.save_draft(anouk, found, kind=Draft.Kind.REPLY, text="Ik zoek het uit")
    before = Conversation.objects.get(pk=found.pk)
    click = uuid.uuid4()

    hand(anouk, found, yusuf, "Jij kent deze straat.", click)
    hand(anouk, inbox.find(found.pk)[0], yusuf, "Jij kent deze straat.", click)  # type: ignore[index]

    him = people.actor_of(yusuf)
    after = Conversation.objects.get(pk=found.pk)
    [given] = inbox.given_to(him)
    assert (given.note, given.by, given.is_new) == ("Jij kent deze straat.", "Anouk de Vries", True)
    assert (after.assignee, after.waiting_since) == (yusuf, before.waiting_since)
    assert (after.due_at, after.thread) == (before.due_at, before.thread)
    assert Draft.objects.get(author=yusuf).text == "Ik zoek het uit"
    assert Message.objects.filter(kind="note").count() == 1
    assert [each.before.name for each in inbox.handovers_of(found) if each.before] == [
        "Anouk de Vries"
    ]
    assert inbox.times_named(him) == inbox.counts(him).named == 1
    handling.show(him, after)
    assert inbox.times_named(him) == 0
    assert Entry.objects.filter(act="conversation.handed_over").count() == 1


def test_two_presses_without_a_note_hand_over_once() -> None:
    team = make.team()
    anouk = make.actor(Role.AGENT, teams=(team,))
    yusuf = make.user(Role.AGENT, teams=(team,))
    found = make.received(make.channel(team=team))

    for _press in range(2):
        hand(anouk, found, yusuf)

    assert len(inbox.handovers_of(found)) == 1


def test_who_is_away_gets_nothing_and_one_reads_who_stands_in() -> None:
    team = make.team()
    anouk = make.actor(Role.AGENT, teams=(team,))
    bea = make.user(Role.AGENT, teams=(team,), name="Bea")
    kees = make.user(Role.AGENT, teams=(team,), name="Kees")
    moment = now()
    Absence.objects.create(
        person=bea, backup=kees, since=moment - timedelta(days=1), until=moment + timedelta(days=1)
    )
    found = make.received(make.channel(team=team))

    with pytest.raises(NotPossible, match="Bea is away, and Kees stands in"):
        hand(anouk, found, bea)


def test_a_team_gets_it_to_divide_and_both_teams_see_it() -> None:
    ours, theirs = make.team(), make.team()
    anouk = make.actor(Role.AGENT, teams=(ours,))
    bea = make.actor(Role.AGENT, teams=(theirs,), name="Bea")
    found = make.received(make.channel(team=ours))

    hand(anouk, found, theirs, "Dit is voor jullie.")

    [given] = inbox.given_to(bea)
    assert (given.team, given.note) == (theirs.name, "Dit is voor jullie.")
    assert inbox.counts(bea).unassigned == 1
    assert inbox.counts(anouk).unassigned == 0


@pytest.mark.parametrize("kind", ["removed", "elsewhere", "oneself", "finished", "empty team"])
def test_what_cannot_be_handed_over_stays_where_it_is_and_says_why(kind: str) -> None:
    team = make.team()
    anouk = make.actor(Role.AGENT, teams=(team,))
    found = make.received(make.channel(team=team))
    other: object = make.user(Role.AGENT, teams=(team,), name="Bea", is_active=kind != "removed")
    told = {
        "removed": "Bea does not work here any more",
        "elsewhere": "cannot answer in this channel",
        "oneself": "That is yourself",
        "finished": "is finished",
        "empty team": "nobody who can answer now",
    }[kind]
    if kind == "elsewhere":
        other = make.user(Role.AGENT, teams=(make.team(),))
    if kind == "oneself":
        other = people.find_user(anouk.user_id)[0]  # type: ignore[arg-type, index]
    if kind == "finished":
        handling.finish(anouk, found, outcome=Conversation.Outcome.HANDLED, reason="Geen vraag")
    if kind == "empty team":
        other = make.team()

    with pytest.raises(NotPossible, match=told):
        hand(anouk, found, other, "Kijk jij?")

    assert Conversation.objects.get(pk=found.pk).assignee is None
    assert not Message.objects.filter(kind="note").exists()


def test_who_follows_is_told_when_it_changes_until_they_look() -> None:
    team = make.team()
    anouk = make.actor(Role.AGENT, teams=(team,))
    reader = make.actor(Role.READER, teams=(team,))
    found = make.received(make.channel(team=team))

    handing_over.follow(reader, found)
    quiet = inbox.times_named(reader)
    handling.write_note(anouk, found, text="Gebeld.", client_uuid=uuid.uuid4())
    changed = inbox.followed_by(reader)[0].has_changed

    assert (quiet, changed, inbox.times_named(reader)) == (0, True, 1)
    handling.show(reader, Conversation.objects.get(pk=found.pk))
    assert inbox.counts(reader).named == 0
    handing_over.let_go(reader, found)
    assert inbox.followed_by(reader) == []


def test_in_what_was_passed_on_a_colleague_of_that_team_can_be_named_and_it_can_be_merged() -> None:
    ours, theirs = make.team(), make.team()
    channel = make.channel(team=ours)
    bea = make.actor(Role.AGENT, teams=(theirs,), name="Bea Bos")
    kees = make.user(Role.AGENT, teams=(theirs,), name="Kees Krul")
    one, two = make.received(channel), make.received(channel)
    for each in (one, two):
        places.pass_to(each, team=theirs.pk)

    handling.write_note(bea, one, text="Kijk jij, @Kees Krul?", client_uuid=uuid.uuid4())
    kept = regrouping.merge(bea, one, two)

    assert [each.text for each in inbox.namings_of(people.actor_of(kees))] == [
        "Kijk jij, @Kees Krul?"
    ]
    assert inbox.times_named(people.actor_of(kees)) == 1
    assert kept.pk == one.pk


def test_the_screen_hands_over_and_says_what_is_wrong(client: Client) -> None:
    team = make.team()
    yusuf = make.user(Role.AGENT, teams=(team,), name="Yusuf Demir")
    client.force_login(make.user(Role.AGENT, teams=(team,)))
    found = make.received(make.channel(team=team))
    address = f"/conversations/{found.pk}/hand-over/"
    typed = {"note": "Voor jou", "client_uuid": str(uuid.uuid4())}

    wrong = client.post(address, typed | {"to": "person-999999"})
    good = client.post(address, typed | {"to": f"person-{yusuf.pk}"})
    client.force_login(yusuf)
    page = client.get("/named/").content.decode()

    assert wrong.status_code == 409
    assert "Voor jou" in wrong.content.decode()
    assert good.status_code == 302
    assert "Aan u gegeven" in page
    assert "Voor jou" in page
