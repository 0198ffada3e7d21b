"""What comes in goes to the right team, and what went wrong comes back and is counted."""

from typing import Any

import pytest

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.flows import handling, routing
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation
from gehoor.people.models import Team
from gehoor.people.policies import Actor, Role
from gehoor.routing import queries
from gehoor.routing.models import Rule
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S2-33")]
ADMIN = Actor(system="setup")
OFFER = "Is er nog korting met de actie?"


@pytest.fixture
def channel() -> Channel:
    return make.channel(connector="email", team=make.team(name="Klantenservice"))


@pytest.fixture
def marketing() -> Team:
    return make.team(name="Marketing")


@pytest.fixture
def service_agent(channel: Channel) -> Actor:
    return make.actor(Role.AGENT, teams=(channel.team,), name="Anouk")


@pytest.fixture
def marketer(marketing: Team) -> Actor:
    return make.actor(Role.AGENT, teams=(marketing,), name="Milan")


def add(**given: Any) -> Rule:
    facts = {"name": "Acties", "when": "arrival", "words": "korting"}
    return routing.add_rule(ADMIN, **facts | given)


def current(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def listed(actor: Actor, view: str) -> list[int]:
    return [row.pk for row in inbox.page_of(actor, view).rows]


def test_promotion_goes_to_marketing_and_service_stays_where_it_is(
    channel: Channel, marketing: Team, marketer: Actor, service_agent: Actor
) -> None:
    add(to_team=marketing)

    offer, service = make.received(channel, text=OFFER), make.received(channel)

    assert listed(marketer, "unassigned") == [offer.pk]
    assert listed(service_agent, "unassigned") == [service.pk]
    assert inbox.counts(marketer).unassigned == inbox.counts(service_agent).unassigned == 1
    line = Entry.objects.get(act="conversation.routed")
    assert (line.system, line.details) == ("routing", {"rule": "Acties", "to": marketing.pk})


def test_who_had_it_still_sees_it_and_nobody_else_does(
    channel: Channel, marketing: Team, marketer: Actor, service_agent: Actor
) -> None:
    add(to_team=marketing)
    offer = make.received(channel, text=OFFER)
    stranger = make.actor(Role.AGENT, teams=(make.team(),))

    assert inbox.visible_among(service_agent, [offer.pk]) == [offer.pk]
    assert inbox.visible_among(marketer, [offer.pk]) == [offer.pk]
    assert inbox.visible_among(stranger, [offer.pk]) == []
    assert listed(stranger, "team") == []


def test_what_was_not_passed_on_is_not_seen_by_the_other_team(
    channel: Channel, marketing: Team, marketer: Actor
) -> None:
    add(to_team=marketing)
    service = make.received(channel)

    assert inbox.visible_among(marketer, [service.pk]) == []


def test_the_team_that_gets_it_can_answer_and_be_given_it(
    channel: Channel, marketing: Team, marketer: Actor
) -> None:
    add(to_team=marketing)
    offer = make.received(channel, text=OFFER)

    make.reply(offer, by=marketer)
    handling.assign(marketer, offer, None)

    assert offer.messages.count() == 2


def test_a_wrong_way_is_given_back_once_and_counted(
    channel: Channel, marketing: Team, marketer: Actor, service_agent: Actor
) -> None:
    rule = add(to_team=marketing)
    offer = make.received(channel, text=OFFER, external_id="<a>")
    make.received(channel, text=OFFER)

    routing.give_back(marketer, offer, reason="Dit gaat over een klacht.")

    assert listed(service_agent, "unassigned") == [offer.pk]
    assert inbox.visible_among(marketer, [offer.pk]) == []
    by_rule, by_team = routing.passed()
    assert by_rule[rule.pk] == by_team[marketing.pk] == queries.Passed(2, 1)
    line = Entry.objects.get(act="conversation.given_back")
    assert line.details["rule"] == "Acties"
    make.received(channel, text=OFFER, answers=("<a>",))
    assert current(offer).routed_to_id is None, "a rule does not insist"


def test_what_was_not_passed_on_cannot_be_given_back(
    channel: Channel, service_agent: Actor
) -> None:
    with pytest.raises(NotPossible):
        routing.give_back(service_agent, make.received(channel))


def test_what_a_colleague_has_is_not_taken_away(channel: Channel, marketing: Team) -> None:
    agent = make.user(Role.AGENT, teams=(channel.team,))
    mine = make.received(channel, external_id="<a>")
    Conversation.objects.filter(pk=mine.pk).update(assignee=agent)
    add(to_team=marketing)

    make.received(channel, text=OFFER, answers=("<a>",))

    assert current(mine).routed_to_id is None


def test_a_label_set_by_hand_sends_it_on_and_labels_add_up(
    channel: Channel, marketing: Team, service_agent: Actor
) -> None:
    add(name="Pers", words="", when="label", on_tag="pers", to_team=marketing, tag="woordvoering")
    conversation = make.received(channel)

    handling.add_tag(service_agent, conversation, "Pers")

    assert current(conversation).routed_to_id == marketing.pk
    assert set(conversation.tags.values_list("name", flat=True)) == {"Pers", "woordvoering"}


def test_a_label_set_on_many_at_once_sends_each_of_them_on(
    channel: Channel, marketing: Team
) -> None:
    add(name="Pers", words="", when="label", on_tag="pers", to_team=marketing)
    both = [make.received(channel), make.received(channel)]

    routing.label_was_set_on([each.pk for each in both], "pers")

    assert [current(each).routed_to_id for each in both] == [marketing.pk] * 2


def test_a_rule_can_put_something_on_top_and_says_so(channel: Channel) -> None:
    add(name="Sluis", words="sluis", is_urgent=True)

    conversation = make.received(channel, text="De sluis staat open")

    assert conversation.is_emergency
    assert (conversation.emergency_kind, conversation.emergency_words) == ("rule", "Sluis")


def test_rules_that_lead_back_to_each_other_are_refused_and_nothing_is_lost() -> None:
    add(name="Een", when="label", on_tag="a", tag="b", words="")
    two = add(name="Twee", when="label", on_tag="b", tag="c", words="")

    with pytest.raises(routing.LeadsBack, match=r"Een.*Twee|Twee.*Een"):
        add(name="Drie", when="label", on_tag="c", tag="a", words="")
    with pytest.raises(routing.LeadsBack):
        routing.change_rule(ADMIN, two, tag="a")

    assert list(Rule.objects.values_list("name", "tag")) == [("Een", "b"), ("Twee", "c")]


@pytest.mark.parametrize("quiet", [{"is_automatic": True}, {"is_ours": True}])
def test_machines_and_our_own_posts_are_not_sent_anywhere(
    channel: Channel, marketing: Team, quiet: dict[str, bool]
) -> None:
    add(to_team=marketing)

    assert make.received(channel, text=OFFER, **quiet).routed_to_id is None


def test_a_rule_that_is_off_does_nothing(channel: Channel, marketing: Team) -> None:
    routing.change_rule(ADMIN, add(to_team=marketing), is_on=False)

    assert make.received(channel, text=OFFER).routed_to_id is None


def test_a_rule_is_tried_on_last_week_and_changes_nothing(
    channel: Channel, marketing: Team, service_agent: Actor, marketer: Actor
) -> None:
    offer = make.received(channel, text=OFFER)
    make.received(channel)
    rule = queries.asked(Rule(name="Proef", when="arrival", words="korting", to_team=marketing))

    tried = routing.try_on_last_week(service_agent, rule)

    assert (tried.fitting, tried.looked_at) == (1, 2)
    assert [number for number, _words in tried.examples] == [offer.pk]
    assert routing.try_on_last_week(marketer, rule).examples == []
    assert current(offer).routed_to_id is None
    assert not Rule.objects.exists()


def test_rules_are_asked_in_their_order(channel: Channel, marketing: Team) -> None:
    press = make.team(name="Pers")
    add(to_team=marketing)
    second = add(name="Pers", to_team=press)

    routing.move_up(ADMIN, second)

    assert make.received(channel, text=OFFER).routed_to_id == press.pk
