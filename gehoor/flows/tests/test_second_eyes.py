"""Why a second person looks: each rule of a team, and running cases."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from gehoor.audit.models import Entry
from gehoor.contracts.connector import Author
from gehoor.contracts.posts import WIDEST_FIRST, Visibility
from gehoor.flows import approving, cautioning, replies, second_eyes
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.models import Approval, Conversation, Message, Reply
from gehoor.inbox.queries.approvals import about
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Actor, Role
from gehoor.second_eyes.models import CaseName, Caution
from gehoor.testing import make
from gehoor.testing.scripted import Scripted

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TEXT = "De bak wordt morgen geleegd."
NUMBER = "Wat vindt u van ECLI:NL:RBAMS:2026:1234?"
NAME = "Denis van der Meij"


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def agent(team: Team) -> Actor:
    return make.actor(Role.AGENT, teams=(team,), name="Anouk")


@pytest.fixture(autouse=True)
def ria(team: Team) -> Actor:
    return make.actor(Role.COORDINATOR, teams=(team,), name="Ria van Dam")


def agreed(team: Team, **given: Any) -> Caution:
    return Caution.objects.create(team=team, **given)


def asked(team: Team, scripted: Scripted, **given: Any) -> Conversation:
    scripted.more = {"visibilities": WIDEST_FIRST}
    facts: dict[str, Any] = {
        "visibility": Visibility.PUBLIC, "is_public": True, "is_to_us": True, "thread": "1",
    }  # fmt: skip
    channel = given.pop("channel", None) or make.channel(team=team, connector=scripted.key)
    return make.received(channel, **facts | given)


def answer(by: Actor, to: Conversation, text: str = TEXT, **given: Any) -> Reply | Approval:
    facts: dict[str, Any] = {"client_uuid": uuid.uuid4(), "seen_sequence": 99}
    return approving.send_or_ask(by, to, text=text, **facts | given)


def reasons(made: Reply | Approval) -> list[str]:
    return list(made.reasons) if isinstance(made, Approval) else []


def approve(by: Actor, made: Reply | Approval, **given: Any) -> Reply:
    assert isinstance(made, Approval)
    return approving.approve(by, made, text=made.text, **{"seen_sequence": 99} | given)


@pytest.mark.row("S2-14")
def test_where_nothing_was_agreed_an_answer_leaves_as_ever(
    team: Team, agent: Actor, scripted: Scripted, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    conversation = asked(team, scripted, text=NUMBER)

    with django_assert_num_queries(1):
        assert second_eyes.told_ahead(agent, conversation, None, readers=Visibility.PUBLIC) == {}

    assert isinstance(answer(agent, conversation), Reply)


@pytest.mark.row("S2-14")
def test_the_first_statement_in_a_crisis_waits_and_once_approved_the_next_do_not(
    team: Team, agent: Actor, ria: Actor, scripted: Scripted
) -> None:
    conversation = asked(team, scripted)
    cautioning.switch_crisis(ria, team, is_on=True)

    private = answer(agent, conversation, visibility=Visibility.DIRECT)
    first = answer(agent, conversation)

    assert (reasons(private), reasons(first)) == ([], ["crisis"])
    approve(ria, first)
    assert isinstance(answer(agent, conversation), Reply)
    line = Entry.objects.get(act="approval.approved")
    assert line.details["crisis_over"] == [team.pk]


@pytest.mark.row("S2-14")
def test_a_first_statement_that_is_taken_back_leaves_the_next_the_first(
    team: Team, agent: Actor, ria: Actor, scripted: Scripted
) -> None:
    conversation = asked(team, scripted)
    cautioning.switch_crisis(ria, team, is_on=True)
    reply = approve(ria, answer(agent, conversation))

    replies.withdraw(ria, reply)

    assert reasons(answer(agent, conversation)) == ["crisis"]


@pytest.mark.row("S2-14")
@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("U krijgt een vergoeding.", True),
        ("Vergoedingen zijn er niet.", True),
        ("Dat is de schuld van ons.", True),
        ("Daar is geen schuld.", False),
        (TEXT, False),
    ],
)
def test_words_a_team_names_are_looked_at_in_every_form(
    team: Team, agent: Actor, scripted: Scripted, text: str, is_asked: bool
) -> None:
    agreed(team, words="vergoeding\nschuld van")

    made = answer(agent, asked(team, scripted), text)

    assert reasons(made) == (["words"] if is_asked else [])


@pytest.mark.row("S2-14")
def test_of_a_conversation_that_was_passed_on_both_teams_agreements_hold(
    team: Team, agent: Actor, scripted: Scripted
) -> None:
    other = make.team()
    agreed(other, words="vergoeding")
    conversation = asked(team, scripted)
    conversation.routed_to = other
    conversation.save()

    assert reasons(answer(agent, conversation, "Een vergoeding.")) == ["words"]


def judge(team: Team, *roles: Role, name: str = "Mr. Bos") -> User:
    return make.user(*(roles or (Role.READER,)), teams=(team,), name=name)


def guarded(team: Team, *judges: User, **given: Any) -> Caution:
    facts = {"guards_cases": True, "case_rule": "Zeg niets over de zaak zelf."}
    caution = agreed(team, **facts | given)
    caution.judges.set(judges)
    return caution


@pytest.mark.row("S0-48")
@pytest.mark.parametrize("text", [NUMBER, "Hoort u niets over DENIS van der Meij?"])
def test_an_answer_about_a_running_case_waits_for_who_was_named_and_the_rule_is_told(
    team: Team, agent: Actor, ria: Actor, scripted: Scripted, text: str
) -> None:
    bos = judge(team)
    CaseName.objects.create(
        caution=guarded(team, bos), name=NAME, until=now().date() + timedelta(days=1)
    )
    conversation = asked(team, scripted, text=text)

    told = second_eyes.told_ahead(
        agent, conversation, about(conversation.messages.get()), readers=Visibility.PUBLIC
    )
    made = answer(agent, conversation)

    assert told["rules"] == ["Zeg niets over de zaak zelf."]
    assert (told["is_case"], told["judges"]) == (True, "Mr. Bos")
    assert isinstance(made, Approval)
    assert (made.reasons, made.named) == (["case"], [bos.pk])
    with pytest.raises(NotPossible, match=r"that is for Mr\. Bos to approve"):
        approve(ria, made)
    approve(people.actor_of(bos), made)
    assert Reply.objects.count() == 1
    assert NAME not in str(list(Entry.objects.values()))


@pytest.mark.row("S0-48")
def test_also_what_is_typed_itself_counts(team: Team, agent: Actor, scripted: Scripted) -> None:
    guarded(team, judge(team), case_forms="D12/34")

    assert reasons(answer(agent, asked(team, scripted), "Zie d99/01.")) == ["case"]


@pytest.mark.row("S0-48")
def test_who_judges_answers_without_a_second(team: Team, scripted: Scripted) -> None:
    bos = judge(team, Role.ADVISER)
    guarded(team, bos)

    assert isinstance(answer(people.actor_of(bos), asked(team, scripted, text=NUMBER)), Reply)


@pytest.mark.row("S0-48")
def test_without_anybody_named_nothing_leaves_and_that_is_said(
    team: Team, agent: Actor, scripted: Scripted
) -> None:
    bos = judge(team)
    guarded(team, bos)
    User.objects.filter(pk=bos.pk).update(is_active=False)

    with pytest.raises(NotPossible, match="Nobody who may approve an answer about a running case"):
        answer(agent, asked(team, scripted, text=NUMBER))

    assert not Reply.objects.exists()


@pytest.mark.row("S0-48")
def test_in_a_thread_of_many_only_who_writes_of_the_case_and_how_it_began_count(
    team: Team, agent: Actor, scripted: Scripted
) -> None:
    guarded(team, judge(team))
    conversation = asked(team, scripted)
    channel = conversation.channel
    author = Author("@kees@social.example", "Kees")
    facts: dict[str, Any] = {"channel": channel, "author": author, "external_id": "kees"}
    asked(team, scripted, text=NUMBER, **facts)
    first, second = Message.objects.order_by("pk")
    Message.objects.filter(pk=second.pk).update(conversation=conversation, sequence=2)
    Conversation.objects.filter(pk=conversation.pk).update(thread="plein", next_sequence=3)
    conversation.refresh_from_db()

    assert reasons(answer(agent, conversation, answers=first.pk)) == []
    assert reasons(answer(agent, conversation, answers=second.pk)) == ["case"]


@pytest.mark.row("S0-48")
def test_names_end_by_themselves_and_stand_in_no_log(team: Team, ria: Actor) -> None:
    cautioning.add_name(ria, team, name=NAME, until=now().date() + timedelta(days=2))
    with pytest.raises(NotPossible, match="has passed already"):
        cautioning.add_name(ria, team, name="Kees", until=date(2020, 1, 1))
    CaseName.objects.create(caution=Caution.objects.get(), name="Oud", until=date(2026, 1, 1))

    cautioning.forget_ended_names()

    assert [each.name for each in CaseName.objects.all()] == [NAME]
    cautioning.forget_name(ria, CaseName.objects.get())
    log = str(list(Entry.objects.values()))
    assert (NAME in log, "Denis" in log) == (False, False)
    assert Entry.objects.filter(subject="case_names").count() == 3
    assert NAME not in repr(CaseName(name=NAME))
