"""The situations are whole, and the checks tell a good answer from one that says nothing."""

from collections import Counter

import pytest

from gehoor.practice.rules.scenarios import EMOTIONS, PLACES, Scenario, judge, scenario, scenarios

pytestmark = pytest.mark.row("S2-22")


def met(asked: Scenario, text: str) -> dict[str, bool]:
    return {point.key: point.is_met for point in judge(asked, text)}


def of(key: str) -> Scenario:
    found = scenario(key)
    assert found is not None
    return found


def test_there_are_twenty_of_every_kind_of_organisation_and_emotion() -> None:
    found = scenarios()

    assert len(found) == 20
    assert set(Counter(each.place for each in found)) == set(PLACES)
    assert {each.emotion for each in found} == set(EMOTIONS)
    assert len({each.message for each in found}) == 20


@pytest.mark.parametrize("each", scenarios(), ids=lambda each: each.key)
def test_every_model_answer_meets_all_its_own_points(each: Scenario) -> None:
    assert [(point.key, point.found) for point in judge(each, each.model) if not point.is_met] == []


@pytest.mark.parametrize("each", scenarios(), ids=lambda each: each.key)
@pytest.mark.parametrize(
    "empty",
    [
        "Geachte heer, mevrouw, uw schrijven is in goede orde ontvangen en in behandeling genomen.",
        "Goedendag.",
    ],
)
def test_an_answer_that_says_nothing_fails_in_every_situation(each: Scenario, empty: str) -> None:
    found = met(each, empty)

    assert not found["feeling"]
    assert not any(is_met for key, is_met in found.items() if key.startswith("says"))
    assert not found["name"]


def test_personal_data_jargon_and_what_makes_it_worse_are_named() -> None:
    asked = of("losse-tegel")
    text = (
        "Fatima, conform de verordening had u maar beter moeten kijken. Mail mij op "
        "r.bakker@stad-voorbeeld.example of bel 06-12345678."
    )

    found = {point.key: point for point in judge(asked, text)}

    assert found["jargon"].found == ["conform"]
    assert found["avoids"].found == ["had u maar"]
    assert len(found["personal"].found) == 2
    assert not found["feeling"].is_met


def test_a_long_sentence_is_shown() -> None:
    long = "Dag Fatima, " + "wij kijken er vandaag nog naar en " * 4 + "dan hoort u het."

    [point] = [each for each in judge(of("losse-tegel"), long) if each.key == "sentences"]

    assert not point.is_met
    assert point.found[0].startswith("Dag Fatima")


@pytest.mark.parametrize("written", ["VERVELEND", "vervélend", "vervelende"])
def test_capitals_accents_and_endings_do_not_matter(written: str) -> None:
    assert met(of("losse-tegel"), f"Wat {written}!")["feeling"]


def test_a_word_inside_another_is_not_that_word() -> None:
    assert not met(of("losse-tegel"), "Dat is onbarmhartig en tenaar.")["feeling"]


def test_an_unknown_situation_is_none() -> None:
    assert scenario("bestaat-niet") is None
