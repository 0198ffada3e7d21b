"""Kept answers put in a reply, and what keeps one that is half filled in from being sent."""

import uuid
from datetime import date
from typing import Any

import pytest

from gehoor.contracts.connector import Author
from gehoor.flows import kept_answers, replies
from gehoor.flows.kept_answers import next_review
from gehoor.inbox.models import Conversation, Reply
from gehoor.kit.clock import now
from gehoor.organisation.models import Organisation
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ALL = "{naam}|{voornaam}|{account}|{medewerker}|{team}|{kanaal}|{organisatie}|{onderwerp}"


def asked(author: Author, **given: str) -> tuple[Actor, Conversation]:
    team = make.team(name="Webcare", identity="initials")
    made = make.received(make.channel(team=team, name="Plein"), author=author, **given)
    return make.actor(Role.AGENT, teams=(team,), name="Yusuf Demir"), made


@pytest.mark.row("S4-06")
def test_what_is_known_of_a_conversation_is_filled_in() -> None:
    Organisation.objects.create(pk=1, name="Voorbeeldstad")
    agent, here = asked(Author("@fatima@social.example", "Fatima Bakker"), subject="Afval")
    make.kept_answer(text=ALL)

    [found] = kept_answers.offered(agent, here)

    assert found.text == (
        "Fatima Bakker|Fatima|@fatima@social.example|^YD|Webcare|Plein|Voorbeeldstad|Afval"
    )


def test_an_address_is_no_name_and_what_is_not_known_stays() -> None:
    agent, here = asked(Author("fatima@voorbeeld.example", ""))
    make.kept_answer(text="Dag {naam} van {organisatie}, {zaaknummer}")

    [found] = kept_answers.offered(agent, here)

    assert found.text == "Dag {naam} van {organisatie}, {zaaknummer}"


def test_who_is_answered_is_named_and_not_who_began() -> None:
    agent, here = asked(Author("@fatima@social.example", "Fatima"), thread="plein")
    make.received(here.channel, thread="plein", author=Author("@kees@social.example", "Kees"))
    make.kept_answer(text="Dag {naam}")

    assert [each.text for each in kept_answers.offered(agent, here)] == ["Dag Kees"]


def test_a_team_answers_with_its_own_first_then_with_what_is_for_all() -> None:
    agent, here = asked(Author("@fatima@social.example", "Fatima"))
    make.kept_answer(title="Afval", shortcut="route")
    make.kept_answer(title="Zwembad", team=here.channel.team, shortcut="route")
    make.kept_answer(title="Geheim", team=make.team())

    found = [each.kept.title for each in kept_answers.offered(agent, here)]

    assert found == ["Zwembad", "Afval"]


@pytest.mark.parametrize("text", ["Dag {naam}", "Uw zaak {zaaknummer} loopt.", "{Zaak-nr}"])
def test_a_reply_in_which_something_is_to_be_filled_in_is_not_sent(text: str) -> None:
    agent, here = asked(Author("@fatima@social.example", "Fatima"))

    with pytest.raises(replies.NotPossible, match=r"\{"):
        replies.send_reply(agent, here, text=text, client_uuid=uuid.uuid4(), seen_sequence=1)

    assert not Reply.objects.exists()


def test_braces_that_hold_no_word_are_sent() -> None:
    agent, here = asked(Author("@fatima@social.example", "Fatima"))

    replies.send_reply(
        agent, here, text="Dat is {1,2} of {{7*7}}.", client_uuid=uuid.uuid4(), seen_sequence=1
    )

    assert Reply.objects.exists()


def test_only_what_is_offered_here_is_counted() -> None:
    _, here = asked(Author("@fatima@social.example", "Fatima"))
    ours, foreign = make.kept_answer(team=here.channel.team), make.kept_answer(team=make.team())

    for number in (ours.pk, ours.pk, foreign.pk, 999_999):
        kept_answers.count_use(here, number)

    ours.refresh_from_db()
    foreign.refresh_from_db()
    assert (ours.times_used, foreign.times_used) == (2, 0)
    assert ours.last_used_at
    assert ours.last_used_at <= now()


def test_of_two_answers_of_one_name_or_shortcut_the_second_is_not_kept() -> None:
    actor = make.actor(Role.ADMINISTRATOR)
    first = make.kept_answer(title="Route", shortcut="route")
    wanted: dict[str, Any] = {
        "team_id": None, "title": "Route", "shortcut": "", "text": "Dag", "link": "",
        "misconception": "", "labels": [], "owner_id": first.owner_id,
        "review_on": date(2027, 1, 1),
    }  # fmt: skip
    new = type(first)

    with pytest.raises(kept_answers.NotKept) as title:
        kept_answers.keep(actor, new(), wanted)
    with pytest.raises(kept_answers.NotKept) as shortcut:
        kept_answers.keep(actor, new(), wanted | {"title": "Weg", "shortcut": "route"})
    elsewhere = wanted | {"team_id": make.team().pk, "shortcut": "route"}

    assert (title.value.field, shortcut.value.field) == ("title", "shortcut")
    assert kept_answers.keep(actor, new(), elsewhere)
    assert new.objects.count() == 2


def test_an_answer_is_looked_at_again_a_year_later() -> None:
    assert next_review(date(2026, 11, 26)) == date(2027, 11, 26)
    assert next_review(date(2028, 2, 29)) == date(2029, 2, 28)
