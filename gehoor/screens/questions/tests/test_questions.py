"""Asking a colleague, the page of the question, and the list of what waits for the second line."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.consultations.models import Call, Consultation, Expert
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import now
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.row("S3-27")]


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def agent(team: Team, client: Client) -> User:
    made = make.user(Role.AGENT, teams=(team,), name="Anouk", language="nl")
    client.force_login(made, backend=BACKEND)
    return made


@pytest.fixture
def conversation(team: Team) -> Conversation:
    return make.received(make.channel(team=team))


@pytest.fixture
def permits() -> Expert:
    return make.expert(name="Vergunningen", phone="0123 45 67 89", reachable="ma-do")


def shown(response: Any) -> str:
    text: str = response.content.decode()
    return text


def asking(expert: Expert, **given: Any) -> dict[str, Any]:
    facts = {
        "expert": expert.pk, "question": "Mag dit?", "way": "call", "due": "two_hours",
        "client_uuid": uuid.uuid4(),
    }  # fmt: skip
    return facts | given


def test_from_a_conversation_one_asks_and_then_has_the_number_to_call(
    client: Client, agent: User, conversation: Conversation, permits: Expert
) -> None:
    ask = reverse("ask", args=[conversation.pk])
    assert ask in shown(client.get(reverse("conversation", args=[conversation.pk])))
    assert "Vergunningen, 0123 45 67 89, ma-do" in shown(client.get(ask))

    page = client.post(ask, asking(permits), follow=True)

    asked = Consultation.objects.get()
    assert asked.asked_by == agent
    assert 'href="tel:0123456789"' in shown(page)
    told = shown(client.get(reverse("conversation", args=[conversation.pk])))
    assert "Wacht op Vergunningen, nu bellen" in told
    assert "wacht op Vergunningen" in shown(client.get(reverse("inbox_view", args=["team"])))


def test_a_call_is_noted_and_the_conversation_tells_when_the_next_is(
    client: Client, agent: User, conversation: Conversation, permits: Expert
) -> None:
    asked = make.consultation(conversation, expert=permits, call_at=now())

    client.post(reverse("note_call", args=[asked.pk]), {"result": "voicemail", "remark": "Kees"})

    assert Call.objects.get().remark == "Kees"
    told = shown(client.get(reverse("conversation", args=[conversation.pk])))
    assert "Wacht op Vergunningen, bellen om" in told


def test_half_a_moment_or_no_result_is_told_and_what_was_typed_stays(
    client: Client, agent: User, conversation: Conversation
) -> None:
    asked = make.consultation(conversation)
    address = reverse("note_call", args=[asked.pk])

    for given in ({"result": "call_back", "day": "2030-01-01"}, {"remark": "x"}, {"result": "y"}):
        assert client.post(address, given).status_code == 409
    half = client.post(address, {"result": "voicemail", "remark": "Kees", "time": "99:99"})

    assert half.status_code == 409
    assert "Kees" in shown(half)
    assert not Call.objects.exists()


def test_a_day_that_has_passed_is_refused_with_the_question_still_there(
    client: Client, agent: User, conversation: Conversation, permits: Expert
) -> None:
    past = {"due": "chosen", "day": "2020-01-01", "time": "09:00", "question": "Blijft staan"}

    answer = client.post(reverse("ask", args=[conversation.pk]), asking(permits, **past))

    assert answer.status_code == 409
    assert "Blijft staan" in shown(answer)
    assert not Consultation.objects.exists()


def test_the_answer_by_phone_is_typed_and_stands_in_the_conversation(
    client: Client, agent: User, conversation: Conversation, permits: Expert
) -> None:
    asked = make.consultation(conversation, expert=permits)

    client.post(reverse("answer_by_phone", args=[asked.pk]), {"text": "Tot twee meter mag het."})

    told = shown(client.get(reverse("conversation", args=[conversation.pk])))
    assert "Tot twee meter mag het." in told
    assert "Wacht op Vergunningen" not in told


def test_the_link_is_shown_once_and_can_be_taken_back(
    client: Client, agent: User, conversation: Conversation
) -> None:
    asked = make.consultation(conversation)

    once = shown(client.post(reverse("give_link", args=[asked.pk])))
    later = shown(client.get(reverse("question", args=[asked.pk])))

    assert "/ask/" in once
    assert "/ask/" not in later.replace(reverse("ask", args=[conversation.pk]), "")
    client.post(reverse("withdraw_link", args=[asked.pk]))
    assert asked.links.get().withdrawn_at is not None


@pytest.mark.row("S3-06")
def test_the_list_has_who_is_to_be_called_first_on_top_and_only_own_teams(
    client: Client, agent: User, conversation: Conversation, team: Team
) -> None:
    def waits(name: str, about: Conversation, **given: Any) -> None:
        make.consultation(about, expert=make.expert(name=name), **given)

    hour = timedelta(hours=1)
    waits("Later", make.received(make.channel(team=team)), call_at=now() + hour)
    waits("Nooit", conversation, due_at=now() + hour)
    waits("Eerst", conversation, call_at=now() - hour)
    waits("Elders", make.received())

    page = shown(client.get(reverse("questions")))

    places = [page.index(name) for name in ("Eerst", "Later", "Nooit")]
    assert places == sorted(places)
    assert "Elders" not in page


def test_who_is_gone_from_the_phone_book_is_told_and_can_be_asked_elsewhere(
    client: Client, agent: User, conversation: Conversation, permits: Expert
) -> None:
    asked = make.consultation(conversation, expert=permits, question="Mag een dakkapel?")
    Expert.objects.update(is_listed=False)
    make.expert(name="Handhaving")

    page = shown(client.get(reverse("question", args=[asked.pk])))
    again = shown(client.get(f"{reverse('ask', args=[conversation.pk])}?again={asked.pk}"))

    assert "niet meer in de telefoonlijst" in page
    assert "Mag een dakkapel?" in again
    assert "Handhaving" in again
    assert "Vergunningen" not in again


@pytest.mark.row("S3-06")
def test_an_answer_of_the_second_line_can_be_kept_by_who_may_see_it(
    client: Client, team: Team, conversation: Conversation
) -> None:
    made = make.user(Role.COORDINATOR, teams=(team,), language="nl")
    client.force_login(made, backend=BACKEND)

    def answered(about: Conversation) -> Consultation:
        return make.consultation(
            about, state="answered", answer="Tot twee meter mag het.", answered_at=now()
        )

    own, foreign = answered(conversation), answered(make.received())
    keep = reverse("new_kept_answer")

    assert f"{keep}?question={own.pk}" in shown(client.get(reverse("question", args=[own.pk])))
    assert "Tot twee meter mag het." in shown(client.get(f"{keep}?question={own.pk}"))
    for other in (foreign.pk, 10**16, "x"):
        assert "Tot twee meter" not in shown(client.get(f"{keep}?question={other}"))
