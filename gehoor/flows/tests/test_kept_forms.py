"""One kept answer says the same whatever the channel: in the form that fits, marked if it lags."""

import pytest

from gehoor.contracts.posts import Visibility
from gehoor.flows import kept_answers
from gehoor.inbox.models import Conversation
from gehoor.knowledge.models import KeptAnswer
from gehoor.knowledge.queries.forms import said_in
from gehoor.knowledge.rules.kept_forms import OF_WAY, Form
from gehoor.people.models import Team
from gehoor.people.policies import Actor, Role
from gehoor.planning.rules.norms import Way
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S3-07")]
OWN = {"social": "Kort: achter het stadhuis.", "phone": "Zeg: u rijdt om het stadhuis heen."}


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def coordinator(team: Team) -> Actor:
    return make.actor(Role.COORDINATOR, teams=(team,))


def as_wanted(answer: KeptAnswer, **changed: object) -> dict[str, object]:
    return {name: getattr(answer, name) for name in kept_answers.AS_CHOSEN} | changed


@pytest.fixture
def answer(coordinator: Actor) -> KeptAnswer:
    made = make.kept_answer(title="Parkeren", text="Dag {naam}, parkeer achter het stadhuis.")
    kept_answers.keep(coordinator, made, as_wanted(made, forms=OWN))
    return made


def turned_to_us(team: Team, visibility: Visibility) -> Conversation:
    return make.received(make.channel(team=team), visibility=visibility, is_to_us=True)


@pytest.mark.parametrize(
    ("visibility", "form", "begins"),
    [
        (Visibility.PUBLIC, Form.SOCIAL, "Kort: achter"),
        (Visibility.DIRECT, None, "Dag "),
        (Visibility.UNSAID, None, "Dag "),
    ],
)
def test_in_a_reply_the_form_is_put_in_that_fits_who_is_answered(
    team: Team, answer: KeptAnswer, visibility: Visibility, form: Form | None, begins: str
) -> None:
    agent = make.actor(Role.AGENT, teams=(team,))

    [found] = kept_answers.offered(agent, turned_to_us(team, visibility))

    assert found.form == form
    assert found.text.startswith(begins)


def test_for_one_reader_alone_in_a_public_thread_it_is_said_as_in_a_direct_message(
    team: Team, coordinator: Actor, answer: KeptAnswer
) -> None:
    kept_answers.keep(coordinator, answer, as_wanted(answer, forms=OWN | {"chat": "Even zo: ..."}))
    agent = make.actor(Role.AGENT, teams=(team,))
    square = turned_to_us(team, Visibility.PUBLIC)

    [alone] = kept_answers.offered(agent, square, readers=Visibility.DIRECT)
    [wider] = kept_answers.offered(
        agent, turned_to_us(team, Visibility.DIRECT), readers=Visibility.PUBLIC
    )

    assert (alone.form, alone.text) == (Form.CHAT, "Even zo: ...")
    assert wider.form is Form.CHAT


def test_every_way_to_turn_to_us_but_mail_has_a_form() -> None:
    assert {*OF_WAY, Way.MAIL} == set(Way)


def test_on_the_phone_one_says_what_was_written_for_it_and_no_address(
    team: Team, answer: KeptAnswer
) -> None:
    make.kept_answer(title="Zonder script", link="https://voorbeeldstad.example/")
    KeptAnswer.objects.update(link="https://voorbeeldstad.example/route")
    agent = make.actor(Role.AGENT, teams=(team,))

    found = kept_answers.scripts(agent, turned_to_us(team, Visibility.UNSAID))

    assert [(each.kept.title, each.text) for each in found] == [("Parkeren", OWN["phone"])]


def test_a_changed_text_marks_the_forms_that_stayed_wherever_they_are_said(
    team: Team, coordinator: Actor, answer: KeptAnswer
) -> None:
    kept_answers.keep(
        coordinator, answer, as_wanted(answer, text="Parkeer bij de brug.", forms=OWN)
    )
    assert marked(team) == {Form.SOCIAL: True, Form.PHONE: True, Form.CHAT: False}

    own = OWN | {"phone": "Zeg: bij de brug."}
    kept_answers.keep(coordinator, answer, as_wanted(answer, forms=own))
    assert marked(team) == {Form.SOCIAL: True, Form.PHONE: False, Form.CHAT: False}

    kept_answers.keep(coordinator, answer, as_wanted(answer, forms=own, forms_fit=True))
    assert not any(marked(team).values())


def test_a_form_that_is_not_named_stays_and_an_empty_one_goes(
    team: Team, coordinator: Actor, answer: KeptAnswer
) -> None:
    kept_answers.keep(coordinator, answer, as_wanted(answer, forms={"social": " "}))

    assert [each.kind for each in answer.forms.all()] == ["phone"]
    assert [each.form for each in said_in(team.pk, Form.SOCIAL)] == [None]


def marked(team: Team) -> dict[Form, bool]:
    return {form: next(said_in(team.pk, form)).looks_again for form in Form}
