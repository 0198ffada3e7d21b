"""Every address, as every role, on something of one's own team and of another's."""

import re
from collections import Counter

import pytest
from django.http import HttpResponse
from django.urls import reverse

from gehoor.inbox.models import Draft, DraftFile
from gehoor.kit import files
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.screens.live.topics import TOPICS as LIVE_TOPICS
from gehoor.screens.live.topics import topics_of
from gehoor.screens.untrusted.links import draft_file_url, original_url
from gehoor.testing import make
from gehoor.testing.pictures import drawn
from gehoor.testing.turns import has_its_turn
from tests.policies import table
from tests.policies.table_of_practice import OF_THE_ORGANISATION
from tests.policies.world import (
    NO_SUCH_NUMBER,
    WRITER,
    World,
    answered,
    cells,
    names_of_addresses,
    wrong,
)

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'(?<=")\w{64}(?=")')


@pytest.fixture
def world() -> World:
    return World()


def test_every_address_is_in_the_table() -> None:
    """A new screen must be given its row, and a row must have its screen."""
    named = Counter(names_of_addresses())

    assert named.keys() == set(table.ADDRESSES) | table.PUBLIC
    assert set(named.values()) == {1}


def test_every_role_of_the_program_is_in_the_table() -> None:
    assert {str(role) for role in Role} == set(table.ROLES)


def test_everybody_may_what_the_table_says_and_nothing_more(world: World) -> None:
    asked = [cell for cell in cells() if has_its_turn(cell.name, one_of=2)]

    problems = [problem for cell in asked if (problem := wrong(world, cell))]

    assert not problems, "\n".join(problems)


def test_each_page_knows_a_method_and_each_method_was_really_asked(world: World) -> None:
    """No row of the matrix is right only because every method was refused."""
    unasked = []
    for name, (right, kind) in table.ADDRESSES.items():
        role = next(role for role in table.ROLES if table.RIGHTS[right].allows(role, "own"))
        address = reverse(name, kwargs=world.names(kind, world.own))
        answers = {answered(world.ask(address, role, method)) for method in ("GET", "POST")}
        if "allowed" not in answers:
            unasked.append(name)

    assert not unasked


def test_a_reader_changes_nothing_but_their_own_choices(world: World) -> None:
    asked = {name for name in table.ADDRESSES if has_its_turn(name, one_of=2)}

    let_in = [
        name
        for name, (_, kind) in table.ADDRESSES.items()
        if name in asked
        for method in ("POST", "PUT", "PATCH", "DELETE")
        if answered(world.ask(reverse(name, kwargs=world.names(kind, world.own)), "reader", method))
        not in ("refused", "absent", "no such method")
    ]

    assert set(let_in) == table.OF_ONESELF & asked


def test_what_one_may_not_see_looks_as_if_it_did_not_exist(world: World) -> None:
    """The answer for a thing of another team is the answer for a number that is nobody's."""
    tells = []
    for name, (_, kind) in table.ADDRESSES.items():
        if kind not in ("conversation", "reply", "delivery", "channel", "stage"):
            continue
        of_nobody = world.names(kind, world.own) | {"pk": NO_SUCH_NUMBER}
        for method in ("GET", "POST"):
            foreign = reverse(name, kwargs=world.names(kind, world.foreign))
            nothing = reverse(name, kwargs=of_nobody)
            first, second = (world.ask(each, "agent", method) for each in (foreign, nothing))
            if (first.status_code, _text(first)) != (second.status_code, _text(second)):
                tells.append(f"{method} {name}")

    assert not tells


def test_no_page_shows_anything_of_another_team(world: World) -> None:
    """Lists, counts and searches hold nothing of another team either."""
    shown = []
    for name, (right, kind) in table.ADDRESSES.items():
        if right in OF_THE_ORGANISATION or not has_its_turn(name, one_of=2):
            continue
        for role in ("reader", "agent", "adviser", "coordinator", "analyst", "specialist"):
            # Counts of all channels are an analyst's work; they name channels and nobody.
            counts_all = right == "see totals" and role == "analyst"
            if counts_all or not table.RIGHTS[right].allows(role, "own"):
                continue
            address = reverse(name, kwargs=world.names(kind, world.own))
            for query in ("", "?words=tekst", "?words=onderwerp"):
                text = _text(world.ask(address + query, role, "GET"))
                if name in table.NAMES_EVERY_TEAM:
                    text = text.replace(world.foreign.team.name, "")
                if "verborgen" in text:
                    shown.append(f"{name}{query} as {role}")

    assert not shown


