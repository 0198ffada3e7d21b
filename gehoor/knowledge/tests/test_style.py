"""House style, tone and medical advice, found in texts by rules."""

from time import process_time

import pytest

from gehoor.knowledge.rules.kinds import Kind
from gehoor.knowledge.rules.medical import advice_in
from gehoor.knowledge.rules.style import (
    Flaw,
    HouseStyle,
    complaint_about_pairs,
    remarks_on,
)
from gehoor.knowledge.rules.tone import TIPS, Tone, is_humour_off, tone_of

STYLE = HouseStyle(
    address="u", avoid="ivm = vanwege\nin verband met = vanwege", must="Groet\nGroeten",
    forbidden="klant", most_emoji=1, most_words=8,
)  # fmt: skip


def flaws(text: str, style: HouseStyle = STYLE, **how: bool) -> list[tuple[Flaw, str]]:
    return [(each.flaw, each.words) for each in remarks_on(text, style, **how)]


@pytest.mark.row("S2-21")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("U kunt morgen komen. Groet", []),
        ("Kun je morgen komen? Groet", [(Flaw.ADDRESS, "je")]),
        ("Dicht in verband  met storm. Groet", [(Flaw.AVOID, "in verband  met")]),
        ("Beste klant, dank. Groet", [(Flaw.FORBIDDEN, "klant")]),
        ("Beste klanten, dank. Groet", []),
        ("U bent welkom.", [(Flaw.MISSING, "Groet / Groeten")]),
        ("Fijn 🙂 en leuk 🎉 Groet", [(Flaw.EMOJI, "2")]),
        ("Dit is een zin die echt veel te lang is. Groet", [(Flaw.SENTENCE, "Dit is een zin")]),
        ("", []),
    ],
)
def test_what_goes_against_the_house_style_is_named(
    text: str, found: list[tuple[Flaw, str]]
) -> None:
    assert flaws(text) == found


@pytest.mark.row("S2-21")
def test_informal_is_asked_for_as_well_as_formal() -> None:
    style = HouseStyle(address="je")

    assert flaws("Kunt u uw pas meenemen?", style) == [(Flaw.ADDRESS, "u"), (Flaw.ADDRESS, "uw")]
    assert flaws("Mail naar u@stad.example", HouseStyle(address="u")) == []


@pytest.mark.row("S2-39")
def test_where_somebody_is_hurt_no_joke_goes_unseen() -> None:
    free = HouseStyle()

    assert flaws("Wat naar 😉", free, is_humour_off=True) == [(Flaw.HUMOUR, "😉")]
    assert flaws("Haha, dat kan gebeuren", free, is_humour_off=True) == [(Flaw.HUMOUR, "Haha")]
    assert flaws("Haha 😉", free) == []


@pytest.mark.row("S2-21")
def test_a_word_to_avoid_names_the_better_one_or_is_refused() -> None:
    assert complaint_about_pairs("ivm = vanwege") == ""
    assert complaint_about_pairs("ivm") == complaint_about_pairs("ivm =") != ""


@pytest.mark.row("S2-21")
def test_a_text_is_looked_at_in_less_than_five_milliseconds() -> None:
    text = "Beste klant, u kunt in verband met de storm morgen niet komen. Groet. " * 30
    remarks_on(text, STYLE)

    began = process_time()
    for _each in range(20):
        remarks_on(text, STYLE, is_humour_off=True)
        advice_in(text)

    assert (process_time() - began) / 20 < 0.005


@pytest.mark.row("S2-39")
@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("hoi, kunnen jullie ff kijken? 😂", Tone.INFORMAL),
        ("Geachte heer, mevrouw, gaarne verneem ik uw antwoord.", Tone.FORMAL),
        ("Wanneer wordt het papier gehaald?", Tone.NEUTRAL),
        ("Dag, kunt u mij helpen?", Tone.FORMAL),
    ],
)
def test_the_tone_of_who_writes_is_mirrored(text: str, tone: Tone) -> None:
    assert tone_of(text) is tone


@pytest.mark.row("S2-39")
def test_humour_is_off_in_grief_complaints_and_danger() -> None:
    off = {kind for kind in Kind if is_humour_off(kind)}

    assert {Kind.GRIEF, Kind.COMPLAINT, Kind.FORMAL, Kind.DANGER, Kind.MEDICAL} <= off
    assert not off & {Kind.QUESTION, Kind.THANKS, Kind.OPINION}


@pytest.mark.row("S2-38")
def test_there_are_tips_for_every_kind() -> None:
    assert set(TIPS) == set(Kind)


@pytest.mark.row("S2-10")
@pytest.mark.parametrize(
    "text",
    [
        "Neem gerust 2 paracetamol per dag.",
        "U kunt 400 mg ibuprofen slikken.",
        "Druppel drie keer per dag twee druppels.",
        "Stop maar met de antibiotica.",
        "U mag de insuline verhogen.",
        "U heeft waarschijnlijk een ontsteking.",
        "Dat klinkt als een netvliesloslating.",
        "U hoeft daarvoor niet naar de huisarts.",
        "De pijn gaat vanzelf over.",
        "Take two tablets a day.",
        "You probably have an infection.",
    ],
)
def test_medical_advice_is_found_in_an_answer(text: str) -> None:
    assert advice_in(text)


@pytest.mark.row("S2-10")
@pytest.mark.parametrize(
    "text",
    [
        "Wij geven geen medisch advies. Bel uw huisarts, of bij levensgevaar 112.",
        "Dit kunnen wij hier niet beoordelen. Bel de afdeling die u behandelt.",
        "Overleg met uw apotheker hoeveel tabletten u per dag mag nemen.",
        "U kunt oude medicijnen inleveren bij de apotheek.",
        "De afspraak duurt een half uur. Neem uw medicijnlijst mee.",
        "De container van 240 liter wordt elke twee weken geleegd.",
        "Er is corona vastgesteld in het verpleeghuis.",
        "U kunt van 9 tot 12 uur een griepprik halen.",
    ],
)
def test_what_refers_or_is_about_something_else_is_no_medical_advice(text: str) -> None:
    assert advice_in(text) == []
