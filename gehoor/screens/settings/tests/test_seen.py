"""The screen that tells who saw what: who may open it, what it holds, and how it is taken along."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.audit.actions import record
from gehoor.audit.models import Entry
from gehoor.contracts.connector import Author
from gehoor.flows import handling
from gehoor.inbox.models import Conversation
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.people.queries import actor_of
from gehoor.testing import make

pytestmark = pytest.mark.django_db
NASTY = "=HYPERLINK(1)"


@pytest.fixture
def conversation() -> Conversation:
    return make.received(author=Author(handle="fatima@voorbeeld.example", name=NASTY))


@pytest.fixture
def agent(conversation: Conversation) -> User:
    user = make.user(Role.AGENT, teams=(conversation.channel.team,), name="Anouk de Vries")
    handling.show(actor_of(user), conversation)
    return user


@pytest.fixture
def foreign() -> Conversation:
    """A conversation of another team, seen by somebody of that team."""
    made = make.received(author=Author(handle="piet@elders.example", name="Piet Verborgen"))
    user = make.user(Role.AGENT, teams=(made.channel.team,), name="Verborgen Collega")
    handling.show(actor_of(user), made)
    return made


As = Callable[..., Client]


@pytest.fixture
def as_role(conversation: Conversation) -> As:
    def log_in(role: Role) -> Client:
        client = Client()
        user = make.user(role, teams=(conversation.channel.team,), language="en", name="Wie kijkt")
        client.force_login(user)
        return client

    return log_in


def shown(client: Client, **asked: str | int) -> str:
    page = client.get(reverse("seen"), asked).content.decode()
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_the_privacy_officer_sees_who_saw_what_and_by_which_right(
    as_role: As, agent: User, foreign: Conversation
) -> None:
    page = shown(as_role(Role.PRIVACY_OFFICER))

    assert "Anouk de Vries Read a conversation" in page
    assert "Verborgen Collega" in page
    assert "Agent" in page


def test_a_coordinator_sees_what_is_of_their_own_teams(
    as_role: As, agent: User, foreign: Conversation
) -> None:
    client = as_role(Role.COORDINATOR)
    pages = [shown(client)] + [
        shown(client, by=by) for by in ("colleague", "conversation", "contact")
    ]

    assert all("Verborgen" not in page for page in pages)
    assert all("Anouk" in page for page in pages[:2])
    assert "Verborgen" not in shown(client, conversation=foreign.pk)
    assert "Verborgen" not in shown(client, contact=foreign.contact_id)


def test_a_coordinator_finds_no_contact_of_another_team(as_role: As, foreign: Conversation) -> None:
    answer = as_role(Role.COORDINATOR).post(
        reverse("seen_contact"), {"words": "piet@elders.example"}
    )

    assert answer.status_code == 422
    assert "Verborgen" not in answer.content.decode()


def test_a_contact_is_found_without_a_name_in_an_address(as_role: As, agent: User) -> None:
    client = as_role(Role.PRIVACY_OFFICER)

    answer = client.post(reverse("seen_contact"), {"words": "fatima@voorbeeld.example"})

    assert answer.status_code == 302
    assert "fatima" not in answer["Location"]
    assert "Anouk de Vries" in client.get(answer["Location"]).content.decode()


def test_two_contacts_of_one_name_are_offered_to_choose_from(as_role: As) -> None:
    for handle in ("een@voorbeeld.example", "twee@voorbeeld.example"):
        make.received(author=Author(handle=handle, name="Jan Jansen"))

    answer = as_role(Role.PRIVACY_OFFICER).post(reverse("seen_contact"), {"words": "Jan Jansen"})

    page = answer.content.decode()
    assert "een@voorbeeld.example" in page
    assert "twee@voorbeeld.example" in page


def test_looking_at_the_report_is_in_the_report(as_role: As, agent: User) -> None:
    client = as_role(Role.PRIVACY_OFFICER)
    shown(client)

    assert "Wie kijkt Looked at who saw what" in shown(client)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"since": "2026-11-25", "until": "2026-11-01"}, "before the first one"),
        ({"since": "2001-01-01", "until": "2026-11-01"}, "three years"),
        ({"since": "gisteren"}, "valid date"),
        ({"conversation": "x"}, "whole number"),
        ({"colleague": "999999"}, "valid choice"),
        ({"by": "anders"}, "valid choice"),
    ],
)
def test_a_question_that_cannot_be_answered_is_told_at_its_field(
    as_role: As, asked: dict[str, str], words: str
) -> None:
    answer = as_role(Role.PRIVACY_OFFICER).get(reverse("seen"), asked)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_page_that_is_full_leads_to_the_next(as_role: As, agent: User) -> None:
    actor = actor_of(agent)
    for number in range(120):
        record(actor, "conversation.shown", "conversation", 10**6 + number)
    client = as_role(Role.PRIVACY_OFFICER)

    first = client.get(reverse("seen")).content.decode()
    [following] = re.findall(r'href="(\?[^"]*before=\d+[^"]*)"', first)
    second = client.get(reverse("seen") + following.replace("&amp;", "&")).content.decode()

    assert first.count("<tr ") == 101
    assert second.count("<tr ") >= 21
    assert "before=" not in second


def test_the_table_that_is_taken_along_holds_no_formula(as_role: As, agent: User) -> None:
    client = as_role(Role.PRIVACY_OFFICER)

    answer = client.post(reverse("seen_export"), {"reason": "Datalek 12"})

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "no-store"
    assert rows[0][:3] == ["When", "Who", "What"]
    assert f"'{NASTY}" in [row[4] for row in rows]
    assert Entry.objects.get(act="report.exported").reason == "Datalek 12"


def test_nothing_is_taken_along_without_a_reason(as_role: As, agent: User) -> None:
    answer = as_role(Role.PRIVACY_OFFICER).post(reverse("seen_export"), {"reason": " "})

    assert answer.status_code == 422
    assert not Entry.objects.filter(act="report.exported").exists()


def test_the_table_holds_what_was_filtered_and_no_more(
    as_role: As, agent: User, foreign: Conversation
) -> None:
    answer = as_role(Role.COORDINATOR).post(reverse("seen_export"), {"reason": "Controle"})

    assert "Anouk de Vries" in answer.content.decode()
    assert "Verborgen" not in answer.content.decode()