def test_an_administrator_sees_no_conversations_of_anybody(world: World) -> None:
    for name in ("inbox", "problems", "failures", "channels", "changes"):
        page = _text(world.ask(reverse(name), "administrator", "GET"))
        assert "Onderwerp" not in page
        assert "Tekst" not in page
        assert WRITER not in page.lower()


def test_an_analyst_never_sees_who_wrote(world: World) -> None:
    named = [
        name
        for name, (right, kind) in table.ADDRESSES.items()
        if table.RIGHTS[right].allows("analyst", "own")
        and WRITER
        in _text(
            world.ask(reverse(name, kwargs=world.names(kind, world.own)), "analyst", "GET")
        ).lower()
    ]

    assert not named


@pytest.mark.parametrize("role", table.ROLES)
def test_live_topics_are_those_of_the_table(world: World, role: str) -> None:
    user = make.user(Role(role), teams=(world.own.team,))

    heard = topics_of(people.actor_of(user))

    asked_for = {
        "team": {"own": f"team-{world.own.team.pk}", "foreign": f"team-{world.foreign.team.pk}"},
        "presence": {
            "own": f"presence-{world.own.team.pk}",
            "foreign": f"presence-{world.foreign.team.pk}",
        },
        "user": {"own": f"user-{user.pk}"},
        "settings": {"own": "settings"},
    }
    assert asked_for.keys() == LIVE_TOPICS.keys()
    assert heard == {
        topic
        for kind, places in asked_for.items()
        for place, topic in places.items()
        if table.RIGHTS[table.TOPICS[kind]].allows(role, place)
    }


def test_who_is_deactivated_hears_nothing(world: World) -> None:
    user = make.user(*Role, teams=(world.own.team,), is_active=False)

    assert topics_of(people.actor_of(user)) == frozenset()


@pytest.mark.parametrize("role", table.ROLES)
def test_originals_are_shown_to_who_may_see_names(world: World, role: str) -> None:
    user = make.user(Role(role), teams=(world.own.team,))

    for place, side in (("own", world.own), ("foreign", world.foreign)):
        message = side.conversation.messages.filter(kind="in").get()
        type(message).objects.filter(pk=message.pk).update(html="<p>Hallo</p>")
        host, _, path = original_url(message.pk, people.actor_of(user))[7:].partition("/")
        answer = world.client.get(f"/{path}", HTTP_HOST=host)

        is_allowed = table.RIGHTS["see names"].allows(role, place)
        assert answer.status_code == (200 if is_allowed else 404), (role, place)


@pytest.mark.parametrize("role", table.ROLES)
def test_a_picture_that_is_not_sent_yet_is_shown_to_who_adds_it_and_to_nobody_else(
    world: World, role: str
) -> None:
    stored = files.store(drawn("PNG"))
    user = make.user(Role(role), teams=(world.own.team,))
    for place, side in (("own", world.own), ("foreign", world.foreign)):
        for whose in (user, side.user):
            draft = Draft.objects.create(
                conversation=side.conversation, author=whose, kind="reply", text=""
            )
            file = DraftFile.objects.create(
                draft=draft, name="a.png", media_type="image/png", size=1,
                stored_as=stored, preview_as=stored,
            )  # fmt: skip
            host, _, path = draft_file_url(file.pk, people.actor_of(user))[7:].partition("/")
            answer = world.client.get(f"/{path}", HTTP_HOST=host)

            is_allowed = whose == user and table.RIGHTS["answer"].allows(role, place)
            assert answer.status_code == (200 if is_allowed else 404), (role, place)


def test_a_role_that_ended_opens_nothing(world: World) -> None:
    user = make.user(Role.AGENT, teams=(world.own.team,))
    user.roles_held.update(until=make.NOON.replace(year=2020))

    actor = people.actor_of(User.objects.get(pk=user.pk))

    assert actor.roles == frozenset()
    assert topics_of(actor) == {f"user-{user.pk}"}


def test_the_matrix_undoes_what_it_asks(world: World) -> None:
    address = reverse("deactivate", kwargs={"pk": world.own.user.pk})

    assert answered(world.ask(address, "administrator", "POST")) == "allowed"

    assert User.objects.get(pk=world.own.user.pk).is_active


def _text(response: HttpResponse) -> str:
    """Return the page without the token that differs each time."""
    return TOKEN.sub("", response.content.decode(errors="replace"))
