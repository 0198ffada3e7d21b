"""When, if, then: what rules do together, and that nothing goes round."""

from typing import Any

import pytest

from gehoor.routing.rules import (
    ARRIVAL,
    LABEL,
    NO_WORD,
    TOO_MANY_WORDS,
    Asked,
    Fact,
    circle_in,
    complaint_about,
    decide,
)

pytestmark = pytest.mark.row("S2-33")
SERVICE, MARKETING = 1, 2
NUMBERS = iter(range(1, 1000))


def rule(name: str = "", **given: Any) -> Asked:
    number = next(NUMBERS)
    facts: dict[str, Any] = {"pk": number, "name": name or f"Regel {number}"}
    return Asked(**facts | given)


def fact(text: str = "", **given: Any) -> Fact:
    facts: dict[str, Any] = {"channel": 1, "way": "mail", "sender": "fatima@krant.example"}
    return Fact(**facts | {"text": text} | given)


@pytest.mark.parametrize(
    ("given", "fits"),
    [
        ({}, True),
        ({"channel": 1}, True),
        ({"channel": 2}, False),
        ({"way": "mail"}, True),
        ({"way": "direct"}, False),
        ({"sender": "@krant.example"}, True),
        ({"sender": "fatima@krant.example"}, True),
        ({"sender": "krant.example"}, False),
        ({"words": "actie\nKorting"}, True),
        ({"words": "kort"}, False),
        ({"words": "kort*"}, True),
        ({"words": "café open"}, True),
        ({"channel": 1, "words": "niets daarvan"}, False),
    ],
)
def test_a_rule_acts_when_everything_it_asks_is_so(given: dict[str, Any], fits: bool) -> None:
    asked = rule(to_team=MARKETING, **given)

    decided = decide([asked], fact("Is er nog KORTING? Is het cafe  open?"))

    assert decided.acted == ([asked] if fits else [])


def test_the_first_rule_that_names_a_team_decides_and_labels_add_up() -> None:
    first = rule(to_team=MARKETING, tag="actie")
    second = rule(to_team=SERVICE, tag="vraag", is_urgent=True)

    decided = decide([first, second], fact())

    assert decided.team == (first, MARKETING)
    assert decided.tags == [(first, "actie"), (second, "vraag")]
    assert decided.urgent == second


def test_a_label_that_a_rule_sets_lets_another_act() -> None:
    arrives = rule(tag="klacht")
    labelled = rule(when=LABEL, on_tag="Klacht", to_team=SERVICE)

    assert decide([labelled, arrives], fact()).team == (labelled, SERVICE)


def test_a_label_set_by_hand_lets_only_rules_about_that_label_act() -> None:
    rules = [rule(to_team=MARKETING), rule(when=LABEL, on_tag="klacht", to_team=SERVICE)]

    assert decide(rules, fact(), label="klacht").team == (rules[1], SERVICE)
    assert decide(rules, fact(), label="anders").acted == []


def test_rules_that_lead_back_to_each_other_act_once_each() -> None:
    """Two administrators could save them at the same moment; then still nothing goes round."""
    there = rule(when=LABEL, on_tag="a", tag="b")
    back = rule(when=LABEL, on_tag="b", tag="a")

    assert decide([there, back], fact(), label="a").acted == [there, back]


def test_a_circle_is_seen_and_named() -> None:
    start = rule("Begin", when=ARRIVAL, tag="a")
    one = rule("Een", when=LABEL, on_tag="A", tag="b")
    two = rule("Twee", when=LABEL, on_tag="b", tag="c")
    three = rule("Drie", when=LABEL, on_tag="c", tag="a")

    assert circle_in([start, one, two]) == ()
    assert set(circle_in([start, one, two, three])) == {"Een", "Twee", "Drie"}
    assert circle_in([rule("Zelf", when=LABEL, on_tag="x", tag="x")]) == ["Zelf"]


def test_words_that_cannot_be_looked_for_are_refused() -> None:
    assert complaint_about("actie") == ""
    assert complaint_about("??") == NO_WORD
    assert complaint_about("woord\n" + "\n".join(map(str, range(60)))) == TOO_MANY_WORDS
