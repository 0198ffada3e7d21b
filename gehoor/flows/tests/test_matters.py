"""Many conversations about one matter, looked at and answered in one go; nothing twice."""

import uuid
from typing import Any

import pytest
from django.test import Client

from gehoor.contracts.connector import Author
from gehoor.flows import handling, matters
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Draft, Matter, MatterTurn, Reply
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import Team
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make.team()


@pytest.fixture
def actor(team: Team) -> Actor:
    return make.actor(Role.AGENT, teams=(team,), name="Anouk de Vries")


def storm(actor: Actor, team: Team, number: int = 3) -> tuple[Matter, list[Conversation]]:
    channel = make.channel(team=team)
    found = [
        make.received(channel, author=Author(handle=f"p{n}@voorbeeld.example", name=f"Piet{n} Vos"))
        for n in range(number)
    ]
    return matters.link(actor, team, "Storm", [each.pk for each in found]), found


def chosen(looked: Any) -> dict[int, int]:
    return {each.linked.conversation: each.linked.seen_sequence for each in looked}


def test_all_who_wait_get_their_own_answer_once_however_often_it_is_pressed(
    actor: Actor, team: Team
) -> None:
    matter, _found = storm(actor, team)
    click = uuid.uuid4()
    looked = matters.look(actor, matter, "Dag {voornaam}, wij ruimen de takken op.")
    assert not Reply.objects.exists()

    for _press in range(2):
        go = matters.begin(
            actor, matter, text="Dag {voornaam}, wij ruimen de takken op.", chosen=chosen(looked),
            click=click,
        )  # fmt: skip
    matters.carry_on.function(go.pk)

    assert [each.text for each in looked] == [
        f"Dag Piet{n}, wij ruimen de takken op." for n in range(3)
    ]
    assert [each.problem for each in looked] == ["", "", ""]
    texts = sorted(Reply.objects.values_list("message__text", flat=True))
    assert texts == [each.text for each in looked]
    [shown] = inbox.goes_of(matter)
    assert (shown.total, shown.given, shown.left) == (3, 3, [])
    assert not any(each.waits for each in inbox.linked_to(matter, actor))


def test_what_is_linked_later_is_shown_as_not_answered_yet(actor: Actor, team: Team) -> None:
    matter, _found = storm(actor, team, 1)
    looked = matters.look(actor, matter, "Wij ruimen op.")
    matters.begin(actor, matter, text="Wij ruimen op.", chosen=chosen(looked), click=uuid.uuid4())
    later = make.received(make.channel(team=team))

    same = matters.link(actor, team, "Storm", [later.pk])

    assert same == matter
    waiting = [each.conversation for each in inbox.linked_to(matter, actor) if each.waits]
    assert waiting == [later.pk]


def test_what_changed_under_it_is_left_and_says_so(actor: Actor, team: Team) -> None:
    matter, found = storm(actor, team)
    looked = matters.look(actor, matter, "Wij ruimen op.")
    handling.write_note(actor, found[0], text="Ik bel haar", client_uuid=uuid.uuid4())
    handling.finish(actor, found[1], outcome=Conversation.Outcome.HANDLED, reason="Gebeld")

    matters.begin(actor, matter, text="Wij ruimen op.", chosen=chosen(looked), click=uuid.uuid4())

    [go] = inbox.goes_of(matter)
    assert go.given == 1
    turns = {each.conversation_id: each for each in MatterTurn.objects.all()}
    assert turns[found[0].pk].told.startswith("Er kwam iets bij")
    assert found[1].pk not in turns
    assert Reply.objects.count() == 1


def test_each_guard_says_beforehand_what_it_stops_and_unticked_ones_get_nothing(
    actor: Actor, team: Team
) -> None:
    listening = make.channel(team=team, stage="listen")
    matter, found = storm(actor, team, 2)
    matters.link(actor, team, "Storm", [make.received(listening).pk])

    looked = matters.look(actor, matter, "Dag {zaaknummer}")
    fine = matters.look(actor, matter, "Wij ruimen op.")
    go = matters.begin(
        actor, matter, text="Wij ruimen op.", click=uuid.uuid4(),
        chosen={found[0].pk: inbox.find(found[0].pk)[0].next_sequence},  # type: ignore[index]
    )  # fmt: skip

    assert all("zaaknummer" in each.problem for each in looked[:2])
    assert sum(bool(each.problem) for each in fine) == 1
    assert go.turns.count() == Reply.objects.count() == 1


def test_what_still_goes_on_stands_above_what_is_closed(actor: Actor, team: Team) -> None:
    made: dict[str, Any] = {"team": team, "made_by_id": actor.user_id, "made_at": now()}
    going_on = Matter.objects.create(**made, name="Storm")
    closed = Matter.objects.create(**made, name="Kermis", ended_at=now())

    assert list(inbox.matters_of(actor)) == [going_on, closed]


def test_looking_keeps_nothing_and_takes_nobodys_draft(actor: Actor, team: Team) -> None:
    matter, found = storm(actor, team, 1)
    handling.save_draft(actor, found[0], kind=Draft.Kind.REPLY, text="Wij ruimen op.")

    matters.look(actor, matter, "Wij ruimen op.")

    assert Draft.objects.get().text == "Wij ruimen op."
    assert Conversation.objects.get(pk=found[0].pk).waiting_since is not None


def test_a_finished_conversation_is_not_linked_and_nobody_links_what_they_do_not_see(
    actor: Actor, team: Team
) -> None:
    done = make.received(make.channel(team=team))
    handling.finish(actor, done, outcome=Conversation.Outcome.HANDLED, reason="Gebeld")
    foreign = make.received(make.channel())

    with pytest.raises(NotPossible, match="finished conversation cannot be linked"):
        matters.link(actor, team, "Storm", [done.pk])
    with pytest.raises(NotPossible, match="No conversation is chosen"):
        matters.link(actor, team, "Storm", [foreign.pk])

    assert not Matter.objects.exists()


def test_on_screen_one_links_looks_unticks_and_answers(client: Client, team: Team) -> None:
    user = make.user(Role.AGENT, teams=(team,))
    _matter, found = storm(people.actor_of(user), team, 2)
    client.force_login(user)
    matter = Matter.objects.get()
    more = make.received(make.channel(team=team))

    asked = client.post("/matters/link/", {"chosen": [more.pk]}).content.decode()
    client.post("/matters/link/", {"chosen": [more.pk], "name": "Storm", "team": team.pk})
    page = client.get(f"/matters/{matter.pk}/").content.decode()
    look = client.post(f"/matters/{matter.pk}/look/", {"text": "Wij ruimen op."})
    empty = client.post(f"/matters/{matter.pk}/look/", {"text": " "})
    answered = client.post(
        f"/matters/{matter.pk}/answer/",
        {
            "text": "Wij ruimen op.",
            "click": look.context["click"] if look.context else str(uuid.uuid4()),
            "chosen": [f"{found[0].pk}:{found[0].next_sequence}"],
        },
    )
    after = client.get(f"/matters/{matter.pk}/").content.decode()

    assert "Waar gaat het over?" in asked
    assert "3 zijn nog niet beantwoord" in page
    assert "3 kunnen beantwoord worden" in look.content.decode()
    assert empty.status_code == 409
    assert answered.status_code == 302
    assert Reply.objects.count() == 1
    assert "2 zijn nog niet beantwoord" in after
