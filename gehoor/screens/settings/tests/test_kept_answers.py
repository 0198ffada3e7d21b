"""Kept answers, as who looks after them sees them."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.knowledge.models import KeptAnswer
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db
GIVEN = {
    "title": "Route en parkeren", "shortcut": "/Route", "labels": "auto, bus",
    "text": "Dag {naam},\r\nU parkeert achter het stadhuis.", "link": "https://stad.example/route",
    "misconception": "", "team": "0", "review_on": "2027-03-01",
}  # fmt: skip


@pytest.fixture
def channel() -> Channel:
    return make.channel(name="Chat")


def logged_in(client: Client, role: Role, channel: Channel) -> User:
    user = make.user(role, teams=(channel.team,), language="nl")
    client.force_login(user)
    return user


def shown(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


@pytest.mark.row("S2-08")
def test_an_answer_is_kept_and_stands_in_the_list(client: Client, channel: Channel) -> None:
    user = logged_in(client, Role.COORDINATOR, channel)

    client.post(reverse("new_kept_answer"), GIVEN | {"owner": user.pk})
    page = shown(client.get(reverse("kept_answers")))

    kept = KeptAnswer.objects.get()
    assert (kept.shortcut, kept.labels, kept.team, kept.owner) == (
        "route",
        ["auto", "bus"],
        None,
        user,
    )
    assert kept.text == "Dag {naam},\nU parkeert achter het stadhuis."
    for words in ("Route en parkeren", "/route", "Elk team", "1 maart 2027", "0 keer"):
        assert words in page
    assert "moet worden nagekeken" not in page
    assert Entry.objects.filter(act="keep", subject="kept_answer", subject_id=kept.pk).exists()


def test_what_was_not_looked_at_in_time_is_told_and_looked_at(
    client: Client, channel: Channel
) -> None:
    logged_in(client, Role.COORDINATOR, channel)
    kept = make.kept_answer(title="Zwembad", review_on="2026-01-01")
    make.kept_answer(title="Afval", review_on="2099-01-01")

    page = shown(client.get(reverse("kept_answers")))
    client.post(reverse("review_kept_answer", args=[kept.pk]))

    assert "1 antwoord moet worden nagekeken" in page
    assert page.index("Zwembad") < page.index("Afval")
    assert "moet worden nagekeken" not in shown(client.get(reverse("kept_answers")))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"title": "--"}, "minstens één letter of cijfer"),
        ({"shortcut": "route en parkeren"}, "één woord van letters en cijfers"),
        ({"shortcut": "zwem"}, "Een ander heeft deze afkorting"),
        ({"title": "Zwembad"}, "Er is er al een met deze naam"),
        ({"text": "   "}, "Vul dit in."),
        ({"link": "javascript:alert(1)"}, "Een link begint met https://"),
        ({"labels": "a" * 41}, "hoogstens 40 letters"),
        ({"review_on": "gauw"}, "datum"),
    ],
)
def test_what_cannot_be_kept_is_said_in_words_and_nothing_is_lost(
    given: dict[str, str], said: str, client: Client, channel: Channel
) -> None:
    user = logged_in(client, Role.ADMINISTRATOR, channel)
    make.kept_answer(title="Zwembad", shortcut="zwem")

    answer = client.post(reverse("new_kept_answer"), GIVEN | {"owner": user.pk} | given)

    assert answer.status_code == 422
    assert said in shown(answer)
    assert "U parkeert achter het stadhuis." in shown(answer) or "text" in given
    assert KeptAnswer.objects.count() == 1


@pytest.mark.row("S1-15")
def test_a_correction_of_a_misconception_is_told_apart(client: Client, channel: Channel) -> None:
    user = logged_in(client, Role.COORDINATOR, channel)
    wrong = {"misconception": "De brug gaat voorgoed dicht", "owner": user.pk}

    client.post(reverse("new_kept_answer"), GIVEN | wrong)

    assert "Route en parkeren Misvatting" in shown(client.get(reverse("kept_answers")))


def test_what_is_typed_is_text_and_never_a_page(client: Client, channel: Channel) -> None:
    user = logged_in(client, Role.COORDINATOR, channel)
    bad = {"title": "<b>Vet</b>", "text": "<script>alert(1)</script>", "shortcut": ""}

    client.post(reverse("new_kept_answer"), GIVEN | bad | {"owner": user.pk})
    kept = KeptAnswer.objects.get()
    pages = [
        client.get(reverse("kept_answers")),
        client.get(reverse("kept_answer", args=[kept.pk])),
    ]

    for page in pages:
        assert "<b>Vet" not in page.content.decode()
        assert "<script>alert" not in page.content.decode()


def test_a_coordinator_keeps_answers_for_all_and_for_the_own_team_alone(
    client: Client, channel: Channel
) -> None:
    user = logged_in(client, Role.COORDINATOR, channel)
    foreign = make.kept_answer(title="Geheim", team=make.team(name="Belastingen"))

    for number, team in enumerate(("0", channel.team_id, foreign.team_id)):
        given = {"title": f"Nummer {number}", "shortcut": "", "owner": user.pk, "team": team}
        client.post(reverse("new_kept_answer"), GIVEN | given)
    page = shown(client.get(reverse("kept_answers")))

    assert {each.team_id for each in KeptAnswer.objects.exclude(pk=foreign.pk)} == {
        None, channel.team_id,
    }  # fmt: skip
    assert "Geheim" not in page
    assert client.get(reverse("kept_answer", args=[foreign.pk])).status_code == 404


def test_an_answer_is_removed_and_what_was_sent_stays(client: Client, channel: Channel) -> None:
    logged_in(client, Role.COORDINATOR, channel)
    kept = make.kept_answer()

    client.post(reverse("forget_kept_answer", args=[kept.pk]))

    assert not KeptAnswer.objects.exists()
    assert Entry.objects.filter(act="forget", subject="kept_answer", subject_id=kept.pk).exists()
